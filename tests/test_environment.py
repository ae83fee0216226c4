"""The environments hold the same versions, and all that the package imports."""

import importlib.metadata
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.conda_env import conda_env

LOCKS = ("egregora.lock", "develop.lock")


def requirements(root, lock):
    """Return the requirements of a lock, without their hashes."""
    text = (root / "envs" / lock).read_text(encoding="utf-8")
    lines = re.findall(r"^(\w.*?) *\\$", text, re.M)
    return [Requirement(line) for line in lines]


def pinned(root, lock):
    return {str(pin) for pin in requirements(root, lock)}


def names(root, lock):
    return {pin.name for pin in requirements(root, lock)}


def extras_of(pins):
    """Return name → each set of extras that is pinned, spelt as it is."""
    found = {}
    for pin in pins:
        found.setdefault(canonicalize_name(pin.name), []).append(frozenset(pin.extras))
    return found


def with_extras_asked(locked):
    """Yield who asks for which distribution with which extras, of what is installed."""
    for name, sets in locked.items():
        own = {"", *(canonicalize_name(extra) for s in sets for extra in s)}
        try:
            lines = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # It is for another system.
        for asked in map(Requirement, lines):
            marker = asked.marker
            if not marker or any(marker.evaluate({"extra": extra}) for extra in own):
                yield name, canonicalize_name(asked.name), frozenset(asked.extras)


def test_the_conda_environment_equals_the_lock(root):
    lock = (root / "envs/egregora.lock").read_text(encoding="utf-8")
    assert (root / "envs/egregora.yaml").read_text(encoding="utf-8") == conda_env(lock)


def test_the_development_lock_has_the_versions_of_the_other_and_more(root):
    run, develop = (names(root, lock) for lock in LOCKS)
    assert pinned(root, "egregora.lock") <= pinned(root, "develop.lock")
    assert {"pytest", "ruff", "hypothesis"} <= develop - run


def test_every_dependency_is_locked_with_hashes(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {Requirement(line).name for line in project["project"]["dependencies"]}
    assert asked <= names(root, "egregora.lock")
    for lock in (*LOCKS, "oldest-pip.lock"):
        text = (root / "envs" / lock).read_text(encoding="utf-8")
        for requirement in re.split(r"\n(?=\w)", text.strip()):
            assert "--hash=sha256:" in requirement, requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_asked_for_with_extras_is_locked_with_them(root, lock):
    # A pip before 23.3 takes the newest of x[extra] where x alone is locked.
    locked = extras_of(requirements(root, lock))
    asked = [one for one in with_extras_asked(locked) if one[2]]
    assert ("google-genai", "google-auth", {"requests"}) in asked
    missing = [
        f"{name} asks for {other}[{','.join(sorted(extras))}]"
        for name, other, extras in asked
        if extras not in locked[other]
    ]
    assert missing == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_set_of_extras_is_locked_in_two_spellings(root, lock):
    # A pip before 23.3 breaks off at x[a_b] beside x[a-b].
    pins = requirements(root, lock)
    spelt = {(pin.name, str(pin.marker), frozenset(pin.extras)) for pin in pins}
    same = {(n, m, frozenset(map(canonicalize_name, e))) for n, m, e in spelt}
    assert len(spelt) == len(same)


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_that_is_asked_for_is_locked(root, lock):
    locked = extras_of(requirements(root, lock))
    missing = {name for _, name, _ in with_extras_asked(locked)} - set(locked)
    assert missing == set()


def test_no_setting_of_uv_changes_how_a_lock_is_installed(root):
    # In this folder uv reads its constraints as requirements without a hash.
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["uv"] == {"package": False}
