"""Words that texts are full of, whatever they are about: they name and find nothing."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path


@functools.cache
def everyday() -> dict[str, tuple[str, ...]]:
    """Return the folded everyday words of some languages, by ISO 639-1 code."""
    path = Path(__file__).with_name("everyday.toml")
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    return {language: tuple(said.split()) for language, said in lists.items()}
