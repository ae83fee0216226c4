"""Identifiers other than names and phones, found by form or check digits.

E-mail addresses, account names, cards, bank accounts, coordinates and links to
accounts; papers are in `national_ids`, streets in `streets`. The prefilter is a quick
look at a text: whether it may hold an identifier at all. The `find_` functions take
text from `to_plain_characters`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import filterfalse
from urllib.parse import unquote, urlsplit

from stdnum import iban, luhn

from egregora.privacy.secrets import opens_something
from egregora.privacy.streets import may_hold_street
from egregora.text.vocabulary import is_ordinary

ARC_SECONDS = r"(?:\d{1,2}(?:[.,]\d+)? ?(?:\"|”|″|''))?"
ARC_DEGREES = rf"\d{{1,3}} ?[°ºo] ?\d{{1,2}} ?['’′] ?{ARC_SECONDS} ?[NSEWOL]\b"
PLUS_CODE_CHARACTER = "[23456789CFGHJMPQRVWX]"
# Three words with dots, as what3words names a place; no host, file or module.
WORD_TRIPLE = (
    r"(?<![\w./@:\-])(?!www\.)[a-zß-ÿа-я]{4,}\.[a-zß-ÿа-я]{4,}\."
    r"(?!(?:html|json|jpeg|info|name|blog|shop|site|docx|xlsx|pptx|yaml|toml|online"
    r"|store|cloud|live|link|page|club|news|tech|world|group|join|path|text)\b)"
    r"[a-zß-ÿа-я]{4,}(?![\w./@(\-])"
)
THREE_WORDS = re.compile(WORD_TRIPLE)
COORDINATES = re.compile(
    r"(?<![\d.])-?\d{1,3}\.\d{3,}[,;/ ]{1,3}-?\d{1,3}\.\d{3,}(?!\d)"
    rf"|{ARC_DEGREES}(?:[,; ]{{0,3}}{ARC_DEGREES})?"
    r"|-?\d{1,3}\.\d{3,} ?° ?[NSEWO]?[,; ]{0,3}-?\d{1,3}\.\d{3,} ?° ?[NSEWO]?"
    # 19.92083 S 43.93778 W, S 19° 55.250 W 43° 56.267, lat -19.92083 lon -43.93778
    r"|-?\d{1,3}\.\d{3,} ?°? ?[NSns]\b[,; /]{0,3}-?\d{1,3}\.\d{3,} ?°? ?[EWOLewol]\b"
    r"|\b[NS] ?\d{1,3}[°ºo] ?\d{1,2}[.,]\d+'?[,; ]{0,3}[EWOL] ?\d{1,3}[°ºo]"
    r" ?\d{1,2}[.,]\d+'?"
    r"|\blat\w*\W{1,3}-?\d{1,3}[.,]\d{2,}[,; ]{0,3}lo?ng?\w*\W{1,3}-?\d{1,3}[.,]\d{2,}"
    r"|(?<![\d.,])-?\d{1,3},\d{4,}; ?-?\d{1,3},\d{4,}(?!\d)"
    r"|///[^\W\d_]{3,}\.[^\W\d_]{3,}\.[^\W\d_]{3,}"
    rf"|{WORD_TRIPLE}"
    rf"|(?<!\w){PLUS_CODE_CHARACTER}{{4,8}}\+{PLUS_CODE_CHARACTER}{{2,3}}(?!\w)"
)


def find_coordinates(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each pair of coordinates in plain `text`."""
    for found in COORDINATES.finditer(text):
        yield found.span()


ANY_DIGIT = re.compile(r"\d")
# What an identifier of few digits holds: a quick look before the long ones.
PREFILTER_SIGNS = (
    *("@", "＠", "://", "www.", "°", "º", "mailto:", "tel:", ".me/", ".com/", ".gl/"),
    *(
        "arroba",
        "(at",
        "[at",
        "[ät",
        "(ät",
        "{at",
        "<at",
        "( at",
        "[ at",
        "(arr",
        " dot ",
    ),
    *("insta", "ig:", "ig =", "ig é", "ig is", "twitter", "tiktok", "telegram", "snap"),
    *(
        "discord",
        "linkedin",
        "skype",
        "facebook",
        "fb",
        "threads",
        "bluesky",
        "mastodon",
    ),
)
# Most texts have none of the characters that most signs have.
PREFILTER_CHARACTER = re.compile(r"[@＠°º:/(\[{<.=]")
SIGNS_WITHOUT_CHARACTER = tuple(
    filterfalse(PREFILTER_CHARACTER.search, PREFILTER_SIGNS)
)
AT_HOST = re.compile(r" at [\w-]+ ?\. ?[a-z]{2,}")
# A short plus code, as maps have it: 3W7R+PQ.
SHORT_PLUS_CODE = re.compile(r"[2-9CFGHJMPQRVWX]{4}\+[2-9CFGHJMPQRVWX]{2}")
MAX_HARMLESS_DIGITS = 6
SHORT_ID = re.compile(
    r"[A-Za-z]{5}\d{4}[A-Za-z]|[A-Za-z]{2} ?\d\d ?\d\d|\w\+\w\w|#\d{4}"
)


