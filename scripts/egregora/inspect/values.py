"""Values that identify somebody, as people type them: by their form or by a label.

The rules are not the filter's: they check it. They are used on the export, where they
may take too much rather than too little: what they find counts only where the same
value stands in a public file.
"""

from __future__ import annotations

import functools
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files

import phonenumbers
from stdnum import iban, luhn

from egregora.privacy.normalize import UNSPACED_LETTER, fold_name, to_plain_characters
from egregora.text.vocabulary import is_ordinary, ordinary_languages

MIN_STRONG_LENGTH = 7
MIN_PHONE_DIGITS, MAX_PHONE_DIGITS = 8, 15
MIN_ENTROPY = 3.4  # bits a character
MIN_TOKEN_LENGTH = 16
# How far behind its label a value may stand.
LABEL_REACH = 48


@dataclass(frozen=True)
class Value:
    """A value that must be gone.

    Attributes
    ----------
    kind
        phone, email, card, iban, id, secret, link, place, account, plate or birthday.
    compact
        Its letters and digits, folded.
    is_strong
        It identifies without its label.
    piece
        The longest run of letters and digits in it as written, folded.
    """

    kind: str
    compact: str
    is_strong: bool = True
    piece: str = ""


PIECE = re.compile(r"[^\W_]+")


def value_of(kind: str, written: str, is_strong: bool = True) -> Value:
    """Return a value as it is written in the export."""
    pieces = PIECE.findall(fold_name(to_plain_characters(written)))
    return Value(kind, compact(written), is_strong, max(pieces, key=len, default=""))


@functools.cache
def announcing_words(kind: str) -> frozenset[str]:
    """Return the folded words of a kind from the table of announcements."""
    path = files("egregora.inspect").joinpath("data/announcements.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    words = table[kind].split()
    return frozenset(fold_name(word).replace("_", " ") for word in words)


LABELLED_KINDS = ("secret", "id", "account", "plate", "birthday")


def label_pattern(kinds: tuple[str, ...]) -> re.Pattern:
    """Return a pattern of the labels of some kinds, for folded text."""
    words = sorted({word for kind in kinds for word in announcing_words(kind)})
    glued = [w for w in words if UNSPACED_LETTER.match(w)]
    spaced = [w for w in words if not UNSPACED_LETTER.match(w)]
    open_ended = [re.escape(w[:-1]) + r"\w*" for w in spaced if w.endswith("*")]
    # Long ones end compounds as well: Bestätigungscode.
    closed = [
        (r"[^\W\d_]*" if len(w) >= 4 and w.isalpha() else "") + re.escape(w)
        for w in spaced
        if not w.endswith("*")
    ]
    one = "|".join(sorted([*closed, *open_ended], key=len, reverse=True))
    return re.compile(
        rf"(?<![^\W_])(?:{one})(?![^\W\d_])|{'|'.join(map(re.escape, glued))}"
    )


@functools.cache
def labels(kind: str) -> re.Pattern:
    """Return the pattern of the labels of one kind; of all kinds if it is `any`."""
    return label_pattern(LABELLED_KINDS if kind == "any" else (kind,))


def compact(text: str) -> str:
    """Return the letters and digits of a text, folded."""
    return "".join(c for c in fold_name(to_plain_characters(text)) if c.isalnum())


# An at or a dot may be put into brackets, or in words.
EMAIL = re.compile(
    r"[\w.+%'-]+\s?(?:@|[\[({<]\s?(?:at|arroba|ät)\s?[\])}>]|\s(?:at|arroba|ät)\s)"
    r"\s?[\w-]+(?:(?:\.|\s?[\[({]\s?(?:dot|punkt|punto|ponto|point)\s?[\])}]\s?"
    r"|\s(?:dot|punkt|punto|ponto|point)\s)[\w-]+)+",
    re.I,
)
NUMBER = re.compile(
    r"(?<![\w.,/=-])(?:\+|00)?\(?\d[\dOo \u200b().\-/·•_]{5,28}[\dOo](?![\w]|[.,:]\d)"
)
IBAN = re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}(?!\w)")
COORDINATES = re.compile(
    r"\d{1,3}\s?[°º]\s?\d{1,2}[.,'′’ ][^\n]{0,14}\d{1,3}\s?[°º]\s?\d{1,2}[.,'′’ ]"
    r"|(?<![\d.,])-?\d{1,3}[.,]\d{4,}\s*°?\s*[NSns]?\s*[,;/ ]"
    r"\s*(?:\w+:?\s*)?-?\d{1,3}[.,]\d{4,}"
)
TOKEN = re.compile(r"[A-Za-z0-9_\-+/=.~]{16,}")
COMPANY_ID = re.compile(
    r"(?<!\w)[A-Z\d]{2}\.[A-Z\d]{3}\.[A-Z\d]{3}/[A-Z\d]{4}-\d\d(?!\w)"
)
CODED_ID = re.compile(r"(?<!\w)(?=\w*\d)[A-Za-z0-9]{8,20}(?!\w)")
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'`]+")
VALUE = re.compile(r"[^\s\"'`«»“”„,;:!?()\[\]{}<>*|]{2,}")
DATE = re.compile(
    r"\d{1,4}[./\-年 ]\s?\d{1,2}[./\-月 ]\s?\d{1,4}"
    r"|\d{1,2}\.? (?:de )?\w+ (?:de )?\d{2,4}"
)
SECRET_PARAMETER = re.compile(
    r"[?&#;](?:[\w.-]*(?:token|pwd|passw|secret|sig|key|code|auth|hash|invite|reset"
    r"|credential|session|otp|magic|tk|jwt|eid|resourcekey|usp)[\w.-]*)=([^&#\s]{4,})",
    re.I,
)
# Who has such an address is let in.
INVITING_HOST = re.compile(
    r"(?:chat\.whatsapp\.com|t\.me/\+|t\.me/joinchat|discord\.gg|meet\.google\.com"
    r"|zoom\.us/(?:j|my|s)|teams\.\w+\.com|docs\.google\.com|drive\.google\.com"
    r"|photos\.app\.goo\.gl|photos\.google\.com|dropbox\.com/s|1drv\.ms|we\.tl"
    r"|wetransfer\.com|onedrive\.live\.com|sharepoint\.com|icloud\.com|maps\.app\.goo\.gl"
    r"|goo\.gl/maps|what3words\.com|w3w\.co|glympse\.com|life360\.com|uber\.com"
    r"|trip\.uber\.com|mega\.nz|notion\.so|calendly\.com)/?[^\s]*?([\w.+-]{8,})",
    re.I,
)
SECRET_FORM = re.compile(
    r"(?<!\w)(?:AKIA|ASIA|ghp_|gho_|ghs_|github_pat_|glpat-|sk-|sk_live_|pk_live_|rk_live_"
    r"|xox[abpr]-|AIza|eyJ|hf_|npm_|SG\.|ya29\.|dop_v1_|shpat_|pypi-)[\w.\-/+=]{8,}"
)

