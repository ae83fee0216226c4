"""Numbers of people's papers and companies, by form and check digits.

Positions are of text from `normalize.to_plain_characters`.
"""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Iterable, Iterator

# Form, module of python-stdnum that checks it (none: the form is enough), and the
# countries that must be configured because the form alone is too common.
NATIONAL_IDS: tuple[tuple[str, str | None, str], ...] = (
    (r"\d{3}\.\d{3}\.\d{3}[-/ ]\d{2}", None, ""),  # CPF
    (r"\d{2}\.\d{3}\.\d{3}/\d{4}[-. ]\d{2}", None, ""),  # CNPJ
    (r"\d{3}[ .]?\d{3}[ .]?\d{3}[- ]?\d{2}", "br.cpf", ""),
    (r"\d{2}[ .]?\d{3}[ .]?\d{3}[ /]?\d{4}[- ]?\d{2}", "br.cnpj", ""),
    # CNPJ of companies founded since July 2026: letters, too.
    (r"[A-Z\d]{2}\.[A-Z\d]{3}\.[A-Z\d]{3}/[A-Z\d]{4}-\d{2}", None, ""),
    (r"(?=[A-Z\d]*[A-Z])(?=(?:[A-Z]*\d){5})[A-Z\d]{12}\d{2}", "br.cnpj", ""),
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
    (r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dX]", None, ""),
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
    (r"\d{12}", "ru.inn", ""),
    (r"\d{10}", "ru.inn", "RU"),
    (r"\d{13}(?:\d{2})?", "ru.ogrn", "RU"),
    (r"\d{3}-\d{3}-\d{3} \d{2}", None, ""),  # SNILS
    (r"\d{4} ?\d{4} ?\d{4}", "jp.in_", "JP"),
    (r"\d{4}-\d{4}-\d{4}", "jp.in_", "JP"),
    (r"[A-Z][12]\d{8}", None, "TW"),
    (r"\d-\d{4}-\d{5}-\d{2}-\d", "th.pin", ""),
    (r"\d{13}", "th.pin", "TH"),
    (r"\d{5}-\d{7}-\d", None, ""),  # CNIC
    (r"\d{13}", "pk.cnic", "PK"),
    (r"\d{6}-?\d{2}-?\d{4}", "my.nric", "MY"),
    (r"\d{16}", "id.nik", "ID"),
    (r"\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}", None, ""),  # NPWP
    (r"\d{3}-\d{2}-\d{5}", "kr.brn", ""),
    (r"[3-6]\d{10}", "ee.ik", "EE"),
    (r"[3-6]\d{10}", "lt.asmens", "LT"),
    (r"\d{6}-\d{5}", "lv.pvn", ""),
    (r"\d{10}", "bg.egn", "BG"),
    (r"\d{13}", "si.emso", ""),
    (r"\d{11}", "gr.amka", "GR"),
    (r"\d{9}", "gr.vat", "GR"),
    (r"\d{11}", "hr.oib", "HR"),
    (r"\d{10}", "ua.rntrc", "UA"),
    (r"\d{6}-?\d{4}", "is_.kennitala", "IS"),
    (r"\d{6}[ /]?\d{3,4}", "cz.rc", "CZ"),
    (r"\d{6}[ /]?\d{3,4}", "sk.rc", "SK"),
    (r"\d{3}-?\d{3}-?\d{2}-?\d{2}", "pl.nip", "PL"),
    (r"\d{9}", "pl.regon", "PL"),
    (r"[A-Z]{3}\d{6}", "nl.identiteitskaartnummer", "NL"),
    (r"\d{10}", "at.vnr", "AT"),
    (r"\d{4} \d{6}", "at.vnr", ""),
    (r"\d{3}-\d{3}-\d{3}", "ca.sin", ""),
    (r"\d{3} \d{3} \d{3}", "ca.sin", "CA"),
    (r"\d{9}", "ca.sin", "CA"),
    (r"\d{3} ?\d{3} ?\d{3}", "au.tfn", "AU"),
    (r"\d{2} ?\d{3} ?\d{3} ?\d{3}", "au.abn", "AU"),
    (r"\d{1,2}\d{3}\d{3}-[\dK]", "cl.rut", ""),
    (r"\d{1,2}\.?\d{3}\.?\d{3}-?[\dK]", "cl.rut", "CL"),
    (r"\d{3}-?\d{7}-?\d", "do.cedula", "DO"),
    (r"\d{3}-\d{7}-\d", None, ""),  # cédula of the Dominican Republic
    (r"\d{3}\.?\d{3}\.?\d{3}-\d", "co.nit", ""),
    (r"\d{9}-?\d", "ec.ci", "EC"),
    (r"(?:10|15|17|20)\d{9}", "pe.ruc", ""),
    (r"[VEJPG][- ]?\d{8}[- ]?\d", "ve.rif", ""),
    (r"[A-Z]{3}\d{7}", "in_.epic", ""),
    (r"\d{2}[A-Z]{5}\d{4}[A-Z]\d[A-Z]\d", None, ""),  # GSTIN
    (r"\d{5} ?\d{5}", "gb.utr", "GB"),
    (r"[A-Z]\d{9}[A-Z]", "ke.pin", "KE"),
    (r"[23](?:\d{2})(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:[0-3]\d|88)\d{5}", None, ""),
    (r"[12]\d{9}", "luhn", "SA"),
    (r"[A-Z]{2} ?\d{5}[A-Z]{2}", None, "IT"),  # identity card
)

# Where a script is in use, whatever countries are configured.
COUNTRIES_OF_SCRIPTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("[\u3040-\u30ff]"), "JP"),
    (re.compile("[\u4e00-\u9fff]"), "CN"),
    (re.compile("[\uac00-\ud7a3]"), "KR"),
    (re.compile("[\u05d0-\u05ea]"), "IL"),
    (re.compile("[\u0e01-\u0e5b]"), "TH"),
    (re.compile("[\u0370-\u03ff]"), "GR"),
    (re.compile("[іїєґ]"), "UA"),
    (re.compile("[şğıİ]"), "TR"),
    (re.compile("[ąęłżźćń]"), "PL"),
    (re.compile("[ěřů]"), "CZ"),
    (re.compile("[ăâîșțşţ]"), "RO"),
)


def countries_of_script(text: str) -> frozenset[str]:
    """Return the countries whose letters a text has."""
    if text.isascii():
        return frozenset()
    return frozenset(
        country for letters, country in COUNTRIES_OF_SCRIPTS if letters.search(text)
    )


@functools.cache
def id_patterns(regions: frozenset[str]) -> list[tuple[re.Pattern, str | None]]:
    """Return the forms that count where `regions` are configured, with their checks."""
    return [
        (re.compile(rf"(?<![\w.+])(?<!\d[-/])(?:{form})(?![\w]|[-./]\d)", re.I), module)
        for form, module, where in NATIONAL_IDS
        if not where or where in regions
    ]


@functools.lru_cache(maxsize=65536)
def is_valid_id(module: str, number: str) -> bool:
    """Tell whether the check digits of a national number hold."""
    checked = importlib.import_module(f"stdnum.{module}").is_valid
    return checked(number) or checked(re.sub(r"[ .\-/]", "", number))


def find_national_ids(text: str, regions: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each national identity number in plain `text`."""
    for form, module in id_patterns(frozenset(regions) | countries_of_script(text)):
        for found in form.finditer(text):
            if module is None or is_valid_id(module, found[0].upper()):
                yield found.span()
