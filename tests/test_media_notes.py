"""Media are described by a model, by words around them, or by what they are."""

from datetime import UTC, datetime, timedelta

import ibis.expr.types as ir
import pytest

from egregora.contracts import ANONYMIZED, MEDIA, MEDIA_NOTES
from egregora.errors import EgregoraError
from egregora.media import notes
from egregora.media.notes import (
    MAX_ATTACHMENT_BYTES,
    add_metadata,
    can_be_viewed,
    media_notes,
    requests_for_media,
    shown_media,
)
from egregora.storage import rows_of, table_of, write_table
from one_member import guard_of_one, said

START = datetime(2025, 3, 9, 18, 30, tzinfo=UTC)

FILE = {
    "media_id": "f",
    "path": "ab/abcd.jpg",
    "media_type": "image",
    "mime": "image/jpeg",
    "bytes": 1000,
    "width": 1200,
    "height": 800,
    "seconds": None,
    "message_id": "m1",
    "sha256": "0" * 64,
}


@pytest.fixture
def guard():
    return guard_of_one()


def conversation(*messages):
    """Return messages given as (seconds after START, author, text); m1 shows f."""
    rows = [
        said(place, START + timedelta(seconds=seconds), author, text)
        for place, (seconds, author, text) in enumerate(messages)
    ]
    if len(rows) > 1:
        rows[1] |= {"kind": "media", "media_id": "f"}
    return table_of(rows, ANONYMIZED)


def shown(*messages, **file):
    (row,) = rows_of(
        shown_media(table_of([FILE | file], MEDIA), conversation(*messages))
    )
    return row


def description(*messages, told=None, **file):
    row = shown(*messages, **file) | {"told": told or {}}
    return notes.describe_file(row, notes.words_about_file(row) or "")


ALONE = ((-7200, "b", "good morning"), (0, "a", ""))


def test_the_expression_is_not_executed():
    table = shown_media(table_of([FILE], MEDIA), conversation(*ALONE))
    assert isinstance(table, ir.Table)


def test_a_caption_describes_its_file():
    assert description((-9, "b", "and?"), (0, "a", "pôr do sol\nna praia")) == (
        "pôr do sol na praia"
    )


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        # The sender comments on the photo right after it.
        ([(-9, "b", "x y"), (0, "a", ""), (20, "a", "our new roof")], "our new roof"),
        (
            [(-9, "a", "our new roof"), (0, "a", ""), (20, "b", "lovely one")],
            "our new roof",
        ),
        # Next best is what the others were saying.
        ([(-9, "b", "x y"), (0, "a", ""), (500, "a", "our new roof")], "📷 “x y”"),
        (
            [(-900, "b", "x y"), (0, "a", ""), (20, "b", "lovely one")],
            "📷 “lovely one”",
        ),
        # Too late, an address, a mere word: none speaks of the photo.
        ([(-900, "b", "x y"), (0, "a", ""), (500, "a", "our new roof")], ""),
        ([(-9, "b", "www.a.org x"), (0, "a", ""), (20, "a", "https://a.org x")], ""),
        ([(-9, "b", "haha"), (0, "a", ""), (20, "a", "kkkk")], ""),
    ],
)
def test_a_photo_without_caption_takes_the_words_around_it(around, expected):
    assert description(*around) == expected


PDF = {"media_type": "document", "mime": "application/pdf", "path": None}
STICKER = {"media_type": "sticker", "mime": "image/webp"}


@pytest.mark.parametrize(
    ("file", "told", "expected"),
    [
        # The page has its own words for a picture of which nothing is known.
        ({}, {}, ""),
        (STICKER, {}, ""),
        (STICKER, {"emoji": "😂 ❤️"}, "🏷️ 😂 ❤️"),
        (STICKER, {"emoji": "😂", "title": "A cat laughs"}, "A cat laughs"),
        ({"media_type": "audio", "mime": "audio/ogg", "seconds": 72.6}, {}, "🎤 1:12"),
        ({"media_type": "video", "mime": "video/mp4", "seconds": 9.0}, {}, "🎥 0:09"),
        (
            {"media_type": "video", "mime": "video/mp4", "bytes": 70_400_000},
            {},
            "🎥 70.4 MB",
        ),
        (PDF, {}, "📄 PDF, 1 kB"),
        (
            PDF | {"bytes": 84_200},
            {"title": "Acordo da Varanda", "pages": 2},
            "Acordo da Varanda (PDF, 2 p., 84 kB)",
        ),
        (
            {"media_type": "other", "mime": "text/vcard", "bytes": 121},
            {},
            "👤 vCard, 121 B",
        ),
        ({"media_type": "other", "mime": "application/octet-stream"}, {}, "📎 1 kB"),
        (
            {"media_type": "document", "mime": "application/x-office"},
            {},
            "📄 1 kB",
        ),
    ],
)
def test_a_file_of_which_nothing_was_said_tells_itself_what_it_is(file, told, expected):
    assert description(*ALONE, told=told, **file) == expected


