"""Remove pages that show people who left, another chat, or periods that are gone.

Also records the posts that the site was built from. One command makes a removed page
again; a post that a person edited is moved to `results/private/edited` instead.
"""

from __future__ import annotations

import html
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from egregora.errors import EgregoraError
from egregora.files import digest_of, read_json, sha256_of, write_json
from egregora.media.inventory import PREPARED_NAME, read_listing, write_listing
from egregora.posts.files import PERIOD_NAME, move_aside
from egregora.posts.frontmatter import is_edited_post
from egregora.text.markdown import FRONT_MATTER

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from egregora.privacy.people import Person

PUBLIC_FOLDER, SITE_FOLDER, RESULTS_FOLDER = (
    Path("public"),
    Path("site"),
    Path("results"),
)
POSTS_FOLDER, PROFILES_FOLDER = SITE_FOLDER / "posts", SITE_FOLDER / "profiles"
COSTS_FILE = Path("benchmarks/costs.html")
# What `build_site` records of the pages that it built.
BUILD_RECORD = RESULTS_FOLDER / "public.json"
# Left in place: `anonymize` replaces these, and posts are looked at one by one.
KEPT_RESULTS = ("private", "anonymized.parquet", "members.parquet", "guard.json")
OTHER_POST_FOLDERS = ("posts", "rewritten")

PSEUDONYM_IN_TEXT = re.compile(r"(?<![\w-])[0-9a-f]{16}(?![\w-])")
OUTDATED_NOTICE = (
    "public/ is older than the posts: snakemake --cores 4 public builds it again"
)
PERSON_LEFT = "somebody who has left"
PERSON_MISSING = "somebody who is not in the exports any more"
OTHER_CHAT = "another conversation, or names from another key"
PAST_PERIOD = "a period that is gone"


@dataclass(frozen=True)
class ShowableChat:
    """What pages may show from now on.

    Attributes
    ----------
    people
        Pseudonyms of the members.
    left
        Pseudonyms of those who opted out.
    aliases
        Pseudonym → alias, of everybody who may stand on a page.
    periods
        Names of the days, weeks and months that have messages.
    media
        Ids of the files that messages show.
    is_other
        Whether it has nothing in common with the conversation of the last run.
    """

    people: frozenset[str]
    left: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict)
    periods: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    is_other: bool = False


def showable_chat(
    roster: list[Person], messages: ir.Table, shown: ir.Table, before: str | Path
) -> ShowableChat:
    """Return what pages may show from now on.

    Parameters
    ----------
    roster
        Everybody, those who opted out included.
    messages
        The whole conversation, as `table.located` returns it.
    shown
        Those of the messages that may be shown.
    before
        The anonymized conversation of the last run.
    """
    from egregora.contracts import ANONYMIZED
    from egregora.privacy import table
    from egregora.privacy.table import overlap
    from egregora.storage import rows_of, rows_of_earlier_run

    counts = rows_of_earlier_run(
        before, ANONYMIZED, lambda table: overlap(table, messages)
    )
    days, media = map(rows_of, table.days_and_media(shown))
    left = frozenset(one.author for one in roster if one.opted_out)
    return ShowableChat(
        people=frozenset(one.author for one in roster) - left,
        left=left,
        aliases={one.author: one.alias for one in roster},
        periods=table.names_of_periods(row["day"] for row in days),
        media=frozenset(row["media_id"] for row in media),
        is_other=any(table.is_other(**row) for row in counts),
    )


def digest_of_posts() -> str:
    """Return a digest of the posts that are there, by name and content."""
    return digest_of(
        {path.name: sha256_of(path.read_bytes()) for path in posts_in(POSTS_FOLDER)}
    )


def record_build(posts: str, record: str | Path = BUILD_RECORD) -> None:
    """Record the digest of the posts that `public` was built from."""
    write_json(record, {"posts": posts})


def is_public_outdated() -> bool:
    """Return whether `public` is there and was built from other posts."""
    if not PUBLIC_FOLDER.exists():
        return False
    try:
        built = read_json(BUILD_RECORD)["posts"]
    except (OSError, ValueError, LookupError, TypeError):
        return True
    return built != digest_of_posts()


