"""Media are described by their sender's words, by a model, or by a sign and a day."""

from datetime import UTC, datetime, timedelta

import ibis.expr.types as ir
import pytest

from egregora.errors import EgregoraError
from egregora.media_notes import (
    MOST_BYTES,
    can_be_looked_at,
    media_notes,
    media_requests,
    offline_answer,
    shown_media,
)
from egregora.privacy.forms import forms_of
from egregora.privacy.guard import Guard, sealed
from egregora.privacy.lexicon import Lexicon
from egregora.privacy.redaction import Redactor
from egregora.storage import rows_of, table_of, write_table
from egregora.tables import ANONYMIZED, MEDIA, MEDIA_NOTES

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
    """A guard of a group with one member."""
    lexicon = Lexicon(shown=["@otter"])
    lexicon.add(0, forms_of("Marina Duarte"))
    key = bytes(32)
    return Guard(sealed(Redactor(lexicon, ("BR",)), key), key)


def conversation(*messages):
    """Return messages given as (seconds after START, author, text); m1 shows f."""
    rows = []
    for position, (seconds, author, text) in enumerate(messages):
        at = START + timedelta(seconds=seconds)
        rows.append(
            {
                "message_id": f"m{position}",
                "sent_at": at,
                "local_time": at.replace(tzinfo=None),
                "position": position,
                "kind": "media" if position == 1 else "text",
                "edited": False,
                "author": author,
                "text": text,
                "media_id": "f" if position == 1 else None,
            }
        )
    return table_of(rows, ANONYMIZED)


def shown(*messages, **file):
    (row,) = rows_of(
        shown_media(table_of([FILE | file], MEDIA), conversation(*messages))
    )
    return row


def description(*messages, **file):
    return offline_answer(shown(*messages, **file))["description"]


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
        # Too late, somebody else, an address, a mere word: none speaks of the photo.
        ([(-9, "b", "x y"), (0, "a", ""), (500, "a", "our new roof")], None),
        ([(-9, "b", "x y"), (0, "a", ""), (20, "b", "lovely one")], None),
        ([(-9, "b", "x y"), (0, "a", ""), (20, "a", "see https://a.org")], None),
        ([(-9, "b", "x y"), (0, "a", ""), (20, "a", "kkkk")], None),
    ],
)
def test_a_photo_without_caption_takes_the_words_of_its_sender(around, expected):
    assert description(*around) == (expected or "📷 2025-03-09")


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ({}, "📷 2025-03-09"),
        (
            {"media_type": "audio", "mime": "audio/ogg", "seconds": 72.6},
            "🎤 1:12 2025-03-09",
        ),
        (
            {"media_type": "video", "mime": "video/mp4", "seconds": 9.0},
            "🎥 0:09 2025-03-09",
        ),
        ({"media_type": "sticker", "mime": "image/webp"}, "🏷️ 2025-03-09"),
        (
            {"media_type": "document", "mime": "application/pdf"},
            "📄 PDF 2025-03-09",
        ),
        ({"media_type": "other", "mime": "application/octet-stream"}, "📎 2025-03-09"),
    ],
)
def test_a_file_of_which_nothing_was_said_has_a_sign_and_a_day(file, expected):
    assert description(*ALONE, **file) == expected


@pytest.mark.parametrize(
    ("file", "looked_at"),
    [
        ({}, True),
        ({"mime": "audio/ogg", "media_type": "audio"}, True),
        ({"mime": "application/pdf", "media_type": "document"}, True),
        ({"path": None}, False),
        ({"mime": "video/mp4", "media_type": "video"}, False),
        ({"mime": "application/zip", "media_type": "other"}, False),
        ({"bytes": MOST_BYTES + 1}, False),
        ({"bytes": 0}, False),
    ],
)
def test_only_published_files_that_a_model_can_read_are_looked_at(file, looked_at):
    assert can_be_looked_at(FILE | file) == looked_at


def test_a_request_shows_the_prepared_file_and_what_was_said_with_it(tmp_path):
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab/abcd.jpg").write_bytes(b"photo")
    row = shown((-9, "b2", "where are you"), (0, "a1", "here"), (9, "c3", "wow"))
    (request,) = media_requests([row], "model", "prompt", tmp_path)
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
        media_requests([shown(*ALONE)], "model", "prompt", tmp_path)


def test_each_file_has_one_note(guard, tmp_path):
    rows = [shown(*ALONE), shown(*ALONE, media_id="g")]
    answers = {"g": {"description": "A roof,\n red.", "contains_pii": False}}
    table = media_notes(rows, answers, "gemini-x", guard)
    assert write_table(table, tmp_path / "media_notes.parquet", MEDIA_NOTES) == 2
    assert [tuple(row.values()) for row in rows_of(table)] == [
        ("f", "📷 2025-03-09", None, "offline"),
        ("g", "A roof, red.", False, "gemini-x"),
    ]


def test_what_a_model_read_off_a_badge_does_not_get_through(guard):
    answers = {"f": {"description": "A badge: Marina Duarte", "contains_pii": True}}
    (note,) = rows_of(media_notes([shown(*ALONE)], answers, "gemini-x", guard))
    assert note["description"] == "A badge: @otter"
    assert note["contains_pii"] is True


def test_a_file_that_no_message_shows_any_more_is_described_by_its_sign(guard):
    row = shown(*ALONE, message_id="gone")
    assert (row["around"], row["author"]) == (None, None)
    (note,) = rows_of(media_notes([row], {}, "offline", guard))
    assert note["description"] == "📷"
