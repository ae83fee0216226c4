"""The posts become a table, and those of periods that are gone leave."""

from datetime import date

import ibis.expr.types as ir
import pytest

from brief_fixture import sample
from egregora.contracts import POSTS, conform
from egregora.errors import ContractError
from egregora.posts.files import (
    clean_post_row,
    posts,
    retire_post,
    row_of_post,
    stray_posts,
)
from egregora.posts.render import render_post
from egregora.privacy.guard import Guard, guard_content
from egregora.privacy.people import people_of
from egregora.storage import rows_of

ANSWER = {"title": "O gato", "summary": "Voltou.", "tags": ["gatos"], "body": "Oi."}
TEXT = render_post(ANSWER, sample(), "d" * 64, "offline").text


@pytest.fixture
def folder(tmp_path):
    for name in ("2025-W10.md", "2025-W11.md", "sobre.md", "2025.md", "2025-W10.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_a_post_is_one_row(folder):
    table = posts([row_of_post(folder / "2025-W10.md")])
    assert isinstance(table, ir.Table)
    (row,) = rows_of(conform(table, POSTS))
    assert row["text"].startswith("Oi.")
    assert {**row, "text": ""} == {
        "period": "2025-W10",
        "title": "O gato",
        "date": date(2025, 3, 9),
        "summary": "Voltou.",
        "tags": ["gatos"],
        "authors": ["4" * 16, "1" * 16, "5" * 16, "2" * 16, "3" * 16],
        "text": "",
        "model": "offline",
        "digest": "d" * 64,
        "edited": False,
    }


def test_no_posts_are_an_empty_table():
    assert rows_of(posts([])) == []


def test_an_edited_post_is_told_apart(folder):
    path = folder / "2025-W10.md"
    path.write_text(TEXT.replace("O gato", "Meu gato"), encoding="utf-8")
    row = row_of_post(path)
    assert (row["title"], row["edited"]) == ("Meu gato", True)


def test_a_post_of_a_person_without_our_head_is_a_row(folder):
    path = folder / "2025-W10.md"
    path.write_text(
        "---\ntitle: Meu\ndate: 2025-03-09\n---\nTexto.\n", encoding="utf-8"
    )
    row = row_of_post(path)
    assert (row["model"], row["digest"], row["authors"]) == ("", "", [])
    assert row["edited"]


def test_names_in_an_edited_post_are_left_out_and_only_there(folder):
    key, settings = b"k" * 32, {"opt_out": [], "forget": [], "names": {}, "words": []}
    named = [{"name": "Gérson Brandt", "last": 0}]
    people = people_of(named, [], [], {}, settings | {"regions": ["BR"]}, key)
    guard = Guard(guard_content(people.redactor, key), key)
    path = folder / "2025-W10.md"
    more = "Gérson disse: https://example.org/a, (31) 99555-0188."
    path.write_text(TEXT.replace("O gato", "Gérson") + more, encoding="utf-8")
    row = clean_post_row(row_of_post(path), guard)
    assert "Gérson" not in row["title"] + row["text"]
    assert row["text"].endswith("disse: https://example.org/a, [phone].")
    ours = row_of_post(folder / "2025-W11.md")
    assert clean_post_row(ours, guard) == ours


def test_a_broken_post_is_named(folder):
    path = folder / "2025-W10.md"
    path.write_text("---\ntitle: [\n---\n", encoding="utf-8")
    with pytest.raises(ContractError, match=r"2025-W10\.md.*Fix it"):
        row_of_post(path)


def test_only_posts_of_periods_that_are_gone_are_strays(folder):
    assert stray_posts(folder, {"2025-W10"}) == [folder / "2025-W11.md"]


def test_a_folder_that_is_not_there_has_no_strays(folder):
    assert stray_posts(folder / "rewritten", {"2025-W10"}) == []


def test_a_stray_leaves(folder):
    assert retire_post(folder / "2025-W11.md")
    assert not (folder / "2025-W11.md").exists()


@pytest.mark.parametrize(
    "text", [TEXT + "E mais.", "Só meu texto.", "---\ntitle: [\n---\n"]
)
def test_a_stray_that_a_person_touched_stays(folder, text):
    path = folder / "2025-W11.md"
    path.write_text(text, encoding="utf-8")
    assert not retire_post(path)
    assert path.read_text(encoding="utf-8") == text
