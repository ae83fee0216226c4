"""The members of a `.zip`, taken as claims: names, places and kinds are checked."""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath

LONGEST_NAME = 255
LOCAL_HEADER = struct.Struct("<4s22xHH")


@dataclass(frozen=True)
class Member:
    """One file in an archive.

    Attributes
    ----------
    name
        Its name, which is a claim.
    info
        Where it lies.
    is_shared
        Another member uses the same bytes.

    """

    name: str
    info: zipfile.ZipInfo
    is_shared: bool

    @property
    def base(self) -> str:
        """Its name without folders."""
        return base_name(self.name)

    @property
    def is_text(self) -> bool:
        """It may be a chat."""
        return self.name.lower().endswith(".txt")


def usable_members(
    archive: zipfile.ZipFile,
) -> tuple[list[Member], Counter[str]]:
    """Return the members that may be read, and why others may not."""
    left_out: Counter[str] = Counter()
    usable = []
    overlapping = overlaps(archive)
    for info in archive.infolist():
        name = true_name(info)
        if info.filename.endswith("/") or is_litter(name):
            continue
        member = Member(name, info, info.header_offset in overlapping)
        if reason := fault_of(member):
            left_out[reason] += 1
        else:
            usable.append(member)
    return usable, left_out


def media_of(
    members: list[Member], left_out: Counter[str]
) -> dict[str, zipfile.ZipInfo]:
    """Return name → member, without those whose name says too little.

    macOS takes accents apart in the names of files: each name stands in both forms.
    """
    count = Counter(unicodedata.normalize("NFC", member.base) for member in members)
    media = {}
    for member in members:
        composed = unicodedata.normalize("NFC", member.base)
        if count[composed] > 1:
            left_out["name occurs twice"] += 1
        else:
            apart = unicodedata.normalize("NFD", composed)
            media |= dict.fromkeys((member.base, composed, apart), member.info)
    return media


def true_name(member: zipfile.ZipInfo) -> str:
    """Return the name of a member, UTF-8 also where the archive does not say so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def base_name(name: str) -> str:
    """Return a member's name without its folders."""
    return PurePosixPath(name).name


def is_litter(name: str) -> bool:
    """Return whether macOS or Windows put a member there."""
    base = base_name(name)
    return (
        name.startswith("__MACOSX/")
        or base.startswith("._")
        or base in {".DS_Store", "Thumbs.db", "desktop.ini"}
    )


def fault_of(member: Member) -> str | None:
    """Return why a medium must not be read, or None; a text may be the chat."""
    name, mode = member.name, member.info.external_attr >> 16
    if member.is_text:
        return None
    if member.info.flag_bits & 0x1:
        return "encrypted"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "not a regular file"
    if member.is_shared:
        return "overlaps another file"
    if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
        return "absolute path"
    if ".." in re.split(r"[/\\]", name):
        return "path leads outside"
    if any(unicodedata.category(letter) == "Cc" for letter in name):
        return "control character in its name"
    if not member.base.strip("."):
        return "no name"
    if len(member.base.encode("utf-8", "replace")) > LONGEST_NAME:
        return "name too long"
    return None


def overlaps(archive: zipfile.ZipFile) -> set[int]:
    """Return the offsets of the members whose bytes another member uses too."""
    file, found, spans = archive.fp, set(), []
    for member in archive.infolist():
        start = member.header_offset
        file.seek(max(start, 0))
        header = file.read(LOCAL_HEADER.size)
        name = extra = 0
        if len(header) == LOCAL_HEADER.size:
            _signature, name, extra = LOCAL_HEADER.unpack(header)
        end = start + LOCAL_HEADER.size + name + extra + member.compress_size
        spans.append((start, end))
    spans.sort()
    reach, owner = -1, -1
    for start, end in spans:
        if start < reach:
            found |= {start, owner}
        if end > reach:
            reach, owner = end, start
    if owner >= 0 and reach > archive.start_dir:
        found.add(owner)
    return found
