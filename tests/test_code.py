"""A script's code digest changes with what it imports, and with nothing else."""

import ast
import os

import pytest

from egregora.workflow.code_digest import digest_of_script, imported_names


@pytest.fixture
def scripts(tmp_path):
    package = tmp_path / "egregora"
    (package / "words").mkdir(parents=True)
    (tmp_path / "write.py").write_text("from egregora.words import split\n")
    (tmp_path / "other.py").write_text("import json\n")
    (package / "__init__.py").write_text("")
    (package / "words/__init__.py").write_text("")
    (package / "words/split.py").write_text("from egregora.files import x\n")
    (package / "words/list.txt").write_text("a b")
    (package / "files.py").write_text("x = 1\n")
    (package / "unused.py").write_text("y = 1\n")
    (package / "words/tongues").mkdir()
    (package / "words/tongues.py").write_text("")
    (package / "words/tongues/pt.toml").write_text("")
    return tmp_path


@pytest.mark.parametrize(
    "changed",
    [
        "write.py",
        "egregora/words/split.py",
        "egregora/files.py",
        "egregora/words/list.txt",
    ],
)
def test_editing_what_a_script_runs_changes_its_digest(scripts, changed):
    before = digest_of_script("write.py", scripts)
    with (scripts / changed).open("a") as file:
        file.write("# more\n")
    # The same second: the digest must not depend on the clock's resolution.
    os.utime(scripts / changed, ns=(1, 1))
    assert digest_of_script("write.py", scripts) != before


def test_touching_files_or_editing_other_modules_changes_nothing(scripts):
    before = digest_of_script("write.py", scripts)
    (scripts / "egregora/unused.py").write_text("y = 2\n")
    os.utime(scripts / "egregora/files.py", (1, 1))
    assert digest_of_script("write.py", scripts) == before


def test_a_folder_named_like_a_module_holds_the_data_of_that_module_only(scripts):
    (scripts / "speak.py").write_text("from egregora.words.tongues import say\n")
    names = ("speak.py", "write.py")
    speaks, writes = (digest_of_script(name, scripts) for name in names)
    data = scripts / "egregora/words/tongues/pt.toml"
    data.write_text("oi = 'oi'\n")
    os.utime(data, ns=(1, 1))
    assert digest_of_script("speak.py", scripts) != speaks
    assert digest_of_script("write.py", scripts) == writes


def test_scripts_with_other_imports_have_other_digests(scripts):
    assert digest_of_script("write.py", scripts) != digest_of_script(
        "other.py", scripts
    )


def test_imports_are_found_wherever_they_stand():
    source = (
        "def f():\n    from egregora.llm import gemini\nimport os, egregora.files\n"
    )
    assert imported_names(source) == {
        "egregora.llm",
        "egregora.llm.gemini",
        "egregora.files",
    }


def test_no_import_of_the_code_is_missed(root):
    for path in sorted((root / "scripts").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        found = set()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert not node.level, path
                found.add(node.module)
                found.update(f"{node.module}.{alias.name}" for alias in node.names)
        own = {name for name in found if name.split(".")[0] == "egregora"}
        assert own <= imported_names(source), path
