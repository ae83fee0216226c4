"""Machines settle form: ruff, snakefmt and Snakemake's own linter."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["snakefmt", "--check", "Snakefile", "rules"],
        ["snakemake", "--lint"],
    ],
    ids=" ".join,
)
def test_code_is_in_form(root, command):
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=root, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_snakefile_is_a_table_of_contents(root):
    lines = (root / "Snakefile").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 60
    assert not [line for line in lines if line.startswith(("def ", "if ", "for "))]


def test_each_rule_file_carries_its_rule_and_each_rule_its_script(root):
    scripts = {path.stem for path in (root / "scripts").glob("*.py")}
    for path in (root / "rules").glob("*.smk"):
        if path.stem not in ("common", "inspect"):
            text = path.read_text(encoding="utf-8")
            assert f" {path.stem}:\n" in text, path.name
            assert path.stem in scripts
