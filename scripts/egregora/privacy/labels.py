"""Values that a label announces: codes, papers, accounts, plates, birthdays.

People write "senha: …", "my passport is …", "Kennzeichen …": the label is enough,
whatever follows looks like. The labels of all languages are in `data/labels.toml`.
Positions are of text from `normalize.to_plain_characters`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from egregora.privacy.normalize import (
    ANY_WORD,
    UNSPACED_LETTER,
    fold_name,
    fold_words,
)
from egregora.privacy.phones import DATE_IN_TEXT

KindPattern = tuple[str, re.Pattern[str]]
Labelled = tuple[int, int, str]  # start, end, placeholder

MAX_BETWEEN_WORDS = 4
MIN_ID_DIGITS = 4
MIN_STRICT_DIGITS = 7  # where the label has other meanings
MIN_PLATE_LENGTH, MAX_PLATE_LENGTH = 4, 10

PLACEHOLDERS = {
    "secret": "[secret]",
    "code": "[secret]",
    "card": "[card]",
    "expiry": "[card]",
    "id": "[id]",
    "account": "[id]",
    "plate": "[id]",
    "birthday": "[date]",
    "back": "[card]",
}

QUOTES = "\"'“”„‘’«»`*_~<>()[]{}「」『』"
UNSPACED_COPULA = (
    r"[\s:=：＝]*(?:(?:番号|号码|號碼|号|號)?[\s:=：＝]*(?:就是|是|为|為|は|が|叫)?)?"
    r"[\s:=：＝「『“\"']*"
)
CLOCK_OR_AMOUNT = re.compile(r"\d{1,2}[:h]\d{0,2}|\d+[.,]\d{2}|\d+%|[^\w\s]*")
TOKEN = re.compile(r"[^\W_]+(?:[./\-–][^\W_]+)*")
SHORT_CODE = re.compile(r"(?:[A-Z]-)?(?:\d[ -]?){3,7}\d|(?=[A-Z]*\d)[A-Z\d]{4,10}\b")
CARD_CODE = re.compile(r"\d{3,4}(?!\d)")
EXPIRY_MONTH = re.compile(r"(?:0?[1-9]|1[0-2]) ?[/\-.] ?(?:20)?\d{2}(?![\d/])")
YEAR = re.compile(r"(?:19|20)\d{2}")
WRITTEN_DATE = re.compile(
    r"(?:19|20)?\d{2}年 ?\d{1,2}月 ?\d{1,2}[日号號]?|\d{1,2}月 ?\d{1,2}[日号號]"
    r"|(?:19|20)?\d{2}년 ?\d{1,2}월 ?\d{1,2}일"
    rf"|{DATE_IN_TEXT}|\d{{1,2}}[-/.]\d{{1,2}}(?![\d/.-]*\d)"
    r"|\d{1,2}(?:st|nd|rd|th|º|°|er|\.|-?го|-?е)?[ -](?:(?:de|of|do|del|d')[ ]?)?"
    r"(?!(?:anos|años|ans|anni|years?|jahre|лет|yaş|साल|сентов)\b)[^\W\d_]{3,14}\.?"
    r"(?:,?[ -](?:(?:de|del|do|of)[ ])?(?:(?:19|20)\d{2}|'?\d{2}(?!\d)))?"
    r"|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?(?![\d./\-])(?:,? (?:19|20)\d{2})?"
    r"|(?:19|20)\d{2}(?![\d.,]\d)",
    re.IGNORECASE,
)
FULL_DATE = re.compile(
    rf"(?:{DATE_IN_TEXT})(?!\d)|(?:19|20)\d{{2}}年 ?\d{{1,2}}月 ?\d{{1,2}}日?"
    r"|(?:19|20)\d{2}년 ?\d{1,2}월 ?\d{1,2}일"
    r"|\d{1,2}\.? [^\W\d_]{3,12} (?:19|20)\d{2}"
)
MAX_DATE_DISTANCE = 14  # characters between a date and the label after it


@functools.cache
def label_lists() -> dict[str, tuple[str, ...]]:
    """Return the phrases of each kind, as `data/labels.toml` lists them."""
    data = files("egregora.privacy").joinpath("data/labels.toml").read_text("utf-8")
    return {
        kind: tuple(
            dict.fromkeys(
                phrase.strip()
                for phrase in listed.replace("\n", "|").split("|")
                if phrase.strip()
            )
        )
        for kind, listed in tomllib.loads(data).items()
    }


def phrase_pattern(phrase: str) -> str:
    """Return what matches a phrase, with or without its accents."""
    bare = phrase.rstrip("…")
    forms = {bare, unaccented(bare)}
    alternatives = "|".join(
        re.escape(form).replace(r"\ ", r"[ \t\-]{0,2}") for form in sorted(forms)
    )
    if UNSPACED_LETTER.search(phrase):
        return f"(?:{alternatives})"
    tail = r"\w{0,8}" if phrase.endswith("…") else ""
    return rf"(?<![^\W_])(?:{alternatives}){tail}(?![^\W_])"


def unaccented(text: str) -> str:
    """Return Latin text without its accents; other scripts as they are."""
    return fold_name(text) if not re.search(r"[^\u0000-\u024f]", text) else text


@functools.cache
def folded_phrases(kind: str) -> frozenset[str]:
    """Return the phrases of a kind, folded."""
    return frozenset(fold_name(phrase.rstrip("…")) for phrase in label_lists()[kind])


@dataclass
class LabelIndex:
    """The labels by what they begin with: each word of a text is looked up once.

    Attributes
    ----------
    words
        Folded first word → kind and pattern of the labels that begin with it, the
        longest first.
    stems
        The same by the first letters, of labels with any ending.
    unspaced
        Kind → pattern of the labels of scripts without spaces.
    any_unspaced
        What matches any of those.
    """

    words: dict[str, list[KindPattern]]
    stems: dict[str, list[KindPattern]]
    unspaced: dict[str, re.Pattern[str]]
    any_unspaced: re.Pattern[str]


@functools.cache
def label_index() -> LabelIndex:
    """Return the labels of all kinds."""
    words: dict[str, list[KindPattern]] = {}
    stems: dict[str, list[KindPattern]] = {}
    unspaced: dict[str, list[str]] = {}
    for kind in PLACEHOLDERS:
        for phrase in sorted(label_lists()[kind], key=lambda one: (-len(one), one)):
            if UNSPACED_LETTER.search(phrase):
                unspaced.setdefault(kind, []).append(re.escape(phrase))
                continue
            first = ANY_WORD.findall(phrase)[0]
            index = stems if phrase.rstrip("…") == first != phrase else words
            pattern = re.compile(phrase_pattern(phrase), re.IGNORECASE)
            index.setdefault(fold_name(first), []).append((kind, pattern))
    return LabelIndex(
        words,
        stems,
        {kind: re.compile("|".join(forms)) for kind, forms in unspaced.items()},
        re.compile("|".join(form for forms in unspaced.values() for form in forms)),
    )


def patterns_for(word: str) -> list[KindPattern]:
    """Return kind and pattern of the labels that may begin with a written word."""
    folded, index = fold_name(word), label_index()
    found = list(index.words.get(folded, ()))
    for stem, patterns in index.stems.items():
        if folded.startswith(stem):
            found += patterns
    return found


def may_label(word: str) -> bool:
    """Tell whether a label may begin with a word, or lie in an unspaced run."""
    if UNSPACED_LETTER.match(word):
        return bool(label_index().any_unspaced.search(word))
    return len(word) > 1 and bool(patterns_for(word))


def find_labels(seen: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield kind and place of each label of a text; of one kind none overlap."""
    ends: dict[str, int] = {}
    for word in ANY_WORD.finditer(seen):
        if UNSPACED_LETTER.match(word[0]):
            for kind, pattern in label_index().unspaced.items():
                for label in pattern.finditer(seen, word.start(), word.end()):
                    yield kind, label
            continue
        for kind, pattern in patterns_for(word[0]):
            label = pattern.match(seen, word.start())
            if label and word.start() >= ends.get(kind, 0):
                ends[kind] = label.end()
                yield kind, label


