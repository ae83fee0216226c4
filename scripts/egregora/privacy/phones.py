"""Phone numbers, in every national way of writing them, and what only looks like one."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator

import phonenumbers

# Where numbers written with spaces or dashes are tried besides the configured regions.
WIDELY = (
    "BR US PT ES FR DE IT GB IE NL BE CH AT PL CZ RO SE NO DK FI GR TR RU UA IN PK BD CN "
    "TW HK JP KR SG MY PH ID TH VN AU NZ ZA NG KE AO MZ EG MA IL AE SA LB MX AR CL CO PE "
    "UY PY BO EC VE CA"
).split()

# Digits with few signs between them, on text that `folding.plain` has made plain.
CANDIDATE = re.compile(
    r"(?<![\w@#])(?<!\d[.,:/-])(?:\+|(?<!\d)00)?[(\[\u200b]{0,2}\d"
    r"(?:[ \n().\-\[\]/\u200b]{0,4}\d){5,18}(?!\d)(?![.,]\d)"
)
GROUP = re.compile(r"[+(\[]*\d[^ \n]*")

DATE = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))"
NUMBER = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?(?!\d)"
UNIT = (
    r"(?:%|[kmgt]b\b|k?m[²³2]?\b|cm\b|kg\b|ml\b|kwh\b|mil\b|milh|mi\b|bi\b|reais\b|real\b"
    r"|euros?\b|d[oó]lares\b|dollars?\b|pounds?\b|pesos\b|[€£₹¥]|bucks\b|views?\b|pontos\b"
    r"|points?\b|pts\b|likes\b|passos\b|steps\b|people\b|pessoas\b|millones\b|tausend\b)"
)
# What is no phone: dates, times, ranges of years, addresses of machines, prices,
# amounts, versions.
BENIGN = re.compile(
    rf"(?<![\d+(])(?<!\d[-.])(?:{DATE}(?:[ T,]{{1,2}}\d{{1,2}}[:h]\d{{2}}(?::\d{{2}})?)?"
    r"(?![\d-]|\.\d)"
    r"|(?:19|20)\d{2} ?[-/] ?(?:19|20)\d{2}(?![\d-])"
    r"|\d{1,2}[:h]\d{2}(?::\d{2})?(?!\d)"
    r"|\d{1,2}/\d{1,2}(?![\d-]|/\d)"
    r"|(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\d.])"
    rf"|(?:{NUMBER}) ?{UNIT}"
    r"|\d+(?:\.\d+)*\.\d(?:\.\d+)*(?!\d)(?!\.\d))"
    rf"|(?:[rua]s?\$|[$€£₹¥]|\b(?:brl|usd|eur|gbp|inr|rs\.?|chf)) ?(?:{NUMBER})"
    r"|\bv\d[\d.]+",
    re.IGNORECASE,
)

ORDERED = re.compile(
    r"(?:pedido|encomenda|order|protocolo|protocol|c[oó]d(?:igo)?|code|ticket|chamado|nota"
    r"|nf-?e?|fatura|invoice|rechnung|rastre\w*|tracking|refer\w*|ref|processo|case|caso"
    r"|sku|isbn|boleto|lote|serial|s[ée]rie|bestell\w*|commande|ordine|voo|flight|build"
    r"|artikel|item|produto|product|parcel|package|pacote|bug|issue|#|n[º°])"
    r"(?:[\s:.#º°\-]|number|n[uú]mero|nummer|num[ée]ro|no\b|nr\b|is\b|é\b|do\b|da\b|de\b|of\b"
    r"|the\b|ist\b|est\b)*$",
    re.IGNORECASE,
)
TOLD = re.compile(
    r"(?:\btel|fone|phone|\bcel\b|celular|m[óo]vil|mobile|whats\w*|\bzap|\bwpp|\bcall|\blig"
    r"|\bcontat|\bcontact|n[úu]mero|\bnumber|nummer|\btext (?:me|him|her|us)|\bsms|\bpix"
    r"|handy|t[ée]l[ée])[^\d]{0,16}$",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d{2}")


def digits_of(text: str) -> str:
    """Return the digits of `text`."""
    return re.sub(r"\D", "", text)


@functools.lru_cache(maxsize=65536)
def parsed(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    """Return the valid phone number that `text` is in a region, if it is one."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def e164(number: phonenumbers.PhoneNumber) -> str:
    """Return a number's digits with its country code."""
    form = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return digits_of(form)


