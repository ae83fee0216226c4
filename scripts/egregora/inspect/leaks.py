"""Search the files that may leave the machine for what must be gone (`traces`).

Files are read as lines of bytes. A line that another file had already is looked at
once; of the others only the pieces that were never seen before are; a line with a piece
that may be part of a name or value is searched whole. Findings tell file, line and
class, never what was found.
"""

from __future__ import annotations

import base64
import gzip
import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from egregora.inspect.traces import (
    DOUBTFUL,
    POSSIBLE_NAME,
    Traces,
    find_traces,
    holds_digits,
    is_suspect,
)
from egregora.inspect.values import ADDRESS, compact, values_in
from egregora.privacy.people import begins_with_command

CLOSED_FOLDER = "private"
SCANNED_FOLDERS = ("results", "site", "public", "logs", "benchmarks", ".snakemake")
# Environments of conda are not ours, and have no chat in them.
CONDA_FOLDERS = ("conda", "conda-archive", "singularity")
# The theme's own, the same for every blog.
THEME_ASSETS = re.compile(r"public/assets/(?:javascripts|stylesheets|images)/")
MAX_SCANNED_BYTES = 512 * 1024 * 1024
MAX_KNOWN_PIECES = 2_000_000
MAX_REMEMBERED_BYTES = 256 * 1024 * 1024
# Pixels and samples hold any three letters by chance.
BINARY_RUN = re.compile(rb"[\x20-\x7e\xc3-\xf4\x80-\xbf]{6,}")
WIDE_RUN = re.compile(r"[ -~\u00c0-\u024f]{6,}")
MAY_HOLD_VALUE = re.compile(rb"@|\+ ?[0-9]|[0-9](?:[ -]?[0-9]){12}|[A-Z]{2}[0-9]{2}")
INTERNATIONAL = re.compile(r"\+\d[\d ().\-/]{6,24}\d")
UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
COMMAND = "command"
TEXT_FILES = re.compile(r"\.(?:md|jsonl?|html|js|css|svg|xml|txt|log|[tc]sv|ya?ml|gz)$")


def files_to_scan(folder: Path, answers: Path) -> Iterator[Path]:
    """Yield the files to look at, sorted; what is closed to others is left out."""
    for top in (*(folder / name for name in SCANNED_FOLDERS), folder / answers):
        for path in sorted(top.rglob("*")):
            parts = path.relative_to(top).parts
            closed = top.name == "results" and parts[0] == CLOSED_FOLDER
            foreign = top.name == ".snakemake" and parts[0] in CONDA_FOLDERS
            theme = top.name == "public" and THEME_ASSETS.match(
                "/".join(("public", *parts))
            )
            if path.is_file() and not (closed or foreign or theme):
                yield path


@dataclass(frozen=True)
class Finding:
    """Something that must not be there.

    Attributes
    ----------
    file
        Path; without the name if the name itself is what was found.
    place
        `line 3`, or `column text, row 7`, or `the name of the file`.
    kind
        What it is: name, phone, secret and so on.
    """

    file: str
    place: str
    kind: str


@dataclass
class ScanResult:
    """What was found.

    Attributes
    ----------
    files
        How many files were read.
    bytes
        How many bytes were read.
    possible
        How many names in small letters or unusual spellings, which may be words.
    found
        Class → how often.
    findings
        Each of them, in the order of files.
    doubts
        What may be a short or mistyped name, or somebody outside the group.
    """

    files: int = 0
    bytes: int = 0
    possible: int = 0
    found: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    doubts: list[Finding] = field(default_factory=list)

    @property
    def places(self) -> Counter[str]:
        """File → how often anything was found in it."""
        return Counter(one.file for one in self.findings)


def kinds_by_form(line: bytes) -> Iterator[str]:
    """Yield the class of each address, card, account and phone with its country."""
    if not MAY_HOLD_VALUE.search(line):
        return
    text = ADDRESS.sub(" ", plain_line(line))
    numbers = [compact(found) for found in INTERNATIONAL.findall(text)]
    for value in values_in(text, ()):
        if value.kind in ("email", "card", "iban") or (
            value.kind == "phone" and value.compact in numbers
        ):
            yield value.kind


def decode_record_name(name: str) -> str:
    """Return the path that a record of Snakemake is named by."""
    try:
        return base64.urlsafe_b64decode(name).decode()
    except ValueError:
        return ""


def plain_line(line: bytes) -> str:
    """Return a line as people read it: without escapes of JSON and HTML."""
    text = line.decode("utf-8", "replace")
    if "\\" in text:
        text = UNICODE_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        text = re.sub(r"\\[nrtbf\"]", " ", text)
    return html.unescape(text) if "&" in text else text


