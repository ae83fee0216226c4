"""The body of an answer is resolved against the brief, and checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief_fixture import brief_of, sample
from egregora.posts.citations import CitationRenderer, escape_for_body, resolve_body
from egregora.text.locales import Translator
from rendered import rendered

SAID = (
    ("2025-03-03 09:00", "Ana", "bom dia, quem vai à serra?"),
    ("2025-03-03 09:01", "Beto", "eu vou, levo o queijo"),
    ("2025-03-03 11:30", "Ana", "combinado"),
    ("2025-03-04 08:00", "Beto", "cadê todo mundo"),
    ("2025-03-04 08:01", None, "Ana mudou o nome do grupo"),
)


def page_of(brief=None):
    brief = brief or brief_of(*SAID)
    return CitationRenderer(brief, Translator("pt", "posts", brief.period))


def body(text, brief=None):
    page = page_of(brief)
    return resolve_body(text, page), dict(page.dropped)


def test_cited_messages_become_one_exchange_with_alias_and_time():
    text, dropped = body("[[message:1]]\n[[message:2]]\n[[message:3]]\n[[message:4]]")
    assert text == (
        "> **Ana** (seg. 09:00): bom dia, quem vai à serra?\n>\n"
        "> **Beto**: eu vou, levo o queijo\n>\n"
        "> **Ana** (11:30): combinado\n>\n"
        "> **Beto** (ter. 08:00): cadê todo mundo"
    )
    assert not any(dropped.values())


def test_a_day_that_was_named_is_not_named_again():
    text, _ = body("*[[day:2025-03-04]].*\n\n[[message:4]]")
    assert text == "*Terça-feira, 4 de março.*\n\n> **Beto** (08:00): cadê todo mundo"


@pytest.mark.parametrize(
    "reference",
    [
        "[[message:0]]",
        "[[message:99]]",
        "[[message:-1]]",
        "[[message:x]]",
        "[[message:5]]",  # a notice: nobody said it
        "[[media:1]]",
        "[[link:1]]",
        "[[memory:2025-W02]]",
        "[[day:2025-04-01]]",
        "[[file:/etc/passwd]]",
    ],
)
def test_references_to_what_the_brief_does_not_hold_are_dropped(reference):
    text, dropped = body(f"Antes. {reference}")
    assert text == "Antes."
    assert dropped["references"] == 1


def test_quotes_that_nobody_said_are_dropped():
    text, dropped = body("> Ana: bom dia, quem vai à serra?\n> Ana: eu odeio a serra")
    assert text == "> **Ana**: bom dia, quem vai à serra?"
    assert dropped["quotes"] == 1


@pytest.mark.parametrize(
    ("quote", "is_real"),
    [
        ("Ana: bom dia, quem vai à serra?", True),
        ("**Ana** (seg. 09:00): Bom dia, quem vai…", True),
        ("“bom dia, quem vai à serra?”", True),
        ("Beto: bom dia, quem vai à serra?", False),
        ("Fulano: bom dia, quem vai à serra?", False),
        ("Ana: eu vou, levo o queijo", False),
    ],
)
def test_a_quote_is_of_whom_it_names(quote, is_real):
    text, dropped = body(f"> {quote}")
    assert bool(text) is is_real
    assert dropped["quotes"] == (not is_real)


def test_an_alias_with_marks_of_its_own_is_known():
    brief = brief_of(("2025-03-03 09:00", "Ana: a (outra)", "quem vai à serra?"))
    text, _ = body("> Ana: a (outra) (09:00): quem vai à serra?", brief)
    assert text == "> **Ana: a (outra)**: quem vai à serra?"


def test_what_is_remembered_may_be_quoted_of_who_said_it():
    said = "Tirem esse gato da varanda!"
    assert body(f"> Samambaia: {said}", sample())[0] == f"> **Samambaia**: {said}"
    assert body(f"> Coruja: {said}", sample())[0] == ""


def test_words_in_quotation_marks_keep_them_only_if_they_were_said():
    text, dropped = body(
        "Disse “bom dia, quem vai à serra?” e “ninguém gosta de vocês, nenhum de nós”."
    )
    assert text == (
        "Disse “bom dia, quem vai à serra?” e ninguém gosta de vocês, nenhum de nós."
    )
    assert dropped["quotes"] == 1


def test_headings_lists_and_emphasis_are_markdown():
    text, _ = body(
        "# A *serra*\n\nTudo **certo**:\n- um\n- dois\n\n#### Fim\n1. a\n2. b"
    )
    page = rendered(text)
    assert [tag for tag, _ in page.found] == (
        ["h2", "em", "p", "strong", "ul", "li", "li", "h3", "ol", "li", "li"]
    )


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1)) [y](https://evil.example)",
        "![x](https://evil.example/x.png)",
        "[x]: https://evil.example",
        "{{ 7*7 }} {: onclick=x }",
        "```\ncode\n```",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "[[link:1|<b onclick=x>oi</b>]]",
        "[[memory:2025-W06|](javascript:x)]]",
        "**[x](javascript:alert(1))**",
        "> [x](javascript:alert(1))",
        "- <script>x</script>",
    ],
)
def test_nothing_in_a_body_acts(text):
    shown, _ = body(text, sample())
    for tag, attributes in rendered(shown).found:
        assert tag in {"p", "blockquote", "strong", "em", "ul", "li", "h2", "a", "br"}
        assert set(attributes) <= {"href"}
        assert attributes.get("href", "https://example.org").startswith(
            ("https://example.org", "2025-W06.md")
        )


@given(st.text(max_size=60))
def test_a_literal_is_shown_as_it_is(text):
    page = page_of()
    shown = resolve_body(f"Ora: {escape_for_body(text)}", page)
    expected = " ".join(("Ora: " + escape_for_body(text)).replace("\\", "").split())
    if "://" not in text and not any(mark in text for mark in '\\“”«»„"'):
        found = rendered(shown)
        assert found.tags <= {"p"}
        assert found.text == expected


def test_links_carry_their_title_or_the_words_given():
    assert body("Ver [[link:1]].", sample())[0] == (
        "Ver [Roteiro da Serra do Cipó](https://example.org/serra/roteiro)."
    )
    assert body("Ver [[link:1|o mapa]].", sample())[0] == (
        "Ver [o mapa](https://example.org/serra/roteiro)."
    )


def test_memories_link_to_the_post_of_their_period():
    assert body("Como n[[memory:2025-W06|aquela semana]].", sample())[0] == (
        "Como n[aquela semana](2025-W06.md)."
    )
    assert "(2025-W06.md)" in body("Lembra [[memory:2025-W06]]?", sample())[0]


def test_media_stand_in_their_place_once():
    text, _ = body("[[media:1]]\n\n[[message:11]]", sample())
    image = (
        "![Um gato cinza de gravata branca olha para uma torrada](../media/ab/gato.jpg)"
    )
    assert text.count(image) == 1
    assert (
        "**Sir Saudade** (seg. 08:12): I have one. He looks disappointed in it." in text
    )


def test_polls_are_lists_with_votes():
    poll = next(n for n, m in enumerate(sample().messages, 1) if m.kind == "poll")
    text, _ = body(f"[[message:{poll}]]", sample())
    assert "**Que dia a gente sobe?**" in text
    assert "> - sábado cedo: 3 votos\n> - sexta à noite: 2 votos" in text


def test_what_looks_like_a_poll_but_is_none_is_text():
    said = [("2025-03-03 09:00", "Ana", "ENQUETE:\nsó isso?")]
    brief = brief_of(*said)
    brief.messages[0] = brief.messages[0].__class__(
        **{**vars(brief.messages[0]), "kind": "poll"}
    )
    assert "ENQUETE:" in body("[[message:1]]", brief)[0]


def test_mentions_of_people_lose_the_sign():
    said = [
        ("2025-03-03 09:00", "Sir Saudade", "oi"),
        ("2025-03-03 09:01", "Ana", "@Sir Saudade, vem! e a @Rosa?"),
    ]
    assert "Sir Saudade, vem! e a @Rosa?" in body("[[message:2]]", brief_of(*said))[0]
