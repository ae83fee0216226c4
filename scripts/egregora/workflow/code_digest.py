"""Digest of the code that a script runs, so that a change of it reruns its jobs."""

from __future__ import annotations

import functools
import hashlib
import re
from pathlib import Path

PACKAGE_NAME = "egregora"
CODE_COMMENT = re.compile(r"#.*")
IMPORT_STATEMENT = re.compile(
    r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^()]*|[^\n]*)"
    r"|import[ \t]+([^\n]*))",
    re.MULTILINE,
)


def digest_of_script(script: str, scripts: Path) -> str:
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
        of a subpackage, and of a module that has a folder of its name beside it.
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
        digest.update(digest_of_file(path, path.stat().st_mtime_ns) + b"\0")
    return digest.hexdigest()


@functools.cache
def digest_of_file(path: Path, changed: int) -> bytes:
    """Return the digest of the file at `path`, read once per change."""
    return hashlib.sha256(path.read_bytes()).digest()


@functools.cache
def imported_files(path: Path, scripts: Path) -> tuple[Path, ...]:
    """Return the files of the package that the module at `path` imports."""
    names = imported_names(path.read_text(encoding="utf-8"))
    return tuple(
        file for name in sorted(names) for file in files_of_module(name, scripts)
    )


def imported_names(source: str) -> set[str]:
    """Return the dotted names of the package that `source` imports, at any depth.

    Those of a text that quotes an import are among them: to parse all the code would
    take many times as long, at the start of each run.
    """
    names = set()
    for module, listed, plain in IMPORT_STATEMENT.findall(CODE_COMMENT.sub("", source)):
        if module:
            names |= {module} | {f"{module}.{name}" for name in names_in_import(listed)}
        else:
            names.update(names_in_import(plain))
    return {name for name in names if name.split(".")[0] == PACKAGE_NAME}


def names_in_import(listed: str) -> list[str]:
    """Return what is imported, of names in a row that may be renamed."""
    parts = listed.strip("()").split(",")
    return [one.split()[0] for one in parts if one.strip()]


@functools.cache
def files_of_module(name: str, scripts: Path) -> tuple[Path, ...]:
    """Return the module `name`, the packages it is in, and their data files."""
    place, files = scripts, []
    for depth, part in enumerate(name.split(".")):
        place /= part
        if place.with_suffix(".py").is_file():
            files += [place.with_suffix(".py"), *data_files_of(place)]
        elif (place / "__init__.py").is_file():
            files.append(place / "__init__.py")
            if depth:
                files += data_files_of(place)
    return tuple(files)


@functools.cache
def data_files_of(folder: Path) -> tuple[Path, ...]:
    """Return the data files below the folder of a package or module.

    A folder that is named like a module beside it holds the data of that module only.
    """
    return tuple(
        file
        for file in sorted(folder.rglob("*"))
        if is_data_file(file) and not is_of_a_module(file, folder)
    )


def is_data_file(file: Path) -> bool:
    """Return whether `file`, below a package, is read by it and is no module."""
    return file.is_file() and file.suffix not in (".py", ".pyc")


def is_of_a_module(file: Path, folder: Path) -> bool:
    """Return whether a module below `folder` has the data file `file` to itself."""
    between = file.relative_to(folder).parents
    return any(
        (folder / parent).with_suffix(".py").is_file() for parent in between[:-1]
    )
