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
        list(DISTINCT author_name) FILTER (author_name IS NOT NULL) AS authors,
        count(DISTINCT strftime(local_time, '%G-W%V'))
            FILTER (author_name IS NOT NULL) AS weeks,
        min(local_time) FILTER (author_name IS NOT NULL) AS first,
        max(local_time) AS last
    FROM ingested
"""
INGESTED, PERIODS = "results/private/ingested.parquet", "results/periods.parquet"


# From the conversation on, all makes are alike: one of them is followed to the periods.
@pytest.mark.parametrize(
    ("make", "target"),
    [("android-24h", INGESTED), ("android-12h", INGESTED), ("ios", PERIODS)],
)
def test_messages_authors_and_periods_are_those_of_the_truth(make, target, tmp_path):
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
    done = blog.run(target, EGREGORA_KEY=KEY)
    assert done.code == 0, done.output
    with duckdb.connect(str(tmp_path / "results/egregora.duckdb")) as database:
        messages, notices, authors, weeks, first, last = database.sql(QUERY).fetchone()
        if target == PERIODS:
            rows = database.sql("SELECT author_name FROM authors").fetchall()
            assert {name for (name,) in rows} == set(authors)
            assert database.sql("SELECT count(*) FROM periods").fetchone() == (weeks,)
    assert messages == truth["messages"]
    assert notices == truth["system_lines"]
    assert set(authors) == set(truth["per_author"])
    assert weeks == truth["iso_weeks"]
    seconds = "seconds" if make == "ios" else "minutes"
    assert (
        first.isoformat(timespec=seconds)
        == truth["first"][: 19 if make == "ios" else 16]
    )
    assert (
        last.isoformat(timespec=seconds) >= truth["last"][: 19 if make == "ios" else 16]
    )
