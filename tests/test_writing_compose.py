"""An answer becomes a post: a safe head, a checked body, pictures, who was there."""

import pytest
import yaml

from brief_fixture import brief_of, sample
from egregora.posts.frontmatter import is_edited_post, parse_post
from egregora.posts.render import render_post
from rendered import rendered

ANSWER = {
    "title": "O gato da bota",
    "summary": "Um gato sumiu e voltou.",
    "tags": ["gatos", "serra"],
    "body": "Era uma vez.\n\n## O gato\n\n[[message:2]]",
}


def made(answer=ANSWER, brief=None, **options):
    return render_post(answer, brief or sample(), "d" * 64, "offline", **options).text


def head(text):
    return yaml.safe_load(text.split("---\n")[1])


def test_the_head_is_what_the_blog_wants():
    found = head(made())
    assert found["title"] == "O gato da bota"
    assert found["date"].isoformat() == "2025-03-09"
    assert found["description"] == "Um gato sumiu e voltou."
    assert found["tags"] == ["gatos", "serra"]
    assert found["people"][0] == "Coruja"
    # Material takes `authors` for known ones and stops at others.
    assert "authors" not in found
    assert found["egregora"]["period"] == "2025-W10"
    assert found["egregora"]["authors"][0] == "4" * 16
    assert not is_edited_post(made())


@pytest.mark.parametrize(
    "hostile",
    [
        "---\ntitle: x\negregora:\n  model: evil\n---",
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7*7 }} {% raw %}",
        "[x](javascript:alert(1)) *y* `z`",
        "a\u202egro.live\u2066",
        "🎉" * 300,
        "longo " * 100,
    ],
)
def test_a_hostile_title_summary_or_tag_is_text(hostile):
    text = made({**ANSWER, "title": hostile, "summary": hostile, "tags": [hostile] * 9})
    found = head(text)
    assert found["egregora"]["model"] == "offline"
    for shown in (found["title"], found["description"], *found["tags"]):
        assert not set(shown) & set('<>"`*[]{}|\n\u202e\u2066')
        assert len(shown) <= 401
    assert len(found["tags"]) == 1
    assert not is_edited_post(text)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("**Jiló** voltou", "Jiló voltou"),
        ("# O *gato* voltou [[message:2]]", "O gato voltou"),
        ("A [[link:1|serra]] e o __gato__", "A serra e o gato"),
        ("2 * 3 * 4", "2 ＊ 3 ＊ 4"),
    ],
)
def test_marks_of_the_body_leave_title_summary_and_tags(told, shown):
    found = head(made({**ANSWER, "title": told, "summary": told, "tags": [told]}))
    assert (found["title"], found["description"], found["tags"]) == (
        *(shown, shown, [shown]),
    )


def test_an_empty_title_gives_way_to_the_period():
    assert head(made({**ANSWER, "title": " \n "}))["title"] == "2025-W10"


def test_photos_that_the_text_does_not_show_come_after_it():
    text = made({**ANSWER, "body": "[[media:1]]"})
    assert text.count("../media/ab/gato.jpg") == 1
    assert text.count("../media/ab/cachoeira.jpg") == 1
    assert text.index("gato.jpg") < text.index("cachoeira.jpg")


def test_media_that_are_not_published_are_not_linked():
    brief = sample()
    hidden = [one.__class__(**{**vars(one), "path": None}) for one in brief.media]
    text = made({**ANSWER, "body": "[[media:1]]\n[[message:11]]"}, sample(media=hidden))
    assert "../media" not in text
    assert "I have one. He looks disappointed in it." in text


def test_recordings_are_images_that_the_site_makes_players_of():
    at = next(n for n, one in enumerate(sample().media, 1) if one.media_type == "audio")
    text = made({**ANSWER, "body": f"[[media:{at}]]"})
    assert "![Áudio de Coruja](../media/ab/audio.opus)" in text


def test_numbers_and_people_end_the_post():
    text = made()
    assert "60 mensagens, 5 pessoas e 436 palavras" in text
    assert "    sáb.  ███████████████ 10" in text
    assert "[Coruja](../profiles/4444444444444444.md) (14)" in text


def test_everything_that_is_shown_passes_the_guard():
    def clean(text):
        return text.replace("gato", "[nome]").replace("serra", "[nome]")

    answer = {**ANSWER, "body": "O gato.\n\n[[message:2]]\n\n[[link:1]]\n\n> serra"}
    text = made(answer, clean=clean)
    assert "gato " not in text.split("## ")[0]
    assert "serra" not in head(text)["tags"]
    assert "um \\[nome\\] cinza" in text


def test_a_hostile_alias_is_text():
    said = [("2025-03-03 09:00", "**[x](javascript:alert(1))** <b>", "oi, tudo bem?")]
    text = made({**ANSWER, "body": "[[message:1]]"}, brief_of(*said))
    page = rendered(parse_post(text, "x").body)
    assert "b" not in page.tags
    links = [one["href"] for tag, one in page.found if tag == "a"]
    assert links == ["../profiles/0000000000000001.md"]
