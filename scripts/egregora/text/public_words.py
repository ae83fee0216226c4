"""Which words may stand in public: in titles, headings, tags, summaries and addresses.

They are read by search engines and by people who never open a post, so they are held
to more than the text is. A word passes where it is an ordinary one of the language or
of English (`text.vocabulary`) and speaks neither of health, sex, death or money nor
abuses or greets anybody (`unfit_words.toml`). A name that the filter did not know, in
small letters too, is not an ordinary word and does not pass.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Collection, Iterable
from importlib.resources import files

from egregora.text.folding import fold
from egregora.text.vocabulary import ordinary_words

# Everywhere understood, and mixed into chats of any language.
LINGUA_FRANCA = "en"
PUBLIC_KINDS = ("health", "sex", "death", "money", "profanity", "greeting")
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff])*")
LONG_NUMBER = re.compile(r"\d(?:[\s.,/-]?\d){2,}")
# What redaction left, addresses, handles.
REDACTED_OR_ADDRESS = re.compile(r"\[\w[\w-]*\]|@|://|www\.|\w\.\w{2,}/")
# Scripts that put no blanks between words, and Korean, which glues particles on.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
# Characters that are words by themselves there, and name nobody.
SINGLE_CHARACTERS = frozenset(
    "的了是我你在有和就不人都一上也很到说說要去会會着著没沒看好吗嗎呢吧啊把被让讓给給从從"
    "对對与與而但或再又还還只才们們个個这這那什么麼哪谁誰多少大小中下里裡来來想用做吃天年月日"
    "はがをにでともやのへかねよわなしてたっんだる"
    "은는이가을를에의도로와과만요다고한"
)
LONGEST_PIECE = 8
# Of the words of a text, the part that is of its language at least.
MIN_OWN_WORDS = 0.8


def may_be_public(
    text: str,
    language: str,
    aliases: Iterable[str] = (),
    said: Collection[str] | None = None,
) -> bool:
    """Tell whether `text` may be a title, heading, tag, summary or part of an address.

    Parameters
    ----------
    text
        As it would be shown.
    language
        ISO 639-1 code of the language that it should be in. Nothing passes in a
        language without a vocabulary but what is ordinary English.
    aliases
        Names that readers see; these may stand anywhere.
    said
        Folded words of the group, where `text` is somebody else's: a word that is no
        ordinary one passes if nobody in the group wrote it.
    """
    plain = without_aliases(text, tuple(aliases))
    if LONG_NUMBER.search(plain) or REDACTED_OR_ADDRESS.search(plain):
        return False
    words = words_of(plain)
    return not holds_unfit_phrase(words, language) and all(
        is_public_word(word, language)
        or (
            said is not None
            and word not in said
            and not speaks_of_unfit(word, language)
        )
        for word in words
    )


def without_aliases(text: str, aliases: tuple[str, ...]) -> str:
    """Return `text` with a gap where it names somebody as readers know them."""
    pattern = alias_pattern(aliases)
    return pattern.sub(" , ", text.replace("\xa0", " ")) if pattern else text


@functools.lru_cache(maxsize=64)
def alias_pattern(aliases: tuple[str, ...]) -> re.Pattern | None:
    """Return what matches one of the aliases, with or without its sign."""
    longest_first = sorted(filter(None, aliases), key=lambda one: (-len(one), one))
    known = "|".join(map(re.escape, longest_first))
    return re.compile(rf"@?(?<!\w)(?:{known})(?!\w)") if known else None


def words_of(text: str) -> list[str]:
    """Return the folded words of `text`, split at apostrophes and hyphens."""
    return [match.group() for match in WORD.finditer(fold(text))]


@functools.lru_cache(maxsize=20_000)
def is_public_word(folded: str, language: str) -> bool:
    """Tell whether one folded word may stand in public."""
    if speaks_of_unfit(folded, language):
        return False
    if folded in ordinary_words(language) or folded in ordinary_words(LINGUA_FRANCA):
        return True
    return bool(UNSPACED.match(folded)) and is_made_of_words(folded, language)


def speaks_of_unfit(folded: str, language: str) -> bool:
    """Tell whether a folded word is unfit in the language or in English."""
    return any(
        is_unfit(folded, code) for code in dict.fromkeys((language, LINGUA_FRANCA))
    )


def is_made_of_words(run: str, language: str) -> bool:
    """Tell whether a run without blanks is one ordinary word after the other."""
    known, at = ordinary_words(language), 0
    while at < len(run):
        for end in range(min(len(run), at + LONGEST_PIECE), at, -1):
            piece = run[at:end]
            if piece in SINGLE_CHARACTERS or (len(piece) > 1 and piece in known):
                at = end
                break
        else:
            return False
    return True


def is_unfit(folded: str, language: str, kinds: tuple[str, ...] = PUBLIC_KINDS) -> bool:
    """Tell whether a folded word is one of those kinds of `unfit_words.toml`."""
    pattern = unfit_pattern(language, kinds)
    return pattern is not None and pattern.search(folded) is not None


def holds_unfit_phrase(words: list[str], language: str) -> bool:
    """Tell whether several words together are unfit, though each may be fine."""
    joined = f" {' '.join(words)} "
    return any(
        f" {phrase} " in joined for phrase in unfit_phrases(language, PUBLIC_KINDS)
    )


@functools.cache
def unfit_words() -> dict[str, dict[str, list[str]]]:
    """Return the words by language and kind, folded, with their `*`."""
    path = files("egregora.text").joinpath("unfit_words.toml")
    return {
        language: {
            kind: [fold(word) for word in words.split()]
            for kind, words in kinds.items()
        }
        for language, kinds in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


@functools.cache
def unfit_pattern(language: str, kinds: tuple[str, ...]) -> re.Pattern | None:
    """Return what matches an unfit word of a language, None if it has no list."""
    listed = unfit_words().get(language, {})
    choices = []
    for word in (word for kind in kinds for word in listed.get(kind, ())):
        if "-" in word:
            continue
        body = re.escape(word.strip("*"))
        anywhere = UNSPACED.match(word) is not None
        before = "" if anywhere or word.startswith("*") else "^"
        after = "" if anywhere or word.endswith("*") else "$"
        choices.append(f"{before}{body}{after}")
    return re.compile("|".join(choices)) if choices else None


@functools.cache
def unfit_phrases(language: str, kinds: tuple[str, ...]) -> frozenset[str]:
    """Return the entries of several words, with blanks between these."""
    listed = unfit_words().get(language, {})
    return frozenset(
        word.replace("-", " ")
        for kind in kinds
        for word in listed.get(kind, ())
        if "-" in word
    )


def is_written_in(text: str, language: str) -> bool:
    """Tell whether most words of `text` are ordinary ones of `language`."""
    words = words_of(text)
    known = ordinary_words(language)
    own = sum(word in known or is_made_of_words(word, language) for word in words)
    return own >= MIN_OWN_WORDS * len(words)


def needs_context(text: str, language: str) -> bool:
    """Tell whether a line needs the one before: "that one is better", "but why".

    Where a language has no list, no line is known to stand alone by its words.
    """
    words = words_of(text)
    if not words or language not in unfit_words():
        return not words
    return is_unfit(words[0], language, ("continuing", "referring")) or any(
        is_unfit(word, language, ("referring",)) for word in words
    )
