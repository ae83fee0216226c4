"""Write the ordinary words of each language, in scripts/egregora/text/vocabulary.

Run where these are installed, and with them what wordfreq needs for Chinese, Japanese
and Korean:

    uv run --with wordfreq,faker,names-dataset,babel,anyascii \\
        tests/tools/heading_words.py

Each file has the most frequent words of a language, less those that are also names of
people. The words are from wordfreq 3.1 (Robyn Speer, data under CC BY-SA 4.0); what is
a name is told by Faker (MIT) and names-dataset (Apache-2.0), how frequent it is as one.
"""

import functools
import gzip
import importlib
import math
import pkgutil
import re
import sys
from pathlib import Path

import faker.providers.person
import wordfreq
from anyascii import anyascii
from babel import Locale
from names_dataset import NameDataset

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from egregora.text.folding import fold  # noqa: E402

FOLDER = ROOT / "scripts/egregora/text/vocabulary"
MOST_WORDS = 40_000
# The rank among words up to which a word is kept, by how frequent it is as a name: a
# name of a person of that language in Faker; the rank among the given names, or the
# family names, of the country where most are called so.
OWN_NAME_RANK = 150
# Ranks among the given names of the countries below: names, however frequent as words;
# names of persons of that language.
TOP_NAME_RANK = 50
HOME_NAME_RANK = 500
COUNTRIES = {
    "ar": ("Egypt", "Saudi Arabia", "Morocco", "Iraq", "Algeria"),
    "de": ("Germany", "Austria"),
    "el": ("Greece",),
    "en": ("United States", "United Kingdom"),
    "es": ("Spain", "Mexico", "Argentina", "Colombia"),
    "fa": ("Iran, Islamic Republic of",),
    "fi": ("Finland",),
    "fr": ("France",),
    "he": ("Israel",),
    "hi": ("India",),
    "hu": ("Hungary",),
    "id": ("Indonesia",),
    "it": ("Italy",),
    "nl": ("Netherlands",),
    "pl": ("Poland",),
    "pt": ("Brazil", "Portugal", "Angola"),
    "ru": ("Russian Federation", "Kazakhstan"),
    "sv": ("Sweden",),
}
GIVEN_NAME_RANKS = {50: 150, 1_000: 1_500, 3_000: 5_000}
FAMILY_NAME_RANKS = {500: 4_000}
# In Indian scripts names are told by their consonants: of how many names of each sex,
# and how many consonants at least.
INDIAN_LETTER = re.compile("[\u0900-\u0dff]")
INDIAN_NAMES = 4_000
INDIAN_CONSONANTS = 3
INDIAN_WORD_RANK = 600
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


@functools.cache
def name_ranks() -> NameDataset:
    """Return the names of names-dataset with their ranks by country, loaded once."""
    return NameDataset()


def rank_as_name(word: str, kind: str, countries: tuple[str, ...] = ()) -> float:
    """Return the best rank of a word among the names of a kind, of those countries."""
    found = (name_ranks().search(word) or {}).get(kind) or {}
    ranks = {at: rank for at, rank in (found.get("rank") or {}).items() if rank}
    chosen = (
        [ranks.get(at, math.inf) for at in countries] if countries else ranks.values()
    )
    return min(chosen, default=math.inf)


@functools.cache
def indian_skeletons() -> frozenset[str]:
    """Return the consonants of frequent Indian given names, listed in Latin letters."""
    top = name_ranks().get_top_names(n=INDIAN_NAMES, country_alpha2="IN")["IN"]
    return frozenset(consonants(name) for names in top.values() for name in names)


def consonants(word: str) -> str:
    """Return what the Latin and an Indian spelling of a name have in common."""
    latin = anyascii(word).casefold().replace("w", "v").replace("sh", "s")
    plain = re.sub(r"[aeiouyh']", "", latin.replace("ck", "k")).replace("m", "n")
    return re.sub(r"(.)\1+", r"\1", plain)


def is_more_word_than_name(
    word: str, rank: int, own_names: set[str], countries: tuple[str, ...]
) -> bool:
    """Tell whether a word of that rank is to be kept."""
    at_home = rank_as_name(word, "first_name", countries) if countries else math.inf
    is_own_name = fold(word) in own_names or at_home <= HOME_NAME_RANK
    if at_home <= TOP_NAME_RANK or (is_own_name and rank >= OWN_NAME_RANK):
        return False
    if INDIAN_LETTER.match(word) and rank >= INDIAN_WORD_RANK:
        skeleton = consonants(word)
        if len(skeleton) >= INDIAN_CONSONANTS and skeleton in indian_skeletons():
            return False
    for kind, ranks in (
        ("first_name", GIVEN_NAME_RANKS),
        ("last_name", FAMILY_NAME_RANKS),
    ):
        as_name = rank_as_name(word, kind)
        limit = next((most for least, most in ranks.items() if as_name <= least), None)
        if limit is not None and rank >= max(limit, OWN_NAME_RANK):
            return False
    return True


def heading_words(
    language: str, locales: dict[str, tuple[set[str], set[str]]]
) -> list[str]:
    """Return the frequent words of a language that name nobody, sorted."""
    code = CODES.get(language, language)
    own = [names for locale, names in locales.items() if locale.split("_")[0] == code]
    own_names = set().union(*(first | last for first, last in own))
    ranked = wordfreq.top_n_list(language, MOST_WORDS, wordlist="best")
    kept = set()
    for rank, word in enumerate(ranked):
        folded = fold(word)
        if WORD.fullmatch(folded) and is_more_word_than_name(
            word, rank, own_names, COUNTRIES.get(language, ())
        ):
            kept.add(folded)
    return sorted(kept | weekdays(language))


def weekdays(language: str) -> set[str]:
    """Return the names of the days: people are called so, but titles need them."""
    days = Locale.parse(CODES.get(language, language)).days["format"]["wide"].values()
    return {fold(day) for day in days if WORD.fullmatch(fold(day))}


if __name__ == "__main__":
    locales = names_by_locale()
    FOLDER.mkdir(exist_ok=True)
    for language in sorted(wordfreq.available_languages("best")):
        text = "\n".join(heading_words(language, locales)) + "\n"
        path = FOLDER / f"{CODES.get(language, language)}.txt.gz"
        path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
