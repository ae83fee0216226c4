"""The pages that others see: whom they show, whether they are current, their removal.

Pages are derived: what is removed here is made again by one command. What a person
wrote themselves, an edited post, moves to `results/private/edited` instead.
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

from egregora.digests import digest_of, sha256_of
from egregora.errors import EgregoraError
from egregora.files import read_json, write_json
from egregora.media.published import NAME, remembered, write_listing
from egregora.text.markdown import FRONT_MATTER
from egregora.writing.frontmatter import is_edited
from egregora.writing.posts import PERIOD
from egregora.writing.publish import move_aside

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from egregora.privacy.people import Person

PUBLIC, SITE, RESULTS = Path("public"), Path("site"), Path("results")
POSTS, PROFILES = SITE / "posts", SITE / "profiles"
COSTS = Path("benchmarks/costs.html")
# What `build_site` records of the pages that it built.
RECORD = RESULTS / "public.json"
# Left in place: `anonymize` replaces these, and posts are looked at one by one.
KEPT = ("private", "anonymized.parquet", "members.parquet", "guard.json")
POSTS_BESIDE = ("posts", "rewritten")

PSEUDONYM = re.compile(r"(?<![\w-])[0-9a-f]{16}(?![\w-])")
OUTDATED = "public/ is older than the posts: snakemake --cores 4 public builds it again"
LEFT = "somebody who has left"
MISSING = "somebody who is not in the exports any more"
OTHER = "another conversation, or names from another key"
PAST = "a period that is gone"


@dataclass(frozen=True)
class Chat:
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


def chat_of(
    roster: list[Person], messages: ir.Table, shown: ir.Table, before: str | Path
) -> Chat:
    """Return what pages may show from now on.

    Parameters
    ----------
    roster
        Everybody, those who opted out included.
    messages
        The whole conversation, as `anonymization.located` returns it.
    shown
        Those of the messages that may be shown.
    before
        The anonymized conversation of the last run.
    """
    from egregora import anonymization as stage
    from egregora.storage import rows_of, rows_of_earlier
    from egregora.tables import ANONYMIZED

    counts = rows_of_earlier(
        before, ANONYMIZED, lambda table: stage.overlap(table, messages)
    )
    days, media = map(rows_of, stage.days_and_media(shown))
    left = frozenset(one.author for one in roster if one.opted_out)
    return Chat(
        people=frozenset(one.author for one in roster) - left,
        left=left,
        aliases={one.author: one.alias for one in roster},
        periods=stage.names_of_periods(row["day"] for row in days),
        media=frozenset(row["media_id"] for row in media),
        is_other=any(stage.is_other(**row) for row in counts),
    )


def digest_of_posts() -> str:
    """Return a digest of the posts that are there, by name and content."""
    return digest_of(
        {path.name: sha256_of(path.read_bytes()) for path in posts_in(POSTS)}
    )


def record_build(posts: str, record: str | Path = RECORD) -> None:
    """Record the digest of the posts that `public` was built from."""
    write_json(record, {"posts": posts})


def is_outdated() -> bool:
    """Return whether `public` is there and was built from other posts."""
    if not PUBLIC.exists():
        return False
    try:
        built = read_json(RECORD)["posts"]
    except (OSError, ValueError, LookupError, TypeError):
        return True
    return built != digest_of_posts()


def posts_in(folder: Path) -> list[Path]:
    """Return the posts in a folder; files with other names are the owner's."""
    return [one for one in sorted(folder.glob("*.md")) if PERIOD.fullmatch(one.stem)]


def people_shown() -> set[str]:
    """Return the pseudonyms of those whom profiles and heads of posts show."""
    profiles = [*PROFILES.glob("*.md"), *(PUBLIC / "profiles").glob("*.html")]
    shown = {one.stem for one in profiles if PSEUDONYM.fullmatch(one.stem)}
    for post in posts_in(POSTS):
        if head := FRONT_MATTER.match(text_of(post)):
            shown.update(PSEUDONYM.findall(head[1]))
    return shown


def are_on_pages(names: Callable[[str], bool]) -> bool:
    """Return whether the text of any page names somebody."""
    pages = [*SITE.rglob("*.md"), *PUBLIC.rglob("*.html")]
    return any(names(html.unescape(text_of(one))) for one in pages)


