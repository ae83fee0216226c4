"""What people wrote stays text, whatever it looks like."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from egregora.site.plugin import SafeMarkdown
from egregora.text.markdown import block, escape, inert, line, link, quote_paragraphs
from egregora.text.plain import tidy
from rendered import GREEDY, rendered

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">clique</a>',
    "[clique](javascript:alert(1))",
    "[clique](data:text/html,x)",
    "![x](x.png)",
    "[x]: /x",
    "[^1] e [^1]: nota",
    "{{ 7*7 }} {% raw %} {# x #}",
    "texto {: onclick=alert(1) .classe }",
    "{: #id }",
    "# título",
    "título\n===",
    "título\n---",
    "---",
    "***",
    "- item\n- item",
    "1. um\n2) dois",
    "+ mais",
    "> citado",
    "    código",
    "`código` e ``mais``",
    "```python\nimport os\n```",
    "~~~\ncerca\n~~~",
    "~~riscado~~ H~2~O x^2^ ^^ins^^ ==marca== ++ctrl++",
    "{++novo++} {--velho--} {~~a~>b~~}",
    "*itálico* _itálico_ **forte** __forte__",
    "a | b\n--|--\n1 | 2",
    "termo\n: definição",
    ":smile: :material-account:",
    "::: módulo.classe",
    "!!! danger\n    oi",
    "??? note\n    oi",
    '=== "Aba"\n    oi',
    "/// html | div\noi\n///",
    "*[HTML]: sigla",
    "[[wiki]]",
    "--8<-- 'segredo.md'",
    "<!-- more -->",
    "&lt;b&gt; &amp; &#60; &copy; AT&T",
    "\\*barra\\* C:\\temp",
    "<mailto:a@b.example> <//evil.example>",
    "[ ] tarefa",
    "$$x^2$$ \\(x\\)",
    "'; DROP TABLE posts; --",
    "$(rm -rf /) `id`",
]
PLAIN_TAGS = {"p", "blockquote", "strong", "br"}


def said(text):
    return quote_paragraphs(f"Ana: {block(text)}")


def shown(text):
    return " ".join(f"Ana: {tidy(text)}".split())


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "extensions", [GREEDY, [SafeMarkdown({})]], ids=["greedy", "ours"]
)
def test_hostile_text_appears_as_that_text(text, extensions):
    page = rendered(said(text), extensions)
    assert page.tags <= PLAIN_TAGS
    assert page.text == shown(text)


@given(st.text(max_size=80).filter(lambda text: "://" not in text))
@example("__a__ _b_")
@example("1. \n#")
@example("a\n\n    b")
@example("=\n=")
@example("&\x00#60;")
def test_any_text_appears_as_that_text(text):
    page = rendered(said(text))
    assert page.tags <= PLAIN_TAGS
    assert page.text.replace("\u2068", "").replace("\u2069", "") == shown(text)


@given(st.text(alphabet="*_`[]()<>{}#!|~^=+-:\\&; \n1.ax", max_size=40))
def test_any_pile_of_marks_appears_as_that_text(text):
    page = rendered(said(text))
    assert page.tags <= PLAIN_TAGS
    assert page.text == shown(text)


@given(st.text(alphabet="*_`[]()<>{}#!|~^=+-:\\&;\"' ax", max_size=40))
def test_a_title_is_inert_as_html_and_as_markdown(text):
    title = inert(text)
    assert not re.search(r"[<>\"`*_\[\]{}\\|~^]|&#|&\w+;", title)
    assert rendered(f"# {title}").tags <= {"h1", "p"}


def test_web_addresses_become_links_and_nothing_else_does():
    page = rendered(line("veja https://pt.wikipedia.org/wiki/Serra_do_Cip%C3%B3, ok?"))
    assert (
        "a",
        {"href": "https://pt.wikipedia.org/wiki/Serra_do_Cip%C3%B3"},
    ) in page.found
    assert page.text == "veja pt.wikipedia.org/wiki/Serra_do_Cipó, ok?"
    for other in ("javascript:alert(1)", "ftp://a.example/x", "file:///etc/passwd"):
        assert rendered(line(other)).tags == {"p"}


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://a.example/x_(y)", "https://a.example/x_%28y%29"),
        ("https://a.example/?a=1&copy=2", "https://a.example/?a=1&copy=2"),
        ('https://a.example/"onmouseover="x', "https://a.example/%22onmouseover=%22x"),
        ("https://a.example/`x`{y}", "https://a.example/%60x%60%7By%7D"),
        # A name before the host is who logs in; such addresses stay text.
        ("https://ana:senha@a.example/", None),
        ("https://[broken/", None),
        ("javascript:alert(1)//https://a.example", None),
    ],
)
def test_a_link_leads_where_it_says_or_is_none(url, address):
    page = rendered(link(url, "clique *aqui* [x](y)"))
    found = [attributes["href"] for tag, attributes in page.found if tag == "a"]
    assert found == ([address] if address else [])
    assert not address or page.text == "clique *aqui* [x](y)"


@pytest.mark.parametrize(
    "text",
    ["![x](https://e.example/x.png)", "[x]: https://e.example", "<https://e.example>"],
)
def test_an_address_in_hostile_text_is_a_link_that_shows_it(text):
    page = rendered(said(text))
    assert page.tags <= PLAIN_TAGS | {"a"}
    assert "e.example" in page.text


def test_a_sentence_around_an_address_keeps_its_punctuation():
    page = rendered(line("(veja https://a.example/x)."))
    assert ("a", {"href": "https://a.example/x"}) in page.found
    assert page.text == "(veja a.example/x)."


def test_right_to_left_text_is_isolated():
    assert line("שלום") == "\u2068שלום\u2069"
    assert line("olá") == "olá"


def test_a_line_break_stays_one():
    assert block("um\ndois\n\ntrês") == "um  \ndois  \ntrês"


def test_plain_prose_needs_no_escapes():
    assert escape("Às 18h30, pão de queijo (de novo!) & café.") == (
        "Às 18h30, pão de queijo (de novo!) & café."
    )
