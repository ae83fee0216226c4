"""Imports go downwards only, as `scripts/egregora/__init__.py` lists them."""

import ast
import re

import pytest

import egregora
from egregora.workflow.code_digest import imported_names

HEAVY = {"ibis", "pandas", "pyarrow", "duckdb", "google", "mkdocs"}


def layers():
    """Return name of module or package → its line in the list, from the top."""
    listed = re.findall(r"^    (?! )(.+(?:\n {8}.+)*)", egregora.__doc__, re.M)
    return {
        name: depth
        for depth, line in enumerate(listed)
        for name in re.findall(r"\w+", line)
    }


def modules(root):
    package = root / "scripts/egregora"
    return [path for path in sorted(package.rglob("*.py")) if path.parent.parts]


def place(path, root):
    return path.relative_to(root / "scripts/egregora").with_suffix("").parts[0]


def test_every_module_has_a_layer_and_every_layer_is_there(root):
    found = {place(path, root) for path in modules(root)} - {"__init__"}
    assert found == set(layers())


def test_modules_import_downwards_only(root):
    depth = layers()
    for path in modules(root):
        here = place(path, root)
        if here == "__init__":
            continue
        for name in imported_names(path.read_text(encoding="utf-8")):
            there = [*name.split("."), "__init__"][1]
            if there in depth and there != here:
                assert depth[there] < depth[here], f"{path.name} imports {name}"


def test_the_package_never_sees_snakemake(root):
    for path in modules(root):
        assert not re.search(r"^\s*(from|import) snakemake", path.read_text(), re.M), (
            path
        )


def test_scripts_are_thin_and_have_no_future_imports(root):
    for path in sorted((root / "scripts").glob("*.py")):
        source = path.read_text(encoding="utf-8")
        assert "__future__" not in source, path.name
        code = source.count("\n") - (ast.get_docstring(ast.parse(source)) or "").count(
            "\n"
        )
        assert code <= 60, f"{path.name}: {code} lines"
        assert "with run_log(snakemake):\n        main()" in source, path.name


@pytest.mark.parametrize("script", ["write_post.py"])
def test_jobs_that_run_once_per_period_import_nothing_heavy(root, script):
    seen, queue = set(), [root / "scripts" / script]
    while queue:
        path = queue.pop()
        seen.add(path)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
            for name in names:
                assert name.split(".")[0] not in HEAVY, f"{path.name} imports {name}"
                file = root.joinpath("scripts", *name.split(".")).with_suffix(".py")
                init = root.joinpath("scripts", *name.split("."), "__init__.py")
                queue += [
                    one for one in (file, init) if one.exists() and one not in seen
                ]
