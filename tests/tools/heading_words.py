"""Write the ordinary words of each language, in scripts/egregora/text/vocabulary.

Run where wordfreq and Faker are installed:

    uv run --with wordfreq --with faker tests/tools/heading_words.py

Each file has the most frequent words of a language, less those that are also names of
people. The words are from wordfreq 3.1 (Robyn Speer, data under CC BY-SA 4.0), the
names from Faker (MIT).
"""

import gzip
import importlib
import pkgutil
import re
import sys
from pathlib import Path

import faker.providers.person
import wordfreq

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from egregora.text.folding import fold  # noqa: E402

FOLDER = ROOT / "scripts/egregora/text/vocabulary"
MOST_WORDS = 16_000
# Words of this rank are common, though somebody far away is called so.
COMMON_RANK = 1_500
# wordfreq's names of languages that the identifier calls otherwise.
CODES = {"nb": "no", "sh": "hr", "fil": "tl"}
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff'’-])*")


def names_by_locale() -> dict[str, tuple[set[str], set[str]]]:
    """Return locale → given names and family names, folded."""
    found = {}
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}")
        found[module.name] = tuple(
            listed_names(provider.Provider, kind)
            for kind in ("first_name", "last_name")
        )
    return found


def listed_names(provider: type, kind: str) -> set[str]:
    """Return all names of one kind that a provider of Faker lists, folded."""
    listed: set[str] = set()
    for attribute in dir(provider):
        values = getattr(provider, attribute)
        if kind in attribute and isinstance(values, tuple | list | dict):
            for value in values:
                name = value if isinstance(value, str) else value[0]
                listed.update(fold(part) for part in re.split(r"[\s-]+", name))
    return listed


def heading_words(
    language: str, locales: dict[str, tuple[set[str], set[str]]]
) -> list[str]:
    """Return the frequent words of a language that name nobody, sorted."""
    code = CODES.get(language, language)
    own = [names for locale, names in locales.items() if locale.split("_")[0] == code]
    given = set().union(*(first for first, _ in own))
    family = set().union(*(last for _, last in own))
    anywhere = family.union(*(first | last for first, last in locales.values()))
    ranked = wordfreq.top_n_list(language, MOST_WORDS, wordlist="best")
    kept = set()
    for rank, word in enumerate(ranked):
        folded = fold(word)
        if not WORD.fullmatch(folded) or folded in given:
            continue
        if rank < COMMON_RANK or folded not in anywhere:
            kept.add(folded)
    return sorted(kept)


if __name__ == "__main__":
    locales = names_by_locale()
    FOLDER.mkdir(exist_ok=True)
    for language in sorted(wordfreq.available_languages("best")):
        text = "\n".join(heading_words(language, locales)) + "\n"
        path = FOLDER / f"{CODES.get(language, language)}.txt.gz"
        path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
