"""Street addresses, by their forms in many countries.

A street alone is no address: a number belongs to it. Which words are streets is in
`data/streets.toml`. Positions are of text from `normalize.to_plain_characters`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

MARKS = "\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0962\u0963"
LETTER = rf"(?:[^\W\d_]|[{MARKS}])"
CAPITAL = r"[^\W\d_a-zß-öø-ÿа-яёіїєğışçöüąćęłńśźżčďěňřšťůžăâîșțα-ωάέήίόύώ]"
CAPITALISED = rf"{CAPITAL}[\w'’.\-{MARKS}]*"
ANY_CASE = rf"{LETTER}[\w'’.\-{MARKS}]*"
PARTICLE = (
    r"(?:(?:d[aeou]s?|del|dell[aeo]|degli|dei|la|las|le|les|los|el|e|y|et|of|the|und|von"
    r"|van|der|den|di) |(?:dell|de l|d|l)['’] ?)"
)
NAME = (
    rf"(?:\d{{1,2}} de )?{PARTICLE}*{CAPITALISED}"
    rf"(?: {PARTICLE}*{CAPITALISED}){{0,4}}"
)
LOWER_NAME = rf"(?:{ANY_CASE} ){{0,4}}{ANY_CASE}"
NUMBER_SIGN = (
    r"(?:(?i:n[º°o.r]{0,2}|nr|no|nro|num|d|número|numero)|№|д|дом|رقم|नंबर|नं)[.:]? ?"
)
BEFORE_NUMBER = rf"(?:[,،] ?(?:{NUMBER_SIGN})?| {NUMBER_SIGN}| )"
END_OF_PART = r"(?=\s*(?:$|[,،.;\n)\-]))"
HOUSE_NUMBER = (
    r"\d{1,5}(?: ?[/\-] ?(?:[A-Za-zА-Яа-я]|\d{1,4})(?!\w)|[A-Za-zА-Яа-я](?!\w))?"
    r"(?!\d|[:h%]|[.,]\d| ?(?:km|m(?!\. ?\d)|min|€|\$|%|am|pm|uhr|r\$|euros?|reais|दिन"
    r"|साल|دقيقة|دقائق|ساعة|كم|كيلو|يوم|سنة|متر|anos|años|ans|anni|years?|jahre|days?|dias)(?!\w))"
)
TIME_WORDS = (
    r"(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Wochenende|Januar"
    r"|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahre?"
    r"|Alter|Schnitt|Durchschnitt|Kapitel|Teil|Tag|Monat|Ende|Anfang)\b"
)
US_STATES = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA"
    "|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)
# Forms that need no list.
OWN_FORMS = (
    # Colombia: Calle 72 # 10-34
    r"\b(?i:calle|cll?\.?|carrera|cra\.?|kra?\.?|avenida|av\.?|diagonal|dg\.?"
    r"|transversal|tv\.?) ?\d{1,3} ?[a-zA-Z]?(?: (?:sur|norte|este|oeste|bis))? ?"
    r"(?:#|[Nn][or]\.?|n[°º]) ?\d{1,3} ?[a-zA-Z]?(?: ?- ?\d{1,3})?",
    # New York: 762 W 34th St
    r"(?<![\w.,])\d{1,5} (?:[NSEW]{1,2}\.? )?\d{1,3}(?:st|nd|rd|th) (?:St|Ave|Street"
    r"|Avenue|Rd|Road|Pl|Place)\b\.?",
    r"\b(?:Am|An der|Auf de[mr]|Im|In de[rn]|Zum|Zur|Unter den|Beim|Hinter de[mr])"
    rf" (?!{TIME_WORDS}){CAPITALISED}(?: {CAPITALISED})? \d{{1,4}} ?[a-z]?"
    r"(?=,? \d{5}\b|\s*$|,|\n)",
    r"\bbroadway,? \d{1,5}\b|(?<![\w.,])\d{1,5} [Bb]roadway\b",
    r"[\u4e00-\u9fff]{1,12}?(?:路|街|大道|巷|道|弄|胡同|里|村)(?:[东西南北中]段?)?"
    r"(?:\d{1,5}|[一二三四五六七八九十百]{1,4})[号號弄巷](?:(?:院|楼|樓|栋|棟|幢|座|单元|單元|室|层|層|房"
    r"|之)?-?\d{1,4}(?:号楼|號樓|楼|樓|栋|棟|幢|座|单元|單元|室|层|層|房|号|號)?)*",
    r"[\u4e00-\u9fff]{1,8}[区區市町村郡][\u3040-\u9fffー]{0,8}\d{1,4}-\d{1,4}(?:-\d{1,4})?",
    r"[\u3040-\u9fffー]{1,14}(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:丁目|番町)"
    r"(?:の?\d{1,5}(?:番地?|号|-)?){0,3}",
    r"[\u3040-\u9fffー]{1,14}[町村区市字]\d{1,5}番地?(?:の?\d{1,4}号?)?",
    r"〒 ?\d{3}-?\d{4}",
    r"(?:[\uac00-\ud7a3]+[시구군도동읍면] )+[\uac00-\ud7a3\d]+[로길동리] ?\d{1,4}"
    r"(?:-\d{1,4})?(?:번지|번길)?(?: ?\d{1,4}(?:동|호|층))*",
    r"[\uac00-\ud7a3]{2,}(?:로|길|대로) ?\d{1,4}(?:번길 ?\d{1,4})?(?=[ ,.]|$)",
    r"(?:ซอย|ถนน|หมู่|ซ\.|ถ\.) ?[\u0e00-\u0e7f ]{0,20}\d{1,4}(?:/\d{1,4})?",
    r"\b(?:CEP|cep)\W{0,3}\d{2}\.?\d{3}-?\d{3}\b",
    r"\b(?:GIR 0AA|[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2})\b",
    r"(?<![\d.-])\d{5}-\d{3}(?![\d-])",
    rf"\b(?:{US_STATES}),? \d{{5}}(?:-\d{{4}})?(?![\d-])",
)
# What may come behind a house number: a town with its number for the post.
TOWN = rf"(?:,? (?:[A-Z]-)?\d{{4,5}} {CAPITALISED})?"


@functools.cache
def words_of_streets() -> dict[str, tuple[str, ...]]:
    """Return the words of each list of `data/streets.toml`, the longest first."""
    data = files("egregora.privacy").joinpath("data/streets.toml").read_text("utf-8")
    return {
        name: tuple(
            sorted(
                {word.strip() for word in re.split(r"[|\n]", listed) if word.strip()},
                key=lambda word: (-len(word), word),
            )
        )
        for name, listed in tomllib.loads(data).items()
    }


def one_of(words: tuple[str, ...]) -> str:
    """Return what matches any of the words, in small letters or capitals."""
    return "(?i:" + "|".join(map(re.escape, words)) + ")"


@functools.cache
def street_address() -> re.Pattern[str]:
    """Return what matches a street address."""
    words = words_of_streets()
    weak = frozenset(words["weak"])
    strong = tuple(word for word in words["before"] if word not in weak)
    flat = (
        rf"(?:[,،\- ]{{1,3}}{one_of(words['flat'])}[.:]? ?[\dA-Z][\w\-]{{0,4}}\b"
        r"|,? \d{1,2}[ºª°]? ?[A-Z]\b)*"
    )
    tail = f"{HOUSE_NUMBER}{flat}{TOWN}"
    begins = r"(?<![^\W_])(?:[وبفل]|ال|بال|ול|ב|ה|ל)?"
    forms = [
        # rua das flores, 12; ул. Ленина, д. 5; Via Roma 3
        rf"{begins}{one_of(words['before'])} ?{NAME}{BEFORE_NUMBER}{tail}",
        rf"{begins}{one_of(strong)} {LOWER_NAME},?[ ]{NUMBER_SIGN}{tail}",
        rf"{begins}{one_of(strong)} {LOWER_NAME}(?:, ?|[ ](?!(?:19|20)\d\d\b))"
        rf"(?=\d\d){HOUSE_NUMBER}{END_OF_PART}{flat}{TOWN}",
        rf"{begins}(?:شارع|زنقة|کوچه|गली|ngõ|hẻm|gg\.|gang) (?:{NUMBER_SIGN})?{tail}",
        # 12 rue de Paris
        rf"(?<![\w.,])\d{{1,5}}(?: ?(?:bis|ter|quater|[A-Z]))?,? "
        rf"{one_of(words['before'])} {PARTICLE}*{CAPITALISED}"
        rf"(?: {PARTICLE}*{CAPITALISED})*"
        rf"{TOWN}",
        rf"(?<![\w.,])\d{{1,5}}(?: ?(?:bis|ter|quater))?,? (?:rue|avenue|boulevard|bd"
        rf"|chemin|impasse|allée|quai|đường|phố) {PARTICLE}*{ANY_CASE}",
        # 12 Baker Street, Springfield, IL 62704
        rf"(?<![\w.,])\d{{1,5}}(?:/\d{{1,4}})?[A-Za-z]?,? (?:{CAPITALISED} ){{1,4}}"
        rf"{one_of(words['after_number'])}(?![\w'’]){flat}"
        rf"(?:, {CAPITALISED}(?: {CAPITALISED})?)?(?:,? (?:{US_STATES}) \d{{5}})?",
        r"(?<![\w.,])\d{1,5} [a-z]{4,} (?:street|avenue|boulevard|lane|road)"
        r"(?=\s*(?:$|[,.\n]))",
        # Bağdat Caddesi No: 12; Садовая улица, 7; Lange Str. 5a
        rf"(?:{CAPITALISED} ){{1,4}}{one_of(words['behind'])},?"
        rf"(?: ?{NUMBER_SIGN}| ){tail}",
        # Musterstraße 5
        rf"\b(?:{CAPITALISED} )?{LETTER}[\w\-]+{one_of(words['endings'])} {tail}",
        # मकान नंबर 12, गांधी मार्ग
        rf"(?<![^\W_]){one_of(words['house'])}[.:]? ?{HOUSE_NUMBER}{flat}"
        rf"(?:[,،] (?:{ANY_CASE} ){{1,3}}{one_of(words['behind'])}(?!\w))?",
        rf"(?<![^\W_]){one_of(words['post_box'])}[.:]? ?\d{{1,6}}\b",
        *OWN_FORMS,
    ]
    return re.compile("|".join(forms))


@functools.cache
def street_sign() -> re.Pattern[str]:
    """Return what each street address holds: a quick look before the long one."""
    words = words_of_streets()
    alone = {*words["before"], *words["behind"], *words["after_number"]}
    alone |= {*words["house"], *words["post_box"]}
    listed = "|".join(
        map(re.escape, sorted(alone, key=lambda word: (-len(word), word)))
    )
    ends = "|".join(map(re.escape, words["endings"]))
    return re.compile(
        rf"(?<![^\W\d_])(?:[وبفلבהל]|ال|بال)?(?:{listed})(?![^\W\d_])|(?:{ends})[ ]\d"
        r"|[路街巷道弄里村区區市町郡字番로길동리]\d|丁目|番地|[号號]|[로길동] ?\d|〒"
        r"|ซอย|ถนน|หมู่|ซ\.|ถ\.|\d{5}-\d{3}|\b[a-z]{1,2}\d[a-z\d]? \d[a-z]{2}\b"
        r"|\b(?:cll?|cra|kra?|dg|tv)\.? ?\d|\d(?:st|nd|rd|th) |broadway|cep\b"
        r"|[区區市町村郡].{0,8}\d-\d"
        r"|\b(?:am|an|auf|im|in|zum|zur|unter|beim|hinter) |\b[a-z]{2},? \d{5}",
    )


def may_hold_street(lower: str) -> bool:
    """Tell whether a text in small letters may hold a street address."""
    return bool(street_sign().search(lower))


def find_streets(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each street address in plain `text`."""
    if may_hold_street(text.lower()):
        for found in street_address().finditer(text):
            yield found.span()
