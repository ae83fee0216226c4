"""Lock both environments: envs/egregora.lock and envs/develop.lock.

Without --upgrade, versions stay where they are and only what is missing is added.
The locks install with every pip from 23.0 on, whatever is published later.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
UV = (sys.executable, "-m", "uv", "pip")
COMPILE = (
    *("--quiet", "--universal", "--generate-hashes", "--no-emit-index-url"),
    *("--no-annotate", "--no-header", "--no-strip-extras"),
)
PIN = re.compile(r"([\w.-]+)(?:\[([^\]]+)\])?(?===)")

Extras = tuple[str, ...]


def write_lock(requirements: Path, lock: Path, *options: str) -> None:
    """Write the lock of a file of requirements, for all systems and Pythons."""
    compiled = (*COMPILE, *options, str(requirements), "-o", str(lock))
    subprocess.run([*UV, "compile", *compiled], check=True)
    with tempfile.TemporaryDirectory() as folder:
        # What they ask of one another stands in their metadata.
        installed = ("--quiet", "--no-deps", "--require-hashes", "--target", folder)
        subprocess.run([*UV, "install", *installed, "-r", str(lock)], check=True)
        found = distributions(path=[folder])
        written = with_extras_as_asked(lock.read_text("utf-8"), found)
    lock.write_text(written, "utf-8")


def with_extras_as_asked(lock: str, found: Iterable[Distribution]) -> str:
    """Return a lock with one pin for each set of extras, spelt as it is asked for.

    A pip before 23.3 holds `x[a]` to no pin but that of `x[a]`: neither `x` nor
    `x[a,b]` will do. It breaks off where one extra is spelt in two ways, as in
    `x[a_b]` and `x[a-b]`; uv writes the second whatever was asked for.
    """
    pins = re.split(r"^(?=\w)", lock, flags=re.M)
    asked = extras_asked(found, locked_extras(lock))
    written = []
    for pin in pins:
        name, locked = extras_of(pin)
        spelt = asked.get(name, set())
        left = set(locked) - {canonicalize_name(extra) for s in spelt for extra in s}
        sets = sorted(spelt | ({tuple(sorted(left))} if left else set()))
        for extras in sets if locked else [()]:
            written.append(PIN.sub(pin_of(name, extras), pin, count=1))
    return "".join(written)


def pin_of(name: str, extras: Extras) -> str:
    """Return a requirement without its version."""
    return f"{name}[{','.join(extras)}]" if extras else name


def extras_of(pin: str) -> tuple[str, Extras]:
    """Return the name and the extras of one pin of a lock."""
    if not (found := PIN.match(pin)):
        return "", ()
    extras = re.findall(r"[\w.-]+", found[2] or "")
    return found[1], tuple(canonicalize_name(extra) for extra in extras)


def locked_extras(lock: str) -> dict[str, set[str]]:
    """Return the extras of each distribution of a lock."""
    locked: dict[str, set[str]] = {}
    for pin in re.split(r"^(?=\w)", lock, flags=re.M):
        name, extras = extras_of(pin)
        locked.setdefault(name, set()).update(extras)
    return locked


def extras_asked(
    found: Iterable[Distribution], locked: dict[str, set[str]]
) -> dict[str, set[Extras]]:
    """Return the sets of extras that distributions ask of one another here."""
    asked: dict[str, set[Extras]] = {}
    for distribution in found:
        own = {"", *locked.get(canonicalize_name(distribution.name), ())}
        for line in distribution.requires or ():
            requirement = Requirement(line)
            marker = requirement.marker
            holds = not marker or any(marker.evaluate({"extra": e}) for e in own)
            if requirement.extras and holds:
                name = canonicalize_name(requirement.name)
                asked.setdefault(name, set()).add(tuple(sorted(requirement.extras)))
    return asked


if __name__ == "__main__":
    project, envs = ROOT / "pyproject.toml", ROOT / "envs"
    write_lock(project, envs / "egregora.lock", *sys.argv[1:])
    # What both have is the same in both.
    shared = ("--group", "dev", "-c", str(envs / "egregora.lock"))
    write_lock(project, envs / "develop.lock", *shared, *sys.argv[1:])
