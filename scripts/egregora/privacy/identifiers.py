"""Numbers and addresses that identify people by their form or their check digits."""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Iterable, Iterator

# Ends of hosts that make an address of what has spaces in it.
HOSTS = "com|org|net|edu|gov|io|me|br|uk|de|fr|es|it|pt|info|dev|app|mx|ar|in|ru|cn"
# The part before the sign is bounded, as by RFC 5321: else long words take for ever.
EMAIL = re.compile(
    r"[\w.+%'\u200b-]{0,63}[\w+%-]@(?:[\w\u200b-]+\.)+[^\W\d_]{2,}"
    r"|[\w.+%-]{0,63}\w(?: @ |@ )(?:[\w-]+\.)+[^\W\d_]{2,}(?!\w)"
    # name@host, com; name @ host . com; name@[192.0.2.1]; "name b"@host.com
    rf"|[\w.+%-]{{0,63}}\w ?@ ?[\w-]+(?: ?[.,] ?(?:{HOSTS}))+\b"
    r"|[\w.+%-]{0,63}\w@\[[\d.]{7,15}\]"
    r"|\"[^\"\n]{1,60}\"@(?:[\w-]+\.)+[^\W\d_]{2,}"
    # name (at) host (dot) com, name [arroba] host ponto com
    r"|[\w.+%-]{0,63}\w\s*[(\[{<]\s*(?:at|arroba|@|ät|chez)\s*[)\]}>]\s*[\w-]+"
    r"(?:\s*(?:\.|[(\[{<]\s*(?:dot|ponto|punto|punkt|point)\s*[)\]}>]"
    r"|\s(?:dot|ponto|punto|punkt|point)\s)\s*[\w-]+)*"
    r"|[\w.+%-]{0,63}\w\s+(?:at|arroba)\s+[\w-]+"
    r"(?:\s*(?:\.|\s(?:dot|ponto|punto|point)\s)\s*[a-z]{2,12}\b)+",
    re.IGNORECASE,
)
# In prose, "look at this. ok" is no address: without brackets the host must be one.
SPELLED = re.compile(
    r"\s(?:at)\s+(?!(?:[\w-]+\s*)(?:\.|\sdot\s)\s*(?:com|org|net|edu|gov|io|me|br|uk|de|fr|es"
    r"|it|pt|info|dev|app)\b)",
    re.IGNORECASE,
)

MAILED = re.compile(r"@|[(\[{<]\s*(?:at|ät|chez)|arroba|\sat\s", re.IGNORECASE)

CARD = re.compile(
    r"(?<![\d.])(?:[2-6]\d{3}(?:[ \-\u200b]?\d){8,15}|[2-6]\d{3}(?:(?:\.|  )\d{4}){3})"
    r"(?!\d)(?![.,]\d)"
)
IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ \-\u200b]?[A-Z0-9]){11,30}", re.IGNORECASE)
BOLETO = re.compile(r"(?<!\d)\d(?:[ .\-]{0,2}\d){43,47}(?!\d)")
PIX_KEY = re.compile(r"(?<!\w)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\w)", re.I)

