"""Messages carry what their links and files show."""

from datetime import UTC, datetime

import ibis.expr.types as ir

from egregora.contracts import ANONYMIZED, ENRICHED, LINKS, MEDIA_NOTES
from egregora.enrichment import enriched
from egregora.storage import rows_of, table_of, write_table

AT = datetime(2025, 3, 9, 12, tzinfo=UTC)


def conversation(*messages):
    """Return messages given as (text, media_id)."""
    rows = [
        {
            "message_id": f"m{position}",
            "sent_at": AT,
            "local_time": AT.replace(tzinfo=None),
            "position": position,
            "kind": "text",
            "edited": False,
            "author": "a",
            "text": text,
            "media_id": media_id,
        }
        for position, (text, media_id) in enumerate(messages)
    ]
    return table_of(rows, ANONYMIZED)


def known(*urls):
    """Return links with a title and no description."""
    rows = [
        {
            "url": url,
            "domain": "a.org",
            "title": f"Title of {url}",
            "description": None,
            "fetched_at": None,
            "model": "offline",
        }
        for url in urls
    ]
    return table_of(rows, LINKS)


def seen(**notes):
    rows = [
        {"media_id": one, "description": note, "contains_pii": None, "model": "offline"}
        for one, note in notes.items()
    ]
    return table_of(rows, MEDIA_NOTES)


def test_links_stand_in_the_order_of_the_text_and_once():
    messages = conversation(
        ("first https://b.org then https://a.org, https://b.org again", None),
        ("none", None),
    )
    links = known("https://a.org", "https://b.org", "https://c.org")
    first, second = rows_of(enriched(messages, links, seen()))
    assert first["link_notes"] == [
        {"url": url, "title": f"Title of {url}", "description": None}
        for url in ("https://b.org", "https://a.org")
    ]
    assert second["link_notes"] == []


def test_a_file_brings_its_note_to_each_message_that_shows_it():
    messages = conversation(("", "f"), ("", "g"), ("again", "f"), ("words", None))
    rows = rows_of(enriched(messages, known(), seen(f="a roof")))
    assert [row["media_note"] for row in rows] == ["a roof", None, "a roof", None]


def test_a_file_of_which_nothing_is_known_has_no_note():
    (row,) = rows_of(enriched(conversation(("", "f")), known(), seen(f="")))
    assert row["media_note"] is None


def test_no_message_is_lost_or_doubled_and_the_order_stays(tmp_path):
    messages = conversation(
        *[
            (f"https://a.org https://b.org {n}", "f" if n % 3 else None)
            for n in range(50)
        ]
    )
    table = enriched(messages, known("https://a.org"), seen(f="x", g="y"))
    assert isinstance(table, ir.Table)
    assert write_table(table, tmp_path / "enriched.parquet", ENRICHED) == 50
    assert [row["position"] for row in rows_of(table)] == list(range(50))


def test_an_empty_conversation_stays_empty(tmp_path):
    table = enriched(conversation(), known(), seen())
    assert write_table(table, tmp_path / "enriched.parquet", ENRICHED) == 0