def number_of(name: str, regions: Iterable[str] = ()) -> str | None:
    """Return the digits of a name that is a phone number, with its country code."""
    if not re.fullmatch(r"\+?[\d\s().\-‐-―/]{6,30}", name):
        return None
    digits = digits_of(name)
    if not 7 <= len(digits) <= 15:
        return None
    if not name.startswith("+"):
        for region in regions:
            if number := parsed(name, region):
                return e164(number)
    return digits


def region_of(digits: str) -> str | None:
    """Return the country of a number in E.164 digits."""
    number = parsed(f"+{digits}", None)
    return number and phonenumbers.region_code_for_number(number)


def spellings(digits: str) -> set[str]:
    """Return the digits by which people write the number `digits` (E.164)."""
    found = {digits}
    number = parsed(f"+{digits}", None)
    if number is None:
        return found
    national = phonenumbers.national_significant_number(number)
    area = phonenumbers.length_of_geographical_area_code(number)
    if number.country_code == 55:
        area = 2
        if len(national) == 11:
            found |= spellings(f"55{national[:2]}{national[3:]}") - {digits}
            found |= {f"55{national[:2]}{national[3:]}", national[:2] + national[3:]}
    found |= {national, f"0{national}"}
    if number.country_code == 7:
        found.add(f"8{national}")
    if area and len(national) - area >= 8:
        found.add(national[area:])
    return found


def phones(
    text: str, regions: Iterable[str], is_member: Callable[[str], object]
) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and digits of each phone number in plain `text`.

    Parameters
    ----------
    text
        As `folding.plain` returns it.
    regions
        Countries whose national ways of writing count even without signs.
    is_member
        Tells whether digits are the number of somebody in the conversation, in any
        of its spellings.
    """
    masked = BENIGN.sub(lambda found: "\x00" * len(found[0]), text)
    regions = tuple(regions)
    for source in (masked, text) if masked != text else (text,):
        certain = source is text and masked != text
        for candidate in CANDIDATE.finditer(source):
            yield from within(source, candidate, regions, is_member, certain)


def within(source, candidate, regions, is_member, certain) -> Iterator[tuple]:
    """Yield the phone numbers of one candidate; only members' numbers if `certain`."""
    groups = [
        (candidate.start() + found.start(), candidate.start() + found.end())
        for found in GROUP.finditer(candidate[0])
    ]
    before = source[max(0, candidate.start() - 40) : candidate.start()]
    first = 0
    while first < len(groups):
        for last in range(len(groups), first, -1):
            start, end = groups[first][0], groups[last - 1][1]
            written = source[start:end].rstrip(" .-/(\n[\u200b")
            digits = digits_of(written)
            told = before if first == 0 else ""
            if is_member(digits.removeprefix("00")) or (
                not certain and is_phone(written, digits, regions, told)
            ):
                yield start, start + len(written), digits.removeprefix("00")
                first = last
                break
        else:
            first += 1


def is_phone(written: str, digits: str, regions: tuple[str, ...], before: str) -> bool:
    """Tell whether digits, as written and after what stands before, are a phone."""
    count = len(digits)
    bare = written.isdecimal()
    if written.startswith(("+", "00")):
        return 8 <= count - 2 * written.startswith("00") <= 15
    if not 7 <= count <= 14 or (ORDERED.search(before) and "(" not in written):
        return False
    if TOLD.search(before):
        return True
    if bare and count == 8:
        return False
    if is_local(written, regions):
        return True
    if any(parsed(written, region) for region in regions):
        return count >= 9 or not bare
    if bare or is_thousands(written) or is_isbn(digits):
        return False
    if re.match(r"\(0?\d{1,4}\) ?\d", written) and count >= 8:
        return True
    if digits[0] == "0" and 9 <= count <= 12:
        return True
    return count >= 9 and any(parsed(written, region) for region in WIDELY)


def is_local(written: str, regions: tuple[str, ...]) -> bool:
    """Tell whether a number is written without its area code."""
    if "BR" in regions and re.fullmatch(r"9\d{8}|9 ?\d{4}[- .]\d{4}", written):
        return True
    if "BR" in regions and (found := re.fullmatch(r"([2-5]\d{3})-(\d{4})", written)):
        return not all(YEAR.fullmatch(part) for part in found.groups())
    local = r"[2-9]\d{2}[-.]\d{4}"
    return bool({"US", "CA"} & set(regions) and re.fullmatch(local, written))


def is_thousands(written: str) -> bool:
    """Tell whether a number is grouped as an amount: 10.000.000."""
    return bool(re.fullmatch(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+", written))


def is_isbn(digits: str) -> bool:
    """Tell whether digits are a book's number."""
    if len(digits) != 13 or not digits.startswith(("978", "979")):
        return False
    return sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(digits)) % 10 == 0
