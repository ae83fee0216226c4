"""A lock is installed by the oldest pip, also when newer versions are published."""

import base64
import hashlib
import os
import re
import subprocess
import sys
import zipfile

import pytest

from browser import served
from conftest import ROOT
from tools.lock import write_lock

pytestmark = pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="pip 23.0 runs on Python 3.11 and older"
)

# Each asks for another set of extras; an extra need not be spelt as it is offered. Who
# asks stands before what is asked for: pip 23.0 looks at them in the order of the lock.
REQUIRES = {
    "page": ["reader", "writer"],
    "reader": ["vault[web_session]>=1"],
    "writer": ["vault[signing]>=1"],
    "vault": [
        "cookies; extra == 'web-session'",
        "vault[signing]; extra == 'web-session'",
        "cipher; extra == 'signing'",
    ],
    "cookies": [],
    "cipher": [],
}
LOCKED = {
    "vault[signing]",
    "vault[web_session]",
    "cipher",
    "cookies",
    "page",
    "reader",
    "writer",
}


def publish(index, version):
    """Put a wheel of each distribution into an index."""
    for name, requires in REQUIRES.items():
        head = [f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}"]
        head += [f"Requires-Dist: {line}" for line in requires]
        if name == "vault":
            head += ["Provides-Extra: web-session", "Provides-Extra: signing"]
        info = f"{name}-{version}.dist-info"
        files = {
            f"{name}.py": "",
            f"{info}/METADATA": "\n".join(head) + "\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\n"
            "Root-Is-Purelib: true\nTag: py3-none-any\n",
        }
        record = [f"{path},{digest(text)},{len(text)}" for path, text in files.items()]
        files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,\n"])
        (index / name).mkdir(parents=True, exist_ok=True)
        wheel = index / name / f"{name}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            for path, text in files.items():
                archive.writestr(path, text)


def digest(text):
    found = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(found).decode().rstrip("=")


@pytest.fixture(scope="module")
def oldest(tmp_path_factory):
    """The Python of an environment with the oldest pip."""
    folder = tmp_path_factory.mktemp("oldest") / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin/python"
    lock = ("--require-hashes", "-r", ROOT / "envs/oldest-pip.lock")
    done = pip(python, "install", "--quiet", *lock, index=None)
    if "pip 23.0 " not in pip(python, "--version", index=None).stdout:
        pytest.skip(f"the index cannot be reached: {done.stdout.strip()[-300:]}")
    return python


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The address of an index with newer versions than a lock, and that lock."""
    folder = tmp_path_factory.mktemp("published")
    with served(folder / "index") as address, pytest.MonkeyPatch.context() as patch:
        patch.setenv("UV_DEFAULT_INDEX", address)
        patch.setenv("UV_CACHE_DIR", str(folder / "cache"))
        patch.setenv("NO_PROXY", "127.0.0.1")
        publish(folder / "index", "1.0")
        (folder / "wanted.in").write_text("page\n")
        write_lock(folder / "wanted.in", folder / "wanted.lock")
        publish(folder / "index", "2.0")
        yield address, (folder / "wanted.lock").read_text("utf-8")


def pip(python, *arguments, index):
    """Run pip: with one index alone, or with that of this machine."""
    alone = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": index,
        "PIP_FIND_LINKS": "",
        "NO_PROXY": "127.0.0.1",
    }
    return subprocess.run(
        [python, "-m", "pip", *arguments],
        env=os.environ | (alone if index else {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def installed(python, lock, index, tmp_path):
    """Return what the oldest pip says of a lock, and what it installs."""
    (tmp_path / "wanted.lock").write_text(lock)
    target = ("--target", tmp_path / "here", "-r", tmp_path / "wanted.lock")
    done = pip(python, "install", "--require-hashes", *target, index=index)
    found = {path.stem for path in (tmp_path / "here").glob("*.dist-info")}
    return done, found


def test_a_lock_pins_each_set_of_extras_as_it_is_asked_for(published):
    _, lock = published
    assert set(re.findall(r"^(\w.*)==1\.0", lock, re.M)) == LOCKED


def test_the_oldest_pip_installs_the_locked_versions(oldest, published, tmp_path):
    index, lock = published
    done, found = installed(oldest, lock, index, tmp_path)
    assert done.returncode == 0, done.stdout
    assert found == {f"{name}-1.0" for name in REQUIRES}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ((r"\[.*\]==", "=="), "must have their versions pinned with =="),
        ((r"web_session", "web-session"), "Candidate is not for this requirement"),
    ],
    ids=["without extras", "in another spelling"],
)
def test_the_oldest_pip_refuses_a_lock(oldest, published, tmp_path, change, complaint):
    index, lock = published
    done, found = installed(oldest, re.sub(*change, lock), index, tmp_path)
    assert done.returncode != 0
    assert complaint in done.stdout
    assert found == set()


def test_uv_installs_the_locked_versions(published, tmp_path):
    (tmp_path / "wanted.lock").write_text(published[1])
    target = ("--target", tmp_path / "here", "-r", tmp_path / "wanted.lock")
    command = [sys.executable, "-m", "uv", "pip", "install", "--require-hashes"]
    subprocess.run([*command, *target], check=True)
    found = {path.stem for path in (tmp_path / "here").glob("*.dist-info")}
    assert found == {f"{name}-1.0" for name in REQUIRES}
