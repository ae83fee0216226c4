"""Hostile texts appear as text in posts, whoever writes them."""

import dataclasses
import itertools

import pytest

from brief_fixture import brief_of, sample
from egregora.offline.digest import write_digest
from egregora.posts.frontmatter import is_edited_post, parse_post
from egregora.posts.render import render_post
from egregora.text.plain import tidy
from rendered import rendered
from test_writing_markdown import HOSTILE

TEXTS = [
    *HOSTILE,
    "---\ntitle: outro\negregora:\n  model: outro\n---\nfim",
    "title: x\ndate: 1999-01-01",
    "{% for x in y %}{{ x.__class__ }}{% endfor %}",
    "<a href='javascript:alert(1)'>aqui</a> javascript:alert(1)",
    "🎉" * 500,
    "😀 👩‍👩‍👧‍👦 🏳️‍🌈 " * 100,
    "שלום \u202eעולם\u202c abc",
    "\u2066مرحبا\u2069 (1) [x]",
    "a" * 3000,
    "Z\u0351\u0352\u0353\u0354\u0355\u0356\u0357\u0358\u0359 algo",
]
TAGS = {"p", "a", "h2", "h3", "ul", "ol", "li", "strong", "em", "br", "blockquote"}
QUOTE = 420  # characters of a message that a post shows
OURS = ("2024-W10.md", "2025", "https://example.org/", "../profiles/")
ALIASES = ("Ana", "Beto", "Caio")
ANSWER = {"title": "t", "summary": "s", "tags": ["x"]}


def made(answer, brief):
    """Return the post that `answer` makes of a brief, as rendered, checked."""
    text = render_post(answer, brief, "d" * 64, "who wrote it").text
    page = parse_post(text, "post")
    assert page.ours["model"] == "who wrote it"
    assert page.ours["period"] == brief.period
    assert page.date.isoformat() == brief.last_day
    assert not is_edited_post(text)
    # What stands below are the numbers, with a chart.
    shown = rendered(f"\n{page.body}".rsplit("\n***\n", 1)[0])
    assert shown.tags <= TAGS
    for tag, attributes in shown.found:
        assert set(attributes) <= {"id" if tag[0] == "h" else "href"}, attributes
        assert attributes.get("href", "2025").startswith(OURS)
    return shown


def is_shown(text, page):
    """Tell whether a page shows the beginning of a text as it is."""
    plain = " ".join(tidy(text).split())[: QUOTE // 2]
    return plain in page.text.replace("\u2068", "").replace("\u2069", "")


def some(texts, count=6):
    """Return `texts` in lists of so many, for a page each."""
    return [texts[at : at + count] for at in range(0, len(texts), count)]


def talk_of(said):
    """Return the brief of texts that several people said, a minute apart."""
    return brief_of(
        *(
            (f"2025-03-03 09:{minute:02}", ALIASES[minute % 3], text)
            for minute, text in enumerate(said)
        )
    )


@pytest.mark.parametrize("texts", some(TEXTS))
def test_what_a_model_says_does_not_act(texts):
    for place in ("{}", "Olha {}", "## {}", "- {}", "> {}", "**{}**", "“{}”"):
        body = "\n\n".join(place.format(one) for one in texts)
        answer = {"title": texts[0], "summary": texts[1], "tags": texts, "body": body}
        made(answer, talk_of(["bom dia"]))


@pytest.mark.parametrize("texts", some(TEXTS))
def test_what_the_chat_says_is_text_where_a_model_cites_it(texts):
    cited = "\n".join(f"[[message:{at}]]" for at in range(1, len(texts) + 1))
    page = made({**ANSWER, "body": cited}, talk_of(texts))
    assert [one for one in texts if not is_shown(one, page)] == []


@pytest.mark.parametrize("texts", some(TEXTS))
def test_what_the_chat_says_is_text_where_no_model_writes(texts):
    said = [f"olha o que apareceu na serra hoje: {one}" for one in texts]
    brief = talk_of(said)
    page = made(write_digest(brief), brief)
    assert [one for one in said if not is_shown(one, page)] == []


@pytest.mark.parametrize("texts", some(TEXTS))
def test_aliases_titles_of_links_notes_and_memories_are_text(texts):
    def hostile(items, *names, end=""):
        return [
            dataclasses.replace(one, **dict.fromkeys(names, text + end))
            for one, text in zip(items, itertools.cycle(texts), strict=False)
        ]

    brief = sample()
    notes = [dataclasses.replace(one, path=None) for one in brief.media]
    brief = dataclasses.replace(
        brief,
        people=[
            dataclasses.replace(one, alias=f"{one.alias} {at}")
            for at, one in enumerate(hostile(brief.people, "alias"))
        ],
        links=hostile(brief.links, "title", "description"),
        media=hostile(notes, "note"),
        memories=hostile(brief.memories, "text", end=": o gato da escada e a serra"),
    )
    made(write_digest(brief), brief)
