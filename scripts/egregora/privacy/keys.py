"""The secret key, and what is derived from it. Light to import."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from egregora.errors import SettingError

SECRETS_FOLDER = Path(".secrets")
KEY_FILE = "pseudonym.key"
KEY_BYTES = 32
MIN_KEY_LENGTH = 16


def load_key(folder: Path = SECRETS_FOLDER) -> bytes:
    """Return the secret: EGREGORA_KEY, else the key file, made if it is missing.

    Raises
    ------
    SettingError
        If EGREGORA_KEY is too short or the key file is not a key. A broken key file
        is left as it is: a new one would change every pseudonym.

    """
    if text := os.environ.get("EGREGORA_KEY"):
        if len(text) < MIN_KEY_LENGTH:
            raise SettingError(
                f"EGREGORA_KEY: needs at least {MIN_KEY_LENGTH} characters; "
                "lengthen it or unset it"
            )
        return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()
    path = Path(folder) / KEY_FILE
    if not path.exists():
        make_key(path)
    try:
        key = path.read_bytes()
    except OSError as error:
        raise SettingError(f"{path}: cannot be read ({error.strerror})") from error
    if len(key) != KEY_BYTES:
        raise SettingError(
            f"{path}: {len(key)} bytes, not {KEY_BYTES}; restore your copy of it, "
            "or delete it to give everybody a new pseudonym"
        )
    return key


def make_key(path: Path) -> None:
    """Write a new secret to `path`, readable by its owner only, unless one is there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        # A link, unlike a rename, never replaces the key of another process.
        with contextlib.suppress(FileExistsError):
            os.link(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def hmac_hex(key: bytes, text: str) -> str:
    """Return the HMAC-SHA-256 of `text` as 64 hexadecimal digits."""
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()


def derive_key(key: bytes, purpose: str) -> bytes:
    """Return the key that serves one purpose and gives nothing of `key` away."""
    return bytes.fromhex(hmac_hex(key, f"egregora {purpose}"))


def fingerprint(key: bytes, text: str = "egregora") -> str:
    """Return 16 hexadecimal digits that change with key and text and tell neither."""
    return hmac_hex(derive_key(key, "fingerprint"), text)[:16]


def media_id(key: bytes, sha256: str) -> str:
    """Return the identifier of a file from the digest of its bytes as sent."""
    return hmac_hex(derive_key(key, "media"), sha256)[:16]