def test_a_caption_comes_before_what_the_file_tells():
    talk = ((-9, "b", "and?"), (0, "a", "as regras"))
    told = {"title": "Acordo", "pages": 2}
    assert description(*talk, told=told, **PDF) == "as regras (PDF, 2 p., 1 kB)"


@pytest.mark.parametrize(
    ("file", "looked_at"),
    [
        ({}, True),
        ({"mime": "audio/ogg", "media_type": "audio"}, True),
        ({"path": None}, False),
        # A video is looked at by its picture, if it has one.
        ({"mime": "video/mp4", "media_type": "video", "path": "film.mp4"}, True),
        ({"mime": "video/mp4", "media_type": "video", "path": "bare.mp4"}, False),
        ({"mime": "application/zip", "media_type": "other"}, False),
        ({"bytes": MAX_ATTACHMENT_BYTES + 1}, False),
        ({"bytes": 0}, False),
        (PDF, False),
        (PDF | {"told": {"title": "x", "text": None}}, False),
        (PDF | {"told": {"text": "as regras"}}, True),
    ],
)
def test_only_published_files_and_texts_are_shown_to_a_model(tmp_path, file, looked_at):
    (tmp_path / "film.jpg").write_bytes(b"picture")
    assert can_be_viewed(FILE | file, tmp_path) == looked_at


def test_a_video_is_shown_by_its_picture(tmp_path):
    (tmp_path / "film.jpg").write_bytes(b"picture")
    film = {"mime": "video/mp4", "media_type": "video", "path": "film.mp4"}
    (request,) = requests_for_media(
        [shown(*ALONE, **film)], "model", "prompt", tmp_path
    )
    (attached,) = request.attachments
    assert attached.path.read_bytes() == b"picture"
    assert attached.mime == "image/jpeg"


def test_a_document_is_shown_by_its_guarded_text_and_never_by_its_file(guard, tmp_path):
    told = {
        "f": {"title": "Ata", "text": "Marina Duarte, +55 11 98765-4321", "pages": 1}
    }
    (row,) = add_metadata([shown(*ALONE, **PDF)], told, guard)
    (request,) = requests_for_media([row], "model", "prompt", tmp_path)
    assert request.attachments == ()
    document = request.data["document"]
    assert (document["title"], document["pages"]) == ("Ata", 1)
    assert "otter" in document["text"]
    assert "Marina" not in str(request.data)
    assert "98765" not in str(request.data)


def test_a_request_shows_the_prepared_file_and_what_was_said_with_it(tmp_path):
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab/abcd.jpg").write_bytes(b"photo")
    row = shown((-9, "b2", "where are you"), (0, "a1", "here"), (9, "c3", "wow"))
    (request,) = requests_for_media([row], "model", "prompt", tmp_path)
    assert request.data == {
        "media_type": "image",
        "messages": [
            {"text": "where are you", "is_caption": False, "is_by_sender": False},
            {"text": "here", "is_caption": True, "is_by_sender": True},
            {"text": "wow", "is_caption": False, "is_by_sender": False},
        ],
    }
    (attached,) = request.attachments
    assert attached.path.read_bytes() == b"photo"
    assert (attached.mime, attached.sha256) == ("image/jpeg", "0" * 64)
    assert request.about == ("a1", "b2", "c3")


def test_a_prepared_file_that_is_gone_is_named(tmp_path):
    with pytest.raises(EgregoraError, match=r"abcd\.jpg is missing; run again"):
        requests_for_media([shown(*ALONE)], "model", "prompt", tmp_path)


def test_each_file_has_one_note(guard, tmp_path):
    rows = [shown(*ALONE), shown(*ALONE, media_id="g")]
    answers = {"g": {"description": "A roof,\n red.", "contains_pii": False}}
    table = media_notes(rows, answers, "gemini-x", guard)
    assert write_table(table, tmp_path / "media_notes.parquet", MEDIA_NOTES) == 2
    assert [tuple(row.values()) for row in rows_of(table)] == [
        ("f", "", None, "offline"),
        ("g", "A roof, red.", False, "gemini-x"),
    ]


def test_what_a_model_read_off_a_badge_does_not_get_through(guard):
    answers = {"f": {"description": "A badge: Marina Duarte", "contains_pii": True}}
    (note,) = rows_of(media_notes([shown(*ALONE)], answers, "gemini-x", guard))
    assert note["description"] == "A badge: @otter"
    assert note["contains_pii"] is True


def test_a_file_that_no_message_shows_any_more_has_an_empty_note(guard):
    row = shown(*ALONE, message_id="gone")
    assert (row["around"], row["author"]) == (None, None)
    (note,) = rows_of(media_notes([row], {}, "offline", guard))
    assert note["description"] == ""
