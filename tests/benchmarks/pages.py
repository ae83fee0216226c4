"""Measure how long the pages of 10, 500 and 2,000 posts take to build.

Each size is built in a process of its own, from the tables and the Markdown of an
invented group that talks daily. The bar, that a post more costs about as much in a
large blog as in a small one, is printed as PASS or FAIL and changes nothing about the
exit code.

Usage: pages.py [--posts N ...] [--one N]
"""

import argparse
import os
import sys
import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

sys.path[:0] = [
    str(Path(__file__).parents[1]),
    str(Path(__file__).parents[2] / "scripts"),
]

SIZES = (10, 500, 2000)
SECONDS = 900
MOST = 1.5
ISSUE = 7
FIRST = date(2015, 1, 1)
MESSAGES = 24  # a day
PEOPLE = 12
WORDS = "praia van churrasco sardinha elevador bloco canoa varanda padaria".split()  # noqa: SIM905
PARAGRAPH = "Começou com uma pergunta simples e terminou com **três opiniões**. " * 4


def tables_of_days(posts: int) -> dict[str, list[dict]]:
    """Return rows of the tables that the pages are made of, a post a day."""
    import site_fixture as invented

    days = [FIRST + timedelta(days=at) for at in range(posts)]
    names = [
        invented.author_of(place % 6)[:14] + f"{place:02}" for place in range(PEOPLE)
    ]
    enriched = [
        invented.message(
            at * MESSAGES + turn,
            datetime.combine(day, time(turn % 24, at % 60)),
            names[(turn * turn + at) % PEOPLE],
            f"{WORDS[(at // 30 + turn % 3) % len(WORDS)]} e mais {WORDS[turn % 9]}",
        )
        for at, day in enumerate(days)
        for turn in range(MESSAGES)
    ]
    plain = invented.tables_of_blog()
    return {"days": days, "names": names, "enriched": enriched, "plain": plain}


def build_one(posts: int) -> None:
    """Build a blog of so many posts."""
    import site_fixture as invented
    from egregora import contracts
    from egregora.site.build import build_site
    from egregora.site.load import blog_of, tables_for_site
    from egregora.storage import rows_of, table_of
    from egregora.text.locales import Translator

    made = tables_of_days(posts)
    names, plain = made["names"], made["plain"]
    (post, *_), (person, *_), (rating, *_), (played, *_) = (
        rows_of(plain[name])
        for name in ("posts", "profiles", "elo_ratings", "elo_history")
    )
    periods = [day.isoformat() for day in made["days"]]
    rows = {
        "posts": [
            post
            | {
                "period": period,
                "date": date.fromisoformat(period),
                "title": f"{WORDS[at % 9].title()} e {WORDS[at % 7]}, dia {at}",
                "tags": [WORDS[at % 9], f"tema {at % 40}"],
                "text": PARAGRAPH * 8,
            }
            for at, period in enumerate(periods)
        ],
        "profiles": [
            person | {"author": name, "alias": f"Pessoa {at}", "most_answered": None}
            for at, name in enumerate(names)
        ],
        "members": [],
        "elo_ratings": [
            rating | {"post_id": period, "elo_global": 1400 + at * 37 % 200}
            for at, period in enumerate(periods)
        ],
        "elo_history": [
            played
            | {
                "comparison_id": f"{at}-{back}",
                "timestamp": datetime.fromisoformat(f"{periods[at]}T23:59:59+00:00"),
                "winner_id": periods[at],
                "loser_id": periods[at - back],
            }
            for at in range(len(periods))
            for back in range(1, min(at, 5) + 1)
        ],
    }
    enriched = table_of(made["enriched"], contracts.ENRICHED)
    media = table_of([], contracts.MEDIA)
    for name, table in tables_for_site(enriched, media, "day").items():
        rows[name] = rows_of(table)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "site"
        for one in ("posts", "profiles", "media"):
            (source / one).mkdir(parents=True)
        for row in rows["posts"]:
            head = {"date": row["date"], "title": row["title"], "language": "pt"}
            body = (
                f"{PARAGRAPH * 8}\n\n## O que ficou\n\n> **Pessoa 1** (18:45): Bora?\n"
            )
            invented.write_markdown(source / f"posts/{row['period']}.md", head, body)
        for row in rows["profiles"]:
            path = source / f"profiles/{row['author']}.md"
            invented.write_markdown(path, {"title": row["alias"]}, PARAGRAPH)
        blog = blog_of(
            rows, invented.SITE, Translator("pt", "pages"), shows_reasons=True
        )
        print(build_site(blog, source, Path(folder) / "public"))


def main(sizes: list[int]) -> None:
    """Build each size, and print what it took."""
    from measuring import measured
    from report import times

    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    found = {}
    for posts in sizes:
        command = [sys.executable, __file__, "--one", str(posts)]
        cost = found[posts] = measured(command, SECONDS)
        print(
            f"{posts:>5} posts: {cost.wall:6.1f} s wall, {cost.cpu:6.1f} CPU s, "
            f"{cost.peak / 2**20:.0f} MiB, {cost.rows} pages {cost.failure}"
        )
    small, middle, large = (found[posts].cpu for posts in (sizes[0], *sizes[-2:]))
    grown = (large - small) / (sizes[-1] - sizes[0])
    level = (middle - small) / (sizes[-2] - sizes[0])
    what = f"pages, a post more of {sizes[-1]:,}"
    than = f"of {sizes[-2]:,}"
    print(times(ISSUE, what, grown * 1000, level * 1000, than, MOST, unit="CPU ms"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, nargs="+", default=SIZES)
    parser.add_argument("--one", type=int, help="build one blog in this process")
    arguments = parser.parse_args()
    if arguments.one:
        build_one(arguments.one)
    else:
        main(list(arguments.posts))