def may_hold_identifier(text: str) -> bool:
    """Tell whether a text may hold an identifier that is no name."""
    lower = text.lower()
    for sign in (
        PREFILTER_SIGNS
        if PREFILTER_CHARACTER.search(lower)
        else SIGNS_WITHOUT_CHARACTER
    ):
        if sign in lower:
            return True
    if " at " in lower and AT_HOST.search(lower):
        return True
    if ("+" in text and SHORT_PLUS_CODE.search(text)) or "///" in text:
        return True
    if "." in text and THREE_WORDS.search(text):
        return True
    return bool(ANY_DIGIT.search(text)) and (
        may_hold_number(text) or may_hold_street(lower)
    )


def may_hold_number(text: str) -> bool:
    """Tell whether a text has digits enough to identify somebody."""
    count = len(ANY_DIGIT.findall(text))
    return count > MAX_HARMLESS_DIGITS or (count >= 4 and bool(SHORT_ID.search(text)))


# Ends of hosts that make an address of what has spaces in it.
TOP_LEVEL_DOMAINS = (
    "com|org|net|edu|gov|io|me|br|uk|de|fr|es|it|pt|info|dev|app|mx|ar|in|ru|cn"
)
# The part before the sign is bounded, as by RFC 5321: else long words take for ever.
EMAIL_ADDRESS = re.compile(
    r"[\w.+%'\u200b-]{0,63}[\w+%-]@(?:[\w\u200b-]+\.)+[^\W\d_]{2,}"
    r"|[\w.+%-]{0,63}\w(?: @ |@ )(?:[\w-]+\.)+[^\W\d_]{2,}(?!\w)"
    # name@host, com; name @ host . com; name@[192.0.2.1]; "name b"@host.com
    rf"|[\w.+%-]{{0,63}}\w ?@ ?[\w-]+(?: ?[.,] ?(?:{TOP_LEVEL_DOMAINS}))+\b"
    r"|[\w.+%-]{0,63}\w@\[[\d.]{7,15}\]"
    r"|\"[^\"\n]{1,60}\"@(?:[\w-]+\.)+[^\W\d_]{2,}"
    # name (at) host (dot) com, name [arroba] host ponto com
    r"|[\w.+%-]{0,63}\w\s*[(\[{<]\s*(?:at|arroba|@|ät|chez)\s*[)\]}>]\s*[\w-]+"
    r"(?:\s*(?:\.|[(\[{<]\s*(?:dot|ponto|punto|punkt|point)\s*[)\]}>]"
    r"|\s(?:dot|ponto|punto|punkt|point)\s)\s*[\w-]+)*"
    r"|[\w.+%-]{0,63}\w\s+(?:at|arroba)\s+[\w-]+"
    r"(?:\s*(?:\.|\s(?:dot|ponto|punto|point)\s)\s*[a-z]{2,12}\b)+(?!/)",
    re.IGNORECASE,
)
# In prose, "look at this. ok" is no address: without brackets the host must be one.
AT_IN_PROSE = re.compile(
    r"\s(?:at)\s+(?!(?:[\w-]+\s*)(?:\.|\sdot\s)\s*(?:com|org|net|edu|gov|io|me|br|uk|de|fr|es"
    r"|it|pt|info|dev|app)\b)",
    re.IGNORECASE,
)

EMAIL_SIGN = re.compile(r"@|[(\[{<]\s*(?:at|ät|chez)|arroba|\sat\s", re.IGNORECASE)

CARD_NUMBER = re.compile(
    r"(?<![\d.])(?:[2-6]\d{3}(?:[ \-\u200b]?\d){8,15}|[2-6]\d{3}(?:(?:\.|  )\d{4}){3})"
    r"(?!\d)(?![.,]\d)"
)
IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ \-\u200b]?[A-Z0-9]){11,30}", re.IGNORECASE)
BOLETO = re.compile(r"(?<!\d)\d(?:[ .\-]{0,2}\d){43,47}(?!\d)")
PIX_KEY = re.compile(r"(?<!\w)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\w)", re.I)

