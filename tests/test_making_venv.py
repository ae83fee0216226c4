"""`make` makes .venv, says in one line what keeps it, and trusts no half of it."""

import os
import shutil
import subprocess
import sys

import pytest

from conftest import ROOT

HASH = "--hash=sha256:" + 64 * "0"


@pytest.fixture
def checkout(tmp_path):
    """A checkout of which only what installs is there; its locks are empty."""
    (tmp_path / "envs").mkdir()
    shutil.copy(ROOT / "envs/install.sh", tmp_path / "envs")
    shutil.copy(ROOT / "Makefile", tmp_path)
    for lock in ("egregora.lock", "develop.lock"):
        (tmp_path / "envs" / lock).touch()
    return tmp_path


def make(checkout, lock="egregora", python=sys.executable):
    return subprocess.run(
        ["make", "--silent", f".venv/{lock}", f"PYTHON={python}"],
        cwd=checkout,
        env=os.environ | {"PIP_NO_INDEX": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def python_that(folder, difference):
    """Return a Python that differs from this one."""
    path = folder / "python-that-differs"
    code = f"import sys; {difference}; exec(sys.argv[1])"
    path.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{code}" "$2"\n')
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("difference", "line"),
    [
        (
            "sys.version_info = (3, 9, 2)",
            "is Python 3.9, and 3.11 or newer is needed; "
            "name one with PYTHON=, as in: make demo PYTHON=python3.12",
        ),
        (
            "sys.version_info = (3, 12, 1); sys.modules['ensurepip'] = None",
            "cannot make .venv; "
            "on Debian and Ubuntu: sudo apt-get install python3.12-venv",
        ),
    ],
)
def test_a_python_that_will_not_do_is_named(checkout, difference, line):
    python = python_that(checkout, difference)
    done = make(checkout, python=python)
    assert done.returncode != 0
    assert done.stdout.splitlines()[0] == f"{python} {line}"
    assert not (checkout / ".venv").exists()


def test_a_python_that_is_not_there_is_named(checkout):
    done = make(checkout, python="python3.99")
    assert done.returncode != 0
    assert done.stdout.startswith(
        "python3.99 is not here; install Python 3.11 or newer, or name one with PYTHON="
    )


def test_what_was_cut_off_is_made_from_nothing(checkout):
    lock, venv = checkout / "envs/egregora.lock", checkout / ".venv"
    assert make(checkout, "develop").returncode == 0
    # An environment for development serves the workflow, too.
    done = venv / "egregora"
    assert done.exists()
    lock.write_text(f"attrs==1.0 {HASH}\n")
    failed = make(checkout)
    assert failed.returncode != 0
    assert (
        "envs/egregora.lock could not be installed; "
        "pip says above why, and the same command tries again\n"
    ) in failed.stdout
    assert not done.exists()
    assert not (venv / "develop").exists()
    (venv / "half").touch()
    lock.write_text("")
    assert make(checkout).returncode == 0
    assert done.exists()
    assert not (venv / "half").exists()