def labelled_numbers(seen: str) -> Iterator[Labelled]:
    """Yield start, end and placeholder of each announced number or date."""
    for kind, label in find_labels(seen):
        if kind == "back":
            yield from card_codes_beside(seen, label)
        elif kind in FINDERS:
            for start, end in FINDERS[kind](seen, label):
                yield start, end, PLACEHOLDERS[kind]


def is_between(word: str) -> bool:
    """Tell whether a word may stand between a label and its value."""
    return fold_name(word) in folded_phrases("between")


def looks_like_code(word: str) -> bool:
    """Tell whether a word is no word of prose: digits or signs within, mixed case."""
    bare = word.strip(QUOTES + ".,;:!?…")
    if len(bare) < 4 or CLOCK_OR_AMOUNT.fullmatch(bare):
        return False
    if re.fullmatch(DATE_IN_TEXT, bare):
        return False
    has_sign = re.search(r"[^\w\s'’.,\-]|_", bare)
    mixed = re.search(r"[a-zß-ÿа-я][A-ZÀ-ÞА-Я]", bare)
    return bool(re.search(r"\d", bare) or has_sign or mixed)


def without_quotes(seen: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a span without the quotation marks around it."""
    while start < end and seen[start] in QUOTES:
        start += 1
    while start < end and seen[end - 1] in QUOTES + ",":
        end -= 1
    return (start, end) if start < end else None


def code_before(seen: str, label: re.Match[str]) -> tuple[int, int] | None:
    """Return the span of a code that stands before its label: 4821 is the pin."""
    before = re.compile(
        r"(\S{4,40})[ \t]+(?:is|was|é|eh|es|ist|est|è|это|हैं?|هو|هي|-|–|—|=|as|como|als)"
        r"[ \t]+(?:[^\s\d]{1,12}[ \t]+){0,3}$"
    ).search(seen[max(0, label.start() - 80) : label.start()])
    if not before or not looks_like_code(before[1]):
        return None
    offset = max(0, label.start() - 80)
    return without_quotes(seen, offset + before.start(1), offset + before.end(1))


def value_place(seen: str, label: re.Match[str]) -> tuple[int, bool]:
    """Return where a number after a label begins, and whether a sign announces it."""
    place, signed = label.end(), False
    if UNSPACED_LETTER.search(label[0]):
        said = re.compile(UNSPACED_COPULA).match(seen, place)
        return said.end(), said.end() > place
    for _word in range(MAX_BETWEEN_WORDS + 1):
        gap = re.compile(r"[\s:=：＝#.()º°\-–—\"'“«]*").match(seen, place)
        signed |= any(sign in ":=#" for sign in gap[0])
        place = gap.end()
        word = re.compile(r"[^\W\d_](?:[^\W\d_]|['’º°.])*(?!\w)").match(seen, place)
        if not word or not is_between(word[0].rstrip(".")):
            break
        place = word.end()
    return place, signed


def number_after(seen: str, label: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the number that follows a label: groups with four digits or more."""
    place, signed = value_place(seen, label)
    start, end, digits = place, place, 0
    for _group in range(6):
        token = TOKEN.match(seen, place)
        if not token:
            break
        written = token[0]
        count = sum(map(str.isdigit, written))
        is_prefix = len(written) <= 4 and written.isupper()
        if not count and not is_prefix:
            break
        if (
            re.compile(r"[.,:]\d|h\b|%| ?(?:reais|euros?|km|kg|€|\$)").match(
                seen, token.end()
            )
            and count < MIN_ID_DIGITS + 2
        ):
            break
        digits += count
        end = token.end() if count else end
        place = token.end()
        if seen[place : place + 1] != " ":
            break
        place += 1
    value = seen[start:end]
    if digits < MIN_ID_DIGITS or re.fullmatch(DATE_IN_TEXT, value):
        return
    strict = fold_name(label[0]) in folded_phrases("strict")
    if strict and not signed and digits < MIN_STRICT_DIGITS and "-" not in value:
        return
    if YEAR.fullmatch(value) and not signed:
        return
    yield start, end


def plate_after(seen: str, label: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the plate that follows a label: letters and digits, or digits alone."""
    place, _signed = value_place(seen, label)
    plate = re.compile(
        r"[^\W_]{1,4}(?:[ ·.\-]{0,2}[^\W_]{1,5}){0,4}", re.IGNORECASE
    ).match(seen, place)
    best = None
    for end in range(plate.end() if plate else place, place, -1):
        value = seen[place:end]
        letters = sum(map(str.isalnum, value))
        digits = sum(map(str.isdigit, value))
        whole = end == len(seen) or not seen[end].isalnum()
        upper = not re.search(r"[a-zа-я]{3}", value)
        fits = MIN_PLATE_LENGTH <= letters <= MAX_PLATE_LENGTH
        if whole and digits >= 2 and upper and fits:
            best = end
            break
    if best and not YEAR.fullmatch(seen[place:best]):
        yield place, best


def code_after(seen: str, label: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the one-time code that follows a label, or stands before it."""
    place, _signed = value_place(seen, label)
    code = SHORT_CODE.match(seen, place)
    # A bare "code" may be that of a booking.
    if code and " " not in label[0] and not code[0][-4:].isdigit():
        return
    if code and not YEAR.fullmatch(code[0]):
        yield code.span()
    elif span := code_before(seen, label):
        yield span


def card_codes_beside(seen: str, label: re.Match[str]) -> Iterator[Labelled]:
    """Yield the check number of a card that stands beside where it is printed."""
    if not folded_phrases("plastic") & set(fold_words(seen)) and not any(
        phrase in seen
        for phrase in label_lists()["plastic"]
        if UNSPACED_LETTER.match(phrase)
    ):
        return
    first = max(0, label.start() - MAX_BACK_DISTANCE)
    for code in re.compile(r"(?<![\d.,/])\d{3,4}(?![\d/:]|[.,]\d)").finditer(
        seen, first, min(len(seen), label.end() + MAX_BACK_DISTANCE)
    ):
        yield *code.span(), PLACEHOLDERS["card"]


MAX_BACK_DISTANCE = 25  # characters


def card_code_after(seen: str, label: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the check number of a card that follows a label."""
    place, _signed = value_place(seen, label)
    if code := CARD_CODE.match(seen, place):
        yield code.span()


def expiry_after(seen: str, label: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the month in which a card ends."""
    place, _signed = value_place(seen, label)
    if month := EXPIRY_MONTH.match(seen, place):
        yield month.span()


def birthday_after(seen: str, label: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the date that follows a label, or the whole date right before it."""
    place, _signed = value_place(seen, label)
    if date := WRITTEN_DATE.match(seen, place):
        yield date.span()
        return
    offset = max(0, label.start() - 40)
    for date in FULL_DATE.finditer(seen, offset, label.start()):
        if label.start() - date.end() <= MAX_DATE_DISTANCE:
            yield date.span()


FINDERS = {
    "code": code_after,
    "card": card_code_after,
    "expiry": expiry_after,
    "id": number_after,
    "account": number_after,
    "plate": plate_after,
    "birthday": birthday_after,
}