def posts_in(folder: Path) -> list[Path]:
    """Return the posts in a folder; files with other names are the owner's."""
    return [
        one for one in sorted(folder.glob("*.md")) if PERIOD_NAME.fullmatch(one.stem)
    ]


def people_on_pages() -> set[str]:
    """Return the pseudonyms of the people that profiles and heads of posts show."""
    profiles = [
        *PROFILES_FOLDER.glob("*.md"),
        *(PUBLIC_FOLDER / "profiles").glob("*.html"),
    ]
    shown = {one.stem for one in profiles if PSEUDONYM_IN_TEXT.fullmatch(one.stem)}
    for post in posts_in(POSTS_FOLDER):
        if head := FRONT_MATTER.match(read_leniently(post)):
            shown.update(PSEUDONYM_IN_TEXT.findall(head[1]))
    return shown


def is_anyone_on_pages(names: Callable[[str], bool]) -> bool:
    """Return whether the text of any page names somebody."""
    pages = [*SITE_FOLDER.rglob("*.md"), *PUBLIC_FOLDER.rglob("*.html")]
    return any(names(html.unescape(read_leniently(one))) for one in pages)


def take_down_pages(chat: ShowableChat, known: Mapping[str, str]) -> list[str]:
    """Remove all pages that show what `chat` does not hold; return a line for each.

    Parameters
    ----------
    chat
        What may be shown.
    known
        Pseudonym → alias of the members of the last run.

    Raises
    ------
    EgregoraError
        If pages cannot be removed; names them.
    """
    on_pages = people_on_pages()
    shown = on_pages | known.keys()
    gone = shown - chat.people
    is_other = chat.is_other or (
        bool(shown) and shown.isdisjoint(chat.people | chat.left)
    )
    aliases = chat.aliases | aliases_on_profiles(gone) | known
    names = matcher_of_people(gone, [aliases[one] for one in gone if one in aliases])
    reason = (
        OTHER_CHAT if is_other else PERSON_LEFT if gone & chat.left else PERSON_MISSING
    )
    # Of those who are missing, many never wrote, and are on no page.
    if reason == PERSON_MISSING and not (gone & on_pages or is_anyone_on_pages(names)):
        gone = set()
    lines: list[str] = []
    try:
        if is_other or gone:
            lines += remove_public(reason)
            lines += remove_posts(lambda post, text: is_other or names(text), reason)
            lines += remove_profiles(reason)
            lines += remove_tables(lambda text: is_other or names(text), reason)
            lines += remove_media(chat.media)
        elif past_periods(chat.periods):
            lines += remove_public(PAST_PERIOD)
        lines += remove_posts(
            lambda post, text: (
                post.stem not in chat.periods and not is_edited_post(text)
            ),
            PAST_PERIOD,
        )
    except OSError as error:
        raise EgregoraError(
            f"{error.filename or 'public/'}: shows {reason} and cannot be removed "
            f"({error.strerror}); remove it, and run the same command again"
        ) from None
    return lines


def past_periods(periods: frozenset[str]) -> set[str]:
    """Return the periods on the pages that have no message, edited posts left out."""
    shown = {path.stem for path in (PUBLIC_FOLDER / "posts").glob("*.html")}
    past = {one for one in shown - periods if PERIOD_NAME.fullmatch(one)}
    return {one for one in past if not is_edited_and_kept(POSTS_FOLDER / f"{one}.md")}


def is_edited_and_kept(post: Path) -> bool:
    """Return whether a post stays though its period is gone: a person edited it."""
    return post.exists() and is_edited_post(read_leniently(post))


def aliases_on_profiles(people: set[str]) -> dict[str, str]:
    """Return pseudonym → alias, as the profiles of these people have it."""
    found = {}
    for one in people:
        page = PROFILES_FOLDER / f"{one}.md"
        head = FRONT_MATTER.match(read_leniently(page)) if page.exists() else None
        try:
            title = (yaml.safe_load(head[1]) or {}).get("title") if head else None
        except (yaml.YAMLError, AttributeError):
            continue
        if title:
            found[one] = str(title).replace("\\", "")
    return found


