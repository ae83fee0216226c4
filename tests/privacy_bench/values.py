"""Invented identifiers and secrets, and numbers that identify nobody.

VALUES: name of a placeholder → function of a random source. Check digits are
python-stdnum's, phones are variations of phonenumbers' examples. Nothing here belongs
to anybody, except by chance.
"""

from __future__ import annotations

import base64
import json
import random
import string
from collections.abc import Callable
from importlib import import_module

import phonenumbers
from phonenumbers import PhoneNumberFormat as Format
from stdnum import iban, luhn, verhoeff

Random = random.Random
ALNUM = string.ascii_letters + string.digits
HEX = "0123456789abcdef"
WORDS = [
    "lantern", "harbor", "velvet", "copper", "meadow", "thunder", "pepper",
    "magnet", "violin", "saddle", "walnut", "cactus", "marble", "ribbon",
    "socket", "tunnel", "window", "basket", "candle", "dragon", "engine",
    "falcon",
]  # fmt: skip


def digits(rng: Random, count: int) -> str:
    """Return so many digits, the first not zero."""
    return str(rng.randint(1, 9)) + "".join(rng.choices(string.digits, k=count - 1))


def letters(rng: Random, count: int) -> str:
    """Return so many capitals."""
    return "".join(rng.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=count))


def text_of(rng: Random, count: int, alphabet: str = ALNUM) -> str:
    """Return random characters."""
    return "".join(rng.choices(alphabet, k=count))


def valid(kind: str, body: Callable[[], str]) -> str:
    """Return a body that stdnum's module `kind` takes for valid."""
    is_valid = import_module(f"stdnum.{kind}").is_valid
    for _attempt in range(20_000):
        if is_valid(number := body()):
            return number
    raise ValueError(f"no valid number: {kind}")


def shaped(number: str, shape: str) -> str:
    """Put the characters of a number into a shape of `#`."""
    rest = iter(number)
    return "".join(next(rest) if mark == "#" else mark for mark in shape)


def password(rng: Random) -> str:
    """Return a password as people choose them."""
    word, other = rng.sample(WORDS, 2)
    return rng.choice(
        (
            f"{digits(rng, 2)}{word}{digits(rng, 2)}",
            f"{word.capitalize()}@{digits(rng, 4)}",
            f"{word}{other}",
            f"{word}-{other}-{digits(rng, 2)}",
            text_of(rng, 10),
            f"{word.upper()}#{digits(rng, 3)}!",
        )
    )


def jwt(rng: Random) -> str:
    """Return a signed token of JSON."""

    def part(value: dict) -> str:
        packed = base64.urlsafe_b64encode(json.dumps(value).encode()).decode()
        return packed.rstrip("=")

    head, body = part({"alg": "HS256"}), part({"sub": digits(rng, 9), "iat": 1})
    return f"{head}.{body}.{text_of(rng, 43)}"


def private_key(rng: Random) -> str:
    """Return the first lines of a private key."""
    lines = "\n".join(text_of(rng, 64) for _line in range(2))
    return f"-----BEGIN PRIVATE KEY-----\n{lines}\n-----END PRIVATE KEY-----"


