"""A small conversation for tests: weeks of a group, as rows and as tables."""

from datetime import UTC, datetime, timedelta

from egregora.contracts import ENRICHED, MEDIA, MEMBERS
from egregora.storage import table_of

PEOPLE = {"a" * 16: "lontra", "b" * 16: "ipê", "c" * 16: "tuiuiú"}
ANA, BIA, CAIO = PEOPLE
# The phone is three hours behind UTC.
ZONE = timedelta(hours=3)


def message(at, author, text="", kind="text", **columns):
    """Return a row of `contracts.ENRICHED`, less its position; `at` is local time."""
    local = datetime.fromisoformat(at)
    return {
        "sent_at": (local + ZONE).replace(tzinfo=UTC),
        "local_time": local,
        "author": author,
        "text": text,
        "kind": kind,
        "edited": False,
        "media_id": None,
        "link_notes": [],
        "media_note": None,
        **columns,
    }


def placed(rows):
    """Return `rows` with positions, and ids that do not depend on what lies before."""
    seen = {}
    for position, row in enumerate(rows):
        base = f"{row['local_time']:%Y%m%d%H%M%S}{(row['author'] or '-')[:1]}"
        seen[base] = seen.get(base, -1) + 1
        yield {"message_id": f"{base}{seen[base]}", **row, "position": position}


def enriched(*rows):
    """Return messages as a table."""
    return table_of(list(placed(rows)), ENRICHED)


def members(aliases=PEOPLE):
    """Return the people as a table."""
    return table_of(
        [
            {"author": author, "alias": alias, "bio": None, "website": None}
            for author, alias in aliases.items()
        ],
        MEMBERS,
    )


def media(*rows):
    """Return files as a table; each row gives at least `media_id`."""
    plain = {
        "path": "photo.jpg",
        "media_type": "image",
        "mime": "image/jpeg",
        "bytes": 9,
        "width": 4,
        "height": 3,
        "seconds": None,
        "message_id": "m",
        "sha256": None,
    }
    return table_of([{**plain, **row} for row in rows], MEDIA)


def said(day, *lines, hour=10, minutes=1):
    """Return messages of one day, a minute apart, by each person in turn."""
    start = datetime.fromisoformat(day) + timedelta(hours=hour)
    return [
        message(
            (start + timedelta(minutes=minutes * number)).isoformat(),
            list(PEOPLE)[number % len(PEOPLE)],
            text,
        )
        for number, text in enumerate(lines)
    ]


# Talk that fills weeks and means nothing in particular.
TALK = (
    "bom dia gente, tudo bem com vocês hoje?",
    "tudo bem por aqui, e com você?",
    "que bom, a gente se fala mais tarde então",
    "hoje não posso, mas amanhã dá certo",
    "tá bom, então fica para amanhã mesmo",
    "vocês viram que horas são? já é tarde",
)
NEST = (
    "achei um ninho de joão-de-barro na luminária da varanda",
    "um ninho de barro na luminária? que beleza de passarinho",
    "o passarinho do ninho voltou com barro no bico",
)


def weeks(count, first="2025-01-06"):
    """Return `count` weeks of talk; the second and the last speak of a nest."""
    rows = []
    for number in range(count):
        day = datetime.fromisoformat(first) + timedelta(weeks=number)
        rows += said(f"{day:%Y-%m-%d}", *TALK)
        rows += said(f"{day + timedelta(days=1):%Y-%m-%d}", *own_talk(number))
        if number in (1, count - 1):
            rows += said(f"{day + timedelta(days=2):%Y-%m-%d}", *NEST, hour=9 + number)
    return rows


def own_talk(number):
    """Return what only one week speaks of."""
    thing = f"{chr(97 + number)}{chr(110 - number)}" * 3
    return (f"o {thing} chegou, gente", f"que {thing} lindo", f"adorei esse {thing}")
