"""Small exports of invented people, in wordings that occur in real files.

The README of the cases says what each key of an expectation means.
"""

import json
from pathlib import Path

import ibis
import pyarrow as pa
import pytest

from egregora.contracts import INGESTED
from egregora.privacy import table
from egregora.privacy.evidence import evidence_tables
from egregora.storage import rows_of
from whatsapp import rows_in

CASES = Path(__file__).parent / "fixtures/cases"
EXPECTED = sorted(CASES.glob("*/*.expected.json"))
KEY = b"k" * 32
SETTINGS = {"opt_out": [], "forget": [], "names": {}, "words": [], "regions": ["BR"]}


def anonymized(rows, **settings):
    """Return the roster and the anonymized rows of ingested ones."""
    schema = INGESTED.schema.to_pyarrow()
    names = schema.names
    kept = [{name: row[name] for name in names} for row in rows]
    ingested = ibis.memtable(pa.Table.from_pylist(kept, schema=schema))
    found = {name: rows_of(each) for name, each in evidence_tables(ingested).items()}
    people = table.people_from_evidence(found, SETTINGS | settings, KEY)
    clean = table.anonymized(ingested, people, [], KEY)
    return people, rows_of(clean.order_by("position"))


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name.split(".")[0])
def test_a_case_is_read_and_anonymized_as_it_says(path):
    case = json.loads(path.read_text(encoding="utf-8"))
    rows = rows_in([path.parent / path.name.replace(".expected.json", ".txt")])
    for row, message in zip(rows, case.get("messages", rows), strict=True):
        assert row["author_name"] == (message.get("author", row["author_name"]))
        assert row["kind"] == message["kind"]
        if not message["text"].endswith("…"):
            assert row["text"] == message["text"]
    people, clean = anonymized(rows)
    if "members" in case:
        assert len(people.roster) == case["members"]
    texts = [row["text"] for row in clean]
    for line, text in case.get("anonymized_text", {}).items():
        assert texts[int(line) - 1] == text
    whole = "\n".join(texts)
    for name in case.get("forbidden_after_anonymize", ()):
        assert name not in whole
    for text in case.get("kept_after_anonymize", ()):
        assert text in whole
