"""Whatever stands in the place of an export: rows, or one line and exit."""

import io
import logging
import os
import runpy
import tempfile
from contextlib import redirect_stderr
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from whatsapp import zipped

SCRIPT = Path(__file__).parents[1] / "scripts/ingest.py"


class Outputs(list):
    """Outputs of the rule, which have names and an order."""

    ingested = property(lambda self: self[0])
    attachments = property(lambda self: self[1])


def job(folder, exports):
    return SimpleNamespace(
        rule="ingest",
        wildcards=[],
        threads=1,
        resources=SimpleNamespace(mem_mb=1_000),
        log=[str(folder / "ingest.log")],
        input=SimpleNamespace(exports=exports),
        output=Outputs(
            [str(folder / "private/ingested.parquet"), str(folder / "media/index.json")]
        ),
        params=SimpleNamespace(timezone="UTC", date_order="auto", max_megabytes=1),
    )


def ingest(*contents):
    """Return what the rule's script makes of exports: rows, or what it says."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    with (
        tempfile.TemporaryDirectory() as name,
        patch.dict(os.environ, {"EGREGORA_PHONES": "{}"}),
    ):
        folder = Path(name)
        exports = [folder / f"{n}.zip" for n, _ in enumerate(contents)]
        for path, content in zip(exports, contents, strict=True):
            path.write_bytes(content)
        here = {"snakemake": job(folder, list(map(str, exports)))}
        told = io.StringIO()
        try:
            with redirect_stderr(told):
                runpy.run_path(str(SCRIPT), init_globals=here, run_name="__main__")
            return pq.read_table(folder / "private/ingested.parquet").num_rows
        except SystemExit:
            assert not (folder / "private/ingested.parquet").exists()
            return told.getvalue().removesuffix("\n")
        finally:
            logging.captureWarnings(False)
            for handler in [one for one in root.handlers if one not in handlers]:
                root.removeHandler(handler)
                handler.close()
            root.setLevel(level)


def is_rows_or_one_line(outcome):
    """A traceback would be the name of an error of Python's, and a log to see."""
    is_line = (
        isinstance(outcome, str) and "\n" not in outcome and "; see " not in outcome
    )
    return is_line or (isinstance(outcome, int) and outcome > 0)


@given(st.binary(max_size=200))
@example(b"")
@example(b"PK\x03\x04")
@example(b"\xff\xfe\x00\xd8")
@example(b"\x00" * 9)
@settings(max_examples=40, deadline=None)
def test_random_bytes_give_rows_or_one_line(data):
    assert is_rows_or_one_line(ingest(data))


@given(
    st.lists(st.binary(max_size=40), min_size=20, max_size=20),
    st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]),
)
@settings(max_examples=2, deadline=None)
def test_random_bytes_after_headers_give_rows_or_one_line(pieces, codec):
    header = "\n20/06/2024 08:00 - A: ".encode(codec)
    assert is_rows_or_one_line(ingest(header + header.join(pieces)))


@pytest.mark.parametrize(
    ("contents", "line"),
    [
        (
            [zipped(("a.jpg", b"x"))],
            "ingest: 0.zip: holds no chat; give the .zip or .txt that WhatsApp's "
            "“Export chat” made",
        ),
        (
            [b"20/06/2024 08:00 - Ana: a\n" * 3, b"20/06/2024 08:00 - Bob: b\n" * 3],
            "ingest: 0.zip and 1.zip cover the same days but hardly share a message; "
            "give exports of one group, made on one phone",
        ),
    ],
)
def test_a_bad_export_ends_the_rule_with_one_line(contents, line):
    assert ingest(*contents) == line
