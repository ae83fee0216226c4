"""The user's story: from the export to the page, and again next week."""

import json
import os
import shutil
import subprocess

import duckdb
import pytest

from conftest import KEY, ROOT, new_blog
from egregora.contracts import CONTRACTS
from tools import machine

TRUTH = json.loads((ROOT / "tests/exports/demo.truth.json").read_text(encoding="utf-8"))
NOTHING = "Nothing to be done"


def weeks(blog):
    with duckdb.connect(str(blog.folder / "results/egregora.duckdb")) as database:
        return [
            week for (week,) in database.sql("SELECT period FROM periods").fetchall()
        ]


def test_one_command_turns_the_export_into_posts_and_pages(demo):
    lively = [week for week, count in TRUTH["messages_per_week"].items() if count >= 3]
    assert demo.posts == sorted(lively)
    assert weeks(demo) == sorted(lively)
    assert (demo.folder / "public/index.html").exists()
    for week in lively:
        page = (demo.folder / f"public/posts/{week}.html").read_text("utf-8")
        assert "<h1" in page


def test_the_same_command_again_runs_no_job(grown):
    again = grown.run(EGREGORA_KEY=KEY)
    assert (again.code, again.jobs) == (0, {})
    assert NOTHING in again.output


@pytest.mark.parametrize("newest_first", [False, True])
def test_touched_files_change_nothing(grown, newest_first):
    files = [path for path in grown.folder.rglob("*") if path.is_file()]
    touched = [path for path in files if ".snakemake" not in path.parts]
    for path in sorted(touched, key=os.path.getmtime, reverse=newest_first):
        path.touch()
    assert NOTHING in grown.run(EGREGORA_KEY=KEY).output


def test_what_is_made_is_not_made_again_by_name(grown):
    targets = ("site/posts", "public", "results/enriched.parquet")
    assert NOTHING in grown.run(*targets, EGREGORA_KEY=KEY).output


def test_a_stage_one_post_and_the_rest_in_turn_give_the_bytes_of_one_run(
    demo, tmp_path
):
    blog = new_blog(tmp_path / "another place")
    stage = blog.run("results/enriched.parquet", EGREGORA_KEY=KEY)
    assert stage.code == 0, stage.output
    assert "split_periods" not in stage.jobs
    post = blog.run("site/posts/2025-W10.md", EGREGORA_KEY=KEY)
    assert post.code == 0, post.output
    assert blog.posts == ["2025-W10"]
    assert post.jobs["write_post"] == 1
    assert not {"ingest", "build_site"} & set(post.jobs)
    rest = blog.run(EGREGORA_KEY=KEY)
    assert rest.code == 0, rest.output
    assert "ingest" not in rest.jobs
    one, two = (made.files("results", "site", "public") for made in (demo, blog))
    assert sorted(one) == sorted(two)
    # The record of deletions says when each was carried out.
    recorded = "results/private/deletions.jsonl"
    assert [name for name in one if one[name] != two[name]] in ([], [recorded])


def test_the_graph_can_be_drawn_and_the_rules_listed(demo):
    graph = subprocess.run(
        **demo.command("--dag", EGREGORA_KEY=KEY),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert graph.startswith("digraph")
    if not machine.missing(["dot"]):
        drawn = subprocess.run(
            ["dot", "-Tsvg"], input=graph, text=True, capture_output=True
        )
        assert "</svg>" in drawn.stdout
    listed = demo.run("--list", EGREGORA_KEY=KEY).output
    assert "write_post (Write the post of one period.)" in listed


def test_one_week_more_writes_one_post_and_leaves_the_others(grown):
    before, times = grown.files("site/posts"), grown.times("site/posts")
    shutil.copy(ROOT / "tests/exports/demo-next-week.zip", grown.folder / "exports")
    done = grown.run("site/posts", EGREGORA_KEY=KEY)
    assert done.code == 0, done.output
    assert done.jobs["write_post"] == 1
    new = set(grown.files("site/posts")) - set(before)
    assert len(new) == 1
    assert {name: grown.files("site/posts")[name] for name in before} == before
    assert {name: grown.times("site/posts")[name] for name in times} == times
    assert NOTHING in grown.run("site/posts", EGREGORA_KEY=KEY).output


def test_every_table_is_a_view_that_can_be_read_from_elsewhere(
    demo, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    with duckdb.connect(str(demo.folder / "results/egregora.duckdb")) as database:
        for name in CONTRACTS:
            columns = [column[0] for column in database.sql(f"FROM {name}").description]
            assert columns == list(CONTRACTS[name].columns)


def test_ten_weeks_of_people_and_pages_are_in_the_tables(demo):
    with duckdb.connect(str(demo.folder / "results/egregora.duckdb")) as database:
        (people,) = database.sql("SELECT count(*) FROM members").fetchone()
        (gone,) = database.sql(
            "SELECT count(*) FROM authors WHERE opted_out"
        ).fetchone()
    assert people + gone == TRUTH["authors"]
    assert gone == 1
