"""A model answers with names, numbers, addresses and scripts: none is published."""

import re
from html.parser import HTMLParser

import pytest
import yaml

import invented
import privacy_exports
import privacy_people as people
from artefacts import Truth, artefacts, text_of
from conftest import KEY, Blog
from standin import StandIn

SETTINGS = {
    "exports": ["exports/*.zip"],
    "period": "month",
    "privacy": {"regions": people.REGIONS},
    "model": {"provider": "gemini"},
}
GONE = {
    "name": ["Светлана", "Ковальчук", "Çağla", "Schäuffele", "Harpreet", "Begoña"],
    "phone": ["+55 21 97777-0142", "(212) 555-0184"],
    "email": ["thais.q@correio.example"],
    "id": ["529.982.247-25"],
    "place": ["-22.97083, -43.18278"],
    "link": ["evil.example"],
}
NAMED = "Светлана Ковальчук, ÇAĞLA, Wolfgang Schäuffele, harpreet’s, Begoña"
NUMBERED = (
    "call +55 21 97777-0142 or (212) 555-0184, thais.q@correio.example, "
    "CPF 529.982.247-25 at -22.97083, -43.18278"
)
LINKED = (
    "https://evil.example/a [x](https://evil.example/b) ![y](//evil.example/c.png) "
    "<https://evil.example/d> [z](javascript:alert(1)) [w]: https://evil.example/e"
)
ACTIVE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>"
    "<iframe src=https://evil.example></iframe><a href=javascript:alert(1)>go</a>"
    "{{ config }} {% raw %} <style>*{background:url(https://evil.example/f)}</style>"
)
POISON = (NAMED, NUMBERED, LINKED, ACTIVE)


def poisoned(text_for):
    """Return the function that writes texts, with something hostile in each."""

    def written(schema, material, name, lot):
        text = text_for(schema, material, name, lot)
        if re.search(r"(^|_)ids?\b", name):
            return text
        long = name.split()[0] in ("body", "text", "markdown", "portrait")
        poison = "\n\n".join(POISON) if long else POISON[lot % len(POISON)]
        return f"{poison} {text}"[: schema.get("maxLength", 5000)]

    return written


@pytest.fixture(scope="module")
def blog(tmp_path_factory):
    """A small group's blog, written by a hostile model."""
    blog = Blog(tmp_path_factory.mktemp("hostile") / "blog")
    (blog.folder / "exports").mkdir(parents=True)
    settings = yaml.safe_dump(SETTINGS, allow_unicode=True)
    (blog.folder / "config.yaml").write_text(settings, encoding="utf-8")
    privacy_exports.write_small(blog.folder / "exports", months=3)
    with pytest.MonkeyPatch.context() as patch, StandIn() as server:
        patch.setattr(invented, "text_for", poisoned(invented.text_for))
        done = blog.run(EGREGORA_KEY=KEY, **server.environment)
        assert done.code == 0, done.output
        assert {"write_post", "write_profiles", "rank_posts"} <= set(server.counts)
    return blog


def test_the_answers_were_hostile(blog):
    kept = "".join(text_of(path) for path in blog.folder.glob("answers/*/??/*.json"))
    assert "evil.example" in kept
    assert "onerror" in kept


def test_nothing_that_the_model_made_up_is_in_a_table_or_page(blog):
    files = [
        (name, text)
        for name, text in artefacts(blog.folder)
        if not name.startswith("answers/")
    ]
    counts, places = Truth(GONE).count(files)
    print(f"\n{len(files)} files: {dict(counts)}")
    assert places == []


# Attributes that are only read.
SHOWN = ("content", "title", "alt", "aria-label")


class Active(HTMLParser):
    """Collects what runs, loads or leads elsewhere by the model's will."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        leads = [value or "" for name, value in attrs if name not in SHOWN]
        hostile = any("alert(1)" in one or "javascript:" in one for one in leads)
        handlers = any(name.startswith("on") for name, _ in attrs)
        if tag == "iframe" or hostile or handlers:
            self.found.append((tag, attrs))

    def handle_data(self, data):
        hostile = "alert(1)" in data or "evil.example" in data
        if self.cdata_elem and hostile:
            self.found.append((self.cdata_elem, data[:60]))


def test_no_page_holds_a_script_of_the_model(blog):
    pages = list((blog.folder / "public").rglob("*.html"))
    assert len(pages) >= 5
    for page in pages:
        parser = Active()
        parser.feed(page.read_text(encoding="utf-8"))
        assert parser.found == [], page.name
