"""Passwords, codes and keys that a label announces, in any language.

What follows "senha:", "password is" or "密码是" goes whatever it looks like. Positions
are of text from `normalize.to_plain_characters`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from egregora.privacy.labels import (
    MAX_BETWEEN_WORDS,
    PLACEHOLDERS,
    QUOTES,
    UNSPACED_COPULA,
    YEAR,
    Labelled,
    code_before,
    find_labels,
    folded_phrases,
    is_between,
    looks_like_code,
    without_quotes,
)
from egregora.privacy.normalize import (
    UNSPACED_LETTER,
    UNSPACED_LETTERS,
    fold_name,
    word_set,
)
from egregora.text.folding import fold
from egregora.text.vocabulary import is_ordinary

MAX_SECRET_WORDS = 5

# What says that a value follows: a sign, or a verb that means "is".
SIGN = re.compile(r"[:=：＝→>]|[-–—](?=\s)|\n")

COPULAS = word_set(
    """
    is are was it's é eh são sao era es son ist sind lautet lauten est sont c'est c’est
    è sono это है हैं هي هو jest är er to
    """
)

CODE_TOKEN = re.compile(r"[^\s,;<>]{3,}")

# What a value was replaced by already.
STANDS_FOR_VALUE = re.compile(rf"[\s\\{re.escape(QUOTES)}]*[a-z]+\\?\]|\0")


def labelled_secrets(seen: str) -> Iterator[Labelled]:
    """Yield start, end and placeholder of each password or the like."""
    for kind, label in find_labels(seen):
        if kind != "secret":
            continue
        span = secret_after(seen, label) or code_before(seen, label)
        if span := span or secret_later(seen, label):
            yield *span, PLACEHOLDERS["secret"]


def secret_after(seen: str, label: re.Match[str]) -> tuple[int, int] | None:
    """Return the span of the secret that follows its label, if one does."""
    if UNSPACED_LETTER.search(label[0]):
        return unspaced_secret(seen, label)
    place, announced, passed = label.end(), False, 0
    weak = fold_name(label[0]) in folded_phrases("weak")
    while True:
        gap = re.compile(r"[ \t]*").match(seen, place)
        place = gap.end()
        if sign := SIGN.match(seen, place):
            announced, place = True, sign.end()
            place = re.compile(r"\s*").match(seen, place).end()
            return secret_span(seen, place, weak=False)
        word = re.compile(r"[^\s:=：＝→\n]+").match(seen, place)
        if not word or (place == label.end() and not gap[0]):
            return None
        folded = fold_name(word[0].strip(QUOTES + ",;"))
        follows_sign = re.compile(
            r"(?:[ \t]+[^\s:=：＝]{1,16}){0,3}[ \t]*[:=：＝]"
        ).match(seen, word.end())
        if passed < MAX_BETWEEN_WORDS and (
            folded in folded_phrases("between")
            or (follows_sign and word[0].isalpha() and len(word[0]) <= 16)
        ):
            announced |= word[0].lower() in COPULAS
            place, passed = word.end(), passed + 1
            continue
        if folded.strip(".!?…") in folded_phrases("without"):
            return None
        if announced:
            return secret_span(seen, place, weak)
        code = CODE_TOKEN.match(seen, place)
        if code and (looks_like_code(code[0]) or is_lone_word(seen, code, weak)):
            return without_quotes(seen, code.start(), code.end())
        return None


def is_lone_word(seen: str, word: re.Match[str], weak: bool) -> bool:
    """Tell whether a long word that no dictionary has ends what a label announces."""
    bare = word[0].strip(QUOTES + ".,;:!?…")
    rest = re.compile(r"[.!?…]*[ \t]*(?:\n|$)").match(seen, word.end())
    return (
        bool(rest)
        and not weak
        and len(bare) >= MIN_LONE_WORD
        and bare.isalpha()
        and not is_ordinary(fold(bare))
        and not is_ordinary(fold(bare), OTHER_LANGUAGES)
    )


MIN_LONE_WORD = 8
OTHER_LANGUAGES = ("ru", "tr", "hi", "ar", "nl", "pl", "uk")


def secret_span(seen: str, place: int, weak: bool) -> tuple[int, int] | None:
    """Return the span of a secret that begins at a place: its words, five at most."""
    line = re.compile(r"[^\n]*").match(seen, place)[0]
    sentence = re.split(r"[;,]\s|[.!?…](?:\s|$)", line, maxsplit=1)[0]
    words = list(re.finditer(r"\S+", sentence))
    if not words or STANDS_FOR_VALUE.match(line):
        return None
    first = words[0]
    if fold_name(first[0].strip(QUOTES + ".,;!?…")) in folded_phrases("without"):
        return None
    if looks_like_code(first[0]) or len(words) > MAX_SECRET_WORDS:
        if weak and not looks_like_code(first[0]):
            return None
        last = first
        for word in words[1:MAX_SECRET_WORDS]:  # a code in groups
            if not looks_like_code(word[0]) and not word[0].isdigit():
                break
            last = word
    elif weak and len(words) > 1:
        return None
    else:
        last = words[-1]
    end = place + last.end()
    if last is first:  # signs at the end may belong to a password
        whole = re.compile(r"\S+").match(seen, place + first.start())
        end = whole.end() if looks_like_code(whole[0]) else end
    return without_quotes(seen, place + first.start(), end)


def unspaced_secret(seen: str, label: re.Match[str]) -> tuple[int, int] | None:
    """Return the span of a secret after a label of a script without spaces."""
    said = re.compile(UNSPACED_COPULA).match(seen, label.end())
    if STANDS_FOR_VALUE.match(seen, said.end()):
        return None
    announced = said[0].strip() != ""
    code = re.compile(r"[!-~]{3,}").match(seen, said.end())
    if code and (announced or looks_like_code(code[0])):
        return without_quotes(seen, code.start(), code.end())
    if not announced:
        return None
    word = re.compile(
        rf"[{UNSPACED_LETTERS}\w]{{1,12}}?(?=です|だよ|だ|哦|啊|吧|[\s。、，,.!！?？\n]|$)"
    ).match(seen, said.end())
    if not word or any(one in word[0] for one in folded_phrases("without")):
        return None
    return word.span()


def secret_later(seen: str, label: re.Match[str]) -> tuple[int, int] | None:
    """Return the span of a secret that a word such as "now" announces."""
    line = re.compile(r"[^\n]*").match(seen, label.end())
    announced = NOW.search(line[0][:MAX_LATER_DISTANCE])
    if announced:
        value = re.compile(r"[\s\"'“«]*([!-~]{4,}|[^\s,;.]{4,})").match(
            seen, label.end() + announced.end()
        )
        if value and not is_between(value[1].strip(QUOTES + ".,!")):
            return without_quotes(seen, *value.span(1))
    told = re.compile(
        r"(?:[ \t]+[^\W\d_]{1,14}){1,3}[ \t]+([^\s<>]+)(?:[ \t]+([^\s<>]+))?"
    ).match(seen, label.end())
    for number in (1, 2):
        if told and told[number] and is_code_of_digits(told[number]):
            return without_quotes(seen, *told.span(number))
    return None


def is_code_of_digits(word: str) -> bool:
    """Tell whether a word looks like a code, and is no year."""
    bare = word.strip(QUOTES + ".,;:!?…")
    has_digit = any(map(str.isdigit, bare))
    return has_digit and looks_like_code(bare) and not YEAR.fullmatch(bare)


# How far behind a label a word such as "now" may announce the secret.
MAX_LATER_DISTANCE = 48
NOW = re.compile(
    r"(?<![^\W_])(?:now|new one|agora|a nova|ahora|la nueva|jetzt|neu|maintenant"
    r"|désormais|ora|adesso|теперь|сейчас|новый|şimdi|artık|yeni)(?![^\W_])[ \t]*"
    r"(?:(?:it['’]?s|it is|is|é|eh|es|ist|est|è|это|c['’]est)(?![^\W_]))?[ \t:]*"
    r"|(?:अब|नया)[ \t]*(?:है[ \t]*)?"
    r"|(?:الآن|الان|أصبحت|صارت)"
    r"[ \t]*(?:هي|هو)?[ \t]*"
    r"|(?:现在|現在|今は|新しいのは|지금은)(?:是|は|は)?",
    re.IGNORECASE,
)
