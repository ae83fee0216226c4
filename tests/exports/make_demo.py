"""Write the demo exports, as WhatsApp on an Android phone in Portuguese would.

    python tests/exports/make_demo.py

reads   demo/people.json       who speaks: short key → name as the phone shows it
        demo/2025-W??.txt      one week of the conversation each
        demo/media/*           the files that were sent
writes  demo.zip               the chat as exported after the week `LAST_WEEK`
        demo-next-week.zip     the same chat, exported a week later

A week's file is the conversation as a person reads it:

    2025-02-03                       the day of what follows
    09:00 - notice                   a notice of WhatsApp, without author
    09:04 marina: text               a message
        its second line              indented by four spaces, or empty
    09:05 clara: {IMG-1.jpg}         a file, with the caption on the lines below
        caption

In texts, `@[Name]` is a mention, `[lrm]` the left-to-right mark and `[edson]` the name
behind a key. The drawings, the voice and the document come from `draw_demo.py`.
"""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "demo"
CHAT_FILE = "Conversa do WhatsApp com Varanda 🌿.txt"
LAST_WEEK = "2025-W17"
NEXT_WEEK = "2025-W18"

LRM, FSI, PDI = "\u200e", "\u2068", "\u2069"

# A line that is a file which was sent.
FILE = re.compile(r"^\{([^{}]+\.\w+)\}$", re.M)

Entry = tuple[str, str, str, list[str]]


def people() -> dict[str, str]:
    """Return the speakers: short key → name as the phone shows it."""
    return json.loads((SOURCE / "people.json").read_text(encoding="utf-8"))


def entries(last_week: str) -> list[Entry]:
    """Return (day, time, key, lines) up to a week; the key of a notice is `-`."""
    found: list[Entry] = []
    for path in sorted(SOURCE.glob("2025-W??.txt")):
        if path.stem > last_week:
            break
        day = ""
        for line in path.read_text(encoding="utf-8").removesuffix("\n").split("\n"):
            if not line or line.startswith("    "):
                found[-1][3].append(line[4:])
            elif head := re.fullmatch(r"(\d\d:\d\d) (-|\w+:) (.*)", line):
                found.append((day, head[1], head[2].rstrip(":"), [head[3]]))
            else:
                year, month, date = line.split("-")
                day = f"{date}/{month}/{year}"
    return found


def printed(entry: Entry, names: dict[str, str]) -> str:
    """Return one message or notice as it stands in the export."""
    day, time, key, lines = entry
    text = "\n".join(lines)
    text = FILE.sub(rf"{LRM}\1 (arquivo anexado)", text)
    text = re.sub(r"@\[([^]]+)\]", rf"@{FSI}\1{PDI}", text)
    text = text.replace("[lrm]", LRM).replace("[edson]", names["edson"])
    author = "" if key == "-" else f"{names[key]}: "
    return f"{day} {time} - {author}{text}\n"


def chat(last_week: str) -> str:
    """Return the text of the export made after a week."""
    names = people()
    return "".join(printed(entry, names) for entry in entries(last_week))


def attachments(last_week: str) -> list[Path]:
    """Return the files sent up to a week, in the order in which they were sent."""
    texts = ["\n".join(lines) for *_, lines in entries(last_week)]
    names = [name for text in texts for name in FILE.findall(text)]
    return [SOURCE / "media" / name for name in dict.fromkeys(names)]


def write_export(path: Path, last_week: str) -> None:
    """Write an export archive; equal sources give equal members, in the same order."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        members = [(CHAT_FILE, chat(last_week).encode())]
        members += [(file.name, file.read_bytes()) for file in attachments(last_week)]
        for name, content in members:
            member = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = 0o600 << 16
            archive.writestr(member, content)


if __name__ == "__main__":
    write_export(HERE / "demo.zip", LAST_WEEK)
    write_export(HERE / "demo-next-week.zip", NEXT_WEEK)
