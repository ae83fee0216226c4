"""A job without pandas, which takes longer to import than many a job to run.

PyArrow imports it, wherever it is installed, to ask whether a list is one of its
columns. Nothing of ours needs it.
"""

from __future__ import annotations

import sys


class Absent:
    """A finder of modules, to which pandas is not installed."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        """Raise ModuleNotFoundError for pandas; leave others to other finders."""
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def without_pandas() -> None:
    """Let no import in this process find pandas."""
    if Absent not in sys.meta_path:
        sys.meta_path.insert(0, Absent)
