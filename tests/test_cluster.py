"""The workflow on a real Slurm of one node, started for these tests."""

import os
import re
import shutil
import subprocess

import pytest

from conftest import KEY, ROOT, new_blog
from small_export import small_export

NEEDED = ("slurmctld", "slurmd", "sbatch", "munged")
SCRIPT = ROOT / "tests/cluster/slurm.sh"
PATHS = os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/usr/local/sbin"])
HASTE = (
    *("--seconds-between-status-checks", "1"),
    *("--slurm-init-seconds-before-status-checks", "1"),
)


@pytest.fixture(scope="module")
def slurm(tmp_path_factory):
    missing = [name for name in NEEDED if not shutil.which(name, path=PATHS)]
    if missing or os.geteuid() != 0:
        pytest.skip(f"Slurm needs root and {', '.join(NEEDED)}; missing: {missing}")
    lab = tmp_path_factory.mktemp("slurm")
    started = subprocess.run(
        [SCRIPT, "start", lab], capture_output=True, text=True, check=False
    )
    if started.returncode:
        pytest.skip(f"Slurm does not start here: {started.stderr.strip()[-300:]}")
    yield
    subprocess.run([SCRIPT, "stop", lab], check=True)


def test_a_cluster_writes_the_same_posts(slurm, tmp_path):
    here, there = (small_blog(tmp_path / name) for name in ("here", "there"))
    alone = here.run("site/posts", EGREGORA_KEY=KEY)
    assert alone.code == 0, alone.output
    done = there.run(
        *("site/posts", "--profile", ROOT / "profiles/slurm", *HASTE), EGREGORA_KEY=KEY
    )
    assert done.code == 0, done.output
    submitted = re.findall(
        r"Job \d+ has been submitted with SLURM jobid (\d+)", done.output
    )
    assert len(set(submitted)) == len(submitted) > len(there.posts)
    assert there.files("site/posts") == here.files("site/posts")
    assert len(there.posts) == 2
    # What gathers them, and what tells something, is not sent away.
    assert "localrule collect_posts:" in done.log
    told = there.run("status", "--profile", ROOT / "profiles/slurm", EGREGORA_KEY=KEY)
    assert told.code == 0, told.output
    assert "enriched" in told.output
    assert "has been submitted" not in told.output


def small_blog(folder):
    """Return a blog with an export of two weeks."""
    blog = new_blog(folder, exports=["exports/small.zip"], privacy={})
    small_export(blog.folder / "exports/small.zip", weeks=2, photos=())
    return blog
