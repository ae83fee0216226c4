"""Whatever happens to a folder, the same command mends it, or says what does."""

import fcntl
import shutil
import subprocess
import sys

import duckdb
import pytest
import yaml

from conftest import KEY, Blog
from egregora.workflow.console import DISK_FULL, FOLDER_IN_USE
from small_export import small_export
from waiting import until

FOLDERS = ("results", "site")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A very small blog, up to its posts."""
    blog = Blog(tmp_path_factory.mktemp("damage") / "blog")
    small_export(blog.folder / "exports/praia.zip", weeks=2, per_week=8, photos=())
    (blog.folder / "config.yaml").write_text(yaml.safe_dump({"timezone": "UTC"}))
    done = blog.run("site/posts", EGREGORA_KEY=KEY)
    assert done.code == 0, done.output
    return blog


@pytest.fixture
def blog(made, tmp_path):
    shutil.copytree(made.folder, tmp_path / "blog", symlinks=True)
    return Blog(tmp_path / "blog")


@pytest.fixture
def disk(tmp_path):
    """A disk of its own, and what changes its size or rights; only root may have it."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(*options):
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", ",".join(options), "none", folder],
            capture_output=True,
        )
        if mounted.returncode:
            pytest.skip("a disk of its own needs the right to mount one")

    if sys.platform != "linux":
        pytest.skip("a disk of its own needs Linux")
    mount("size=16m")
    yield folder, mount
    subprocess.run(["umount", "-l", folder], check=False)


def test_lost_files_locks_and_databases_are_mended_beside_a_reader(made, blog):
    for lost in ("results/enriched.parquet", "results/posts.parquet"):
        (blog.folder / lost).unlink()
    (blog.folder / "site/posts/2025-W10.md").unlink()
    shutil.rmtree(blog.folder / "results/periods")
    locks = blog.folder / ".snakemake/locks"
    locks.mkdir(exist_ok=True)
    (locks / "0.output.lock").write_text("results/enriched.parquet\n")
    (locks / "0.input.lock").write_text("results/anonymized.parquet\n")
    # Whoever holds the database open for writing keeps others from opening it.
    with (
        duckdb.connect(str(blog.folder / "results/egregora.duckdb")) as reader,
        (blog.folder / "results/.egregora.duckdb.lock").open("w") as lock,
    ):
        # A job that has written its table waits here until the second run has ended.
        fcntl.flock(lock, fcntl.LOCK_EX)
        first = subprocess.Popen(
            **blog.command("site/posts", EGREGORA_KEY=KEY),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        at_work = blog.folder / "logs/enrich.log.unfinished"
        until(lambda: at_work.exists() or first.poll() is not None)
        assert first.poll() is None, first.stdout.read()
        second = blog.run("site/posts", EGREGORA_KEY=KEY)
        fcntl.flock(lock, fcntl.LOCK_UN)
        told, _ = first.communicate()
        (read,) = reader.sql("SELECT count(*) FROM enriched").fetchone()
    assert first.returncode == 0, told
    assert second.code != 0
    assert second.output.splitlines()[-1] == f"egregora: {FOLDER_IN_USE}"
    assert read == 16
    assert blog.files(*FOLDERS) == made.files(*FOLDERS)


def test_a_corrupt_table_is_named_with_what_mends_it(made, blog):
    table = blog.folder / "results/links.parquet"
    table.write_bytes(b"PAR1" + bytes(40))
    done = blog.run("results/enriched.parquet", EGREGORA_KEY=KEY)
    assert done.code != 0
    assert "Traceback" not in done.output
    line = (
        "enrich: links: cannot be read; delete results/links.parquet and run the same "
        "command again"
    )
    assert line in done.output
    table.unlink()
    done = blog.run("results/enriched.parquet", EGREGORA_KEY=KEY)
    assert done.code == 0, done.output
    assert blog.files(*FOLDERS) == made.files(*FOLDERS)


def test_a_corrupt_file_of_json_is_named_with_what_mends_it(made, blog):
    def told(*lines):
        done = blog.run("site/posts", EGREGORA_KEY=KEY)
        assert done.code != 0
        assert "Traceback" not in done.output
        for line in lines:
            again = f"{line} and run the same command again"
            assert again in done.output.splitlines()

    def damage(name):
        path = blog.folder / name
        path.write_bytes(path.read_bytes()[:-20])

    first, second = blog.posts
    for post in blog.posts:
        (blog.folder / f"site/posts/{post}.md").unlink()
    brief, guard = f"results/periods/{first}.json", "results/guard.json"
    damage(brief)
    damage(guard)
    told(
        f"write_post {first}: {brief}: cannot be read; delete results/periods",
        f"write_post {second}: {guard}: cannot be read; delete {guard}",
    )
    index = "results/periods/index.json"
    damage(index)
    told(f"egregora: {index}: cannot be read; delete results/periods")
    shutil.rmtree(blog.folder / "results/periods")
    (blog.folder / guard).unlink()
    attachments = "results/private/media/index.json"
    damage(attachments)
    told(f"anonymize: {attachments}: cannot be read; delete {attachments}")
    (blog.folder / attachments).unlink()
    done = blog.run("site/posts", EGREGORA_KEY=KEY)
    assert done.code == 0, done.output
    assert blog.files(*FOLDERS) == made.files(*FOLDERS)


def test_a_disk_that_fills_up_costs_nothing_but_the_time(made, disk):
    folder, mount = disk
    for name in ("exports", "config.yaml", "results", "site", ".snakemake", "logs"):
        copy = shutil.copytree if (made.folder / name).is_dir() else shutil.copy
        copy(made.folder / name, folder / name)
    blog = Blog(folder)
    (folder / "results/enriched.parquet").unlink()
    shutil.rmtree(folder / "results/periods")
    # What is left is enough to begin, and not for a table.
    used = shutil.disk_usage(folder).used // 1024
    mount(f"remount,size={used + 24}k")
    done = blog.run("site/posts", EGREGORA_KEY=KEY)
    assert done.code != 0
    assert DISK_FULL in done.output
    assert "Traceback" not in done.output
    mount("remount,ro,size=16m")
    done = blog.run("site/posts", EGREGORA_KEY=KEY)
    assert done.code != 0
    assert "egregora: this folder cannot be written" in done.output
    assert "Traceback" not in done.output
    mount("remount,rw,size=16m")
    done = blog.run("site/posts", EGREGORA_KEY=KEY)
    assert done.code == 0, done.output
    assert blog.files(*FOLDERS) == made.files(*FOLDERS)