# Numbers of papers whose check digits few other numbers share.
NUMBERS_OF_PAPERS = (
    "br.cpf", "br.cnpj", "fr.nir", "cn.ric", "in_.aadhaar", "tr.tckimlik",
    "pl.pesel", "ru.inn", "ar.cbu", "ar.cuit", "cl.rut", "mx.clabe", "gb.nhs",
    "kr.rrn", "fi.hetu", "nl.bsn", "be.nn", "ch.ssn", "de.idnr", "se.personnummer",
)  # fmt: skip
CODES_OF_PAPERS = (
    "it.codicefiscale", "mx.curp", "es.dni", "es.nie", "in_.pan", "br.cnpj", "mx.rfc",
    "fi.hetu", "cn.ric", "cl.rut", "fr.nir",
)  # fmt: skip


@functools.cache
def is_number_of_papers(text: str, modules: tuple[str, ...]) -> bool:
    """Tell whether one of stdnum's modules takes a text for valid."""
    for name in modules:
        with_it = _stdnum(name)
        if with_it is not None and with_it.is_valid(text):
            return True
    return False


@functools.cache
def _stdnum(name: str):
    try:
        return import_module(f"stdnum.{name}")
    except ImportError:
        return None


# The lengths of the issuers' numbers, by their first digits.
CARD = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|35\d{14}"
    r"|3[068]\d{12}|6\d{15,18}|5[06-8]\d{14}"
)
PhoneNumberType = phonenumbers.PhoneNumberType
MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
# A mobile number of one of them may be shared without its country.
OTHER_REGIONS = ("BR", "GB", "DE", "FR", "IT", "ES", "IN", "RU", "TR", "CN", "MX", "US")
# Years, laws, dates, addresses of machines.
HARMLESS_NUMBER = re.compile(
    r"\(?(?:1[5-9]|20)\d\d\)?\s?[-–/]\s?\(?(?:1[5-9]|20)\d\d\)?"
    r"|\d{1,3}(?:\.\d{1,3}){3}|\d{1,3}\.\d{3}/\d{2,4}|\d{1,3}(?:\.\d{3})+"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[ _-]\d{1,2}[.-]\d\d(?:[.-]\d\d)?)?"
    r"|(?:\d{1,2}-\d{1,2}[ ,]*)+"
)
# What phones call the files that they make.
FILE_NAME = re.compile(r"(?:IMG|VID|PTT|AUD|STK|DOC|PXL|DSC)[-_]?\d|.*\.[a-z]{3,4}$")


