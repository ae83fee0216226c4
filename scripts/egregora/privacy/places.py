"""Where somebody is or lives: coordinates and street addresses with a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

SECONDS = r"(?:\d{1,2}(?:[.,]\d+)? ?(?:\"|”|″|''))?"
DEGREES = rf"\d{{1,3}} ?[°ºo] ?\d{{1,2}} ?['’′] ?{SECONDS} ?[NSEWOL]\b"
PLUS_CODE = "[23456789CFGHJMPQRVWX]"
COORDINATES = re.compile(
    r"(?<![\d.])-?\d{1,3}\.\d{3,}[,;/ ]{1,3}-?\d{1,3}\.\d{3,}(?!\d)"
    rf"|{DEGREES}(?:[,; ]{{0,3}}{DEGREES})?"
    r"|-?\d{1,3}\.\d{3,} ?° ?[NSEWO]?[,; ]{0,3}-?\d{1,3}\.\d{3,} ?° ?[NSEWO]?"
    # 19.92083 S 43.93778 W, S 19° 55.250 W 43° 56.267, lat -19.92083 lon -43.93778
    r"|-?\d{1,3}\.\d{3,} ?°? ?[NSns]\b[,; /]{0,3}-?\d{1,3}\.\d{3,} ?°? ?[EWOLewol]\b"
    r"|\b[NS] ?\d{1,3}[°ºo] ?\d{1,2}[.,]\d+'?[,; ]{0,3}[EWOL] ?\d{1,3}[°ºo]"
    r" ?\d{1,2}[.,]\d+'?"
    r"|\blat\w*\W{1,3}-?\d{1,3}[.,]\d{2,}[,; ]{0,3}lo?ng?\w*\W{1,3}-?\d{1,3}[.,]\d{2,}"
    r"|(?<![\d.,])-?\d{1,3},\d{4,}; ?-?\d{1,3},\d{4,}(?!\d)"
    r"|///[^\W\d_]{3,}\.[^\W\d_]{3,}\.[^\W\d_]{3,}"
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
    rf"|(?<![\w.,])\d{{1,5}}(?:/\d{{1,4}})?[A-Za-z]?,? (?:{NAME} ){{1,4}}(?:{WAYS})"
    r"\b\.?"
    r"(?:,? (?:[Aa]pt|[Uu]nit|[Ff]lat|[Ss]uite)\.? ?\w{1,5}\b)?"
    r"|(?<![\w.,])\d{1,5}(?: ?(?:bis|ter))?,? (?:[Rr]ue|[Aa]venue|[Bb]oulevard"
    r"|[Bb]d|[Cc]hemin"
    rf"|[Ii]mpasse|[Aa]llée|[Qq]uai|[Rr]oute) (?:(?:d'|l'))?{NAMES}"
    rf"|\b{NAME}(?:straße|strasse|str\.|weg|allee|platz|gasse|ufer|damm)"
    rf" \d{{1,4}}(?: ?[a-z])?\b"
    rf"|\b{NAME}er (?:Straße|Strasse|Str\.|Weg|Allee|Platz) \d{{1,4}} ?[a-z]?\b"
    rf"|\b{NAME}(?:straat|gracht|laan|kade|plein|dijk) \d{{1,4}}\b"
    r"|\b(?:[Rr]ua|[Aa]venida|[Aa]v\.?|[Tt]ravessa|[Aa]lameda|[Pp]raça) d[aeo]s? "
    rf"{LOWER},? (?!(?:19|20)\d\d\b)\d{{3,5}}\b(?=\s*(?:$|[,.;\n-])){FLAT}"
    r"|\b(?:ul\.|ул\.|улица|проспект|пр\.) ?[^\W\d_][\w.-]+(?: [^\W\d_][\w.-]+)?,?"
    r" (?:дом |д\. ?)?\d{1,4}\b"
    r"|[\u4e00-\u9fff]{1,12}[路街巷道弄]\d{1,5}[号號]"
    r"|[\u4e00-\u9fff]{1,8}[区區市町村][\u3040-\u9fff]{0,8}\d{1,4}-\d{1,4}(?:-\d{1,4})?"
    r"|(?:[\uac00-\ud7a3]+[시구군도] )+[\uac00-\ud7a3]+[로길] ?\d{1,4}"
    r"|شارع(?: [\u0600-\u06ff]+){1,4} \d{1,5}"
    r"|\b(?:P\.? ?O\.? [Bb]ox|[Cc]aixa [Pp]ostal|Postfach|[Aa]partado) \d{1,6}"
    r"|\b(?:CEP|cep)\W{0,3}\d{2}\.?\d{3}-?\d{3}\b"
    r"|\b(?:GIR 0AA|[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2})\b"
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
    *("straat", "gracht", "laan ", "kade", "plein", "dijk", "ul.", "ул", "пр"),
    *("路", "街", "巷", "道", "弄", "区", "區", "市", "町", "村", "로", "길", "شارع"),
    *("box ", "caixa postal", "postfach", "apartado", "cep"),
    *("str.", "weg", "allee", "platz", "gasse", "ufer", "damm"),
)
POSTCODE = re.compile(r"\d{5}-\d{3}")
BRITISH = re.compile(r"[a-z]{1,2}\d[a-z\d]? \d[a-z]{2}\b")


def has_street(lower: str) -> bool:
    """Tell whether a text in small letters may hold a street address."""
    for word in STREET_WORDS:
        if word in lower:
            return True
    if "-" in lower and POSTCODE.search(lower):
        return True
    return bool(BRITISH.search(lower))


def coordinates(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each pair of coordinates in plain `text`."""
    for found in COORDINATES.finditer(text):
        yield found.span()


def streets(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each street address in plain `text`."""
    if has_street(text.lower()):
        for found in STREET.finditer(text):
            yield found.span()
