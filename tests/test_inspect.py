"""What lies in a folder is told to people, to pipes and to machines."""

import json
import os
import pty
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from conftest import KEY, ROOT
from egregora.contracts import CONTRACTS
from egregora.inspect import status
from egregora.inspect.status import artefact_states, status_as_table
from egregora.workflow.console import Table, align_tables, format_size, print_tables
from egregora.workflow.dry_run import RunPlan, shorten_reason
from egregora.workflow.locks import RUN_LOCK, hold_folder

ROWS = [["links", "8", ""], ["posts", "11", "x"]]
TABLE = Table(("name", "rows", "why"), ROWS, right=("rows",))
FRESH = RunPlan({}, frozenset())


def told(blog, *arguments):
    """Return what a run writes to its standard output, as JSON values."""
    done = subprocess.run(
        **blog.command(*arguments, "--config", "format=json", EGREGORA_KEY=KEY),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    values, rest = [], done.stdout.strip()
    while rest:
        value, end = json.JSONDecoder().raw_decode(rest)
        values.append(value)
        rest = rest[end:].strip()
    return values


def test_status_tells_what_a_run_would_make_and_leaves_the_folder_alone(
    grown, monkeypatch
):
    (grown.folder / "results/links.parquet").unlink()
    (grown.folder / "results/media.parquet").write_bytes(b"no table")
    post = grown.folder / "site/posts/2025-W10.md"
    post.unlink()
    before = grown.files("results", "site", "public")
    monkeypatch.chdir(grown.folder)
    # Another run is at work, and needs the folder for itself.
    with hold_folder():
        (found,) = told(grown, "status")
    assert grown.files("results", "site", "public") == before
    assert found["error"] is None
    by_name = {one["name"]: one for one in found["tables"]}
    assert list(by_name) == [*CONTRACTS, "site/posts", "public"]
    ingested = by_name["ingested"]
    assert ingested["rows"] > 800
    assert ingested["job"] == "ingest"
    assert ingested["seconds"] > 0
    assert datetime.fromisoformat(ingested["made"]).tzinfo
    assert (ingested["state"], ingested["why"]) == ("fresh", "")
    assert by_name["links"]["state"] == "missing"
    assert by_name["media"]["state"] == "unreadable"
    assert by_name["media"]["why"] == "delete results/media.parquet and run again"
    # A corrupt table is a newer one to Snakemake.
    assert by_name["media_notes"]["state"] == "stale"
    assert "results/media.parquet" in by_name["media_notes"]["why"]
    assert by_name["site/posts"]["state"] == "stale"
    assert RUN_LOCK.exists()


def test_what_was_changed_on_the_command_line_is_known(grown):
    done = grown.run(
        "status", "--config", "posts={instructions: dry}", EGREGORA_KEY=KEY
    )
    assert done.code == 0, done.output
    (posts,) = [one for one in done.output.splitlines() if one.startswith("site/posts")]
    count = len(grown.posts)
    assert f"{count} to write: params or code have changed" in posts
    (links,) = [one for one in done.output.splitlines() if one.startswith("links")]
    assert links.endswith("fresh")


def test_all_that_looks_inside_tells_machines(grown):
    found = told(grown, "schemas", "validate", "catalog", "estimate", "--quiet", "all")
    keys = {frozenset(one) for one in found}
    assert keys == {
        frozenset(["version", "tables"]),
        frozenset(
            ["breaches", "doubts", "files", "findings", "found", "places", "possible"]
        ),
        frozenset(["database", "views"]),
        frozenset(["stages"]),
    }


def test_every_column_of_every_table_is_told_with_its_meaning():
    found = status.contracts_as_json(CONTRACTS.values())
    assert [one["name"] for one in found["tables"]] == list(CONTRACTS)
    for one, contract in zip(found["tables"], CONTRACTS.values(), strict=True):
        assert [column["name"] for column in one["columns"]] == list(contract.columns)
        assert all(column["meaning"] for column in one["columns"])
    (authors,) = [one for one in found["tables"] if one["name"] == "authors"]
    assert authors["private"]
    assert authors["file"] == "results/private/authors.parquet"
    table = status.contracts_as_tables(CONTRACTS.values())[0]
    assert table.title.startswith("ingested: one row per message")
    assert len(table.rows) == len(CONTRACTS["ingested"].columns)


def test_an_empty_folder_has_a_status(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    states = list(artefact_states(Path("results"), FRESH))
    assert {one.state for one in states} == {"missing"}
    assert len(status_as_table(states).rows) == len(CONTRACTS) + 2


def test_a_plan_that_nobody_knows_is_not_called_fresh(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site/posts").mkdir(parents=True)
    (tmp_path / "site/posts/2025-W10.md").write_text("a post")
    unknown = RunPlan({}, frozenset(), "egregora: exports: nothing matches")
    (posts,) = [
        one for one in artefact_states(Path(), unknown) if one.name == "site/posts"
    ]
    assert (posts.state, posts.rows, posts.bytes) == ("unknown", 1, 6)


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("Missing output files: b, a", "missing output files: a, b"),
        (
            "Updated input files: a, b, c, d; Code has changed since last execution",
            "updated input files: a, b, 2 more; code has changed since last execution",
        ),
        # Values of settings may be anything, names of people included.
        (
            "Params have changed since last execution: Before: 'x; y: z' Now: 'Ana'",
            "params or code have changed since last execution",
        ),
    ],
)
def test_reasons_are_snakemakes_without_values(reason, text):
    assert shorten_reason(reason) == text


def test_a_pipe_gets_aligned_columns_and_no_blank_ends():
    titled = Table(TABLE.head, TABLE.rows, TABLE.right, "tables")
    assert align_tables([titled], ["note"]) == [
        "tables",
        "name   rows  why",
        "links     8",
        "posts    11  x",
        "note",
    ]


def test_a_terminal_gets_lines_and_colours(tmp_path):
    program = (
        "from egregora.workflow.console import *;"
        "rows = [['[links]', 'stale']];"
        "print_tables('table', {}, [Table(('name', 'state'), rows)], ['end'])"
    )
    inside, outside = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    environment |= {"PYTHONPATH": str(ROOT / "scripts"), "COLUMNS": "80"}
    subprocess.run(
        [sys.executable, "-c", program], stdout=outside, env=environment, check=True
    )
    os.close(outside)
    text = os.read(inside, 10_000).decode()
    assert "─" in text
    assert "\x1b[33mstale" in text
    # What looks like markup of rich is text.
    assert "[links]" in text
    assert text.strip().endswith("end")


def test_machines_get_json_on_a_terminal_too(capsys):
    print_tables("json", {"ü": [1, None]}, [TABLE])
    assert json.loads(capsys.readouterr().out) == {"ü": [1, None]}


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (999, "999 B"), (1_500, "1.5 kB"), (2e9, "2.0 GB")]
)
def test_sizes_are_read_at_a_glance(count, text):
    assert format_size(count) == text
