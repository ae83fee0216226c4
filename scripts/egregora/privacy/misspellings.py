"""Names that are stretched or mistyped: Teresaaaa, Patrcia, Fernnando."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from egregora.text.folding import fold
from egregora.text.vocabulary import WIDESPREAD, is_ordinary

# Shorter names have too many words beside them.
MIN_MISTYPED_LETTERS = 5
LONG_RUN = re.compile(r"(.)\1{2,}")
RUN = re.compile(r"(.)\1+")
# Languages whose words are no mistyped names, by the script of the word.
LANGUAGES_OF_SCRIPTS = (
    (
        re.compile("[a-z]"),
        (*WIDESPREAD, "tr", "pl", "nl", "sv", "fi", "hu", "id", "ro"),
    ),
    (re.compile("[\u0400-\u04ff]"), ("ru", "uk", "bg", "mk")),
    (re.compile("[\u0600-\u06ff]"), ("ar", "fa", "ur")),
    (re.compile("[\u0900-\u097f]"), ("hi",)),
    (re.compile("[\u0370-\u03ff]"), ("el",)),
    (re.compile("[\u0590-\u05ff]"), ("he",)),
)


def squeezed(form: str) -> Iterator[str]:
    """Yield what a stretched word may have been: each run of letters shorter."""
    if LONG_RUN.search(form):
        yield LONG_RUN.sub(r"\1", form)
        yield LONG_RUN.sub(r"\1\1", form)
        yield RUN.sub(r"\1", form)


def without_a_letter(word: str) -> set[str]:
    """Return a word without each of its letters."""
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


class MistypedNames:
    """Finds the name that a word is one mistake away from.

    A mistake is a letter too many, too few or wrong, or two that changed places.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names: dict[str, set[str]] = {}
        for name in names:
            if len(name) >= MIN_MISTYPED_LETTERS and name.isalpha():
                for part in (name, *without_a_letter(name)):
                    self.names.setdefault(part, set()).add(name)

    def names_beside(self, form: str) -> list[str]:
        """Return the names that a folded word may be meant for, sorted.

        None if it is a word of a language.
        """
        if len(form) < MIN_MISTYPED_LETTERS or not form.isalpha():
            return []
        parts = (form, *without_a_letter(form))
        near = set().union(*(self.names.get(part, ()) for part in parts))
        found = sorted(name for name in near if is_one_mistake(form, name))
        return [] if found and is_word_somewhere(form) else found


def is_one_mistake(word: str, name: str) -> bool:
    """Tell whether a word is a name with one mistake, not in its first letter."""
    if word == name or word[0] != name[0] or abs(len(word) - len(name)) > 1:
        return False
    start = 0
    while start < min(len(word), len(name)) and word[start] == name[start]:
        start += 1
    mine, yours = word[start:], name[start:]
    return (
        mine[1:] == yours
        or mine == yours[1:]
        or mine[1:] == yours[1:]
        or (mine[2:] == yours[2:] and mine[:2] == yours[:2][::-1])
    )


def is_word_somewhere(form: str) -> bool:
    """Tell whether a folded word is an ordinary one of a language of its script."""
    return any(
        is_ordinary(fold(form), languages)
        for script, languages in LANGUAGES_OF_SCRIPTS
        if script.search(form)
    )
