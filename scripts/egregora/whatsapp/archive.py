"""Exports as files: the chat's text and the media beside it, read with distrust.

An export is a `.zip` or a bare `.txt`; what it is shows in its first bytes. Nothing is
ever unpacked under a name from the archive.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from egregora.errors import ExportError
from egregora.whatsapp.chats import LARGEST_CHAT, find_chat, too_large
from egregora.whatsapp.inflating import opened
from egregora.whatsapp.members import media_of, usable_members

# gzip, RAR and 7-Zip.
BACKUP = re.compile(r"\.(db|crypt\d*)$")
OTHER_ARCHIVES = (b"\x1f\x8b\x08", b"Rar!", b"7z\xbc\xaf")


@dataclass
class Archive:
    """One opened export.

    Attributes
    ----------
    name
        What errors call it: its file name.
    chat
        The bytes of the chat.
    media
        Name as messages use it → member that holds it.
    left_out
        Why members cannot be used → how many.

    """

    name: str
    chat: bytes
    media: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)


def read_archive(path: str | Path) -> Archive:
    """Return the chat of an export and what media it holds.

    Raises
    ------
    ExportError
        If the file is missing, broken or encrypted, or holds no chat or several.

    """
    path = Path(path)
    if BACKUP.search(path.name):
        raise ExportError(
            f"{path.name}: is a backup, which only WhatsApp itself can read; give the "
            ".zip or .txt that its “Export chat” made"
        )
    try:
        with path.open("rb") as file:
            beginning = file.read(4)
            if beginning[:2] == b"PK":
                return read_zip(path)
            if beginning[:3] == b"\x1f\x8b\x08" or beginning in (
                b"Rar!",
                b"7z\xbc\xaf",
            ):
                raise ExportError(
                    f"{path.name}: not a .zip or .txt; unpack it and give what it held"
                )
            file.seek(0)
            chat = file.read(LARGEST_CHAT + 1)
    except OSError as error:
        raise ExportError(
            f"{path.name}: cannot be read ({error.strerror}); check `exports`"
        ) from None
    if len(chat) > LARGEST_CHAT:
        raise ExportError(too_large(path.name))
    if not chat or chat.isspace():
        raise ExportError(f"{path.name}: is empty; export the chat again")
    return Archive(path.name, chat)


def read_zip(path: Path) -> Archive:
    """Return the chat of a `.zip` and what media it holds."""
    with opened(path) as archive:
        members, left_out = usable_members(archive)
        member, chat = find_chat(archive, members, path.name)
        members.remove(member)
        media = media_of(members, left_out)
    return Archive(path.name, chat, media, left_out)
