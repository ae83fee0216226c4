"""Every file of a blog that may leave the machine, as texts.

Prose is what people and models wrote: all rules of the redaction are for it. Of the
rest (paths, logs, records, code, bytes) only names and numbers of the roster are
looked for: a digest may look like anything.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

PRIVATE = "private"
FOLDERS = ("results", "site", "public", "logs", "benchmarks", ".snakemake")
# Environments of conda are not ours, and have no chat in them.
FOREIGN = ("conda", "conda-archive", "singularity")
# The theme's own, the same for every blog.
THEME = re.compile(r"public/assets/(?:javascripts|stylesheets|images)/")
LARGEST = 512 * 1024 * 1024
# Pseudonyms and digests, whose digits are no number.
DIGEST = re.compile(r"(?<!\w)(?=\d*[a-f])[0-9a-f]{16,64}(?!\w)")
# A script that is JSON with a name, as the search's index is for pages at file://.
ASSIGNED = re.compile(r"\Avar \w+ = (?=[\[{])")
Text = tuple[bool, str]  # whether it is prose, and the text


def files(folder: Path, answers: Path) -> Iterator[Path]:
    """Yield the files to look at, sorted; what is closed to others is left out."""
    for top in (*(folder / name for name in FOLDERS), folder / answers):
        for path in sorted(top.rglob("*")):
            parts = path.relative_to(top).parts
            closed = top.name == "results" and parts[0] == PRIVATE
            foreign = top.name == ".snakemake" and parts[0] in FOREIGN
            theme = top.name == "public" and THEME.match("/".join(("public", *parts)))
            if path.is_file() and not (closed or foreign or theme):
                yield path


def texts(path: Path, is_answer: bool = False) -> Iterator[Text]:
    """Yield the texts of a file, and of its path.

    What a model made up stays in its answer: the guard is after it. There is no prose
    in an answer: of the roster it must hold nothing.
    """
    yield False, f"{path}\n{recorded(path.name)}"
    for is_prose, text in content_of(path):
        yield is_prose and not is_answer, DIGEST.sub("", text) if is_prose else text


def content_of(path: Path) -> Iterator[Text]:
    """Yield the texts in a file."""
    if path.suffix == ".parquet":
        yield from rows(path)
        return
    if path.stat().st_size > LARGEST:
        return
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    text = content.decode("utf-8", "replace")
    if path.suffix in (".json", ".js"):
        yield from values(ASSIGNED.sub("", text))
    elif path.suffix == ".html":
        page = Page()
        page.feed(text)
        yield from page.texts
    elif path.suffix == ".md":
        yield True, text
    else:
        yield False, text
        if b"\0" in content:
            yield False, content.decode("utf-16-le", "ignore")


def recorded(name: str) -> str:
    """Return the path that a record of Snakemake is named by."""
    try:
        return base64.urlsafe_b64decode(name).decode()
    except ValueError:
        return ""


def rows(path: Path) -> Iterator[Text]:
    """Yield the texts in the columns of a table, whatever it is."""
    from pyarrow.parquet import ParquetFile

    for batch in ParquetFile(path).iter_batches():
        for row in batch.to_pylist():
            yield from inside(row)


def values(text: str) -> Iterator[Text]:
    """Yield the texts in a JSON document; a broken one is a text itself."""
    try:
        value = json.loads(text)
    except ValueError:
        yield False, text
    else:
        yield from inside(value)


def inside(value: Any) -> Iterator[Text]:
    """Yield the texts in a value; paths and digests are no prose."""
    if isinstance(value, str):
        yield value.isalpha() or any(map(str.isspace, value)), value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield False, str(name)
            yield from inside(part)
    elif isinstance(value, list | tuple):
        for part in value:
            if not isinstance(part, float):
                yield from inside(part)


class Page(HTMLParser):
    """Collects what a reader of a page can see, and what its attributes hold."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[Text] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        """Collect the attributes."""
        self.texts += [(False, value) for _, value in attrs if value]

    def handle_data(self, data: str) -> None:
        """Collect a text; what stands in a script is code."""
        if data.strip():
            self.texts.append((self.cdata_elem is None, data))