def take_down(chat: Chat, known: Mapping[str, str]) -> list[str]:
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
    on_pages = people_shown()
    shown = on_pages | known.keys()
    gone = shown - chat.people
    is_other = chat.is_other or (
        bool(shown) and shown.isdisjoint(chat.people | chat.left)
    )
    aliases = chat.aliases | aliases_on_profiles(gone) | known
    names = naming(gone, [aliases[one] for one in gone if one in aliases])
    reason = OTHER if is_other else LEFT if gone & chat.left else MISSING
    # Of those who are missing, many never wrote, and are on no page.
    if reason == MISSING and not (gone & on_pages or are_on_pages(names)):
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
            lines += remove_public(PAST)
        lines += remove_posts(
            lambda post, text: post.stem not in chat.periods and not is_edited(text),
            PAST,
        )
    except OSError as error:
        raise EgregoraError(
            f"{error.filename or 'public/'}: shows {reason} and cannot be removed "
            f"({error.strerror}); remove it, and run the same command again"
        ) from None
    return lines


def past_periods(periods: frozenset[str]) -> set[str]:
    """Return the periods on the pages that have no message, edited posts left out."""
    shown = {path.stem for path in (PUBLIC / "posts").glob("*.html")}
    past = {one for one in shown - periods if PERIOD.fullmatch(one)}
    return {one for one in past if not is_kept(POSTS / f"{one}.md")}


def is_kept(post: Path) -> bool:
    """Return whether a post stays though its period is gone: a person edited it."""
    return post.exists() and is_edited(text_of(post))


def aliases_on_profiles(people: set[str]) -> dict[str, str]:
    """Return pseudonym → alias, as the profiles of these people have it."""
    found = {}
    for one in people:
        page = PROFILES / f"{one}.md"
        head = FRONT_MATTER.match(text_of(page)) if page.exists() else None
        try:
            title = (yaml.safe_load(head[1]) or {}).get("title") if head else None
        except (yaml.YAMLError, AttributeError):
            continue
        if title:
            found[one] = str(title).replace("\\", "")
    return found


def naming(people: set[str], aliases: list[str]) -> Callable[[str], bool]:
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
    if PUBLIC.exists() or PUBLIC.is_symlink():
        remove_folder(PUBLIC)
        yield (
            f"public/ showed {reason} and was removed; build it again: "
            "snakemake --cores 4 public"
        )
    RECORD.unlink(missing_ok=True)
    COSTS.unlink(missing_ok=True)


def remove_profiles(reason: str) -> Iterator[str]:
    """Remove all profiles: each may name others."""
    if PROFILES.exists():
        remove_folder(PROFILES)
        yield (
            f"{PROFILES} showed {reason} and was removed; write it again: "
            f"snakemake --cores 4 {PROFILES}"
        )


def remove_posts(shows: Callable[[Path, str], bool], reason: str) -> Iterator[str]:
    """Remove the posts that show somebody; move those that a person edited."""
    removed = 0
    for post in posts_in(POSTS):
        text = text_of(post)
        if not shows(post, text):
            continue
        (SITE / "covers" / f"{post.stem}.jpg").unlink(missing_ok=True)
        if is_edited(text):
            aside = unused(RESULTS / "private/edited" / post.name)
            move_aside(post, aside)
            yield f"{post} showed {reason}; it is {aside}"
        else:
            post.unlink()
            removed += 1
    if removed:
        posts = "1 post" if removed == 1 else f"{removed} posts"
        yield (
            f"{POSTS}: {posts} removed that showed {reason}; write them again: "
            f"snakemake --cores 4 {POSTS}"
        )


def remove_tables(shows: Callable[[str], bool], reason: str) -> Iterator[str]:
    """Remove what was made of the messages; a later run makes it again."""
    removed = 0
    for path in sorted(RESULTS.glob("[!.]*")):
        if path.name in POSTS_BESIDE:
            for post in posts_in(path):
                if shows(text_of(post)):
                    post.unlink()
        elif path.name == "answered" or path.name in KEPT:
            continue
        elif path.is_dir():
            remove_folder(path)
            removed += 1
        elif path.suffix == ".parquet":
            path.unlink()
            removed += 1
    if removed:
        yield (
            f"{RESULTS}: tables removed that showed {reason}; make them again: "
            "snakemake --cores 4"
        )


def remove_media(shown: frozenset[str]) -> Iterator[str]:
    """Remove the photos and recordings that no message shows."""
    folder = SITE / "media"
    if not folder.exists():
        return
    prepared = remembered(folder)
    kept = {one: file for one, file in prepared.items() if one in shown}
    names = {one.path for one in kept.values()} | {one.poster for one in kept.values()}
    there = {one.name for one in folder.iterdir() if NAME.fullmatch(one.name)}
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


def unused(path: Path) -> Path:
    """Return `path`, or with a number where something has that name already."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}.{number}{path.suffix}")
    return free


def text_of(path: Path) -> str:
    """Return the content of a file as text, whatever its bytes."""
    return path.read_bytes().decode("utf-8", "replace")
