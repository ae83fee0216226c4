"""The head of a post, and whether a person edited the post since."""

from datetime import date

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from egregora.errors import ContractError
from egregora.posts.frontmatter import is_edited_post, parse_post, seal_post

HEAD = {
    "title": "Serra",
    "date": date(2025, 3, 9),
    "description": "Uma semana.",
    "tags": ["serra"],
    "egregora": {
        "period": "2025-W10",
        "model": "offline",
        "brief": "d",
        "authors": ["a"],
    },
}
POST = seal_post(HEAD, "Oi.\n\n---\n\nFim.")


def test_a_post_reads_back_as_it_was_written():
    page = parse_post(POST, "x.md")
    assert (page.title, page.date, page.summary) == (
        "Serra",
        date(2025, 3, 9),
        "Uma semana.",
    )
    assert (page.tags, page.authors) == (["serra"], ["a"])
    assert page.body == "Oi.\n\n---\n\nFim."
    assert not page.is_edited


@given(st.text(max_size=60))
@example("---")
@example("x\n---\negregora: {model: evil}")
@example("'\"{}[]: #&*!|>%@`")
@example("  body: " + "0" * 64)
@example("yes")
@example("2025-01-01")
@example("!!python/object/apply:os.system [ls]")
def test_no_title_changes_the_rest_of_the_head(title):
    text = seal_post({**HEAD, "title": title, "description": title}, "Oi.")
    page = parse_post(text, "x.md") if title.strip() else None
    assert not is_edited_post(text)
    if page:
        assert page.title == " ".join(title.split())
        assert {**page.head["egregora"], "body": ""} == {**HEAD["egregora"], "body": ""}


@given(st.integers(0, len(POST) - 1), st.sampled_from("xÁ \n-"))
def test_any_change_of_a_character_is_an_edit(at, character):
    changed = POST[:at] + character + POST[at + 1 :]
    assert is_edited_post(changed) == (changed != POST)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("title: Serra", "title: Praia"),
        lambda text: text + "Mais.\n",
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("Oi.", ""),
        lambda text: "\n".join(one for one in text.split("\n") if "  body:" not in one),
        lambda text: "Só texto.",
        lambda text: "",
    ],
)
def test_whatever_a_person_does_to_a_post_is_an_edit(change):
    assert is_edited_post(change(POST))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Só texto.", "does not open with front matter"),
        ("---\ntitle: [a\n---\n", "not valid YAML (line 3)"),
        ("---\n- a\n---\n", "no fields"),
        ("---\ndate: 2025-03-09\n---\n", "no title"),
        ("---\ntitle: a\n---\n", "no date"),
        ("---\ntitle: a\ndate: ontem\n---\n", "no date"),
        ("---\ntitle: a\ndate: 2025-02-31\n---\n", "does not exist"),
        (
            "---\ntitle: !!python/name:os.system x\ndate: 2025-03-09\n---\n",
            "not valid YAML",
        ),
    ],
)
def test_a_broken_post_is_named_in_one_line_with_what_to_do(text, why):
    with pytest.raises(ContractError) as caught:
        parse_post(text, "site/posts/2025-W10.md")
    message = str(caught.value)
    assert message.startswith("site/posts/2025-W10.md: ")
    assert why in message
    assert "\n" not in message


def test_a_person_may_write_a_date_with_a_time_and_one_tag():
    text = "---\r\ntitle: a\r\ndate: 2025-03-09 10:00\r\ntags: serra\r\n---\r\nOi.\r\n"
    page = parse_post(text, "x.md")
    assert (page.date, page.tags, page.body) == (date(2025, 3, 9), ["serra"], "Oi.")


def test_the_head_is_plain_yaml():
    head = yaml.safe_load(POST.split("---\n")[1])
    assert head["date"] == date(2025, 3, 9)
    assert set(head["egregora"]) == {"period", "model", "brief", "authors", "body"}