HANDLE = re.compile(r"(?<![\w@/.+-])@(?:[^\W_]|_)[\w.-]{0,40}[\w]")
TOLD_HANDLE = re.compile(
    r"\b(?:insta(?:gram)?|ig|twitter|tiktok|telegram|snap(?:chat)?|discord|linkedin|skype"
    r"|facebook|fb|threads|bluesky|mastodon)\s*(?::|=|is|é|user(?:name)?)+\s*"
    r"(@?[\w.-]{2,40}\w)"
    r"|\b(?:insta|instagram|ig|snap|tiktok|twitter|telegram) "
    r"(?=[\w.-]*[^\W\d_])(@?[\w-]+[._][\w.-]*\w)",
    re.IGNORECASE,
)
# By what stands before: passports, and the Brazilian RG.
TOLD_ID = re.compile(
    r"\b(?:cnh|pis|pasep|nis|t[ií]tulo de eleitor|identidade|c[ée]dula|curp|rfc|cnpj"
    r"|cpf|dni|nie|nif|ssn|social security|aadhaar|voter id|nino"
    r"|personalausweis|ausweis|steuer-?id|codice fiscale|driver'?s licen[cs]e)"
    r"(?: (?:number|n[úu]mero|no|is|é|es|ist))*\W{0,3}"
    r"(?:n[º°.o]{0,2}\W{1,2})?"
    r"([A-Z]{0,3}[ -]?\d(?:[ .\-/]?\d){5,17}(?:-?[A-Z])?"
    r"|[A-Z]{4,6}\d{2,6}[A-Z\d]{3,9})\b"
    r"|"
    r"\b(?:passaporte|passport|pasaporte|reisepass|passeport)\W{0,3}(?:n\W{1,3})?"
    r"([A-Z]{1,2} ?\d{6,8}|\d{9})\b"
    r"|\brg\W{0,3}((?:[A-Z]{2}[- ]?)?\d{1,2}\.?\d{3}\.?\d{3}(?:-?[\dX])?)\b",
    re.IGNORECASE,
)
TAGGED = re.compile(r"(?<!\w)[\w.]{2,32}#\d{4}(?!\w)")

# Form, module of python-stdnum that checks it (none: the form is enough), and the
# countries that must be configured because the form alone is too common.
IDS: tuple[tuple[str, str | None, str], ...] = (
    (r"\d{3}\.\d{3}\.\d{3}[-/ ]\d{2}", None, ""),  # CPF
    (r"\d{2}\.\d{3}\.\d{3}/\d{4}[-. ]\d{2}", None, ""),  # CNPJ
    (r"\d{3}[ .]?\d{3}[ .]?\d{3}[- ]?\d{2}", "br.cpf", ""),
    (r"\d{2}[ .]?\d{3}[ .]?\d{3}[ /]?\d{4}[- ]?\d{2}", "br.cnpj", ""),
    (r"\d{3}\.\d{5}\.\d{2}[.-]\d", None, ""),  # PIS
    (r"[A-Z]{2}-\d{1,2}\.\d{3}\.\d{3}", None, ""),  # RG of a state
    (r"[A-Z]{1,2}\d{6}\([\dA]\)", None, ""),  # Hong Kong
    (r"\d{3}[- ]\d{2}[- ]\d{4}", "us.ssn", ""),
    (r"9\d{2}-\d{2}-\d{4}", "us.itin", ""),
    (r"\d{2}\.?\d{3}\.?\d{3}[- ]?[A-Z]", "es.dni", ""),
    (r"[XYZ][- ]?\d{7}[- ]?[A-Z]", "es.nie", ""),
    (r"[ABCDEFGHJNPQRSUVW]-?\d{7}-?[0-9A-J]", "es.cif", ""),
    (r"[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}", "in_.aadhaar", ""),
    (r"[A-Z]{5}\d{4}[A-Z]", "in_.pan", ""),
    (r"[1-9]\d{5} ?(?:18|19|20)\d{6} ?\d{3}[\dX]", "cn.ric", ""),
    (r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]", "it.codicefiscale", ""),
    (r"[12] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}", "fr.nir", ""),
    (r"\d{1,2}\.\d{3}\.\d{3}-[\dK]", "cl.rut", ""),
    (r"[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d", "mx.curp", ""),
    (
        r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]",
        None,
        "GB",
    ),
    (r"\d{3} ?\d{3} ?\d{4}", "gb.nhs", "GB"),
    (r"\d{2}-?\d{8}-?\d", "ar.cuit", ""),
    (r"\d{8} ?\d{14}", "ar.cbu", ""),
    (r"[A-Z&Ñ]{4}[ -]?\d{6}[ -]?[A-Z\d]{2}[\dA]", "mx.rfc", ""),
    (r"\d{8} ?\d ?[A-Z\d]{2}\d", "pt.cc", ""),
    (r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}", "ch.ssn", ""),
    (r"\d{6}-?[1-4]\d{6}", "kr.rrn", ""),
    (r"[STFGM]\d{7}[A-Z]", None, "SG"),
    (r"\d{7}[A-W][A-IW]?", "ie.pps", ""),
    (r"[1-9]\d{2} ?\d{3} ?\d{3}", "pt.nif", "PT"),
    (r"\d{2} ?\d{3} ?\d{3} ?\d{3}", "de.idnr", "DE"),
    (r"\d{11}", "pl.pesel", "PL"),
    (r"\d{9}", "nl.bsn", "NL"),
    (r"\d{2}\.?\d{2}\.?\d{2}-?\d{3}\.?\d{2}", "be.nn", "BE"),
    (r"\d{6}[-+]\d{4}", "se.personnummer", ""),
    (r"\d{6}[-+ABCDEFYXWVU]\d{3}[0-9A-Y]", "fi.hetu", ""),
    (r"\d{6} ?\d{5}", "no.fodselsnummer", "NO"),
    (r"\d{6}-?\d{4}", "dk.cpr", "DK"),
    (r"[1-9]\d{10}", "tr.tckimlik", "TR"),
    (r"\d{13}", "za.idnr", "ZA"),
    (r"\d{13}", "ro.cnp", "RO"),
    (r"\d{9}", "il.idnr", "IL"),
    (r"784-?\d{4}-?\d{7}-?\d", None, ""),  # Emirates ID
    (r"\d{6}/\d{3,4}", "cz.rc", ""),
)


