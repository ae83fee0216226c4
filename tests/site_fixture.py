"""An invented blog for the tests of the pages: eight weeks, six people, pictures."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import yaml
from PIL import Image, ImageDraw

from egregora import contracts
from egregora.site.load import blog_of, tables_for_site
from egregora.site.model import Blog
from egregora.storage import rows_of, table_of
from egregora.text.locales import Translator

PEOPLE = (
    "Raposa Serena",
    "Lobo Azul",
    "Onça Veloz",
    "Tatu Calmo",
    "Garça Lilás",
    "Íris",
)
TITLES = (
    "A chuva adia o churrasco",
    "Quem ficou com a chave da van?",
    "Ubatuba, enfim",
    "A grande discussão do pão de queijo",
    "Bolo de cenoura para doze",
    "O grupo aprende a remar",
    "Uma semana de silêncio, quase",
    "A quadra nova e o placar impossível",
)
TAGS = (["churrasco", "chuva"], ["viagem", "van"], ["viagem", "praia"], ["comida"])
SITE = {
    "title": "Os da Pracinha",
    "url": None,
    "description": "O que dizemos toda semana.",
}
ZONE = timezone(timedelta(hours=-3))


def author_of(place: int) -> str:
    """Return the pseudonym of a person."""
    return hashlib.sha256(PEOPLE[place].encode()).hexdigest()[:16]


def monday_of(week: int) -> datetime:
    """Return the start of a week, 0 for the first."""
    return datetime.combine(date.fromisocalendar(2025, week + 1, 1), time())


def period_of_week(week: int) -> str:
    """Return the name of a week."""
    return f"2025-W{week + 1:02}"


def messages() -> list[dict]:
    """Return rows of `enriched`: two people talk, a third one joins, all week long."""
    rows = []
    for week in range(len(TITLES)):
        for day in range(7):
            for turn in range((week * 5 + day * 3) % 11 + (9 if day > 4 else 2)):
                hour = (8 + day % 3 + week % 2 + 4 * (turn // 5)) % 24
                local = monday_of(week) + timedelta(days=day, hours=hour, minutes=turn)
                place = (turn * turn + week + day // 2 + turn * day) % len(PEOPLE)
                rows.append(
                    message(len(rows), local, author_of(place), said(week, turn))
                )
        if week < 5:
            local = monday_of(week) + timedelta(days=5, hours=12)
            shown = message(len(rows), local, author_of(week), "")
            rows.append(shown | {"kind": "media", "media_id": f"m{week}"})
    local = monday_of(0) + timedelta(hours=1)
    rows.append(message(len(rows), local, None, "mudou o nome") | {"kind": "system"})
    return rows


def said(week: int, turn: int) -> str:
    """Return a message: each week has its own words, and all have some."""
    topics = ("churrasco", "van", "Ubatuba", "padaria", "cenoura", "canoa", "praça")
    return f"Bora? {topics[week % len(topics)] if turn % 2 else topics[turn % 3]}"


def message(position: int, local: datetime, author: str | None, text: str) -> dict:
    """Return one row of `enriched`."""
    return {
        "message_id": f"id{position}",
        "sent_at": local.replace(tzinfo=ZONE),
        "local_time": local,
        "position": position,
        "kind": "text",
        "edited": False,
        "author": author,
        "text": text,
        "media_id": None,
        "link_notes": [],
        "media_note": None,
    }


def picture_rows(rows: list[dict]) -> list[dict]:
    """Return rows of `media` for the messages that show a file."""
    shown = [row for row in rows if row["media_id"]]
    return [
        {
            "media_id": row["media_id"],
            "path": f"{row['media_id']}.jpg",
            "media_type": "image",
            "mime": "image/jpeg",
            "bytes": 1,
            "width": 960,
            "height": 640 if place % 2 else 1200,
            "seconds": None,
            "message_id": row["message_id"],
            "sha256": None,
        }
        for place, row in enumerate(shown)
    ]


def body(week: int) -> str:
    """Return the Markdown of a post."""
    parts = [
        "Começou na segunda com uma pergunta simples e terminou no domingo com "
        "**três opiniões** e nenhum acordo.\n",
        "## A conversa\n",
        f"> **{PEOPLE[week % 6]}** (sáb 18:45): Alguém viu a previsão? Vai chover.\n>\n"
        f"> **{PEOPLE[(week + 2) % 6]}**: Churrasco na chuva tem mais sabor 😄\n>\n"
        f"> **{PEOPLE[(week + 3) % 6]}** (19:10): Depende do churrasco.\n",
        "Daí em diante foi ladeira acima. Veja também "
        "[a receita](https://example.org/receita) que circulou.\n",
        "## O que ficou\n",
        "- A van sai às **7h** da praça\n- Cada um leva o seu copo\n",
        "## Antes disso\n",
    ]
    if week < 5:
        parts.insert(5, f"![A mesa posta no quintal](../media/m{week}.jpg)\n")
    if week:
        parts.append(
            f"Já se falava disso [na semana anterior]({period_of_week(week - 1)}.md).\n"
        )
    return "\n".join(parts)


def write_sources(folder: Path) -> None:
    """Write posts, profiles and media as the other stages leave them."""
    for name in ("posts", "profiles", "media"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for week, title in enumerate(TITLES):
        write_markdown(
            folder / f"posts/{period_of_week(week)}.md",
            {"date": monday_of(week).date(), "title": title, "language": "pt"},
            body(week),
        )
    for place, alias in enumerate(PEOPLE):
        write_markdown(
            folder / f"profiles/{author_of(place)}.md",
            {"title": alias},
            f"{alias} chega cedo, responde tarde e nunca esquece um aniversário.\n",
        )
    for week in range(5):
        paint(folder / f"media/m{week}.jpg", week)


def write_markdown(path: Path, head: dict, text: str) -> None:
    """Write front matter and body."""
    front = yaml.safe_dump(head, allow_unicode=True)
    path.write_text(f"---\n{front}---\n{text}", encoding="utf-8")


def paint(path: Path, number: int) -> None:
    """Draw a landscape."""
    width, height = 960, 640 if number % 2 else 1200
    image = Image.new(
        "RGB", (width, height), (250 - 12 * number, 196 - 20 * number, 140)
    )
    draw = ImageDraw.Draw(image)
    draw.ellipse((580, 90, 760, 270), fill=(252, 236, 190))
    for layer in range(4):
        top = height * (0.45 + 0.14 * layer)
        shade = (150 - 30 * layer, 110 - 18 * layer + 8 * number, 90 + 12 * layer)
        points = [
            (x, top + 40 * ((x // 120 + layer + number) % 3))
            for x in range(0, 1081, 120)
        ]
        draw.polygon([*points, (width, height), (0, height)], fill=shade)
    image.save(path, quality=80)


def tables_of_blog() -> dict:
    """Return the tables that `build_site` reads, by name."""
    rows = messages()
    weeks = range(len(TITLES))
    posts = [
        {
            "period": period_of_week(week),
            "title": TITLES[week],
            "date": (monday_of(week) + timedelta(days=6)).date(),
            "summary": "Entre a previsão do tempo e a lista de compras, o grupo decide "
            "pouco e ri bastante; a van, ao menos, tem hora para sair.",
            "tags": TAGS[week % len(TAGS)],
            "authors": [author_of(place) for place in range(4)],
            "text": body(week),
            "model": "offline",
            "digest": "0",
            "edited": False,
        }
        for week in weeks
    ]
    ratings = [
        {
            "post_id": period_of_week(week),
            "elo_global": 1500.0 + (week * 37) % 100,
            "num_comparisons": 5,
            "last_updated": None,
        }
        for week in weeks
    ]
    people = [profile(place, rows) for place in range(len(PEOPLE))]
    members = [
        {name: one[name] for name in contracts.MEMBERS.columns} for one in people
    ]
    return {
        "posts": table_of(posts, contracts.POSTS),
        "profiles": table_of(people, contracts.PROFILES),
        "members": table_of(members, contracts.MEMBERS),
        "elo_ratings": table_of(ratings, contracts.ELO_RATINGS),
        "elo_history": table_of(comparisons(), contracts.ELO_HISTORY),
        "enriched": table_of(rows, contracts.ENRICHED),
        "media": table_of(picture_rows(rows), contracts.MEDIA),
    }


def comparisons() -> list[dict]:
    """Return rows of `elo_history`: each post met the two before it."""
    return [
        {
            "comparison_id": f"{week}-{week - back}",
            "timestamp": datetime.combine(
                monday_of(week) + timedelta(days=6), time(23, 59, 59), UTC
            ),
            "winner_id": period_of_week(week - back * (week % 2)),
            "loser_id": period_of_week(week - back * (1 - week % 2)),
            "elo_change": 16.0 / back,
            "tie": week == 3,
            "reason": f"Há mais falas citadas: {week + back} contra {week}.",
        }
        for week in range(1, len(TITLES))
        for back in (1, 2)
        if week >= back
    ]


def profile(place: int, rows: list[dict]) -> dict:
    """Return the row of a person in `profiles`."""
    own = [row for row in rows if row["author"] == author_of(place)]
    hours = [row["local_time"].hour for row in own]
    return {
        "author": author_of(place),
        "alias": PEOPLE[place],
        "bio": "Faz o melhor bolo do grupo." if place % 2 else None,
        "website": "https://example.org/" if place == 1 else None,
        "messages": len(own),
        "words": 3 * len(own),
        "media": 1,
        "links": 0,
        "first_seen": min(row["sent_at"] for row in own),
        "last_seen": max(row["sent_at"] for row in own),
        "hours": [hours.count(hour) for hour in range(24)],
        "favourite_emoji": ["😄", "🌧️", "🎂"],
        "most_answered": author_of((place + 1) % len(PEOPLE)),
        "portrait": "Chega cedo.",
        "model": "offline",
    }


def blog(
    found: dict | None = None, covers: set[str] = frozenset(), **settings: object
) -> Blog:
    """Return the blog of these tables."""
    found = found or tables_of_blog()
    enriched = found["enriched"]
    named = ("posts", "profiles", "members", "elo_ratings", "elo_history")
    rows = {name: rows_of(found[name]) for name in named} | {
        name: rows_of(table)
        for name, table in tables_for_site(enriched, found["media"], "week").items()
    }
    return blog_of(rows, SITE | settings, Translator("pt", "pages"), True, covers)
