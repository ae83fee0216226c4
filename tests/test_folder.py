"""One run at a time, and no failed job's output taken for a new one."""

import os
import threading

import pytest

from egregora.errors import EgregoraError, FolderInUse
from egregora.workflow.locks import (
    clean_up_folder,
    hold_folder,
    hold_jobs_lock,
    path_of_record,
    unfinished_marker,
)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_second_run_is_refused_until_the_first_ends():
    with hold_folder(), pytest.raises(FolderInUse, match="another run is at work"):
        hold_folder()
    hold_folder().close()


def test_a_killed_run_leaves_no_lock_and_its_output_is_due_again(folder):
    (folder / ".snakemake/locks").mkdir(parents=True)
    (folder / "logs").mkdir()
    table = folder / "table.parquet"
    table.write_text("old")
    path_of_record("table.parquet").parent.mkdir()
    path_of_record("table.parquet").touch()
    unfinished_marker("logs/ingest.log").write_text("table.parquet\ngone.json\n")
    clean_up_folder()
    assert not (folder / ".snakemake/locks").exists()
    assert os.stat(table).st_mtime == 1
    assert not path_of_record("table.parquet").exists()
    assert not unfinished_marker("logs/ingest.log").exists()


def test_a_run_at_work_is_left_alone(folder):
    (folder / "logs").mkdir()
    unfinished_marker("logs/ingest.log").write_text("table.parquet\n")
    with hold_folder():
        (folder / ".snakemake/locks").mkdir()
        clean_up_folder()
        assert unfinished_marker("logs/ingest.log").exists()
        assert (folder / ".snakemake/locks").exists()


def test_outputs_that_snakemake_took_for_incomplete_are_due_again_also_folders(folder):
    """A job that outlived its Snakemake left them whole, and without a record."""
    marks = folder / ".snakemake/incomplete"
    for name in ("site/posts/2025-W10.md", "results/periods"):
        path_of_record(name).parent.mkdir(parents=True, exist_ok=True)
        path_of_record(name).touch()
        marks.mkdir(exist_ok=True)
        (marks / path_of_record(name).name).touch()
    (folder / "site/posts").mkdir(parents=True)
    (folder / "site/posts/2025-W10.md").write_text("whole")
    (folder / "site/posts/.2025-W11.md.12.part").write_text("half")
    (folder / "results/periods").mkdir(parents=True)
    (folder / "results/periods/.snakemake_timestamp").touch()
    clean_up_folder()
    assert list(marks.iterdir()) == []
    assert [one.name for one in (folder / "site/posts").iterdir()] == ["2025-W10.md"]
    assert os.stat(folder / "site/posts/2025-W10.md").st_mtime == 1
    assert os.stat(folder / "results/periods/.snakemake_timestamp").st_mtime == 1
    assert not path_of_record("site/posts/2025-W10.md").exists()


def test_jobs_that_outlived_their_run_are_waited_for_by_who_builds(folder, monkeypatch):
    (folder / ".snakemake/locks").mkdir(parents=True)
    ended = threading.Event()

    def orphan():
        with hold_jobs_lock():
            started.set()
            ended.wait(60)

    started = threading.Event()
    thread = threading.Thread(target=orphan)
    thread.start()
    assert started.wait(60)
    clean_up_folder()
    assert (folder / ".snakemake/locks").exists()
    lines = []

    def say(line, **_):
        lines.append(line)
        ended.set()

    monkeypatch.setattr("builtins.print", say)
    clean_up_folder(wait=True)
    assert not (folder / ".snakemake/locks").exists()
    assert lines == ["egregora: waiting for the jobs of a run that was killed to end"]
    thread.join()


def test_copies_of_earlier_tables_do_not_stay(folder):
    copies = folder / ".snakemake/backups/results/private"
    copies.mkdir(parents=True)
    (copies / "authors.parquet").touch()
    clean_up_folder()
    assert not (folder / ".snakemake/backups").exists()


def test_a_folder_that_cannot_be_written_says_so(folder):
    (folder / ".snakemake").write_text("no folder")
    with pytest.raises(EgregoraError, match="this folder cannot be written"):
        hold_folder()