def entropy(text: str) -> float:
    """Return the bits a character of a text."""
    counts = Counter(text).values()
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts)


def plain(text: str) -> str:
    """Return text with plain digits and without invisible signs and keycaps."""
    return to_plain_characters(text).replace("\u200b", "").replace("\u20e3", "")


def values_in(text: str, regions: tuple[str, ...]) -> Iterator[Value]:
    """Yield what identifies somebody in one text of the export."""
    line = plain(text)
    for found in EMAIL.findall(line):
        yield value_of("email", found)
    has_digit = any(map(str.isdecimal, line))
    if has_digit:
        yield from numbers_in(line, regions)
        if COORDINATES.search(line):
            for found in COORDINATES.findall(line):
                yield value_of("place", found)
    for found in THREE_WORDS.findall(line):
        yield value_of("link", found)
    for address in ADDRESS.findall(line):
        yield from secrets_of_address(address)
    for found in SECRET_FORM.findall(line):
        yield value_of("secret", found)
    for found in TOKEN.findall(ADDRESS.sub(" ", line)):
        if is_random(found) and not FILE_NAME.match(found):
            yield value_of("secret", found)
    yield from labelled_values(line)


def is_random(text: str) -> bool:
    """Tell whether a text is one that a machine drew."""
    kinds = (str.isupper, str.islower, str.isdecimal)
    mixed = sum(any(map(kind, text)) for kind in kinds)
    # Hexadecimal and capitals with digits are drawn from fewer characters.
    shortest = MIN_TOKEN_LENGTH if mixed == 3 else 24
    return (
        len(text) >= shortest
        and mixed >= 2
        and any(map(str.isdecimal, text))
        and entropy(text) >= MIN_ENTROPY
        and not re.search(r"[A-Za-z]{9,}|^[\d./:\-]+$", text)
    ) or (mixed == 3 and len(text) >= 32)


def numbers_in(line: str, regions: tuple[str, ...]) -> Iterator[Value]:
    """Yield phones, cards, accounts and numbers of papers by their form."""
    for found in IBAN.findall(line):
        for end in range(len(found), 14, -1):
            is_whole = end == len(found) or found[end] in " -"
            if is_whole and iban.is_valid(found[:end]):
                yield value_of("iban", found[:end])
                break
    for found in COMPANY_ID.findall(line):
        yield value_of("id", found)
    for found in CODED_ID.findall(line):
        if is_number_of_papers(found, CODES_OF_PAPERS) and not found.isdecimal():
            yield value_of("id", found)
    for match in NUMBER.finditer(ADDRESS.sub(" ", line)):
        found = match[0]
        digits = "".join(filter(str.isdecimal, re.sub("[Oo]", "0", found)))
        before = fold_name(line[max(0, match.start() - 12) : match.start()])
        word = re.search(r"([^\W\d_]+|#)\W*$", before)
        of_thing = bool(word and word[1] in announcing_words("thing")) or "#" in before
        of_thing = of_thing or bool(HARMLESS_NUMBER.fullmatch(found.strip()))
        if CARD.fullmatch(digits) and "+" not in found and luhn.is_valid(digits):
            yield value_of("card", found)
        elif not of_thing and is_number_of_papers(digits, NUMBERS_OF_PAPERS):
            yield value_of("id", found)
        elif looks_like_phone(found.strip(), digits, regions, of_thing):
            yield value_of("phone", found)


def looks_like_phone(
    found: str, digits: str, regions: tuple[str, ...], of_thing: bool
) -> bool:
    """Tell whether a run of digits is a phone number somewhere it may be."""
    if not MIN_PHONE_DIGITS <= len(digits) <= MAX_PHONE_DIGITS or of_thing:
        return False
    found = re.sub("^00", "+", re.sub("[Oo]", "0", found))
    regions = ("ZZ",) if found.startswith("+") else (*regions, *OTHER_REGIONS)
    for region in regions:
        try:
            number = phonenumbers.parse(found, region)
        except phonenumbers.NumberParseException:
            continue
        kind = phonenumbers.number_type(number)
        if kind in MOBILE or (
            region not in OTHER_REGIONS and kind != PhoneNumberType.UNKNOWN
        ):
            return True
    return False


THREE_WORDS = re.compile(
    r"(?:///|what3words\.com/|w3w\.co/)([^\W\d_]+(?:\.[^\W\d_]+){2})"
)