def matcher_of_people(people: set[str], aliases: list[str]) -> Callable[[str], bool]:
    """Return what tells whether a text shows any of these people.

    An alias of one word counts as it is written; one of several words also where
    it is part of an address, or in other letters.
    """
    patterns = [re.escape(one) for one in sorted(people)]
    for alias in sorted(aliases):
        words = [re.escape(word) for word in alias.split()]
        spaced = r"[\s_-]+".join(words)
        flags = "i:" if len(words) > 1 else ":"
        patterns.append(rf"(?<!\w)(?{flags}{spaced})(?!\w)")
    sought = re.compile("|".join(patterns) or r"(?!)")
    return lambda text: bool(sought.search(text.replace("\\", "")))


def remove_public(reason: str) -> Iterator[str]:
    """Remove all pages in HTML."""
    if PUBLIC_FOLDER.exists() or PUBLIC_FOLDER.is_symlink():
        remove_folder(PUBLIC_FOLDER)
        yield (
            f"public/ showed {reason} and was removed; build it again: "
            "snakemake --cores 4 public"
        )
    BUILD_RECORD.unlink(missing_ok=True)
    COSTS_FILE.unlink(missing_ok=True)


def remove_profiles(reason: str) -> Iterator[str]:
    """Remove all profiles: each may name others."""
    if PROFILES_FOLDER.exists():
        remove_folder(PROFILES_FOLDER)
        yield (
            f"{PROFILES_FOLDER} showed {reason} and was removed; write it again: "
            f"snakemake --cores 4 {PROFILES_FOLDER}"
        )


def remove_posts(shows: Callable[[Path, str], bool], reason: str) -> Iterator[str]:
    """Remove the posts that show somebody; move those that a person edited."""
    removed = 0
    for post in posts_in(POSTS_FOLDER):
        text = read_leniently(post)
        if not shows(post, text):
            continue
        (SITE_FOLDER / "covers" / f"{post.stem}.jpg").unlink(missing_ok=True)
        if is_edited_post(text):
            aside = unused_path(RESULTS_FOLDER / "private/edited" / post.name)
            move_aside(post, aside)
            yield f"{post} showed {reason}; it is {aside}"
        else:
            post.unlink()
            removed += 1
    if removed:
        posts = "1 post" if removed == 1 else f"{removed} posts"
        yield (
            f"{POSTS_FOLDER}: {posts} removed that showed {reason}; write them again: "
            f"snakemake --cores 4 {POSTS_FOLDER}"
        )


def remove_tables(shows: Callable[[str], bool], reason: str) -> Iterator[str]:
    """Remove what was made of the messages; a later run makes it again."""
    removed = 0
    for path in sorted(RESULTS_FOLDER.glob("[!.]*")):
        if path.name in OTHER_POST_FOLDERS:
            for post in posts_in(path):
                if shows(read_leniently(post)):
                    post.unlink()
        elif path.name == "answered" or path.name in KEPT_RESULTS:
            continue
        elif path.is_dir():
            remove_folder(path)
            removed += 1
        elif path.suffix == ".parquet":
            path.unlink()
            removed += 1
    if removed:
        yield (
            f"{RESULTS_FOLDER}: tables removed that showed {reason}; make them again: "
            "snakemake --cores 4"
        )


def remove_media(shown: frozenset[str]) -> Iterator[str]:
    """Remove the photos and recordings that no message shows."""
    folder = SITE_FOLDER / "media"
    if not folder.exists():
        return
    prepared = read_listing(folder)
    kept = {one: file for one, file in prepared.items() if one in shown}
    names = {one.path for one in kept.values()} | {one.poster for one in kept.values()}
    there = {one.name for one in folder.iterdir() if PREPARED_NAME.fullmatch(one.name)}
    if dropped := len(there - names):
        write_listing(kept, folder)
        files = "1 file" if dropped == 1 else f"{dropped} files"
        yield f"{folder}: {files} removed that no message shows any more"


def remove_folder(folder: Path) -> None:
    """Remove a folder: out of sight at once, so that no part of it stays in place."""
    if folder.is_symlink():
        folder.unlink()
        return
    aside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    os.rename(folder, aside)
    shutil.rmtree(aside)


def unused_path(path: Path) -> Path:
    """Return `path`, or with a number where something has that name already."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}.{number}{path.suffix}")
    return free


def read_leniently(path: Path) -> str:
    """Return the content of a file as text, whatever its bytes."""
    return path.read_bytes().decode("utf-8", "replace")
