"""The chat in an archive: found by what it holds, read whole or not at all."""

from __future__ import annotations

import re
import zipfile

from egregora.errors import ExportError
from egregora.whatsapp.decode import decoded
from egregora.whatsapp.dialect import detect
from egregora.whatsapp.inflating import CHUNK, FAULTS, MEGABYTE
from egregora.whatsapp.members import Member

# A chat of 40,000 messages has 4 to 8 MB.
LARGEST_CHAT = 512 * MEGABYTE
MOST_CHATS = 8
SAMPLE = 1 << 20
WHATSAPP = ("whatsapp", "واتساب")


def find_chat(
    archive: zipfile.ZipFile, members: list[Member], export: str
) -> tuple[Member, bytes]:
    """Return the one chat of an archive, and its bytes.

    A chat is a text file with message headers, by preference one that WhatsApp named.
    Attached documents can be larger, and can be chats: what another text names as its
    attachment is none of ours.

    Raises
    ------
    ExportError
        If there is no chat, or more than one, or it cannot be read.

    """
    texts = sorted(
        (member for member in members if member.is_text), key=lambda m: m.name
    )
    named = [member for member in texts if is_named_as_chat(member.base)]
    others = [member for member in texts if member not in named]
    chats = with_headers(archive, named, export)
    chats = chats or with_headers(archive, others, export)
    if not chats:
        raise ExportError(no_chat(members, export))
    read = [inflated_chat(archive, member, export) for member in chats[:MOST_CHATS]]
    if len(chats) > 1:
        attached = {
            place
            for place, member in enumerate(chats[:MOST_CHATS])
            for other, text in enumerate(read)
            if place != other and f"{member.base} (".encode() in text
        }
        left = [place for place in range(len(read)) if place not in attached]
        if len(left) != 1 or len(chats) > MOST_CHATS:
            names = " and ".join(repr(member.name) for member in chats[:2])
            raise ExportError(
                f"{export}: holds {len(chats)} chats, {names}; give one archive for "
                "each, and one group for each blog"
            )
        return chats[left[0]], read[left[0]]
    return chats[0], read[0]


def no_chat(members: list[Member], export: str) -> str:
    """Return what to do about an archive without a chat."""
    if any(member.name.lower().endswith(".zip") for member in members):
        return f"{export}: holds another archive; unpack it and give the inner one"
    return (
        f"{export}: holds no chat; give the .zip or .txt that WhatsApp's "
        "“Export chat” made"
    )


def is_named_as_chat(name: str) -> bool:
    """Return whether WhatsApp names chats like this, in whatever language."""
    stem = name.lower().removesuffix(".txt")
    return re.fullmatch(r"_chat(?: ?\(\d+\))?", stem) is not None or any(
        word in stem for word in WHATSAPP
    )


def with_headers(
    archive: zipfile.ZipFile, texts: list[Member], export: str
) -> list[Member]:
    """Return the texts that begin like chats, by message headers.

    Raises
    ------
    ExportError
        If one that is named as a chat cannot be read.

    """
    chats, sampled = [], 0
    for member in texts:
        if sampled > LARGEST_CHAT:
            break
        try:
            with archive.open(member.info) as file:
                sample = file.read(SAMPLE)
        except FAULTS:
            if is_named_as_chat(member.base):
                raise ExportError(broken(member, export)) from None
            continue
        sampled += len(sample)
        if detect(decoded(sample).text)[1]:
            chats.append(member)
    return chats


def broken(member: Member, export: str) -> str:
    """Return what to do about a chat that cannot be inflated."""
    if member.info.flag_bits & 0x1:
        return f"{export}: is encrypted; unpack it with its password and give the chat"
    return f"{export}: its chat is damaged; export or copy it again"


def too_large(export: str) -> str:
    """Return what to do about a chat beyond all bounds."""
    return (
        f"{export}: its chat has more than {LARGEST_CHAT // MEGABYTE} MB; "
        "give the .zip or .txt that WhatsApp's “Export chat” made"
    )


def inflated_chat(archive: zipfile.ZipFile, member: Member, export: str) -> bytes:
    """Return the bytes of a chat, which is never left out.

    Raises
    ------
    ExportError
        If it is damaged, encrypted or larger than any chat.

    """
    if member.is_shared:
        raise ExportError(broken(member, export))
    pieces, size = [], 0
    try:
        with archive.open(member.info) as file:
            while piece := file.read(CHUNK):
                size += len(piece)
                if size > LARGEST_CHAT:
                    raise ExportError(too_large(export))
                pieces.append(piece)
    except FAULTS:
        raise ExportError(broken(member, export)) from None
    return b"".join(pieces)
