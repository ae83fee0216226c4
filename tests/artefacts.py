"""Everything that a run left behind, as text, and what of the truth is still in it."""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import duckdb

# What may identify people: what the user gave, and what is closed to others.
CLOSED = ("exports/", "results/private/", ".secrets/", "config.yaml")
DIGITS = ("phone", "card", "iban", "id")
SEPARATORS = re.compile(r"(?<=\w)[\s.\-()/\u2010-\u2015\u200b]+(?=\w)")
SHORT = 5
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def artefacts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and text of every file outside of what is closed."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(CLOSED):
            yield name, f"{name}\n{recorded(path.name)}\n{text_of(path)}"


def recorded(name: str) -> str:
    """Return the path that a record of Snakemake is named by."""
    try:
        return base64.urlsafe_b64decode(name).decode()
    except ValueError:
        return ""


def text_of(path: Path) -> str:
    """Return the content of a file; of a table its rows and its metadata."""
    if path.suffix == ".parquet":
        rows = duckdb.sql(f"FROM read_parquet('{path}')").fetchall()
        told = duckdb.sql(f"FROM parquet_kv_metadata('{path}')").fetchall()
        return repr(rows) + repr(told)
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as database:
            views = database.sql("SELECT sql FROM duckdb_views()").fetchall()
        return repr(views) + decoded(path.read_bytes())
    content = path.read_bytes()
    return decoded(gzip.decompress(content) if path.suffix == ".gz" else content)


def requests(seen: Iterable) -> Iterator[tuple[str, str]]:
    """Yield each request of a stand-in: path, headers, body, and what is uploaded."""
    for number, one in enumerate(seen):
        uploads = re.findall(r'"data": ?"([\w+/=-]{40,})"', one.body)
        files = [decoded(base64.b64decode(data, altchars=b"-_")) for data in uploads]
        whole = [one.path, json.dumps(one.headers), one.body, *files]
        yield f"request {number} {one.purpose}", "\n".join(whole)


def decoded(content: bytes) -> str:
    """Return bytes as text: UTF-8, and UTF-16 as Windows writes metadata."""
    text = content.decode("utf-8", "replace")
    return (
        text if b"\0" not in content else text + content.decode("utf-16-le", "ignore")
    )


def spelled_out(text: str) -> str:
    """Return a text with all that its escapes stand for."""
    found = [text]
    if "\\u" in text:
        found.append(
            re.sub(r"\\u([0-9a-fA-F]{4})", lambda one: chr(int(one[1], 16)), text)
        )
    if "&" in text:
        found.append(html.unescape(text))
    if "%" in text:
        found.append(unquote(text))
    return "\n".join(found)


def folded(text: str) -> str:
    """Return a text without case, width, accents and invisible marks."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold().replace("ı", "i")
    text = unicodedata.normalize("NFD", text)
    # The sign that the code names of the blog are joined with is a space.
    return BEYOND_ASCII.sub(lambda found: plain(found[0]), text)


@cache
def plain(sign: str) -> str:
    """Return what is left of a sign that is not ASCII: nothing of an invisible mark."""
    if unicodedata.category(sign) in ("Mn", "Cf"):
        return ""
    return str(unicodedata.decimal(sign, sign))


def joined(text: str) -> str:
    """Return a folded text without what separates the groups of a number."""
    return SEPARATORS.sub("", text)


class Truth:
    """Looks for what identifies people: class → texts."""

    def __init__(self, gone: Mapping[str, Iterable[str]]) -> None:
        self.sought = [
            (kind, self.needle(kind, value), value)
            for kind, values in sorted(gone.items())
            for value in sorted(values)
        ]

    @staticmethod
    def needle(kind: str, value: str) -> str:
        """Return a value as it is looked for."""
        is_number = kind in DIGITS and "://" not in value
        return joined(folded(value)).strip("+()") if is_number else folded(value)

    def found(self, text: str) -> list[tuple[str, str]]:
        """Return class and value of each identifier that a text still holds."""
        text = folded(spelled_out(text))
        close = joined(text)
        return [
            (kind, value)
            for kind, needle, value in self.sought
            if needle in (close if kind in DIGITS else text)
            and (kind in DIGITS or is_whole(needle, text))
        ]

    def count(self, texts: Iterable[tuple[str, str]]) -> tuple[Counter, list]:
        """Return how many of each class are found, and where."""
        counts = Counter({kind: 0 for kind, _, _ in self.sought})
        places = []
        for name, text in texts:
            for kind, value in self.found(text):
                counts[kind] += 1
                places.append((name, kind, value))
        return counts, places


def is_whole(needle: str, text: str) -> bool:
    """Tell whether a word stands by itself in a text; a longer one may have endings."""
    if not needle.isascii() or not needle[0].isalnum():
        return True
    ending = r"(?!\w)" if len(needle) < SHORT else ""
    return bool(re.search(rf"(?<!\w){re.escape(needle)}{ending}", text))
