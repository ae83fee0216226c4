"""Whole exports of an invented group, in five layouts, with the truth about them.

write_exports(folder) -> Truth   each layout a month of one conversation
write_small(folder)              a few people, month after month
write_later(folder, *more)       their next month, and what one says who leaves
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

import privacy_people as people

# The title of the group, and a file name, name people.
GROUP = "Turma da Gwendolyn"
LRM = "\u200e"
YEAR = 2025
# Who leaves writes in the first and third month, and is named in the fourth.
WRITES, NAMED = (0, 2), 3
CAPTIONED = "Ubirajara na varanda da casa"


@dataclass(frozen=True)
class Layout:
    """How a phone prints a conversation.

    Attributes
    ----------
    file
        Name of the export, and of the chat in it.
    stamp
        Date and time, as `strftime` has it.
    head
        What comes before a body.
    attached
        How a file is shown.
    notices
        What the phone says of A, B, numbers N and O, and the group G.
    brackets
        It is an iPhone's: carriage returns, and notices of the group.
    """

    file: str
    chat: str
    stamp: str
    head: str
    attached: str
    notices: tuple[str, ...]
    brackets: bool = False


LAYOUTS = (
    Layout(
        f"Conversa do WhatsApp com {GROUP}.zip",
        f"Conversa do WhatsApp com {GROUP}.txt",
        "%d/%m/%Y %H:%M",
        "{at} - {body}",
        LRM + "{file} (arquivo anexado)",
        (
            '{A} criou o grupo "{G}"',
            "{A} adicionou {B}",
            "{A} removeu {B}",
            "{B} saiu",
            '{A} mudou o nome do grupo de "{G}" para "Festa de {B}"',
            "{N} mudou para {O}",
            "{A} mudou de número de telefone. Toque para enviar uma mensagem.",
            "Seu código de segurança com {B} mudou. Toque para saber mais.",
        ),
    ),
    Layout(
        f"WhatsApp Chat with {GROUP}.zip",
        f"WhatsApp Chat with {GROUP}.txt",
        "%-m/%-d/%y, %-I:%M\u202f%p",
        "{at} - {body}",
        "{file} (file attached)",
        (
            "{A} added {B}",
            "{A} removed {B}",
            "{B} left",
            'You changed the subject from "{G}" to "{B} and friends"',
            "{A} changed their phone number to a new number. Tap to message.",
            "{N} changed to {O}",
            "{B} joined using this group's invite link",
            "Your security code with {B} changed. Tap to learn more.",
        ),
    ),
    Layout(
        f"WhatsApp Chat - {GROUP} com Jurandir Sodré.zip",
        "_chat.txt",
        "%d/%m/%Y, %H:%M:%S",
        "[{at}] {body}",
        LRM + "<attached: {file}>",
        (
            "{A} added {B}",
            "{A} removed {B}",
            "{B} left",
            "{A} changed the group name to “{B} forever”",
            "{A} changed their phone number. " + LRM + "Message {O}",
            "{A} pinned a message",
        ),
        brackets=True,
    ),
    Layout(
        f"WhatsApp Chat mit {GROUP}.zip",
        f"WhatsApp Chat mit {GROUP}.txt",
        "%d.%m.%y, %H:%M",
        "{at} - {body}",
        "{file} (Datei angehängt)",
        (
            "{A} hat {B} hinzugefügt",
            "{A} hat {B} entfernt",
            "{B} hat die Gruppe verlassen",
            '{A} hat den Betreff von "{G}" zu "{B} feiert" geändert',
            "{N} hat zu {O} gewechselt",
        ),
    ),
    Layout(
        f"Chat de WhatsApp con {GROUP}.zip",
        f"Chat de WhatsApp con {GROUP}.txt",
        "%-d/%-m/%y, %-H:%M",
        "{at} - {body}",
        "{file} (archivo adjunto)",
        (
            "{A} añadió a {B}",
            "{A} eliminó a {B}",
            "{B} salió del grupo",
            '{A} cambió el nombre del grupo de "{G}" a "La casa de {B}"',
            "{A} cambió su número de teléfono",
        ),
    ),
)
LATER = Layout(
    f"WhatsApp Chat with {GROUP} until June.zip",
    f"WhatsApp Chat with {GROUP}.txt",
    "%m/%d/%y, %I:%M\u202f%p",
    "{at} - {body}",
    "{file} (file attached)",
    (),
)


@dataclass
class Truth:
    """What is in the exports, and must or must not be in any file made of them.

    Attributes
    ----------
    gone
        Class → texts that identify people.
    stays
        Class → texts that must be found again, whole.
    """

    gone: dict[str, set[str]] = field(default_factory=dict)
    stays: dict[str, set[str]] = field(default_factory=dict)

    def add(self, kind: str, *texts: str) -> None:
        """Add what identifies people."""
        self.gone.setdefault(kind, set()).update(texts)


@dataclass(frozen=True)
class Line:
    """One message: the body as printed, and the file that it shows."""

    body: str
    file: str = ""
    content: bytes = b""


def picture(person: str) -> bytes:
    """Return a photo whose metadata name a person and a place."""
    image = Image.effect_noise((96, 64), 80).convert("RGB")
    told = image.getexif()
    told[0x010E] = f"Foto de {person}"
    told[0x013B] = person
    told.get_ifd(0x8825).update(
        {1: "S", 2: (22.0, 58.0, 15.0), 3: "W", 4: (43.0, 10.0, 58.0)}
    )
    whole = io.BytesIO()
    image.save(whole, "JPEG", exif=told, comment=f"by {person}".encode())
    return whole.getvalue()


def drawing(person: str) -> bytes:
    """Return a picture with a text chunk that names a person."""
    told = PngInfo()
    told.add_text("Author", person)
    told.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{person}</x:xmpmeta>")
    whole = io.BytesIO()
    Image.effect_noise((64, 64), 60).save(whole, "PNG", pnginfo=told)
    return whole.getvalue()


def card(name: str) -> bytes:
    """Return a contact card."""
    return (
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:;{name};;;\r\nFN:{name}\r\n"
        "TEL;type=CELL;waid=5521966660199:+55 21 96666-0199\r\n"
        "EMAIL:prestes.cartao@correio.example\r\nEND:VCARD\r\n"
    ).encode()


def drawn(person: str) -> bytes:
    """Return a drawing in XML that names a person and runs a script."""
    return f"<svg><text>{person}</text><script>alert(1)</script></svg>".encode()


Files = tuple[tuple[str, Callable[[str], bytes]], ...]
FILES: Files = (
    ("IMG-2025{month:02d}10-WA0001.jpg", picture),
    ("{person} na praia.jpg", picture),
    ("desenho da {person}.png", drawing),
    ("Contrato {person}.pdf", lambda person: f"%PDF-1.4\n% {person}\n".encode()),
    ("planta {person}.svg", drawn),
)


def bodies(place: int, layout: Layout, told: list, authors: list) -> Iterator[Line]:
    """Yield the messages of one month, in order."""
    who = itertools.cycle(authors)
    for one in told:
        yield Line(f"{next(who)}: {one.text}")
    for template, person in zip(FILES, authors, strict=False):
        name = template[0].format(person=person.strip("~\u202f"), month=place + 1)
        body = f"{next(who)}: {layout.attached.format(file=name)}"
        yield Line(body, name, template[1](person))
    name = "foto.jpg" if layout.brackets else f"IMG-2025{place + 1:02d}11-WA0002.jpg"
    shown = layout.attached.format(file=name)
    caption = f"{CAPTIONED} {shown}" if layout.brackets else f"{shown}\n{CAPTIONED}"
    yield Line(f"{next(who)}: {caption}", name, picture("Ubirajara Peçanha"))
    shown = layout.attached.format(file=f"{people.CARD}.vcf")
    yield Line(f"{next(who)}: {shown}", f"{people.CARD}.vcf", card(people.CARD))
    noticed = itertools.cycle([*people.NOTICED, "Prudence Halloway", *people.PEOPLE])
    for template, person in zip(layout.notices, noticed, strict=False):
        number, other = list(people.NUMBERS)[:2]
        text = template.format(A=next(who), B=person, N=number, O=other, G=GROUP)
        yield Line(f"{GROUP}: {LRM}{text}" if layout.brackets else text)
    if place in WRITES:
        for number, text in enumerate(("guardei as velas", "pintei o barco de azul")):
            yield Line(f"{people.LEAVER}: {text} {place}{number}, confidencial-da-bego")
        shown = layout.attached.format(file=f"Begoña{place}.jpg")
        yield Line(f"{people.LEAVER}: {shown}", f"Begoña{place}.jpg",
                   picture(f"{people.LEAVER} {place}"))  # fmt: skip
    if place == NAMED:
        yield Line(f"{next(who)}: ayer Begoña ganó la regata")


def write(path: Path, layout: Layout, place: int, lines: list[Line]) -> None:
    """Write one export: its month is `place`, from the first day on."""
    start = dt.datetime(YEAR, place + 1, 1, 7, 5)
    step = dt.timedelta(days=26) / max(len(lines), 1)
    ends = "\r\n" if layout.brackets else "\n"
    printed = []
    for number, line in enumerate(lines):
        at = (start + number * step).strftime(layout.stamp)
        mark = LRM if layout.brackets and line.file else ""
        printed.append(mark + layout.head.format(at=at, body=line.body))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(layout.chat, ends.join(printed) + ends)
        for line in lines:
            if line.file:
                archive.writestr(line.file, line.content)


def interleaved(lines: list[Line]) -> list[Line]:
    """Return the messages with the last ones spread among the first."""
    size = max(1, len(lines) // 37)
    return [line for start in range(size) for line in lines[start::size]]


def write_exports(folder: Path) -> Truth:
    """Write an export of each layout into `folder`; return what is in them."""
    told = people.everything()
    authors = [*people.PEOPLE, *people.NUMBERS]
    for place, layout in enumerate(LAYOUTS):
        part = told[place :: len(LAYOUTS)]
        turned = authors[7 * place :] + authors[: 7 * place]
        lines = interleaved(list(bodies(place, layout, part, turned)))
        write(folder / layout.file, layout, place, lines)
    truth = Truth()
    for one in told:
        truth.add(one.kind, *one.gone)
        if one.stays:
            truth.stays.setdefault(one.kind, set()).add(one.text)
    for given, family in (people.PEOPLE | people.NOTICED).values():
        truth.add("name", f"{given} {family}".strip())
        truth.add("name", *({given, family} - people.ORDINARY - {""}))
    truth.add("name", people.CARD, people.LEAVER, "Begoña", "Etxeberria", "Ubirajara")
    truth.add("phone", *people.NUMBERS, "+55 21 96666-0199")
    truth.add("email", "prestes.cartao@correio.example")
    return truth


SMALL = {
    "Светлана Ковальчук": "a horta cresceu demais e o tomate ficou doce",
    "Çağla Yıldırım": "ensaio do coral na quinta com o maestro novo",
    "Wolfgang Schäuffele": "a trilha da serra abriu e levo a corda",
    "Harpreet Dhaliwal": "pão de fermento natural descansa a noite toda",
}
TOPICS = (
    "horta tomate manjericão semente regador",
    "coral ensaio maestro partitura soprano",
    "trilha serra corda mochila bússola",
    "fermento farinha forno massa crosta",
    "cinema sessão pipoca diretor legenda",
    "xadrez torre bispo peão abertura",
)
SECRET = "confidencial-da-bego"


def small(place: int) -> list[Line]:
    """Return the messages of one month of a small group."""
    topic = TOPICS[place].split()
    lines = [
        Line(f"{who}: {topic[n]} e {topic[(n + step) % 5]} outra vez, dia {step}")
        for step in range(1, 4)
        for n, who in enumerate(SMALL)
    ]
    if place in WRITES:
        # What the leaver writes shares no word with the others' months.
        lines[5:5] = [
            Line(f"{people.LEAVER}: velas barco regata {n} {SECRET}") for n in range(3)
        ]
        shown = LAYOUTS[1].attached.format(file=f"Begoña{place}.jpg")
        lines[9:9] = [
            Line(f"{people.LEAVER}: {shown}", f"Begoña{place}.jpg",
                 picture(f"{people.LEAVER} {place}")),
            Line(f"{people.LEAVER}: https://regata.example/{place}/{SECRET}"),
        ]  # fmt: skip
    if place == NAMED:
        lines[5:5] = [Line(f"{next(iter(SMALL))}: Begoña ganhou o prêmio")]
    return lines


def write_small(folder: Path, months: int = 5) -> None:
    """Write the export of a small group."""
    for place in range(months):
        layout = LAYOUTS[1]
        path = folder / layout.file.replace(".zip", f" ({place}).zip")
        write(path, layout, place, small(place))


def write_later(folder: Path, *more: str) -> None:
    """Write one month more of the small group; `more` is what the leaver says."""
    lines = [*small(5), *(Line(f"{people.LEAVER}: {text}") for text in more)]
    write(folder / LATER.file, LATER, 5, lines)
