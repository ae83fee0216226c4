"""The exports that are read: generated once and kept."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache/bench"
FORMATS = ("android-24h", "android-12h", "ios")
HEADER = re.compile(rb"\n(?=(?:\xe2\x80\x8e)?\[?\d+/\d+/\d+,? )")


@dataclass(frozen=True)
class Case:
    """One export, and the same conversation as two exports that overlap by a fifth.

    Attributes
    ----------
    name
        Format of `gen_export.py`.
    export
        The whole conversation.
    halves
        The older and the newer export of it.
    messages
        How many messages people wrote.
    """

    name: str
    export: Path
    halves: tuple[Path, Path]
    messages: int


def case(name: str, messages: int) -> Case:
    """Return the exports of one format, generated if they are not kept."""
    export = CACHE / f"{name}-{messages}.txt"
    truth = export.with_suffix(".json")
    halves = (export.with_suffix(".older.txt"), export.with_suffix(".newer.txt"))
    if not halves[1].exists():
        generate = ROOT / "tests/tools/gen_export.py"
        options = f"--messages {messages} --format {name} --out".split()
        command = [sys.executable, str(generate), *options, str(export)]
        subprocess.run(
            [*command, "--truth", str(truth)], check=True, stderr=subprocess.DEVNULL
        )
        # Not in this process, which must stay small.
        subprocess.run([sys.executable, __file__, str(export)], check=True)
    written = json.loads(truth.read_text(encoding="utf-8"))["messages"]
    return Case(name, export, halves, written)


def halve(export: Path) -> None:
    """Write the first and the last three fifths of an export."""
    text = export.read_bytes()
    start = HEADER.search(text, len(text) * 2 // 5).end()
    end = HEADER.search(text, len(text) * 3 // 5).end()
    export.with_suffix(".older.txt").write_bytes(text[:end])
    export.with_suffix(".newer.txt").write_bytes(text[start:])


if __name__ == "__main__":
    halve(Path(sys.argv[1]))