HANDLE = re.compile(r"(?<![\w@/.+-])@(?:[^\W_]|_)[\w.-]{0,40}[\w]")
LABELLED_HANDLE = re.compile(
    r"\b(?:insta(?:gram)?|ig|twitter|tiktok|telegram|snap(?:chat)?|discord|linkedin|skype"
    r"|facebook|fb|threads|bluesky|mastodon)\s*(?::|=|is|é|user(?:name)?)+\s*"
    r"(@?[\w.-]{2,40}\w)"
    r"|\b(?:insta|instagram|ig|snap|tiktok|twitter|telegram) "
    r"(?=[\w.-]*[^\W\d_])(@?[\w-]+[._][\w.-]*\w)",
    re.IGNORECASE,
)
SAYS_IS = re.compile(r"\s(?:is|é)\s", re.IGNORECASE)
NUMBERED_HANDLE = re.compile(r"(?<!\w)[\w.]{2,32}#\d{4}(?!\w)")


def find_cards(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each payment card number in plain `text`."""
    for found in CARD_NUMBER.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if 13 <= len(digits) <= 19 and len(set(digits)) > 1 and luhn.is_valid(digits):
            yield found.span()


def find_ibans(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each bank account number in plain `text`."""
    for found in IBAN.finditer(text):
        for end in range(len(found[0]), 14, -1):
            written = found[0][:end]
            compact = re.sub(r"[^A-Za-z0-9]", "", written).upper()
            if written[-1].isalnum() and iban.is_valid(compact, check_country=False):
                yield found.start(), found.start() + end
                break


def find_emails(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each e-mail address in plain `text`."""
    if not EMAIL_SIGN.search(text):
        return
    for found in EMAIL_ADDRESS.finditer(text):
        if not AT_IN_PROSE.search(found[0]):
            yield found.span()


def find_handles(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each account name in plain `text`."""
    if "@" in text:
        for found in HANDLE.finditer(text):
            yield found.span()
    for found in LABELLED_HANDLE.finditer(text):
        said = found[found.lastindex]
        # "snap is right" names no account.
        if not (SAYS_IS.search(found[0]) and is_ordinary(said.lower())):
            yield found.span(found.lastindex)
    if "#" in text:
        for found in NUMBERED_HANDLE.finditer(text):
            yield found.span()


ANY_URL = re.compile(
    r"(?:\b(?:https?|ftp|tel|sms|mailto|geo|whatsapp|tg|skype|facetime):[^\s<>\"'`|\\^{}]+"
    r"|(?<![\w@./-])(?:www\.|wa\.me/|t\.me/|(?:m\.)?instagram\.com/|facebook\.com/|fb\.com/"
    r"|maps\.app\.goo\.gl/|goo\.gl/|chat\.whatsapp\.com/|api\.whatsapp\.com/|linkedin\.com/"
    r"|(?:x|twitter|tiktok|threads|snapchat|youtube)\.(?:com|net)/"
    # any other host of a usual kind, without https://, and what follows it
    r"|(?:[a-z\d-]{1,40}\.){1,4}(?:com|org|net|io|us|gl|so|site|gg|app|dev|co|br|uk|de|fr|es"
    r"|it|pt|ru|in|cn|tr|jp|eu|info|nz|ms|tl|sk|live|link|page|cloud|group)/"
    r")[^\s<>\"'`|\\^{}]+)",
    re.IGNORECASE,
)
URL_TRAILING = re.compile(r"[.,;:!?*_~…’”»]+$")

# Host, with what may stand before it → path that names an account.
ACCOUNT_PATHS: tuple[tuple[str, str], ...] = (
    ("instagram.com", r"(?!p/|reels?/|explore|tv/|stories/highlights)[\w.]+"),
    (
        "(?:facebook|fb).(?:com|me)",
        r"(?!watch|events/|marketplace|groups/\d|sharer|share/|reel/|photo|story\.php"
        r"|hashtag)[\w.]+",
    ),
    ("(?:twitter|x).com", r"(?!i/|search|hashtag|home|intent|explore)\w+"),
    ("(?:tiktok|youtube|medium|threads).(?:com|net)", r"@[\w.-]+"),
    ("youtube.com", r"(?:user|c)/[\w.-]+"),
    ("linkedin.com", r"(?:in|pub)/[^/]+"),
    ("reddit.com", r"u(?:ser)?/[\w-]+"),
    ("snapchat.com", r"add/[\w.-]+"),
    ("open.spotify.com", r"user/.+"),
    ("(?:github|gitlab).com", r"[\w-]+/?$"),
    ("(?:t|telegram).(?:me|dog)", r"(?!s/)\w+/?$"),
    (
        r"(?:pinterest|letterboxd|last|strava|behance|soundcloud)\.[\w.]+",
        r"(?!pin/|film/|tag/)[\w.-]+(?:/[\w-]+)?/?$",
    ),
    ("bsky.app", r"profile/.+"),
    ("(?:paypal.me|ko-fi.com|linktr.ee|calendly.com|venmo.com|cash.app)", r".+"),
)
ACCOUNT_PATTERNS = [
    (re.compile(rf"(?:[\w-]+\.)*{host}\Z"), re.compile(f"/{path}"))
    for host, path in ACCOUNT_PATHS
]

# What they say of people is known to everybody.
REFERENCE_HOSTS = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*(?:wikipedia|wikidata|wikimedia|wiktionary|britannica|imdb"
    r"|goodreads|themoviedb|letterboxd|discogs|musicbrainz|genius|allmusic|espn|transfermarkt"
    r"|fifa|olympics|nobelprize)\.\w+/",
    re.IGNORECASE,
)
CODE_HOST = re.compile(r"(?:github|gitlab)\.com/", re.IGNORECASE)
MAP_HOSTS = re.compile(
    r"maps\.app\.goo\.gl|(?:www\.)?goo\.gl(?=/maps)|maps\.google\.[\w.]+"
    r"|(?:www\.)?google\.[\w.]+(?=/maps)|maps\.apple\.com|osm\.org|(?:[\w-]+\.)*here\.com|g\.co(?=/kgs)|yandex\.\w+(?=/maps)"
    r"|(?:[\w-]+\.)*waze\.com"
    r"|(?:www\.)?openstreetmap\.org|(?:www\.)?bing\.com(?=/maps)|what3words\.com|w3w\.co",
)
INVITE_HOSTS = re.compile(
    r"chat\.whatsapp\.com|(?:t\.me(?=/(?:\+|joinchat)))|discord\.gg"
)
PHONE_HOSTS = re.compile(
    r"wa\.me|api\.whatsapp\.com|web\.whatsapp\.com|(?:www\.)?whatsapp\.com"
)
PHONE_IN_QUERY = re.compile(r"(?:^|[?&/])(?:phone|tel|numero|whatsapp)=\+?\d{8,}", re.I)
USER_IN_QUERY = re.compile(
    r"[?&](?:user(?:name)?|email|e-?mail|nome|name|login)=[^&#]+", re.I
)
COORDINATES_IN_URL = re.compile(
    r"[-+]?\d{1,3}\.\d{3,}(?:,|%2[cC]|!4d|/|&\w+=)-?\d{1,3}\.\d{3,}"
)
EMAIL_IN_URL = re.compile(r"[\w.+%-]+(?:@|%40)[\w-]+\.\w+")


def trim_url(url: str) -> str:
    """Return a found address without the punctuation of the sentence around it."""
    while True:
        shorter = URL_TRAILING.sub("", url)
        for opened, closed in ("()", "[]"):
            if shorter.endswith(closed) and shorter.count(closed) > shorter.count(
                opened
            ):
                shorter = shorter[:-1]
        if shorter == url:
            return url
        url = shorter


def exposure_of_url(url: str) -> str | None:
    """Return the class of what an address tells about a person, or None."""
    scheme = re.match(r"([a-z]+):(?!//)", url, re.IGNORECASE)
    if scheme and scheme[1].lower() not in ("http", "https", "ftp"):
        kinds = {"mailto": "email", "geo": "place", "tg": "handle", "skype": "handle"}
        return kinds.get(scheme[1].lower(), "phone")
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = (parts.hostname or "").removeprefix("www.").removesuffix(".")
    except ValueError:
        return "link"
    if "@" in parts.netloc:
        return "handle"
    path = unquote(parts.path)
    tail = f"{path}?{unquote(parts.query)}#{unquote(parts.fragment)}"
    where = f"{host}{path}"
    if MAP_HOSTS.match(where) or COORDINATES_IN_URL.search(tail):
        return "place"
    if INVITE_HOSTS.match(where):
        return "link"
    if (
        PHONE_HOSTS.match(host) and re.search(r"\d{8}|^/message/", tail)
    ) or PHONE_IN_QUERY.search(tail):
        return "phone"
    if EMAIL_IN_URL.search(tail):
        return "email"
    if USER_IN_QUERY.search(tail):
        return "handle"
    if any(at.match(host) and account.match(path) for at, account in ACCOUNT_PATTERNS):
        return "handle"
    return "link" if opens_something(url) else None
