"""The database is a view per table, true wherever it is read from."""

import os
import shutil
import subprocess
import sys

import duckdb

from conftest import ROOT
from egregora.contracts import INGESTED, MEMBERS
from egregora.storage import refresh_catalog, table_of, write_table

ROW = {"author": "a", "alias": "Ant", "bio": None, "website": None}


def aliases(database):
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.sql("SELECT alias FROM members").fetchall()


def test_each_table_gets_its_view_when_it_is_written(tmp_path):
    write_table(table_of([ROW], MEMBERS), tmp_path / "members.parquet", MEMBERS)
    private = tmp_path / "private/ingested.parquet"
    write_table(table_of([], INGESTED), private, INGESTED)
    with duckdb.connect(str(tmp_path / "egregora.duckdb"), read_only=True) as database:
        assert database.sql("FROM members").fetchall() == [("a", "Ant", None, None)]
        assert database.sql("FROM ingested").fetchall() == []


def test_the_views_work_from_another_folder_and_after_a_move(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    write_table(table_of([ROW], MEMBERS), here / "members.parquet", MEMBERS)
    shutil.move(here, there)
    assert aliases(there / "egregora.duckdb") == [("Ant",)]
    query = (
        "import duckdb; print(duckdb.connect('egregora.duckdb').sql('FROM members'))"
    )
    inside = subprocess.run(
        [sys.executable, "-c", query], cwd=there, capture_output=True, text=True
    )
    assert "Ant" in inside.stdout, inside.stderr


def test_a_reader_keeps_reading_while_a_table_is_written(tmp_path):
    path = tmp_path / "members.parquet"
    write_table(table_of([ROW], MEMBERS), path, MEMBERS)
    with duckdb.connect(str(tmp_path / "egregora.duckdb"), read_only=True) as reader:
        write_table(table_of([ROW | {"alias": "Bee"}], MEMBERS), path, MEMBERS)
        assert reader.sql("SELECT alias FROM members").fetchall() == [("Bee",)]
    assert aliases(tmp_path / "egregora.duckdb") == [("Bee",)]


def test_equal_tables_give_an_equal_database(tmp_path):
    for folder in ("one", "two"):
        path = tmp_path / folder / "members.parquet"
        write_table(table_of([ROW], MEMBERS), path, MEMBERS)
    one, two = (tmp_path / name / "egregora.duckdb" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_a_corrupt_database_is_built_anew(tmp_path):
    write_table(table_of([ROW], MEMBERS), tmp_path / "members.parquet", MEMBERS)
    (tmp_path / "egregora.duckdb").write_bytes(b"not a database")
    assert refresh_catalog(tmp_path) == ["members"]
    assert aliases(tmp_path / "egregora.duckdb") == [("Ant",)]


def test_eight_jobs_that_finish_together_leave_every_view_and_a_reader_in_peace(
    tmp_path,
):
    write_table(table_of([ROW], MEMBERS), tmp_path / "members.parquet", MEMBERS)
    database = tmp_path / "egregora.duckdb"
    program = "import sys; from egregora.storage import build_catalog as build\n"
    program += "for _ in range(3): build(sys.argv[1], {'members': 'members.parquet'})"
    with duckdb.connect(str(database), read_only=True) as reader:
        jobs = [
            subprocess.Popen(
                [sys.executable, "-c", program, database],
                env=os.environ | {"PYTHONPATH": str(ROOT / "scripts")},
            )
            for _ in range(8)
        ]
        while any(job.poll() is None for job in jobs):
            assert aliases(database) == [("Ant",)]
        assert reader.sql("SELECT alias FROM members").fetchall() == [("Ant",)]
    assert [job.returncode for job in jobs] == [0] * 8
    assert not list(tmp_path.glob(".*.part*"))
