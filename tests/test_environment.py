"""The environments hold the same versions, and all that the package imports."""

import re
import tomllib

from tools.conda_env import conda_env


def pinned(root, lock):
    text = (root / "envs" / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==([^\s\\]+)", text, re.M))


def test_the_conda_environment_equals_the_lock(root):
    lock = (root / "envs/egregora.lock").read_text(encoding="utf-8")
    assert (root / "envs/egregora.yaml").read_text(encoding="utf-8") == conda_env(lock)


def test_the_development_lock_has_the_versions_of_the_other_and_more(root):
    run, develop = pinned(root, "egregora.lock"), pinned(root, "develop.lock")
    assert run.items() <= develop.items()
    assert {"pytest", "ruff", "hypothesis"} <= set(develop) - set(run)


def test_every_dependency_is_locked_with_hashes(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    names = [re.match(r"[\w.-]+", one)[0] for one in project["project"]["dependencies"]]
    assert set(names) <= set(pinned(root, "egregora.lock"))
    lock = (root / "envs/egregora.lock").read_text(encoding="utf-8")
    for requirement in re.split(r"\n(?=\w)", lock.strip()):
        assert "--hash=sha256:" in requirement, requirement