def secrets_of_address(address: str) -> Iterator[Value]:
    """Yield the parts of an address that let in whoever has it."""
    for found in SECRET_PARAMETER.findall(address):
        if len(found) >= 6 and (any(map(str.isdecimal, found)) or len(found) >= 10):
            yield value_of("link", found)
    if INVITING_HOST.search(address):
        rest = address[address.find("//") + 2 :].partition("/")[2]
        piece = max(re.findall(r"[\w+-]{4,}", rest) or [""], key=len)
        if len(piece) >= MIN_STRONG_LENGTH:
            yield value_of("link", piece)
    for found in re.findall(r"[/=#]([\w\-.+~]{20,})", address):
        if is_random(found):
            yield value_of("link", found)
    if match := re.match(r"\w+://([^/\s@]+)@", address):
        yield value_of("link", match[1])


def labelled_values(line: str) -> Iterator[Value]:
    """Yield what stands behind a label: codes, numbers of papers, plates, birthdays."""
    folded = "".join(c if len(f := fold_name(c)) != 1 else f for c in line)
    for kind in LABELLED_KINDS:
        for label in labels(kind).finditer(folded):
            if kind == "secret":
                before = line[max(0, label.start() - LABEL_REACH) : label.start()]
                for code in CODE_BEFORE.findall(before):
                    yield value_of(kind, code, is_strong=False)
            if label[0].startswith(tuple(announcing_words("harmless_compound"))):
                continue
            reach = line[label.end() : label.end() + LABEL_REACH]
            if label[0].startswith(tuple(announcing_words("password"))):
                yield from odd_words_behind(reach)
            yield from values_behind(reach, kind)


NUMBER_OF_PAPERS = re.compile(
    r"(?<![^\W_])(?:[A-Z]{1,5}[- ]?)?\d[\dA-Za-z .\-/]{3,26}[\dA-Za-z]"
)
PLATE = re.compile(
    r"(?<![^\W_])(?=[\w -]{0,10}\d)[^\W\d_]{1,3}[ -]?[\dA-Za-zА-я]{1,4}"
    r"(?:[ -]?[\dA-ZА-Я]{1,4}){0,2}(?!\w)|\d{2} ?[A-Z]{1,3} ?\d{2,4}"
)
CODE_BEFORE = re.compile(r"(?<![\w.,/:-])\d{3}-?\d{1,5}(?![\w.,/:-])")
ANNOUNCES = re.compile(r"^[^\w\n]*[:=：][ \n\"'*`“«]*")


def values_behind(reach: str, kind: str) -> Iterator[Value]:
    """Yield the value in what follows a label; in a date or a number, whole."""
    if kind == "birthday":
        if found := DATE.search(reach):
            yield value_of(kind, found[0], is_strong=False)
        return
    if kind in ("id", "account"):
        found = NUMBER_OF_PAPERS.search(reach)
        if found and sum(map(str.isdecimal, found[0])) >= 5:
            # What goes on in words is no part of the number.
            number = re.split(r"\s(?=[^\W\d_]{2,})", found[0].strip())[0]
            yield value_of(kind, number, is_number_strong(number))
        return
    if kind == "plate":
        found = PLATE.search(reach)
        if found and any(map(str.isdecimal, found[0])):
            yield value_of(kind, found[0], is_strong=False)
        return
    announced = ANNOUNCES.match(reach)
    if announced and (value := VALUE.match(reach, announced.end())):
        yield value_of(kind, value[0], is_number_strong(value[0]))
        return
    for value in VALUE.findall(reach):
        if any(map(str.isdecimal, value)) and len(compact(value)) >= 3:
            yield value_of(kind, value, is_number_strong(value))
            return


def odd_words_behind(reach: str) -> Iterator[Value]:
    """Yield the first word behind a password's label that no dictionary has."""
    words = [one for one in VALUE.findall(reach)[:4] if not is_ordinary_anywhere(one)]
    if words and len(compact(words[0])) >= MIN_STRONG_LENGTH and words[0].isascii():
        yield value_of("secret", words[0], is_strong=False)


def is_number_strong(value: str) -> bool:
    """Tell whether a value is too long and too odd to stand anywhere by chance."""
    size = compact(value)
    return len(size) >= MIN_STRONG_LENGTH and any(map(str.isdecimal, size))


@functools.cache
def is_ordinary_anywhere(word: str) -> bool:
    """Tell whether a word is an ordinary one in any language."""
    folded = fold_name(word).strip(".,;:!?-_/")
    return is_ordinary(folded, ordinary_languages()) or is_ordinary(folded)
