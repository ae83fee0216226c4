"""What the tests share: the checkout, and the workflow run as a user runs it."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from hypothesis import settings

from tools import machine

ROOT = Path(__file__).parents[1]
# Where runs of the workflow keep compiled modules, those of copies of the checkout too.
BYTECODE = ROOT / ".cache/bytecode"
WITHOUT_PLUGINS = ROOT / "tests/without_plugins"

pytest_plugins = ["site_blogs", "written_blog"]

# One commit, one verdict: no example fails for the time that it takes, and on CI the
# examples are the same in every run.
settings.register_profile("calm", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "calm")


def pytest_report_header():
    """Say in the first lines what is missing here, and how to install it."""
    return machine.report(machine.missing(), machine.system())


@pytest.fixture(scope="session")
def root():
    return ROOT


@dataclass(frozen=True)
class Run:
    """What a run of the workflow left on the terminal, and in Snakemake's own log."""

    code: int
    output: str
    log: str = ""

    @property
    def jobs(self):
        """The jobs that ran, as rule → how many."""
        return jobs_in(self.output + self.log)


def jobs_in(text):
    """Return the jobs that Snakemake says it started, as rule → how many."""
    names = re.findall(r"^(?:local)?(?:rule|checkpoint) ([\w/]+):", text, re.M)
    return {name: names.count(name) for name in sorted(set(names))}


@dataclass(frozen=True)
class Blog:
    """A folder with one blog, and the checkout that makes it."""

    folder: Path
    checkout: Path = ROOT

    def run(self, *arguments, **environment):
        """Run the workflow in the folder.

        What needs a plugin of Snakemake names it in SHOWN_PLUGINS.
        """
        before = self.logs()
        done = subprocess.run(
            **self.command(*arguments, **environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Run(done.returncode, done.stdout, self.logged_since(before))

    def command(self, *arguments, **environment):
        """Return what a process needs to run the workflow in the folder."""
        hidden = (
            *("EGREGORA_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY", "OPENAI_API_KEY"),
            "PYTHONDONTWRITEBYTECODE",
        )
        kept = {name: value for name, value in os.environ.items() if name not in hidden}
        kept |= {
            "NO_PROXY": "127.0.0.1,localhost",
            "PYTHONPATH": str(WITHOUT_PLUGINS),
            "PYTHONPYCACHEPREFIX": str(BYTECODE),
        }
        return {
            "args": [
                *(sys.executable, "-m", "snakemake", "--cores", "2"),
                *("-s", self.checkout / "Snakefile"),
                *("--directory", self.folder),
                *arguments,
            ],
            "cwd": self.folder,
            "env": kept | environment,
        }

    def logs(self):
        """Return Snakemake's logs of all runs in the folder."""
        return set((self.folder / ".snakemake/log").glob("*.log"))

    def logged_since(self, before):
        """Return what Snakemake logged in runs that were not there `before`."""
        return "".join(log.read_text("utf-8") for log in sorted(self.logs() - before))

    def files(self, *folders):
        """Return path → bytes of every file below `folders`."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for folder in folders
            for path in sorted((self.folder / folder).rglob("*"))
            if path.is_file()
        }

    def times(self, folder):
        """Return path → time of change of the files in a folder."""
        return {
            path.name: path.stat().st_mtime_ns
            for path in sorted((self.folder / folder).iterdir())
        }

    @property
    def posts(self):
        """Names of the posts, oldest first."""
        return sorted(path.stem for path in (self.folder / "site/posts").glob("*.md"))


KEY = "a key that only the tests have"


def new_blog(folder, export="demo.zip", **settings):
    """Return an empty blog in `folder`, with one of the bundled exports."""
    (folder / "exports").mkdir(parents=True)
    shutil.copy(ROOT / "tests/exports" / export, folder / "exports")
    demo = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    text = yaml.safe_dump({**demo, **settings}, allow_unicode=True)
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    return Blog(folder)


def made_once(tmp_path_factory, name, make):
    """Return the folder that `make` fills, once for all workers of a session."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, done = base / name, base / f"{name}.done"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            done.touch()
    return folder


def copied(blog, folder):
    """Return a copy of a blog, in a folder below `folder`, that may be changed."""
    shutil.copytree(blog.folder, folder / "blog", symlinks=True)
    return Blog(folder / "blog")


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The bundled export as a blog, made once for all workers; tests only read it."""

    def make(folder):
        done = new_blog(folder / "blog").run(EGREGORA_KEY=KEY)
        assert done.code == 0, done.output

    return Blog(made_once(tmp_path_factory, "demo", make) / "blog")


@pytest.fixture
def grown(demo, tmp_path):
    """A copy of the demo that a test may change."""
    return copied(demo, tmp_path)