@functools.cache
def forms(regions: frozenset[str]) -> list[tuple[re.Pattern, str | None]]:
    """Return the forms that count where `regions` are configured, with their checks."""
    return [
        (re.compile(rf"(?<![\w.+])(?<!\d[-/])(?:{form})(?![\w]|[-./]\d)", re.I), module)
        for form, module, where in IDS
        if not where or where in regions
    ]


@functools.lru_cache(maxsize=65536)
def is_valid(module: str, number: str) -> bool:
    """Tell whether the check digits of a national number hold."""
    checked = importlib.import_module(f"stdnum.{module}").is_valid
    return checked(number) or checked(re.sub(r"[ .\-/]", "", number))


def ids(text: str, regions: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each national identity number in plain `text`."""
    for found in TOLD_ID.finditer(text):
        yield found.span(found.lastindex)
    for form, module in forms(frozenset(regions)):
        for found in form.finditer(text):
            if module is None or is_valid(module, found[0].upper()):
                yield found.span()


def cards(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each payment card number in plain `text`."""
    for found in CARD.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if 13 <= len(digits) <= 19 and luhn(digits):
            yield found.span()


def luhn(digits: str) -> bool:
    """Tell whether the last digit checks the others, as on payment cards."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0 and len(set(digits)) > 1


def ibans(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each bank account number in plain `text`."""
    for found in IBAN.finditer(text):
        for end in range(len(found[0]), 14, -1):
            written = found[0][:end]
            compact = re.sub(r"[^A-Za-z0-9]", "", written).upper()
            if written[-1].isalnum() and checks(compact):
                yield found.start(), found.start() + end
                break


def checks(iban: str) -> bool:
    """Tell whether the check digits of a compact IBAN hold."""
    if not 15 <= len(iban) <= 34:
        return False
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1


def emails(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each e-mail address in plain `text`."""
    if not MAILED.search(text):
        return
    for found in EMAIL.finditer(text):
        if not SPELLED.search(found[0]):
            yield found.span()


def handles(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each account name in plain `text`."""
    if "@" in text:
        for found in HANDLE.finditer(text):
            yield found.span()
    for found in TOLD_HANDLE.finditer(text):
        yield found.span(found.lastindex)
    if "#" in text:
        for found in TAGGED.finditer(text):
            yield found.span()