TOKENS: dict[str, Callable[[Random], str]] = {
    "aws": lambda rng: "AKIA" + text_of(rng, 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
    "github": lambda rng: "ghp_" + text_of(rng, 36),
    "github_fine": lambda rng: f"github_pat_{text_of(rng, 22)}_{text_of(rng, 59)}",
    "openai": lambda rng: "sk-proj-" + text_of(rng, 48),
    "anthropic": lambda rng: "sk-ant-api03-" + text_of(rng, 80),
    "stripe": lambda rng: "sk_" + "live_" + text_of(rng, 24),
    "google": lambda rng: "AIza" + text_of(rng, 35),
    "slack": lambda rng: f"xoxb-{digits(rng, 12)}-{digits(rng, 12)}-{text_of(rng, 24)}",
    "gitlab": lambda rng: "glpat-" + text_of(rng, 20),
    "telegram": lambda rng: f"{digits(rng, 10)}:AA{text_of(rng, 33)}",
    "jwt": jwt,
    "bearer": lambda rng: "Bearer " + text_of(rng, 40),
    "private_key": private_key,
}

# Addresses that carry a secret, with `{}`, and the secret.
LINKS: dict[str, tuple[str, Callable[[Random], str]]] = {
    "reset": ("https://conta.example.com/reset-password?token={}",
              lambda rng: text_of(rng, 32)),
    "reset_path": ("https://app.example.org/password/reset/{}",
                   lambda rng: text_of(rng, 40, HEX)),
    "magic": ("https://example.com/auth/magic?code={}&next=/",
              lambda rng: text_of(rng, 24)),
    "signed": ("https://bucket.s3.amazonaws.com/a.pdf?X-Amz-Signature={}",
               lambda rng: text_of(rng, 64, HEX)),
    "blob": ("https://x.blob.core.windows.net/c/f?sv=2022-11-02&sig={}",
             lambda rng: text_of(rng, 43)),
    "access": ("https://api.example.net/v1/me?access_token={}",
               lambda rng: text_of(rng, 36)),
    "meeting": ("https://us02web.zoom.us/j/89012345678?pwd={}",
                lambda rng: text_of(rng, 32)),
    "document": ("https://docs.google.com/document/d/{}/edit?usp=sharing",
                 lambda rng: text_of(rng, 44)),
    "file": ("https://drive.google.com/file/d/{}/view", lambda rng: text_of(rng, 33)),
    "invite": ("https://chat.whatsapp.com/{}", lambda rng: text_of(rng, 22)),
    "three_words": ("https://what3words.com/{}",
                    lambda rng: ".".join(rng.sample(WORDS, 3))),
    "three_slashes": ("///{}", lambda rng: ".".join(rng.sample(WORDS, 3))),
    "shared": ("https://www.dropbox.com/scl/fi/a/b.pdf?rlkey={}",
               lambda rng: text_of(rng, 25)),
    "trip": ("https://trip.uber.com/{}", lambda rng: text_of(rng, 11)),
}  # fmt: skip


def card(rng: Random) -> str:
    """Return the number of a payment card."""
    start, length = rng.choice((("4", 16), ("51", 16), ("37", 15), ("55", 16)))
    body = start + "".join(rng.choices(string.digits, k=length - len(start) - 1))
    number = body + luhn.calc_check_digit(body)
    shapes = (
        "#" * 16,
        "#### #### #### ####",
        "####-####-####-####",
        "####.####.####.####",
    )
    return shaped(number, rng.choice(shapes) if length == 16 else "#### ###### #####")


BANKS = {
    "DE": lambda r: digits(r, 18),
    "FR": lambda r: digits(r, 23),
    "IT": lambda r: letters(r, 1) + digits(r, 22),
    "ES": lambda r: digits(r, 20),
    "PT": lambda r: digits(r, 21),
    "GB": lambda r: letters(r, 4) + digits(r, 14),
    "TR": lambda r: digits(r, 5) + "0" + digits(r, 16),
    "BR": lambda r: digits(r, 23) + "P1",
    "SA": lambda r: digits(r, 20),
    "AE": lambda r: digits(r, 19),
    "NL": lambda r: letters(r, 4) + digits(r, 10),
    "PL": lambda r: digits(r, 24),
}


def account_number(country: str, rng: Random) -> str:
    """Return an IBAN of a country; the national check digits hold where there are."""
    for _attempt in range(20_000):
        account = BANKS[country](rng)
        number = country + iban.calc_check_digits(f"{country}00{account}") + account
        if iban.is_valid(number):
            break
    else:
        raise ValueError(f"no valid IBAN: {country}")
    if rng.random() < 0.5:
        return number
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


def steuer_id(rng: Random) -> str:
    """Return a German tax number: nine digits, one of them twice, and a check digit."""

    def body() -> str:
        ten = rng.sample(string.digits, 10)
        ten[9] = ten[0]
        rng.shuffle(ten)
        return "".join(ten) + rng.choice(string.digits)

    return shaped(valid("de.idnr", body), "## ### ### ###")


def born(rng: Random) -> tuple[int, int, int]:
    """Return a year, a month and a day."""
    return rng.randint(1955, 2008), rng.randint(1, 12), rng.randint(1, 28)


def resident_id(rng: Random) -> str:
    """Return a Chinese identity number."""
    year, month, day = born(rng)
    ric = import_module("stdnum.cn.ric")
    place = rng.choice(("110101", "310104"))
    body = f"{place}{year}{month:02}{day:02}{rng.randint(1, 999):03}"
    # It leaves the last character out.
    return body + ric.calc_check_digit(body + "0")


def codice(rng: Random) -> str:
    """Return an Italian tax code."""
    year, _month, day = born(rng)
    module = import_module("stdnum.it.codicefiscale")
    place = rng.choice(("H501", "F205", "L219", "A944", "F839"))
    body = (
        f"{letters(rng, 6)}{year % 100:02}{rng.choice('ABCDEHLMPRST')}{day:02}{place}"
    )
    return body + module.calc_check_digit(body)


def curp(rng: Random) -> str:
    """Return a Mexican population code."""
    year, month, day = born(rng)
    birth = f"{year % 100:02}{month:02}{day:02}"

    def body() -> str:
        start = letters(rng, 1) + rng.choice("AEIO") + letters(rng, 2)
        state = rng.choice(("DF", "JC", "NL", "MC"))
        middle = rng.choice("HM") + state + "".join(rng.choices("BCDFGLMRST", k=3))
        homonym = "0" if year < 2000 else "A"
        return f"{start}{birth}{middle}{homonym}{rng.choice(string.digits)}"

    return valid("mx.curp", body)


def nir(rng: Random) -> str:
    """Return a French social security number."""
    year, month, _day = born(rng)
    body = (
        f"{rng.choice('12')}{year % 100:02}{month:02}75{digits(rng, 3)}{digits(rng, 3)}"
    )
    key = 97 - int(body) % 97
    return shaped(f"{body}{key:02}", rng.choice(("# ## ## ## ### ### ##", "#" * 15)))


def checked(kind: str, count: int, *shapes: str) -> Callable[[Random], str]:
    """Return the maker of numbers of `count` digits that stdnum takes for valid."""

    def made(rng: Random) -> str:
        return shaped(valid(kind, lambda: digits(rng, count)), rng.choice(shapes))

    return made


def aadhaar(rng: Random) -> str:
    """Return an Indian identity number."""
    body = str(rng.randint(2, 9)) + digits(rng, 10)
    number = body + verhoeff.calc_check_digit(body)
    return shaped(number, rng.choice(("#### #### ####", "#" * 12)))


def cnpj_of_letters(rng: Random) -> str:
    """Return a Brazilian company number of letters and digits, as given since 2026."""
    body = text_of(rng, 8, string.ascii_uppercase + string.digits) + "0001"
    for weights in ((5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2),
                    (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)):  # fmt: skip
        total = sum((ord(c) - 48) * w for c, w in zip(body, weights, strict=True))
        body += str(0 if total % 11 < 2 else 11 - total % 11)
    return shaped(body, "##.###.###/####-##")


def pix_code(rng: Random) -> str:
    """Return a Pix payment to copy and paste."""
    check = text_of(rng, 4, HEX).upper()
    key = text_of(rng, 8, HEX) + "-4a1b-4c2d-9e3f-" + text_of(rng, 12, HEX)
    return (
        f"00020126580014br.gov.bcb.pix0136{key}5204000053039865802BR"
        f"5909LOJA LTDA6009SAO PAULO62070503***6304{check}"
    )


IDS: dict[str, Callable[[Random], str]] = {
    "cpf": checked("br.cpf", 11, "###.###.###-##", "#" * 11, "### ### ### ##"),
    "cnpj": checked("br.cnpj", 14, "##.###.###/####-##", "#" * 14),
    "cnpj_letters": cnpj_of_letters,
    "dni": lambda rng: valid("es.dni", lambda: digits(rng, 8) + letters(rng, 1)),
    "nie": lambda rng: valid(
        "es.nie", lambda: rng.choice("XYZ") + digits(rng, 7) + letters(rng, 1)
    ),
    "cuit": lambda rng: shaped(
        valid("ar.cuit", lambda: "20" + digits(rng, 9)), "##-########-#"
    ),
    "rut": lambda rng: shaped(
        valid("cl.rut", lambda: digits(rng, 8) + rng.choice(string.digits)),
        "##.###.###-#",
    ),
    "curp": curp,
    "cbu": checked("ar.cbu", 22, "#" * 22),
    "steuer": steuer_id,
    "nir": nir,
    "codice": codice,
    "tckimlik": checked("tr.tckimlik", 11, "#" * 11),
    "inn": checked("ru.inn", 12, "#" * 12),
    "aadhaar": aadhaar,
    "ric": resident_id,
    "pesel": checked("pl.pesel", 11, "#" * 11),
    "mynumber": checked("jp.in_", 12, "#### #### ####", "#" * 12),
    "bsn": checked("nl.bsn", 9, "#" * 9),
    "nhs": checked("gb.nhs", 10, "### ### ####"),
}

# What only its label tells.
LABELLED: dict[str, Callable[[Random], str]] = {
    "passport": lambda rng: letters(rng, 2) + digits(rng, 6 + rng.randint(0, 1)),
    "pan": lambda rng: letters(rng, 3) + "P" + letters(rng, 1) + digits(rng, 4) + "K",
    "ssn": lambda rng: f"{rng.randint(100, 665)}-{digits(rng, 2)}-{digits(rng, 4)}",
    "nino": lambda rng: f"JN {digits(rng, 2)} {digits(rng, 2)} {digits(rng, 2)} C",
    "number7": lambda rng: digits(rng, 7),
    "number8": lambda rng: digits(rng, 8),
    "number9": lambda rng: digits(rng, 9),
    "number10": lambda rng: digits(rng, 10),
    "number12": lambda rng: digits(rng, 12),
    "rg": lambda rng: shaped(digits(rng, 9), "##.###.###-#"),
    "series": lambda rng: f"{digits(rng, 4)} {digits(rng, 6)}",
    "snils": lambda rng: shaped(digits(rng, 11), "###-###-### ##"),
    "branch": lambda rng: digits(rng, 4),
    "account": lambda rng: f"{digits(rng, 5)}-{rng.choice(string.digits)}",
    "sort_code": lambda rng: shaped(digits(rng, 6), "##-##-##"),
    "ifsc": lambda rng: letters(rng, 4) + "0" + digits(rng, 6),
    "upi": lambda rng: f"{rng.choice(WORDS)}{digits(rng, 2)}@okaxis",
    "pix_code": pix_code,
    "pix_key": lambda rng: (
        text_of(rng, 8, HEX) + "-7c1d-4e2f-8a3b-" + text_of(rng, 12, HEX)
    ),
    "plate_br": lambda rng: f"{letters(rng, 3)}{digits(rng, 1)}B{digits(rng, 2)}",
    "plate_es": lambda rng: f"{digits(rng, 4)} {letters(rng, 3)}",
    "plate_us": lambda rng: f"{digits(rng, 1)}{letters(rng, 3)}{digits(rng, 3)}",
    "plate_gb": lambda rng: f"{letters(rng, 2)}{digits(rng, 2)} {letters(rng, 3)}",
    "plate_de": lambda rng: f"{letters(rng, 2)}-{letters(rng, 2)} {digits(rng, 3)}",
    "plate_fr": lambda rng: f"{letters(rng, 2)}-{digits(rng, 3)}-{letters(rng, 2)}",
    "plate_it": lambda rng: f"{letters(rng, 2)} {digits(rng, 3)} {letters(rng, 2)}",
    "plate_ru": lambda rng: f"А{digits(rng, 3)}МК{digits(rng, 2)}",
    "plate_tr": lambda rng: f"34 {letters(rng, 3)} {digits(rng, 3)}",
    "plate_in": lambda rng: f"MH12 {letters(rng, 2)} {digits(rng, 4)}",
    "plate_ar": lambda rng: f"{digits(rng, 4)} ABD",
    "plate_cn": lambda rng: f"沪A{digits(rng, 5)}",
    "plate_jp": lambda rng: f"品川 300 さ {shaped(digits(rng, 4), '##-##')}",
    "birth": lambda rng: "{2:02}/{1:02}/{0}".format(*born(rng)),
    "birth_dots": lambda rng: "{2:02}.{1:02}.{0}".format(*born(rng)),
    "birth_us": lambda rng: "{1}/{2}/{0}".format(*born(rng)),
    "birth_iso": lambda rng: "{}-{:02}-{:02}".format(*born(rng)),
    "birth_cjk": lambda rng: "{}年{}月{}日".format(*born(rng)),
    "pin": lambda rng: digits(rng, 4),
    "code6": lambda rng: digits(rng, 6),
    "password": password,
    "cvv": lambda rng: digits(rng, 3),
    "expiry": lambda rng: f"{rng.randint(1, 12):02}/{rng.randint(27, 33)}",
    "house": lambda rng: str(rng.randint(11, 2400)),
}


def latitude(rng: Random) -> str:
    """Return coordinates in a notation of many."""
    lat, lon = rng.uniform(-60, 60), rng.uniform(-170, 170)
    north, east = "NS"[lat < 0], "EW"[lon < 0]
    return rng.choice(
        (
            f"{lat:.6f}, {lon:.6f}",
            f"{lat:.5f},{lon:.5f}",
            f"{abs(lat):.4f}° {north}, {abs(lon):.4f}° {east}",
            f"{int(abs(lat))}°{rng.randint(10, 59)}'{rng.randint(10, 59)}\"{north} "
            f"{int(abs(lon))}°{rng.randint(10, 59)}'{rng.randint(10, 59)}\"{east}",
            f"geo:{lat:.6f},{lon:.6f}",
            f"https://maps.google.com/?q={lat:.6f},{lon:.6f}",
        )
    )


def email(rng: Random) -> str:
    """Return an address of mail."""
    word, other = rng.sample(WORDS, 2)
    host = rng.choice(
        ("gmail.com", "example.org", "mail.example.co.uk", "example.com.br")
    )
    name = rng.choice((f"{word}.{other}", f"{word}{digits(rng, 2)}", f"{word}_{other}"))
    at = rng.choice(("@", "@", "@", " (at) ", "[at]"))
    return f"{name}{at}{host}"


def phone(region: str, rng: Random) -> phonenumbers.PhoneNumber:
    """Return a mobile number of a region that nobody may have."""
    kind = phonenumbers.PhoneNumberType.MOBILE
    example = phonenumbers.example_number_for_type(region, kind)
    start = str(example.national_number)
    for _attempt in range(1000):
        number = phonenumbers.PhoneNumber(
            country_code=example.country_code,
            national_number=int(start[:-6] + "".join(rng.choices(string.digits, k=6))),
        )
        if phonenumbers.is_valid_number(number):
            return number
    return example


def written_phone(region: str, rng: Random) -> str:
    """Return a number as people of its region write it."""
    number = phone(region, rng)
    shape = rng.choice((Format.INTERNATIONAL, Format.NATIONAL, Format.E164))
    text = phonenumbers.format_number(number, shape)
    return rng.choice((text, text, text.replace("-", " "), text.replace(" ", ".")))


def foreign_phone(region: str, rng: Random) -> str:
    """Return a number as people of its region write it, without its country."""
    text = phonenumbers.format_number(phone(region, rng), Format.NATIONAL)
    return rng.choice((text, "".join(c for c in text if c.isdigit())))


def odd_phone(region: str, words: list[str], rng: Random) -> str:
    """Return a number in keycaps, with letters for zeros, or in words."""
    number = phonenumbers.format_number(phone(region, rng), Format.NATIONAL)
    plain = "".join(c for c in number if c.isdigit())
    spaced = "" if not words or len(words[1]) == 1 else " "
    ways = [
        "".join(f"{digit}\ufe0f\u20e3" for digit in plain),
        " ".join(plain),
    ]
    if "0" in plain[1:]:
        ways.append(number[0] + number[1:].replace("0", "O"))
    if words:
        ways.append(spaced.join(words[int(digit)] for digit in plain))
    return rng.choice(ways)


# Numbers and names of files that identify nobody.
HARMLESS: dict[str, Callable[[Random], str]] = {
    "score": lambda r: f"{r.randint(0, 5)}-{r.randint(0, 5)}",
    "sets": lambda r: f"6-4 3-6 {r.randint(6, 7)}-{r.randint(2, 5)}",
    "years": lambda r: f"({r.randint(1900, 1960)}-{r.randint(1961, 2020)})",
    "year": lambda r: f"({r.randint(1950, 2026)})",
    "image": lambda r: f"IMG-2024{r.randint(1, 12):02}{r.randint(1, 28):02}-WA0001.jpg",
    "version": lambda r: f"{r.randint(1, 30)}.{r.randint(0, 20)}.{r.randint(0, 9)}",
    "ip": lambda r: f"192.168.{r.randint(0, 255)}.{r.randint(1, 254)}",
    "ip_public": lambda r: f"203.0.113.{r.randint(1, 254)}:8080",
    "flight": lambda r: f"{letters(r, 2)}{r.randint(100, 9999)}",
    "booking": lambda r: text_of(r, 6, "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"),
    "order": lambda r: f"DE{digits(r, 8)}{letters(r, 4)}{digits(r, 2)}",
    "sum": lambda r: (
        f"{r.randint(10, 90)} + {r.randint(10, 90)} + {r.randint(10, 900)}"
    ),
    "big_sum": lambda r: f"{r.randint(1, 9)}.{digits(r, 3)}.{digits(r, 3)},00",
    "price": lambda r: f"{r.randint(10, 999)},{r.randint(10, 99)} €",
    "dollars": lambda r: f"${r.randint(1, 99)},{digits(r, 3)}.00",
    "time": lambda r: f"{r.randint(10, 20)}:{r.randint(10, 59)}-{r.randint(21, 23)}:00",
    "law": lambda r: f"{r.randint(10, 14)}.{digits(r, 3)}/{r.randint(1990, 2026)}",
    "percent": lambda r: f"{r.randint(1, 99)},{digits(r, 2)}%",
    "distance": lambda r: f"{digits(r, 4)} km",
    "project": lambda r: f"github.com/{r.choice(WORDS)}/{r.choice(WORDS)}-project",
    "isbn": lambda r: f"ISBN 978-3-16-14841{r.randint(0, 9)}-0",
}