class Scanner:
    """Searches files, and remembers which lines and pieces hold nothing.

    Parameters
    ----------
    traces
        What must be gone.
    folder
        What paths are told relative to.
    """

    def __init__(self, traces: Traces, folder: Path) -> None:
        self.traces = traces
        self.folder = folder.resolve()
        # Lines in which something was found, and what; lines and pieces without.
        self.lines: dict[bytes, tuple[str, ...]] = {}
        self.harmless: set[bytes] = set()
        self.remembered = 0
        self.pieces: set[bytes] = set()
        self.suspects: set[bytes] = set()
        self.result = ScanResult()

    def scan(self, path: Path) -> None:
        """Search one file, and its name."""
        self.result.files += 1
        name = str(path.resolve().relative_to(self.folder))
        inside = name
        if name.startswith(".snakemake/"):
            # The name of a record encodes a target, and may look like any word.
            target = decode_record_name(path.name)
            inside = f"{Path(name).parent}\n{target}" if target else name
        # The folders above are the owner's business.
        inside = inside.replace(str(self.folder), "")
        kinds = [
            kind
            for kind in find_traces(inside, self.traces, is_path=True)
            if kind not in DOUBTFUL
        ]
        shown = name if not kinds else f"{path.parent.name}/…{path.suffix}"
        self.note(shown, "the name of the file", kinds)
        for place, found in self.search_content(path):
            self.note(shown, place, found)

    def note(self, file: str, place: str, kinds: Iterable[str]) -> None:
        """Count what was found at a place."""
        for kind in kinds:
            if kind == POSSIBLE_NAME:
                self.result.possible += 1
            elif kind in DOUBTFUL:
                self.result.doubts.append(Finding(file, place, kind))
            else:
                self.result.found[kind] += 1
                self.result.findings.append(Finding(file, place, kind))

    def search_content(self, path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the places of a file where anything is found, with its classes."""
        if path.suffix == ".parquet":
            yield from self.search_table(path)
            return
        size = path.stat().st_size
        if size > MAX_SCANNED_BYTES:
            return
        content = path.read_bytes()
        self.result.bytes += size
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        if b"\0" in content and not TEXT_FILES.search(path.name):
            runs = {*BINARY_RUN.findall(content)}
            if path.suffix != ".duckdb":
                wide = content.decode("utf-16-le", "ignore")
                runs |= {run.encode() for run in WIDE_RUN.findall(wide)}
            self.classify_lines(runs)
            found = {kind for run in runs for kind in self.lines.get(run, ())}
            yield "in its bytes", tuple(sorted(found - {POSSIBLE_NAME}))
            return
        lines = content.split(b"\n")
        has_traces = self.classify_lines({*lines})
        if path.suffix == ".md":
            # A person may have added what no export holds.
            for number, line in enumerate(lines, 1):
                known = self.lines.get(line, ())
                if kinds := tuple(k for k in kinds_by_form(line) if k not in known):
                    yield f"line {number}", kinds
        if not has_traces:
            return
        for number, line in enumerate(lines, 1):
            if kinds := self.lines.get(line):
                yield f"line {number}", kinds

    def search_table(self, path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the cells of a table where anything is found, with its classes."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pq.ParquetFile(path)
        self.result.bytes += path.stat().st_size
        names = [f.name for f in table.schema_arrow if holds_text(f.type, pa)]
        start = 0
        for batch in table.iter_batches(columns=names):
            for name in names:
                cells = [
                    [line for text in texts_of(value) for line in lines_of(text)]
                    for value in batch.column(name).to_pylist()
                ]
                if not self.classify_lines({line for lines in cells for line in lines}):
                    continue
                for row, lines in enumerate(cells, start + 1):
                    if kinds := [k for one in lines for k in self.lines.get(one, ())]:
                        yield f"column {name}, row {row}", tuple(kinds)
            start += batch.num_rows

    def classify_lines(self, lines: set[bytes]) -> bool:
        """Search the lines that are new; tell whether anything is found in any."""
        fresh = lines - self.harmless
        known = any(line in self.lines for line in fresh)
        fresh -= self.lines.keys()
        for line in self.suspicious(fresh):
            if kinds := self.search_line(line):
                self.lines[line] = kinds
                known = True
        if self.remembered > MAX_REMEMBERED_BYTES:
            self.harmless.clear()
            self.remembered = 0
        self.harmless |= fresh - self.lines.keys()
        self.remembered += sum(map(len, fresh))
        return known

    def suspicious(self, lines: set[bytes]) -> list[bytes]:
        """Return those of some lines that may hold a trace."""
        content = b"\n".join(lines)
        pieces = {*content.split()} - self.pieces
        known = not self.suspects.isdisjoint(pieces)
        fresh = pieces - self.suspects
        suspects = {one for one in fresh if is_suspect(plain_line(one), self.traces)}
        self.suspects |= suspects
        self.pieces |= fresh - suspects
        if len(self.pieces) > MAX_KNOWN_PIECES:
            self.pieces.clear()
        found = []
        if known or suspects:
            found = [one for one in lines if not self.suspects.isdisjoint(one.split())]
        if holds_digits(content, self.traces):
            found += [one for one in lines if holds_digits(one, self.traces)]
        return list(dict.fromkeys(found))

    def search_line(self, line: bytes) -> tuple[str, ...]:
        """Return the classes of what a line holds."""
        text = plain_line(line).replace(str(self.folder), "")
        if begins_with_command(text):
            return (COMMAND,)
        return tuple(find_traces(text, self.traces))


def holds_text(kind, pa) -> bool:
    """Tell whether a type of Arrow holds text somewhere."""
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return True
    if pa.types.is_dictionary(kind):
        return holds_text(kind.value_type, pa)
    return any(holds_text(kind.field(n).type, pa) for n in range(kind.num_fields))


def lines_of(text: str) -> list[bytes]:
    """Return the lines of a text, as they stand in files."""
    return text.encode("utf-8", "replace").split(b"\n")


def texts_of(value) -> Iterator[str]:
    """Yield the texts in a value of a table."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield str(name)
            yield from texts_of(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_of(part)


def scan_files(paths: Iterable[Path], folder: Path, traces: Traces) -> ScanResult:
    """Return what the files hold that they must not; places, never a value.

    Parameters
    ----------
    paths
        The files.
    folder
        What their paths are told relative to.
    traces
        What must be gone.
    """
    scanner = Scanner(traces, folder)
    for path in paths:
        scanner.scan(path)
    return scanner.result
