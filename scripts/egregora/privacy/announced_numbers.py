"""Numbers and dates that a label announces: papers, accounts, cards, plates, birthdays.

The label is enough, whatever the number looks like. It stands before the number, behind
it, or further away in the same sentence. Positions are of text from
`normalize.to_plain_characters`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from egregora.privacy.labels import (
    NUMBER_KINDS,
    Label,
    Labelled,
    find_labels,
    is_between,
)
from egregora.privacy.phones import AMOUNT_UNIT, DATE_IN_TEXT
from egregora.text.vocabulary import is_ordinary

Span = tuple[int, int]

MAX_BETWEEN_WORDS = 4
MIN_ID_DIGITS = 4
MIN_STRICT_DIGITS = 7  # where the label has other meanings
MIN_FAR_DIGITS = 6  # where other words stand between
MAX_GROUPS = 8
MAX_PREFIX = 4  # letters before the digits of a number
MAX_FAR_DISTANCE = 60  # characters
MAX_BACK_DISTANCE = 30
MAX_DATE_DISTANCE = 30
MIN_PLATE_LENGTH, MAX_PLATE_LENGTH = 4, 10

PLACEHOLDERS = {
    "code": "[secret]",
    "card": "[card]",
    "expiry": "[card]",
    "id": "[id]",
    "account": "[id]",
    "plate": "[id]",
    "vehicle": "[id]",
    "birthday": "[date]",
    "postcode": "[place]",
    "back": "[card]",
}

QUOTES = "\"'“”„‘’«»`*_~<>()[]{}「」『』"
# What may stand between the words that lead to a value.
GAP = re.compile(r"[\s:=：＝#№º°.,;()\[\]{}*_~|/\\>→«»\"'“”„`\-–—？?]*")
SIGNS = re.compile(r"[:=：＝#№→>]")
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’º°.\u0900-\u0dff])*(?!\w)|№")
UNSPACED_COPULA = re.compile(
    r"[\s:=：＝#\-→]*(?:(?:番号|号码|號碼|编号|号|號|번호|No|no|เลขที่|เลข|ナンバー|コード)?[.．]?"
    r"[\s:=：＝#\-→]*(?:就是|是|为|為|は|が|を|叫|の|的|은|는|이|가|คือ|คือว่า)?)?"
    r"[\s:=：＝「『“\"'（(【\[\-→]*"
)
END_OF_SENTENCE = re.compile(r"[.!?…](?:\s|$)|[。！？\n\0]")
YEAR = re.compile(r"(?:19|20)\d{2}")
TOKEN = re.compile(r"[^\W_]+(?:[./\-–][^\W_]+)*")
AMOUNT_AFTER = re.compile(
    rf"[.,:]\d|h\b|%| ?{AMOUNT_UNIT}| ?[円元块塊원บ₽₺€$£¥₹]", re.I
)
MONEY_BEFORE = re.compile(
    r"(?:[rua]s?\$|[$€£₹¥₽₺]|\b(?:rs\.?|brl|usd|eur|inr)) ?$", re.I
)
SHORT_CODE = re.compile(r"(?:[A-Z]-)?(?:\d[ -]?){3,7}\d|(?=[A-Z]*\d)[A-Z\d]{4,10}\b")
DIGITS_AND_SIGNS = re.compile(r"(?<![\w.,:/])\d{4,8}(?![\w/:]|[.,]\d)")
CARD_CODE = re.compile(r"(?<![\d.,/])(?<!\d:)\d{3,4}(?![\d/:]|[.,]\d)")
EXPIRY_MONTH = re.compile(
    r"(?<![\d/.\-])(?:0?[1-9]|1[0-2]) ?[/\-.] ?(?:20)?(?:2[3-9]|[34]\d)(?![\d/.\-]?\d)"
    r"|(?<!\d)20[2-4]\d ?[年/\-] ?(?:0?[1-9]|1[0-2]) ?月?(?![\d/.\-]?\d)"
)
WRITTEN_DATE = re.compile(
    r"(?:19|20)?\d{2} ?年 ?\d{1,2} ?月 ?\d{1,2} ?[日号號]?"
    r"|\d{1,2} ?月 ?\d{1,2} ?[日号號]?"
    r"|(?:19|20)?\d{2} ?년 ?\d{1,2} ?월 ?\d{1,2} ?일?|\d{1,2} ?월 ?\d{1,2} ?일"
    rf"|{DATE_IN_TEXT}|\d{{1,2}} ?[-/.] ?\d{{1,2}} ?[-/.] ?(?:19|20)?\d{{2}}(?!\d)"
    r"|\d{1,2}[-/.]\d{1,2}(?![\d/.-]*\d)"
    r"|\d{1,2}(?:st|nd|rd|th|º|°|er|\.|-?го|-?е)?[ -]"
    r"(?:(?:de|of|do|del|d')[ ]?)?(?!(?:anos|años|ans|anni|years?|jahre|лет|yaş|साल)\b)"
    r"[^\W\d_]{3,14}\.?"
    r"(?:,?[ -](?:(?:de|del|do|of)[ ])?(?:(?:19|20)\d{2}|'?\d{2}(?!\d)))?"
    r"|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?(?![\d./\-])(?:,? (?:19|20)\d{2})?"
    r"|(?:19|20)\d{2}(?![\d.,]\d)|(?<!\d)[0-3]\d[01]\d(?:19|20)?\d{2}(?!\d)",
    re.IGNORECASE,
)
FULL_DATE = re.compile(
    rf"(?<!\d)(?:{DATE_IN_TEXT})(?!\d)"
    r"|(?<!\d)\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?(?:19|20)\d{2}(?!\d)"
    r"|(?:19|20)\d{2} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日号號일]?"
    r"|\d{1,2} ?[月월] ?\d{1,2} ?[日号號일]"
    r"|(?<!\d)\d{1,2}[.ºo°]? (?:d[eo]l? )?[^\W\d_]{3,12}\.?,? (?:d[eo]l? )?"
    r"(?:19|20)\d{2}(?!\d)"
)
# A key to an account that is no number: name@bank, words.with.dots, a tag.
ACCOUNT_KEY = re.compile(
    r"[\w.\-]{2,60}@[\w.\-]{2,60}\w|\$[A-Za-z]\w{2,30}"
    r"|[^\W\d_]{2,20}(?:\.[^\W\d_]{2,20}){2,}"
)
KEYED = re.compile(
    r"upi|vpa|bhim|pix|alias|paypal|venmo|cash|zelle|यूपीआई|phonepe|gpay|فون|instapay|انستا"
)
PLATE_AFTER = re.compile(r"[^\W_]{1,4}(?:[ ·•.\-/|]{0,3}[^\W_]{1,5}){0,5}")
WORD_IN_PLATE = re.compile(
    r"[A-ZÀ-ÞА-Я]?[a-zà-ÿа-я]{4}|[A-ZÀ-ÞА-Я][a-zà-ÿа-я]{2}| [a-zà-ÿа-я]{1,5}(?: |$)"
)
# The forms of plates, where something says that a vehicle is spoken of.
PLATE_FORM = re.compile(
    r"(?<![\w\-])(?:[A-Z]{3}[- ]?\d[A-Z\d]\d{2}|\d{4} ?[BCDFGHJ-NPRSTV-Z]{3}"
    r"|[A-Z]{2}[- ]?\d{3}[- ]?[A-Z]{2}|[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2} ?\d{1,4}[EH]?"
    r"|[A-Z]{2}\d{2} ?[A-Z]{3}|(?:0[1-9]|[1-7]\d|8[01]) ?[A-Z]{1,3} ?\d{2,4}"
    r"|[A-Z]{2}[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]?\d{4}|[A-Z]{1,3} ?\d{4}[A-Z]{0,3}"
    r"|[АВЕКМНОРСТУХABEKMHOPCTYX] ?\d{3} ?[АВЕКМНОРСТУХABEKMHOPCTYX]{2} ?\d{2,3}"
    r"|[ІА-Я]{2} ?\d{4} ?[ІА-Я]{2}"
    r"|\d{1,3}[ \-]?[\u0621-\u064a](?: ?[\u0621-\u064a]){0,2}[ \-]?\d{1,4}"
    r"|(?:[\u0621-\u064a] ){2,3}\d{1,4}|\d{1,4}(?: [\u0621-\u064a]){2,3}"
    r")(?![\w\-])",
)
# Plates that nothing else looks like.
OWN_PLATE_FORM = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
    r"[A-Z][·•. ]?[A-Z\d]{5,6}(?![A-Z\d])"
    r"|[\u3040-\u309f\u4e00-\u9fff]{1,4} ?\d{2,3} ?[ぁ-ん] ?[\d・·]{1,2}-[\d]{2}(?!\d)"
    r"|(?<!\d)\d{2,3}[가-힣] ?\d{4}(?!\d)"
    r"|(?<![\w])[АВЕКМНОРСТУХ]\d{3}[АВЕКМНОРСТУХ]{2} ?\d{2,3}(?!\w)"
    r"|(?<![\w\-])[A-Z]{2}-\d{3}-[A-Z]{2}(?![\w\-])"
)


def announced_numbers(seen: str) -> Iterator[Labelled]:
    """Yield start, end and placeholder of each announced number or date."""
    labels = without_doubt(list(find_labels(seen, NUMBER_KINDS)))
    # A label ends what another one announces.
    starts = sorted({label.start for label in labels if label.kind not in BACKGROUND})
    for label in labels:
        if label.kind in FINDERS:
            after = [start for start in starts if start >= label.end]
            until = after[0] if after else len(seen)
            for start, end in FINDERS[label.kind](seen, label, until):
                yield start, end, PLACEHOLDERS[label.kind]
    if any(label.kind in ("vehicle", "plate") for label in labels):
        for plate in PLATE_FORM.finditer(seen):
            if len(re.findall(r"\d", plate[0])) >= 2:
                yield *plate.span(), PLACEHOLDERS["plate"]
    if speaks_of_card(seen, labels):
        yield from parts_of_card(seen, labels)


def without_doubt(labels: list[Label]) -> list[Label]:
    """Return the labels; those of accounts beside each other have one meaning only."""
    places = {label.start for label in labels if label.kind == "account"}
    ends = {label.end for label in labels if label.kind == "account"}
    if min(len(places), len(ends)) < MIN_ACCOUNT_LABELS:
        return labels
    return [
        replace(label, is_weak=False) if label.kind == "account" else label
        for label in labels
    ]


MIN_ACCOUNT_LABELS = 2


def speaks_of_card(seen: str, labels: list[Label]) -> bool:
    """Tell whether a text speaks of a payment card."""
    kinds = {label.kind for label in labels}
    return (
        bool(kinds & {*CARD_KINDS})
        or {"back", "figures"} <= kinds
        or any(
            any(expiry_near(seen, label, len(seen)))
            for label in labels
            if label.kind == "expiry"
        )
    )


BACKGROUND = ("vehicle", "plastic", "back", "figures")
CARD_KINDS = ("card", "plastic")
CODE_PLACES = ("card", "back")


def plates_by_form(seen: str) -> Iterator[Span]:
    """Yield start and end of each plate whose form nothing else has."""
    for plate in OWN_PLATE_FORM.finditer(seen):
        yield plate.span()


def value_place(seen: str, label: Label) -> tuple[int, bool]:
    """Return where a value after a label begins, and whether a sign announces it."""
    if label.is_unspaced:
        said = UNSPACED_COPULA.match(seen, label.end)
        return said.end(), said.end() > label.end
    place, signed = label.end, False
    for _word in range(MAX_BETWEEN_WORDS + 1):
        gap = GAP.match(seen, place)
        signed |= bool(SIGNS.search(gap[0]))
        place = gap.end()
        word = WORD.match(seen, place)
        if not word or not (word[0] == "№" or is_between(word[0].rstrip("."))):
            break
        place = word.end()
    return place, signed


def number_at(seen: str, place: int) -> tuple[int, int, int] | None:
    """Return start, end and count of digits of the number in groups at a place."""
    start, end, digits = place, place, 0
    for _group in range(MAX_GROUPS):
        token = TOKEN.match(seen, place)
        if not token:
            break
        written = token[0]
        count = sum(map(str.isdigit, written))
        is_prefix = len(written) <= MAX_PREFIX and written.isupper()
        if not count and not is_prefix:
            break
        if count < MIN_ID_DIGITS + 2 and AMOUNT_AFTER.match(seen, token.end()):
            break
        digits += count
        end = token.end() if count else end
        place = token.end()
        if seen[place : place + 1] != " ":
            break
        place += 1
    return (start, end, digits) if digits else None


def number_near(seen: str, label: Label, until: int) -> Iterator[Span]:
    """Yield the number that a label of papers or accounts announces."""
    place, signed = value_place(seen, label)
    if not label.is_weak or signed or KEYED.search(label.text):
        key = KEYED.search(label.text) and ACCOUNT_KEY.match(seen, place)
        if key:
            yield key.span()
            return
    found = number_at(seen, place)
    if found and fits_label(seen, found, label, signed=signed):
        yield found[0], found[1]
    elif not label.is_weak:
        yield from number_further(seen, label, until)
    elif label.kind == "account" and not found:
        yield from number_behind(seen, label, until, MIN_STRICT_DIGITS)


def fits_label(
    seen: str, found: tuple[int, int, int], label: Label, *, signed: bool
) -> bool:
    """Tell whether a number right after a label is what the label announces."""
    start, end, digits = found
    value = seen[start:end]
    named_number = label.text.endswith(("号", "號", "番", "番号", "コード", "行号"))
    fewest = 3 if signed and (named_number or not label.is_unspaced) else MIN_ID_DIGITS
    if digits < fewest:
        return False
    if label.is_weak and not signed:
        if re.fullmatch(DATE_IN_TEXT, value):
            return False
        if digits < MIN_STRICT_DIGITS and "-" not in value:
            return False
    if re.fullmatch(DATE_IN_TEXT, value) and ("/" in value or len(value) > 8):
        return False
    return bool(signed or not YEAR.fullmatch(value))


def number_behind(
    seen: str, label: Label, until: int, fewest: int = MIN_FAR_DIGITS
) -> Iterator[Span]:
    """Yield the first long number that stands further on in the sentence."""
    far = label.end + MAX_FAR_DISTANCE
    stop = END_OF_SENTENCE.search(seen, label.end, far)
    last = min(until, stop.start() if stop else len(seen), far)
    for token in TOKEN.finditer(seen, label.end, max(label.end, last)):
        if span := long_number(seen, token.start(), fewest):
            yield span
            return


def number_further(seen: str, label: Label, until: int) -> Iterator[Span]:
    """Yield a long number further on in the sentence, or right before the label."""
    for span in number_behind(seen, label, until):
        yield span
        return
    first = max(0, label.start - MAX_FAR_DISTANCE)
    before = [*TOKEN.finditer(seen, first, label.start)]
    for number, token in enumerate(before):
        if len(before) - number > MAX_GROUPS + MAX_BETWEEN_WORDS:
            continue
        span = long_number(seen, token.start())
        if span and span[1] <= label.start:
            between = seen[span[1] : label.start]
            if END_OF_SENTENCE.search(between) or len(between) > MAX_BACK_DISTANCE:
                continue
            words = WORD.findall(between)
            if len(words) <= MAX_BETWEEN_WORDS and all(map(is_between, words)):
                yield span
                return


def long_number(seen: str, place: int, fewest: int = MIN_FAR_DIGITS) -> Span | None:
    """Return the span of a number at a place that is too long for anything else."""
    if not seen[place : place + 1].isdigit() and not seen[place].isupper():
        return None
    if place and (seen[place - 1] in "@#" or seen[place - 1].isalnum()):
        return None
    found = number_at(seen, place)
    if not found or found[2] < fewest:
        return None
    start, end, _digits = found
    if re.match(DATE_IN_TEXT, seen[start:end]) or MONEY_BEFORE.search(seen, 0, start):
        return None
    if AMOUNT_AFTER.match(seen, end) or re.match(r"[.,]\d", seen[end : end + 2]):
        return None
    return start, end


def plate_near(seen: str, label: Label, until: int) -> Iterator[Span]:
    """Yield the plate that follows a label: letters and digits, or digits alone."""
    place, _signed = value_place(seen, label)
    if span := plate_at(seen, place):
        yield span
        return
    if label.is_weak:
        return
    far = label.end + MAX_FAR_DISTANCE
    stop = END_OF_SENTENCE.search(seen, label.end, far)
    last = min(until, stop.start() if stop else len(seen), far)
    for token in re.compile(r"[^\W_]+").finditer(seen, label.end, max(label.end, last)):
        span = plate_at(seen, token.start())
        if span and re.search(r"[^\W\d_]", seen[slice(*span)]):
            yield span
            return


def plate_at(seen: str, place: int) -> Span | None:
    """Return the span of the plate at a place."""
    plate = PLATE_AFTER.match(seen, place)
    for end in range(plate.end() if plate else place, place, -1):
        value = seen[place:end]
        letters = sum(map(str.isalnum, value))
        digits = sum(map(str.isdigit, value))
        whole = end == len(seen) or not seen[end].isalnum()
        first = re.match(r"([a-zà-ÿ]{2,}) ", value)
        words = WORD_IN_PLATE.search(value) or (first and is_ordinary(first[1]))
        fits = MIN_PLATE_LENGTH <= letters <= MAX_PLATE_LENGTH
        if whole and digits >= 2 and not words and fits:
            return None if YEAR.fullmatch(value) else (place, end)
    return None


def code_near(seen: str, label: Label, until: int) -> Iterator[Span]:
    """Yield the one-time code that follows a label, or stands before it."""
    place, signed = value_place(seen, label)
    code = SHORT_CODE.match(seen, place)
    # A bare "code" may be that of a booking.
    if code and " " not in label.text and not code[0][-4:].isdigit():
        return
    if code and not YEAR.fullmatch(code[0]):
        yield code.span()
        return
    is_bare = not re.search(r"\W", label.text) and not label.is_unspaced
    first = max(0, label.start - MAX_FAR_DISTANCE)
    for before in DIGITS_AND_SIGNS.finditer(seen, first, label.start):
        words = WORD.findall(seen[before.end() : label.start])
        if not YEAR.fullmatch(before[0]) and len(words) <= MAX_BETWEEN_WORDS:
            yield before.span()
            return
    if is_bare or signed:
        return
    far = label.end + MAX_FAR_DISTANCE
    stop = END_OF_SENTENCE.search(seen, label.end, far)
    last = min(until, stop.start() if stop else len(seen), far)
    for after in DIGITS_AND_SIGNS.finditer(seen, label.end, max(label.end, last)):
        if not YEAR.fullmatch(after[0]) and not AMOUNT_AFTER.match(seen, after.end()):
            yield after.span()
            return


def parts_of_card(seen: str, labels: list[Label]) -> Iterator[Labelled]:
    """Yield the month in which a card ends, and its check number.

    The month, where a card is spoken of; three or four digits, where beside the card
    stands such a month, a check number's label or where on a card it is printed.
    """
    placeholder = PLACEHOLDERS["card"]
    months = [month.span() for month in EXPIRY_MONTH.finditer(seen)]
    for start, end in months:
        yield start, end, placeholder
    places = [(one.start, one.end) for one in labels if one.kind in CODE_PLACES]
    reach = 0
    beside = sorted(places + months)
    for code in CARD_CODE.finditer(seen):
        while beside and beside[0][0] - code.end() <= MAX_BACK_DISTANCE:
            reach = max(reach, beside.pop(0)[1] + MAX_BACK_DISTANCE)
        is_month = any(start <= code.start() < end for start, end in months)
        if (
            code.start() <= reach
            and not is_month
            and not AMOUNT_AFTER.match(seen, code.end())
        ):
            yield *code.span(), placeholder


def expiry_near(seen: str, label: Label, until: int) -> Iterator[Span]:
    """Yield the month in which a card ends."""
    place, _signed = value_place(seen, label)
    if month := EXPIRY_MONTH.match(seen, place):
        yield month.span()


def birthday_near(seen: str, label: Label, until: int) -> Iterator[Span]:
    """Yield the date that follows a label, or the whole date before it."""
    place, _signed = value_place(seen, label)
    form = FULL_DATE if label.is_weak else WRITTEN_DATE
    if date := form.match(seen, place):
        yield date.span()
        return
    if label.is_weak:
        return
    far = label.end + MAX_FAR_DISTANCE
    stop = END_OF_SENTENCE.search(seen, label.end, far)
    last = min(until, stop.start() if stop else len(seen), far)
    for date in FULL_DATE.finditer(seen, label.end, max(label.end, last)):
        yield date.span()
        return
    first = max(0, label.start - MAX_FAR_DISTANCE)
    for date in FULL_DATE.finditer(seen, first, label.start):
        between = seen[date.end() : label.start]
        if len(between) <= MAX_DATE_DISTANCE and "\n" not in between:
            yield date.span()


POSTCODE = re.compile(
    r"〒? ?(?:\d{2}\.?\d{3}[- ]?\d{3}|[A-Z]{1,2}-?\d{4,6}|\d{3}[ \-]?\d{2,4}"
    r"|\d{4,10}(?:-\d{3,4})?)(?!\w)"
    r"|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|[A-Z]\d[A-Z] ?\d[A-Z]\d\b|\d{4} ?[A-Z]{2}\b",
    re.IGNORECASE,
)


def postcode_after(seen: str, label: Label, until: int) -> Iterator[Span]:
    """Yield the number of a place for the post."""
    place, _signed = value_place(seen, label)
    code = POSTCODE.match(seen, place)
    if code and not AMOUNT_AFTER.match(seen, code.end()):
        yield code.span()


FINDERS = {
    "code": code_near,
    "expiry": expiry_near,
    "id": number_near,
    "account": number_near,
    "plate": plate_near,
    "birthday": birthday_near,
    "postcode": postcode_after,
}
