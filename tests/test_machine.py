"""The first lines of the tests name what is missing, and what installs it."""

import re

import pytest

from tools import machine


@pytest.mark.parametrize(
    ("gone", "system", "install"),
    [
        (["dot", "npm"], "debian", "sudo apt-get install graphviz npm"),
        (["chromium"], "debian", "sudo apt-get install chromium"),
        (["chromium"], "ubuntu", "sudo apt-get install chromium-browser"),
        (["npm", "vnu-jar"], "macos", "brew install node"),
        (["vnu-jar"], "debian", "npm ci --prefix tests/web --ignore-scripts"),
        # Homebrew has no Slurm.
        (["slurmd"], "macos", None),
        (["dot"], "other", None),
    ],
)
def test_what_is_missing_is_named_with_what_installs_it(gone, system, install):
    named, *told = machine.report(gone, system)
    assert named == f"missing here, so that tests are skipped: {', '.join(gone)}"
    assert told == ([f"to install it: {install}"] if install else [])


def test_nothing_is_said_where_nothing_is_missing():
    assert machine.report([], "debian") == []


def test_a_program_is_missing_until_all_its_parts_are_there(tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "PATHS", str(tmp_path))
    for name, gone in [("ffmpeg", ["ffmpeg"]), ("ffprobe", [])]:
        (tmp_path / name).touch(mode=0o755)
        assert machine.missing(["ffmpeg"]) == gone


def test_the_tests_look_for_programs_in_one_place(root):
    looking = [
        path.name
        for path in sorted((root / "tests").rglob("*.py"))
        if re.search(r"\bwhich\(\w", path.read_text(encoding="utf-8"))
        and "node_modules" not in path.parts
    ]
    assert looking == ["machine.py"]
