"""Exports of every make, ten thousand messages each, are counted as they were made."""

import json
import subprocess
import sys

import duckdb
import pytest

from conftest import KEY, ROOT, Blog

QUERY = """
    SELECT count(*) FILTER (author_name IS NOT NULL) AS messages,
        count(*) FILTER (author_name IS NULL) AS notices,
        count(DISTINCT author_name) AS authors,
        min(local_time) FILTER (author_name IS NOT NULL) AS first,
        max(local_time) AS last
    FROM ingested
"""


@pytest.mark.parametrize("make", ["android-24h", "android-12h", "ios"])
def test_messages_authors_and_periods_are_those_of_the_truth(make, tmp_path):
    blog = Blog(tmp_path)
    (tmp_path / "exports").mkdir()
    (tmp_path / "config.yaml").write_text("min_messages: 1\n")
    command = [
        *(sys.executable, ROOT / "tests/tools/gen_export.py", "--messages", "10000"),
        *("--format", make, "--out", tmp_path / "exports/chat.zip"),
        *("--truth", tmp_path / "truth.json"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    done = blog.run("results/periods.parquet", EGREGORA_KEY=KEY)
    assert done.code == 0, done.output
    with duckdb.connect(str(tmp_path / "results/egregora.duckdb")) as database:
        messages, notices, authors, first, last = database.sql(QUERY).fetchone()
        names = {
            name
            for (name,) in database.sql("SELECT author_name FROM authors").fetchall()
        }
        (weeks,) = database.sql("SELECT count(*) FROM periods").fetchone()
    assert messages == truth["messages"]
    assert notices == truth["system_lines"]
    assert authors == len(truth["per_author"])
    assert names == set(truth["per_author"])
    assert weeks == truth["iso_weeks"]
    seconds = "seconds" if make == "ios" else "minutes"
    assert (
        first.isoformat(timespec=seconds)
        == truth["first"][: 19 if make == "ios" else 16]
    )
    assert (
        last.isoformat(timespec=seconds) >= truth["last"][: 19 if make == "ios" else 16]
    )
