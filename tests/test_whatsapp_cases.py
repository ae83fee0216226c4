"""The shared cases parse exactly; their README says what each field means."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from whatsapp import rows_in

CASES = Path(__file__).parent / "fixtures/whatsapp/cases"
EXPECTED = sorted(CASES.glob("*.expected.json"))
MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def plain(text):
    """Return `text` without what the cases are lenient about."""
    text = MARKS.sub("", text or "")
    text = re.sub("[\u00a0\u202f]", " ", text).replace("\u2011", "-")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = (line.rstrip(" \t") for line in text.split("\n"))
    return unicodedata.normalize("NFC", "\n".join(lines)).strip("\n").rstrip()


def inputs_of(case):
    if case["category"] == "merge":
        return [CASES / case["id"] / name for name in case["inputs"]]
    return [path for path in CASES.glob(f"{case['id']}.*") if path.suffix != ".json"]


def test_all_cases_are_there():
    assert len(EXPECTED) == 22


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name.split(".")[0])
def test_a_case_parses_exactly(path):
    case = json.loads(path.read_text(encoding="utf-8"))
    found = rows_in(inputs_of(case))
    assert len(found) == len(case["messages"])
    for row, message in zip(found, case["messages"], strict=True):
        assert row["local_time"].isoformat() == message["timestamp"]
        assert row["author_name"] == message["author"]
        texts = [message["text"], *message.get("alt", [])]
        assert plain(row["text"]) in {plain(text) for text in texts}
        assert row["kind"] == message["kind"]
        assert row["media_name"] == message["media"]
        assert row["edited"] == message.get("edited", False)
