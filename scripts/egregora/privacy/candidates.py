"""Words that may be names and could not be decided, for the owner to look at.

They are looked for in the texts that passed the filter: words with a capital that no
dictionary of 42 languages has, used as names are (inside a sentence, after a greeting,
before a comma), or the beginning of somebody's name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from egregora.privacy.normalize import ANY_WORD, UNSPACED_LETTER, fold_name, word_set
from egregora.text.vocabulary import is_ordinary, ordinary_languages

MAX_CANDIDATES = 50
MAX_LINES = 3
MAX_LINE_LENGTH = 160
MIN_LENGTH = 3
MIN_USES = 2
# So many uses in small letters for one with a capital make a form a word.
MAX_SMALL_USES = 1 / 3
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\[[a-z]+\]")
SENTENCE_START = re.compile(r"(?:^|[.!?…:\n\"“(*_-])\s*$")
# Folded words that people begin with when they speak to somebody.
GREETINGS = word_set(
    """
    oi ola ei opa bom boa dia tarde noite obrigada obrigado valeu parabens tchau beijo
    hola buenos buenas gracias felicidades adios hey hi hello thanks bye dear morning
    congrats hallo servus moin danke tschuss liebe lieber ciao grazie buongiorno cara
    caro salut bonjour merci bravo coucou привет спасибо пока merhaba selam tesekkurler
    hei moi kiitos szia koszonom
    """
)


@dataclass(frozen=True)
class Candidate:
    """A word that may be a name.

    Attributes
    ----------
    form
        As it is written most often.
    uses
        How often it has a capital.
    whose
        The name that it may be short for, as exported; None where nobody's begins so.
    lines
        Some lines in which it stands.
    """

    form: str
    uses: int
    whose: str | None
    lines: tuple[str, ...]


def candidates(
    texts: Iterable[str],
    names: Collection[str],
    aliases: Collection[str],
) -> list[Candidate]:
    """Return the words that may be names, the most used ones first.

    Parameters
    ----------
    texts
        What passed the filter.
    names
        The names of people as exported.
    aliases
        What readers see in their place.
    """
    hidden = re.compile(
        "|".join(re.escape(one) for one in sorted(aliases, key=len, reverse=True))
        or r"(?!)"
    )
    capitals: defaultdict[str, Counter[str]] = defaultdict(Counter)
    smalls: Counter[str] = Counter()
    called: Counter[str] = Counter()
    lines: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for text in texts:
        for line in ADDRESS.sub(" ", hidden.sub("@", text)).split("\n"):
            before = ""
            for match in ANY_WORD.finditer(line):
                word, form = match[0], fold_name(match[0])
                if word[:1].islower():
                    smalls[form] += 1
                elif word[:1].isupper() and len(form) >= MIN_LENGTH:
                    begins = SENTENCE_START.search(line[: match.start()][-4:])
                    capitals[form][word] += 1
                    called[form] += before in GREETINGS or not begins
                    if len(lines[form]) < MAX_LINES:
                        lines[form][cut_line(line.strip())] = None
                before = form
    people = {
        fold_name(word): name for name in names for word in ANY_WORD.findall(name)
    }
    found = []
    for form, written in capitals.items():
        uses, whose = written.total(), name_that_begins(form, people)
        if (
            (called[form] >= MIN_USES or (whose and called[form]))
            and smalls[form] <= MAX_SMALL_USES * uses
            and form not in people
            and not max(written, key=written.get).isupper()
            and not is_ordinary(form, ordinary_languages())
        ):
            shown = min(written, key=lambda one: (-written[one], one))
            found.append(Candidate(shown, uses, whose, tuple(lines[form])))
    found.sort(key=lambda one: (-one.uses, one.form))
    return found[:MAX_CANDIDATES]


def name_that_begins(form: str, people: dict[str, str]) -> str | None:
    """Return the only name of which a word begins so, less its last letter; or None."""
    if UNSPACED_LETTER.match(form):
        return None
    stem = form[:-1] if len(form) > MIN_LENGTH else form
    names = {name for word, name in people.items() if word.startswith(stem)}
    names |= {name for word, name in people.items() if len(form) > 3 and form in word}
    return names.pop() if len(names) == 1 else None


def cut_line(line: str) -> str:
    """Return a line, or its beginning."""
    return line if len(line) <= MAX_LINE_LENGTH else line[: MAX_LINE_LENGTH - 1] + "…"
