"""Phone numbers, in every national way of writing them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator

import phonenumbers

from egregora.privacy.benign import BENIGN, ORDERED, TOLD
from egregora.privacy.lists import listed

# Where numbers written with spaces or dashes are tried besides the configured regions.
WIDELY = listed(
    """
    BR US PT ES FR DE IT GB IE NL BE CH AT PL CZ RO SE NO DK FI GR TR RU UA IN PK BD
    CN TW HK JP KR SG MY PH ID TH VN AU NZ ZA NG KE AO MZ EG MA IL AE SA LB MX AR CL
    CO PE UY PY BO EC VE CA
    """
)

# Digits with few signs between them, on text that `folding.plain` has made plain.
CANDIDATE = re.compile(
    r"(?<![\w@#])(?<!\d[.,:/-])(?:\+|(?<!\d)00)?[(\[\u200b]{0,2}\d"
    r"(?:[ \n().\-\[\]/\u200b]{0,4}\d){5,18}(?!\d)(?![.,]\d)"
)
GROUP = re.compile(r"[+(\[]*\d[^ \n]*")
# A number of a card, whether its check digit holds or not.
FOURS = re.compile(r"\d{4}(?:[ -]\d{4}){3}")
UNDERLINED = re.compile(r"(?<=\d)_(?=\d)|(?<=\d )[•·∙|](?= \d)|(?<=\d)[•·∙](?=\d)")
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
    text = UNDERLINED.sub("-", text)
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
    if FOURS.fullmatch(candidate[0]):
        return
    before = source[max(0, candidate.start() - 40) : candidate.start()]
    if certain:
        before = None
    first = 0
    while first < len(groups):
        told = before if first == 0 or before is None else ""
        found = longest(source, groups, first, regions, is_member, told)
        if found:
            start, end, digits, first = found
            yield start, end, digits
        else:
            first += 1


def longest(source, groups, first, regions, is_member, before) -> tuple | None:
    """Return start, end, digits and end in groups of the phone that begins a candidate.

    What stands before may make a phone of any digits, but only of those that are none
    by their form; without `before` only members' numbers count.
    """
    written = [
        (source[groups[first][0] : end].rstrip(" .-/(\n[\u200b"), last)
        for last, (_, end) in enumerate(groups[first:], first + 1)
    ]
    written.reverse()
    tests = [lambda text, digits: is_member(digits.removeprefix("00"))]
    if before is not None:
        tests.append(lambda text, digits: is_phone(text, digits, regions, before))
        tests.append(lambda text, digits: is_told(digits, before))
    for test in tests:
        for text, last in written:
            digits = digits_of(text)
            if test(text, digits):
                start = groups[first][0]
                return start, start + len(text), digits.removeprefix("00"), last
    return None


def is_told(digits: str, before: str) -> bool:
    """Tell whether what stands before digits says that they are a phone."""
    return 7 <= len(digits) <= 14 and bool(TOLD.search(before))


def is_phone(written: str, digits: str, regions: tuple[str, ...], before: str) -> bool:
    """Tell whether digits, as written and after what stands before, are a phone."""
    count = len(digits)
    bare = written.isdecimal()
    if written.startswith(("+", "00")):
        return 8 <= count - 2 * written.startswith("00") <= 15
    if not 7 <= count <= 14 or (ORDERED.search(before) and "(" not in written):
        return False
    if is_thousands(written) and count != 9:
        return False
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
