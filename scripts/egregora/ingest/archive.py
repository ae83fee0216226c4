"""Export files: the text of the chat and the list of media, without trusting them.

An export is a `.zip` or a bare `.txt`, which its first bytes show. Names, sizes and
paths in an archive are only claims: members are checked before they are read, bytes are
counted while they are inflated, and nothing is unpacked under a name from the archive.

The chat is the one text file with message headers, preferably one that WhatsApp
named.
"""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from egregora.errors import ExportError
from egregora.ingest.encoding import decode_chat
from egregora.ingest.messages import detect_layout

MEGABYTE = 1_000_000
MAX_ARCHIVE_ENTRIES = 100_000
# Media hardly shrink. What grows more than this while being inflated is a bomb.
MAX_INFLATION_RATIO = 300
READ_CHUNK_BYTES = 1 << 20
ARCHIVE_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
)


class MediumError(Exception):
    """A medium of an archive cannot be used; the message says why."""


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a `.zip`; faults in its directory become an ExportError."""
    try:
        archive = zipfile.ZipFile(path)
    except ARCHIVE_FAULTS:
        raise ExportError(
            f"{path.name}: the archive is incomplete; export or copy it again"
        ) from None
    with archive:
        if len(archive.infolist()) > MAX_ARCHIVE_ENTRIES:
            raise ExportError(
                f"{path.name}: holds more than {MAX_ARCHIVE_ENTRIES} files; "
                "give the archive that WhatsApp made"
            )
        yield archive


def inflate(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: BinaryIO, limit: int
) -> int:
    """Write the bytes of a medium to `target` and return how many they are.

    Raises
    ------
    MediumError
        If it is damaged, has more than `limit` bytes, or grows beyond reason.

    """
    size = 0
    reasonable = max(MEGABYTE, member.compress_size * MAX_INFLATION_RATIO)
    try:
        with archive.open(member) as file:
            while piece := file.read(READ_CHUNK_BYTES):
                size += len(piece)
                if size > limit:
                    raise MediumError("too large")
                if size > reasonable:
                    raise MediumError("grows beyond reason")
                target.write(piece)
    except ARCHIVE_FAULTS:
        raise MediumError("damaged") from None
    return size


MAX_FILE_NAME_BYTES = 255
LOCAL_HEADER = struct.Struct("<4s22xHH")


@dataclass(frozen=True)
class ArchiveMember:
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
) -> tuple[list[ArchiveMember], Counter[str]]:
    """Return the members that may be read, and why others may not."""
    left_out: Counter[str] = Counter()
    usable = []
    overlapping = find_overlaps(archive)
    for info in archive.infolist():
        name = decode_member_name(info)
        if info.filename.endswith("/") or is_system_file(name):
            continue
        member = ArchiveMember(name, info, info.header_offset in overlapping)
        if reason := member_fault(member):
            left_out[reason] += 1
        else:
            usable.append(member)
    return usable, left_out


def media_by_name(
    members: list[ArchiveMember], left_out: Counter[str]
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


def decode_member_name(member: zipfile.ZipInfo) -> str:
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


def is_system_file(name: str) -> bool:
    """Return whether macOS or Windows put a member there."""
    base = base_name(name)
    return (
        name.startswith("__MACOSX/")
        or base.startswith("._")
        or base in {".DS_Store", "Thumbs.db", "desktop.ini"}
    )


def member_fault(member: ArchiveMember) -> str | None:
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
    if len(member.base.encode("utf-8", "replace")) > MAX_FILE_NAME_BYTES:
        return "name too long"
    return None


def find_overlaps(archive: zipfile.ZipFile) -> set[int]:
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


# A chat of 40,000 messages has 4 to 8 MB.
MAX_CHAT_BYTES = 512 * MEGABYTE
MAX_CHATS_READ = 8
CHAT_SAMPLE_BYTES = 1 << 20
WHATSAPP_SPELLINGS = ("whatsapp", "واتساب")


def find_chat(
    archive: zipfile.ZipFile, members: list[ArchiveMember], export: str
) -> tuple[ArchiveMember, bytes]:
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
    chats = texts_with_headers(archive, named, export)
    chats = chats or texts_with_headers(archive, others, export)
    if not chats:
        raise ExportError(missing_chat_error(members, export))
    read = [inflate_chat(archive, member, export) for member in chats[:MAX_CHATS_READ]]
    if len(chats) > 1:
        attached = {
            place
            for place, member in enumerate(chats[:MAX_CHATS_READ])
            for other, text in enumerate(read)
            if place != other and f"{member.base} (".encode() in text
        }
        left = [place for place in range(len(read)) if place not in attached]
        if len(left) != 1 or len(chats) > MAX_CHATS_READ:
            names = " and ".join(repr(member.name) for member in chats[:2])
            raise ExportError(
                f"{export}: holds {len(chats)} chats, {names}; give one archive for "
                "each, and one group for each blog"
            )
        return chats[left[0]], read[left[0]]
    return chats[0], read[0]


def missing_chat_error(members: list[ArchiveMember], export: str) -> str:
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
        word in stem for word in WHATSAPP_SPELLINGS
    )


def texts_with_headers(
    archive: zipfile.ZipFile, texts: list[ArchiveMember], export: str
) -> list[ArchiveMember]:
    """Return the texts that begin like chats, by message headers.

    Raises
    ------
    ExportError
        If one that is named as a chat cannot be read.

    """
    chats, sampled = [], 0
    for member in texts:
        if sampled > MAX_CHAT_BYTES:
            break
        try:
            with archive.open(member.info) as file:
                sample = file.read(CHAT_SAMPLE_BYTES)
        except ARCHIVE_FAULTS:
            if is_named_as_chat(member.base):
                raise ExportError(unreadable_chat_error(member, export)) from None
            continue
        sampled += len(sample)
        if detect_layout(decode_chat(sample).text)[1]:
            chats.append(member)
    return chats


def unreadable_chat_error(member: ArchiveMember, export: str) -> str:
    """Return what to do about a chat that cannot be inflated."""
    if member.info.flag_bits & 0x1:
        return f"{export}: is encrypted; unpack it with its password and give the chat"
    return f"{export}: its chat is damaged; export or copy it again"


def oversized_chat_error(export: str) -> str:
    """Return what to do about a chat beyond all bounds."""
    return (
        f"{export}: its chat has more than {MAX_CHAT_BYTES // MEGABYTE} MB; "
        "give the .zip or .txt that WhatsApp's “Export chat” made"
    )


def inflate_chat(archive: zipfile.ZipFile, member: ArchiveMember, export: str) -> bytes:
    """Return the bytes of a chat, which is never left out.

    Raises
    ------
    ExportError
        If it is damaged, encrypted or larger than any chat.

    """
    if member.is_shared:
        raise ExportError(unreadable_chat_error(member, export))
    pieces, size = [], 0
    try:
        with archive.open(member.info) as file:
            while piece := file.read(READ_CHUNK_BYTES):
                size += len(piece)
                if size > MAX_CHAT_BYTES:
                    raise ExportError(oversized_chat_error(export))
                pieces.append(piece)
    except ARCHIVE_FAULTS:
        raise ExportError(unreadable_chat_error(member, export)) from None
    return b"".join(pieces)


BACKUP = re.compile(r"\.(db|crypt\d*)$")
# gzip, RAR and 7-Zip.
OTHER_ARCHIVE_SIGNATURES = (b"\x1f\x8b\x08", b"Rar!", b"7z\xbc\xaf")


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
            if beginning.startswith(OTHER_ARCHIVE_SIGNATURES):
                raise ExportError(
                    f"{path.name}: not a .zip or .txt; unpack it and give what it held"
                )
            file.seek(0)
            chat = file.read(MAX_CHAT_BYTES + 1)
    except OSError as error:
        raise ExportError(
            f"{path.name}: cannot be read ({error.strerror}); check `exports`"
        ) from None
    if len(chat) > MAX_CHAT_BYTES:
        raise ExportError(oversized_chat_error(path.name))
    if not chat or chat.isspace():
        raise ExportError(f"{path.name}: is empty; export the chat again")
    return Archive(path.name, chat)


def read_zip(path: Path) -> Archive:
    """Return the chat of a `.zip` and what media it holds."""
    with open_archive(path) as archive:
        members, left_out = usable_members(archive)
        member, chat = find_chat(archive, members, path.name)
        members.remove(member)
        media = media_by_name(members, left_out)
    return Archive(path.name, chat, media, left_out)
