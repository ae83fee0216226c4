"""One run at a time, and no failed job's output taken for a new one."""

import os

import pytest

from egregora.errors import FolderInUse
from egregora.folder import clear_up, hold, mark, record_of


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_second_run_is_refused_until_the_first_ends():
    with hold(), pytest.raises(FolderInUse, match="another run is at work"):
        hold()
    hold().close()


def test_a_killed_run_leaves_no_lock_and_its_output_is_due_again(folder):
    (folder / ".snakemake/locks").mkdir(parents=True)
    (folder / "logs").mkdir()
    table = folder / "table.parquet"
    table.write_text("old")
    record_of("table.parquet").parent.mkdir()
    record_of("table.parquet").touch()
    mark("logs/ingest.log").write_text("table.parquet\ngone.json\n")
    clear_up()
    assert not (folder / ".snakemake/locks").exists()
    assert os.stat(table).st_mtime == 1
    assert not record_of("table.parquet").exists()
    assert not mark("logs/ingest.log").exists()


def test_a_run_at_work_is_left_alone(folder):
    (folder / "logs").mkdir()
    mark("logs/ingest.log").write_text("table.parquet\n")
    with hold():
        (folder / ".snakemake/locks").mkdir()
        clear_up()
        assert mark("logs/ingest.log").exists()
        assert (folder / ".snakemake/locks").exists()
