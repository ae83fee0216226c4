"""Write envs/egregora.yaml from envs/egregora.lock: the same versions, for conda."""

import re
from pathlib import Path

ENVS = Path(__file__).parents[2] / "envs"

HEAD = """\
# The environment of all rules; made from egregora.lock by tests/tools/conda_env.py.
channels:
  - conda-forge
dependencies:
  - python=3.11
  - pip
  - pip:
"""


def pins(lock: str) -> list[str]:
    """Return the requirements of a lock, without their hashes."""
    return re.findall(r"^(\S+==\S+(?: ; .+?)?) *\\?$", lock, re.M)


def conda_env(lock: str) -> str:
    """Return the conda environment that a lock describes."""
    lines = [f'      - "{pin}"\n' for pin in pins(lock)]
    return HEAD + "".join(lines)


if __name__ == "__main__":
    lock = (ENVS / "egregora.lock").read_text(encoding="utf-8")
    (ENVS / "egregora.yaml").write_text(conda_env(lock), encoding="utf-8")
