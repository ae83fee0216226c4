"""Secrets that their form gives away: keys, tokens, and addresses that let people in.

The forms are those that the issuers document, as gitleaks and detect-secrets list them.
Positions are of text from `normalize.to_plain_characters`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

# A secret of known form is long and unbroken; a key file begins with dashes.
LONG_RUN = re.compile(r"[\w+/=.:\-]{16}|-----BEGIN", re.ASCII)

SECRET_FORM = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----"
    r"(?:[\s\S]*?-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|[\s\S]*)"
    r"|(?<![\w])(?:"
    r"(?:AKIA|ASIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ABIA|ACCA)[A-Z0-9]{16}"
    r"|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{22,}|glpat-[\w\-]{16,}|gl[a-z]{2,4}-[\w\-]{20,}"
    r"|sk-(?:[a-z]+-)*[A-Za-z0-9_\-]{16,}|[srp]k_(?:live|test)_[A-Za-z0-9]{10,}"
    r"|whsec_[A-Za-z0-9]{16,}|xox[a-z]-[\w\-]{10,}|xapp-[\w\-]{10,}"
    r"|AIza[\w\-]{30,}|ya29\.[\w\-]{16,}|GOCSPX-[\w\-]{16,}|1//0[\w\-]{20,}"
    r"|eyJ[\w\-]{8,}\.[\w\-]{8,}(?:\.[\w\-+/=]*)?"
    r"|hf_[A-Za-z0-9]{20,}|r8_[A-Za-z0-9]{20,}|gsk_[A-Za-z0-9]{20,}|xai-[A-Za-z0-9]{20,}"
    r"|npm_[A-Za-z0-9]{20,}|pypi-[\w\-]{16,}|dop_v1_[a-f0-9]{32,}|do[or]_v1_[a-f0-9]{32,}"
    r"|SG\.[\w\-]{16,}\.[\w\-]{16,}|key-[0-9a-f]{32}|AC[0-9a-f]{32}|SK[0-9a-f]{32}"
    r"|sq0[a-z]{3}-[\w\-]{20,}|EAA[A-Za-z0-9]{30,}|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"
    r"|\d{8,10}:[\w\-]{33,}|[MNO][\w\-]{22,27}\.[\w\-]{6}\.[\w\-]{27,}"
    r"|dp\.pt\.\w{20,}|lin_api_\w{20,}|ntn_\w{20,}|secret_\w{30,}|figd_[\w\-]{20,}"
    r"|sbp_[a-f0-9]{30,}|sntrys_[\w=\-]{20,}|PMAK-[\w\-]{20,}|tskey-[\w\-]{16,}"
    r"|AGE-SECRET-KEY-1[A-Z0-9]{50,}|ssh-(?:rsa|ed25519|dss) [A-Za-z0-9+/=]{40,}"
    r"|0x[a-fA-F0-9]{64}|0x[a-fA-F0-9]{40}|bc1[a-z0-9]{25,60}|[5KL][1-9A-HJ-NP-Za-km-z]{50,51}"
    r"|[13][1-9A-HJ-NP-Za-km-z]{30,33}(?=[^\w]|$)|[xyz]prv[a-zA-Z0-9]{100,}"
    r"|000201\d{2}[\x20-\x7e]{20,500}?6304[0-9A-Fa-f]{4}"
    r")(?![\w])"
    r"|(?i:(?<![\w])(?:bearer|basic|authorization:?|x-api-key:?|api[_-]?key|apikey"
    r"|client[_-]?secret|access[_-]?token|auth[_-]?token|secret[_-]?key|aws_secret\w*"
    r"|db_pass\w*|password|passwd|pwd|token)[ ]?[ :=]{1,3}[\"']?"
    r"(?=[^\s]*[\d_\-+/=])[\w+/=.~\-]{12,})",
    re.ASCII,
)

# Parameters of an address that let whoever holds it in.
SECRET_PARAMETERS = re.compile(
    r"(?:.*[_\-.])?(?:token|access_?token|id_?token|refresh_?token|auth|authkey|oauth\w*"
    r"|(?:api|access|secret|invite|share|resource|private|recovery)[_\-]?key|apikey|key"
    r"|secret|sig|signature|sign|hmac|x-(?:amz|goog)-[a-z\-]*(?:signature|credential)"
    r"|x-amz-security-token|awsaccesskeyid|pwd|passwd|password|passcode|pass|pin|otp|code"
    r"|reset|resetcode|reset_\w+|invite|invitation|ticket|session|sessionid|sid|jwt|nonce"
    r"|magic\w*|verification\w*|confirm\w*|activation\w*|unsubscribe\w*|hash|sv|se|sr"
    r"|policy|credential|usp|resid|authuser_token|tk|tok|challenge|login_token|lt)",
    re.IGNORECASE,
)
# These say nothing by themselves: a code of a country, a key of a section.
MIN_PARAMETER_LENGTH = 5
HARMLESS_PARAMETERS = frozenset({"usp", "sv", "se", "sr", "policy", "hash", "lt"})
SECRET_PATHS = re.compile(
    r"/(?:[\w\-]*(?:reset|recover|forgot|magic|verify|verification|confirm|activate"
    r"|activation|invite|invitation|unsubscribe|one-?time|signin|login|auth|token|secret"
    r"|passwor[dt]|senha|contrasena|motdepasse|passwort)[\w\-]*)/"
    r"(?:[^/?#]*/)*(?=[^/?#]*\d)[\w\-.=~]{8,}",
    re.IGNORECASE,
)
# Documents, albums, folders, meetings and trips that are open to who has the address.
SHARED_PLACES = re.compile(
    r"(?:docs|drive|sheets|slides|forms)\.google\.com/.*(?:/d/|/folders/|[?&]id=|/e/)"
    r"|photos\.google\.com/(?:u/\d/)?(?:share|album|photo)|photos\.app\.goo\.gl/"
    r"|(?:www\.)?dropbox\.com/(?:s|sh|scl|l|request|transfer)/|(?:dl\.)?dropboxusercontent\.com/"
    r"|1drv\.ms/|onedrive\.live\.com/|[\w\-]+\.sharepoint\.com/|[\w\-]+-my\.sharepoint\.com/"
    r"|(?:www\.)?icloud\.com/[\w\-]+/?|share\.icloud\.com/|(?:www\.)?icloud\.com\.cn/"
    r"|we\.tl/|wetransfer\.com/downloads|mega\.nz/|(?:www\.)?mediafire\.com/|disk\.yandex\.\w+/"
    r"|yadi\.sk/|cloud\.mail\.ru/public|pan\.baidu\.com/s/|(?:www\.)?alipan\.com/s/|filen\.io/"
    r"|proton\.me/|drive\.proton\.me/|send\.\w+\.\w+/|pastebin\.com/|privnote\.com/|onetimesecret\.com/"
    r"|(?:[\w\-]+\.)?notion\.(?:so|site)/|(?:www\.)?figma\.com/(?:file|design|proto|board)/"
    r"|miro\.com/app/board|trello\.com/(?:b|invite)/|airtable\.com/|(?:www\.)?canva\.com/design/"
    r"|(?:[\w\-]+\.)?zoom\.(?:us|com)/(?:j|my|w|s|rec|meeting|wc)/|meet\.google\.com/[a-z]{3}-"
    r"|teams\.(?:microsoft|live)\.com/|meet\.jit\.si/|(?:[\w\-]+\.)?webex\.com/|whereby\.com/"
    r"|(?:[\w\-]+\.)?gotomeet\w*\.\w+/|join\.skype\.com/|discord\.(?:gg|com/(?:invite|api/webhooks))"
    r"|hooks\.slack\.com/|join\.slack\.com/|hooks\.zapier\.com/|(?:outlook\.office\w*\.com|[\w\-]+\.webhook\.office\.com)/webhook"
    r"|(?:m|trip|riders?|ride)\.uber\.com/|uber\.com/.*trip|trip\.uber\.com|(?:www\.)?lyft\.com/ride|r\.lyft\.com"
    r"|ride\.lyft\.com|glympse\.com/|(?:www\.)?life360\.com/|bolt\.eu/.*share|(?:[\w\-]+\.)?cabify\.com/.*journey"
    r"|(?:[\w\-]+\.)?99app\.com/|share\.here\.com/|(?:www\.)?strava\.com/beacon|livetrack\.garmin\.com"
    r"|(?:www\.)?komoot\.\w+/.*token|findmy|(?:[\w\-]+\.)?waze\.com/.*(?:sd|drive)"
    r"|signal\.(?:group|me)/|t\.me/(?:\+|joinchat)|(?:www\.)?facebook\.com/groups/.*invite"
    r"|(?:[\w\-]+\.)?splitwise\.com/join|calendar\.google\.com/calendar/.*(?:private|eid)"
    r"|(?:[\w\-]+\.)?doodle\.com/.*participate|keep\.google\.com/",
    re.IGNORECASE,
)


def holds_long_run(text: str) -> bool:
    """Tell whether a text may hold a secret of a known form: a quick look."""
    return bool(LONG_RUN.search(text))


def find_secrets(seen: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each secret of a known form."""
    if LONG_RUN.search(seen):
        for secret in SECRET_FORM.finditer(seen):
            yield secret.span()


def opens_something(url: str) -> bool:
    """Tell whether an address lets in whoever has it, or shows what was shared."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        queries = parse_qsl(parts.query) + parse_qsl(
            parts.fragment.partition("?")[2] or parts.fragment
        )
    except ValueError:
        return True
    host = (parts.hostname or "").removeprefix("www.")
    if SHARED_PLACES.match(
        f"{host}{parts.path}{'?' + parts.query if parts.query else ''}"
    ):
        return True
    if SECRET_PATHS.search(parts.path) or SECRET_FORM.search(url):
        return True
    return any(
        len(value) >= MIN_PARAMETER_LENGTH
        and SECRET_PARAMETERS.fullmatch(name)
        and name.lower() not in HARMLESS_PARAMETERS
        for name, value in queries
    )
