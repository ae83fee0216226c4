"""What the tests use of this machine, what of it is missing, and how to install it.

The one list of it: tests are skipped by `needs`, and pytest's first lines come from
`report`. Run as a script, it prints the Debian packages that are missing.
"""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

WEB = Path(__file__).parents[1] / "web"
MODULES = WEB / "node_modules"
AXE = MODULES / "axe-core/axe.min.js"
VNU = MODULES / "vnu-jar/build/dist/vnu.jar"
# Debian keeps daemons where only root looks for programs.
PATHS = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])


@dataclass(frozen=True)
class Need:
    """Programs of which all must be there, and the packages that bring them."""

    programs: tuple[str, ...]
    debian: str
    brew: str | None = None


NEEDS = {
    "chromium": Need(("chromium",), "chromium", "chromium"),
    "ffmpeg": Need(("ffmpeg", "ffprobe"), "ffmpeg", "ffmpeg"),
    "dot": Need(("dot",), "graphviz", "graphviz"),
    "npm": Need(("npm",), "npm", "node"),
    "java": Need(("java",), "default-jre-headless", "openjdk"),
    "slurmctld": Need(("slurmctld",), "slurmctld"),
    "slurmd": Need(("slurmd",), "slurmd"),
    "sbatch": Need(("sbatch",), "slurm-client"),
    "munged": Need(("munged",), "munge"),
}
SLURM = ("slurmctld", "slurmd", "sbatch", "munged")
# Installed by npm, see `make test`.
FILES = {"axe-core": AXE, "vnu-jar": VNU}
# Other names of the same program.
ALSO = {"chromium": "chromium-browser"}


def program(name: str) -> str | None:
    """Return where a program is."""
    found = shutil.which(name, path=PATHS)
    return found or (program(ALSO[name]) if name in ALSO else None)


def missing(names: Iterable[str] = (*NEEDS, *FILES)) -> list[str]:
    """Return what of these names is not on this machine."""
    return [
        name
        for name in names
        if not (FILES[name].exists() if name in FILES else has(NEEDS[name]))
    ]


def has(need: Need) -> bool:
    """Return whether all programs of a need are there."""
    return all(program(name) for name in need.programs)


def needs(*names: str) -> pytest.MarkDecorator:
    """Return the mark of tests that are skipped where one of these is missing."""
    import pytest

    gone = missing(names)
    return pytest.mark.skipif(
        bool(gone), reason=f"not on this machine: {', '.join(gone)}"
    )


def report(gone: Iterable[str], system: str) -> list[str]:
    """Return what to say of what is missing: which, and what installs it here."""
    gone = list(gone)
    if not gone:
        return []
    lines = [f"missing here, so that tests are skipped: {', '.join(gone)}"]
    if packages := packages_of(gone, system):
        install = "brew install" if system == "macos" else "sudo apt-get install"
        lines.append(f"to install it: {install} {' '.join(packages)}")
    # Without npm, it comes first; `make test` then runs it.
    if "npm" not in gone and set(gone) & FILES.keys():
        lines.append("to install it: npm ci --prefix tests/web --ignore-scripts")
    return lines


def packages_of(gone: Iterable[str], system: str) -> list[str]:
    """Return the packages of a system that bring what is missing, where it has any."""
    found = []
    for name in gone:
        if name in NEEDS:
            need = NEEDS[name]
            of = {"debian": need.debian, "ubuntu": need.debian, "macos": need.brew}
            package = of.get(system)
            # Ubuntu has Chromium under its other name alone.
            found.append(ALSO.get(package, package) if system == "ubuntu" else package)
    return [package for package in found if package]


def system() -> str:
    """Return the system that this is: debian, ubuntu, macos or other."""
    if platform.system() == "Darwin":
        return "macos"
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return "other"
    like = [release["ID"], *release.get("ID_LIKE", "").split()]
    return next((name for name in ("ubuntu", "debian") if name in like), "other")


if __name__ == "__main__":
    print(*packages_of(missing(NEEDS), "debian"))
