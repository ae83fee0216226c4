"""What WhatsApp writes itself is told apart in each language that we know."""

from pathlib import Path

from egregora.ingest.archive import is_named_as_chat
from whatsapp import columns, rows

TABLE = Path(__file__).parent / "fixtures/whatsapp_phrases.tsv"
PHRASES = [
    tuple(line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines()
]
LANGUAGES = sorted({language for language, _what, _phrase in PHRASES})
LRM = "\u200e"
ANDROID_PHOTO = "IMG-20251028-WA0035.jpg"
IPHONE_PHOTO = "00000035-PHOTO-2022-03-27-21-41-55.jpg"
DOCUMENT = "Plano de Ana (2).pdf"


def phrases(what):
    """Return the phrases of one kind in all languages."""
    return [phrase for _language, kind, phrase in PHRASES if kind == what]


def android(*bodies):
    return told("20/06/2024, 08:00 - ", bodies)


def iphone(*bodies):
    return told("[20/06/2024, 08:00:00] ", bodies)


def told(header, bodies):
    """Return (author, kind, text, media name) of messages."""
    chat = "".join(f"{header}{body}\n" for body in bodies)
    return columns(rows(chat), "author_name", "kind", "text", "media_name")


def test_the_languages_of_whatsapp_are_there():
    assert len(LANGUAGES) == 17


def test_chats_are_named_in_all_languages():
    names = phrases("chat")
    assert len(names) >= 15
    assert all(is_named_as_chat(f"{name}.txt") for name in names)


def test_omitted_and_attached_media():
    omitted = phrases("android omitted")
    words = phrases("android attached")
    assert android(
        *(f"Ana: {phrase}" for phrase in omitted),
        *(f"Ana: {LRM}{ANDROID_PHOTO} ({word})\numa legenda" for word in words),
        *(f"Ana: {DOCUMENT} ({word})" for word in words),
    ) == [
        *[("Ana", "media_omitted", "", None)] * len(omitted),
        *[("Ana", "media", "uma legenda", ANDROID_PHOTO)] * len(words),
        *[("Ana", "media", "", DOCUMENT)] * len(words),
    ]
    omitted = phrases("iphone omitted")
    tags = [tag.replace("F", IPHONE_PHOTO) for tag in phrases("iphone attached")]
    assert iphone(
        *(f"Ana: {LRM}{phrase}" for phrase in omitted),
        *(f"Ana: uma legenda {LRM}{tag}" for tag in tags),
    ) == [
        *[("Ana", "media_omitted", "", None)] * len(omitted),
        *[("Ana", "media", "uma legenda", IPHONE_PHOTO)] * len(tags),
    ]


def test_deleted_messages_and_locations_and_edits():
    deleted, places = phrases("deleted"), phrases("location")
    edits = phrases("edited")
    expected = [
        *[("Ana", "deleted", "", None)] * len(deleted),
        *[("Ana", "location", place, None) for place in places],
        *[("Ana", "text", "oi: tudo", None)] * len(edits),
    ]
    said = [*deleted, *places, *(f"oi: tudo {LRM}{edit}" for edit in edits)]
    assert iphone(*(f"Ana: {phrase}" for phrase in said)) == expected
    assert android(*(f"Ana: {phrase.replace(LRM, '')}" for phrase in said)) == expected


def test_notices_and_calls():
    notices, calls = phrases("notice"), phrases("call")
    expected = [(None, "system", notice, None) for notice in notices]
    assert android(*notices) == expected
    assert iphone(
        *(f"Turma: {LRM}{notice}" for notice in notices),
        *(f"Ana: {LRM}{notice}" for notice in notices),
        *(f"Ana: {LRM}{call}" for call in calls),
        *(f"Ana: {LRM}{call}, {LRM}12:05" for call in calls),
    ) == [
        *expected * 2,
        *[("Ana", "call", call, None) for call in calls],
        *[("Ana", "call", f"{call}, 12:05", None) for call in calls],
    ]
