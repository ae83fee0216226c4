"""Street addresses, by their forms in many countries."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A street alone is no address: its name is capitalised and a number follows.
STREET_WORD = r"(?:[^\W\d_a-zß-ÿ][\w'’.-]*)"
STREET_PARTICLES = (
    r"(?:d[aeou]s?|del?|de la|de los|la|le|les|e|y|of|the|und|von|van|dei|della)"
)
STREET_NAME = (
    rf"(?:\d{{1,2}} de )?(?:{STREET_PARTICLES} ){{0,2}}{STREET_WORD}"
    rf"(?: (?:{STREET_PARTICLES} )*{STREET_WORD}){{0,4}}"
)
LOWER_STREET_NAME = r"(?:[^\W\d_][\w'’.-]*)(?: [^\W\d_][\w'’.-]*){0,4}"
HOUSE_NUMBER = (
    r"(?:, ?|,? ?n[º°o.]{1,2} ?| )\d{1,5}(?:-?[a-zA-Z]\b)?(?!\d|[:h%/]|[.,]\d)"
)
FLAT_NUMBER = (
    r"(?:[,\- ]{1,3}(?i:ap(?:to|t|artamento)?|bloco|bl|casa|sala|flat|apt|unit"
    r"|piso)\.? ?"
    r"[\w-]{1,5}\b)*"
)
BRAZILIAN_STREETS = (
    "[Rr]ua|R\\.|[Aa]venida|[Aa]v\\.?|[Tt]ravessa|[Aa]lameda|[Pp]raça|[Ee]strada"
)
ROMANCE_STREETS = (
    "[Cc]alle|C/|[Cc]arrer|[Pp]aseo|[Pp]laza|[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso"
    "|[Ll]argo"
)
ENGLISH_STREETS = (
    "Street|street|St|Avenue|avenue|Ave|Road|road|Rd|Lane|lane|Ln|Drive|Dr|Boulevard|Blvd"
    "|Court|Ct|Crescent|Close|Terrace|Square|Sq|Way|Place"
)
STREET_ADDRESS = re.compile(
    rf"\b(?:{BRAZILIAN_STREETS}|{ROMANCE_STREETS}) ?{STREET_NAME}"
    rf"{HOUSE_NUMBER}{FLAT_NUMBER}"
    rf"|\b(?:{BRAZILIAN_STREETS}) {LOWER_STREET_NAME}, ?"
    rf"(?:n[º°o.]{{1,2}} ?)?\d{{2,5}}\b(?=\s*(?:$"
    rf"|[,.;\n-])){FLAT_NUMBER}"
    rf"|(?<![\w.,])\d{{1,5}}(?:/\d{{1,4}})?[A-Za-z]?,? "
    rf"(?:{STREET_WORD} ){{1,4}}(?:{ENGLISH_STREETS})"
    r"\b\.?"
    r"(?:,? (?:[Aa]pt|[Uu]nit|[Ff]lat|[Ss]uite)\.? ?\w{1,5}\b)?"
    r"|(?<![\w.,])\d{1,5}(?: ?(?:bis|ter))?,? (?:[Rr]ue|[Aa]venue|[Bb]oulevard"
    r"|[Bb]d|[Cc]hemin"
    rf"|[Ii]mpasse|[Aa]llée|[Qq]uai|[Rr]oute) (?:(?:d'|l'))?{STREET_NAME}"
    rf"|\b{STREET_WORD}(?:straße|strasse|str\.|weg|allee|platz|gasse|ufer|damm)"
    rf" \d{{1,4}}(?: ?[a-z])?\b"
    rf"|\b{STREET_WORD}er (?:Straße|Strasse|Str\.|Weg|Allee|Platz) \d{{1,4}} ?[a-z]?\b"
    rf"|\b{STREET_WORD}(?:straat|gracht|laan|kade|plein|dijk) \d{{1,4}}\b"
    r"|\b(?:[Rr]ua|[Aa]venida|[Aa]v\.?|[Tt]ravessa|[Aa]lameda|[Pp]raça) d[aeo]s? "
    rf"{LOWER_STREET_NAME},? (?!(?:19|20)\d\d\b)\d{{3,5}}\b"
    rf"(?=\s*(?:$|[,.;\n-])){FLAT_NUMBER}"
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
STREET_SIGNS = (
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
BRAZILIAN_POSTCODE = re.compile(r"\d{5}-\d{3}")
BRITISH_POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]? \d[a-z]{2}\b")


def may_hold_street(lower: str) -> bool:
    """Tell whether a text in small letters may hold a street address."""
    for word in STREET_SIGNS:
        if word in lower:
            return True
    if "-" in lower and BRAZILIAN_POSTCODE.search(lower):
        return True
    return bool(BRITISH_POSTCODE.search(lower))


def find_streets(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each street address in plain `text`."""
    if may_hold_street(text.lower()):
        for found in STREET_ADDRESS.finditer(text):
            yield found.span()
