"""Where somebody is or lives: coordinates and street addresses with a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

SECONDS = r"(?:\d{1,2}(?:[.,]\d+)? ?(?:\"|”|″|''))?"
DEGREES = rf"\d{{1,3}} ?[°º] ?\d{{1,2}} ?['’′] ?{SECONDS} ?[NSEWOL]\b"
PLUS_CODE = "[23456789CFGHJMPQRVWX]"
COORDINATES = re.compile(
    r"(?<![\d.])-?\d{1,3}\.\d{3,}[,;/ ]{1,3}-?\d{1,3}\.\d{3,}(?!\d)"
    rf"|{DEGREES}(?:[,; ]{{0,3}}{DEGREES})?"
    r"|-?\d{1,3}\.\d{3,} ?° ?[NSEWO]?[,; ]{0,3}-?\d{1,3}\.\d{3,} ?° ?[NSEWO]?"
    rf"|(?<!\w){PLUS_CODE}{{4,8}}\+{PLUS_CODE}{{2,3}}(?!\w)"
)

# A street alone is no address: its name is capitalised and a number follows.
NAME = r"(?:[^\W\d_a-zß-ÿ][\w'’.-]*)"
LINKS = r"(?:d[aeou]s?|del?|de la|de los|la|le|les|e|y|of|the|und|von|van|dei|della)"
NAMES = rf"(?:\d{{1,2}} de )?(?:{LINKS} ){{0,2}}{NAME}(?: (?:{LINKS} )*{NAME}){{0,4}}"
LOWER = r"(?:[^\W\d_][\w'’.-]*)(?: [^\W\d_][\w'’.-]*){0,4}"
HOUSE = r"(?:, ?|,? ?n[º°o.]{1,2} ?| )\d{1,5}(?:-?[a-zA-Z]\b)?(?!\d|[:h%/]|[.,]\d)"
FLAT = (
    r"(?:[,\- ]{1,3}(?i:ap(?:to|t|artamento)?|bloco|bl|casa|sala|flat|apt|unit"
    r"|piso)\.? ?"
    r"[\w-]{1,5}\b)*"
)
BRAZIL = "[Rr]ua|R\\.|[Aa]venida|[Aa]v\\.?|[Tt]ravessa|[Aa]lameda|[Pp]raça|[Ee]strada"
ROMANCE = (
    "[Cc]alle|C/|[Cc]arrer|[Pp]aseo|[Pp]laza|[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso"
    "|[Ll]argo"
)
WAYS = (
    "Street|street|St|Avenue|avenue|Ave|Road|road|Rd|Lane|lane|Ln|Drive|Dr|Boulevard|Blvd"
    "|Court|Ct|Crescent|Close|Terrace|Square|Sq|Way|Place"
)
STREET = re.compile(
    rf"\b(?:{BRAZIL}|{ROMANCE}) ?{NAMES}{HOUSE}{FLAT}"
    rf"|\b(?:{BRAZIL}) {LOWER}, ?(?:n[º°o.]{{1,2}} ?)?\d{{2,5}}\b(?=\s*(?:$"
    rf"|[,.;\n-])){FLAT}"
    rf"|(?<![\w.,])\d{{1,5}}[A-Za-z]?,? (?:{NAME} ){{1,4}}(?:{WAYS})\b\.?"
    r"|(?<![\w.,])\d{1,5}(?: ?(?:bis|ter))?,? (?:[Rr]ue|[Aa]venue|[Bb]oulevard"
    r"|[Bb]d|[Cc]hemin"
    rf"|[Ii]mpasse|[Aa]llée|[Qq]uai|[Rr]oute) (?:(?:d'|l'))?{NAMES}"
    rf"|\b{NAME}(?:straße|strasse|str\.|weg|allee|platz|gasse|ufer|damm)"
    rf" \d{{1,4}} ?[a-z]?\b"
    rf"|\b{NAME}er (?:Straße|Strasse|Str\.|Weg|Allee|Platz) \d{{1,4}} ?[a-z]?\b"
    r"|(?<![\d.-])\d{5}-\d{3}(?![\d-])"
)
# What every street address holds: a quick look before the long one.
STREET_WORDS = (
    *("rua ", "r. ", "avenida", "av. ", "av ", "travessa", "alameda", "praça"),
    *("estrada", "calle", "c/", "carrer", "paseo", "plaza", "via ", "viale"),
    *("piazza", "corso", "largo", " street", " st", " ave", " road", " rd", " lane"),
    *(" ln", " drive", " dr", " boulevard", " blvd", " court", " ct", " crescent"),
    *(" close", " terrace", " square", " sq", " way", " place", " rue ", " bd"),
    *(" chemin", " impasse", " allée", " quai", " route", "straße", "strasse"),
    *("str.", "weg", "allee", "platz", "gasse", "ufer", "damm"),
)
POSTCODE = re.compile(r"\d{5}-\d{3}")


def has_street(lower: str) -> bool:
    """Tell whether a text in small letters may hold a street address."""
    for word in STREET_WORDS:
        if word in lower:
            return True
    return "-" in lower and bool(POSTCODE.search(lower))


def coordinates(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each pair of coordinates in plain `text`."""
    for found in COORDINATES.finditer(text):
        yield found.span()


def streets(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each street address in plain `text`."""
    if has_street(text.lower()):
        for found in STREET.finditer(text):
            yield found.span()
