"""What code a script runs, so that a change of it can be told from a touched file."""

from __future__ import annotations

import ast
import functools
import hashlib
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "egregora"

# Fields of a statement that hold statements.
BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


def imported_code(script: str, scripts: Path) -> str:
    """Return a digest of a script and of the modules of the package that it imports.

    Parameters
    ----------
    script
        File name below `scripts`.
    scripts
        Folder of the scripts, which holds the package.

    Returns
    -------
    str
        SHA-256 over names and contents, at any depth of imports, with the data files
        that lie beside a module of a subpackage.
    """
    found, queue = set(), [scripts / script]
    while queue:
        path = queue.pop()
        if path not in found:
            found.add(path)
            if path.suffix == ".py":
                queue.extend(imported_files(path, scripts))
    digest = hashlib.sha256()
    for path in sorted(found):
        digest.update(path.relative_to(scripts).as_posix().encode() + b"\0")
        digest.update(contents(path, path.stat().st_mtime_ns) + b"\0")
    return digest.hexdigest()


@functools.cache
def contents(path: Path, changed: int) -> bytes:
    """Return the digest of the file at `path`, read once per change."""
    return hashlib.sha256(path.read_bytes()).digest()


@functools.cache
def imported_files(path: Path, scripts: Path) -> tuple[Path, ...]:
    """Return the files of the package that the module at `path` imports."""
    names = imported_names(path.read_text(encoding="utf-8"))
    return tuple(file for name in sorted(names) for file in files_of(name, scripts))


def imported_names(source: str) -> set[str]:
    """Return the dotted names of the package that `source` imports, at any depth."""
    names = set()
    for node in statements(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {name for name in names if name.split(".")[0] == PACKAGE}


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements below `node`, at any depth; expressions import nothing."""
    for field in BLOCKS:
        for below in getattr(node, field, ()):
            yield below
            yield from statements(below)


@functools.cache
def files_of(name: str, scripts: Path) -> tuple[Path, ...]:
    """Return the module `name`, the packages it is in, and their data files."""
    package, _, _ = name.rpartition(".")
    above = files_of(package, scripts) if package else ()
    place = scripts.joinpath(*name.split("."))
    if place.with_suffix(".py").is_file():
        return (*above, place.with_suffix(".py"))
    if (place / "__init__.py").is_file():
        data = filter(is_data, sorted(place.rglob("*"))) if package else ()
        return (*above, place / "__init__.py", *data)
    return above


def is_data(file: Path) -> bool:
    """Return whether `file`, below a package, is read by it and is no module."""
    return file.is_file() and file.suffix not in (".py", ".pyc")
