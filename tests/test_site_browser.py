"""The pages in a browser: they load, fit a phone, search, and nothing on them acts."""

from __future__ import annotations

import pytest

import site_fixture as invented
from browser import browser, served
from site_blogs import pages_of
from tools.machine import AXE, needs

pytestmark = needs("chromium")

PHONE, DESKTOP = 390, 1280
KINDS = (
    "",
    "posts/2025-W05.html",
    "archive.html",
    "people.html",
    f"profiles/{invented.author_of(1)}.html",
    "statistics.html",
    "gallery.html",
    "tags.html",
    "tags/viagem.html",
    "404.html",
)


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def site(public):
    with served(public) as address:
        yield address


@pytest.fixture(scope="module")
def hostile_site(hostile):
    with served(hostile) as address:
        yield address, pages_of(hostile), hostile


def look_for(tab, words):
    """Search as a reader does; return what the results say."""
    tab.evaluate("document.querySelector('#__search').click()")
    tab.evaluate("document.querySelector('[name=query]').focus()")
    tab.call("Input.insertText", text=words)
    tab.wait_for("document.querySelectorAll('.md-search-result__item').length > 0")
    return tab.evaluate("document.querySelector('.md-search-result__list').innerText")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_loads_fits_and_asks_nobody_else(tab, site, kind, width, scheme):
    tab.show(width, scheme=scheme)
    tab.open(site + kind)
    assert tab.complaints == []
    assert [url for url in tab.requested if not url.startswith(site)] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.evaluate("document.querySelector('h1').innerText.length") > 0


def serious(tab):
    """Return what axe-core finds on the page that keeps people from using it."""
    # What is on its way, such as a drawer, is looked at once it is there.
    tab.evaluate(
        "Promise.allSettled(document.getAnimations().map(one => one.finished))"
    )
    tab.evaluate(AXE.read_text("utf-8") + ";0")
    found = tab.evaluate(
        "axe.run({resultTypes: ['violations']}).then(told => told.violations"
        ".filter(one => ['serious', 'critical'].includes(one.impact))"
        ".map(one => [one.id, ...one.nodes.map(node => node.html.slice(0, 200))]))"
    )
    return [one for one in found if one]


@needs("axe-core")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_the_pages(tab, site, scheme):
    tab.show(PHONE, scheme=scheme)
    found = {}
    for kind in KINDS:
        tab.open(site + kind)
        found[kind] = serious(tab)
    tab.open(site)
    look_for(tab, "cenoura")
    found["search"] = serious(tab)
    assert {kind: told for kind, told in found.items() if told} == {}


def test_pictures_are_there_and_have_a_description(tab, site):
    tab.show(DESKTOP)
    tab.open(site + "gallery.html")
    tab.evaluate(
        "document.querySelectorAll('img').forEach(one => one.loading = 'eager')"
    )
    every = "[...document.querySelectorAll('.gallery img')]"
    tab.wait_for(f"{every}.length == 5 && {every}.every(one => one.naturalWidth > 0)")
    assert tab.evaluate(f"{every}.every(one => one.alt.length > 3)")


def test_the_search_finds_a_post_by_a_word_of_it(tab, site):
    tab.show(DESKTOP)
    tab.open(site)
    assert "Bolo de cenoura" in look_for(tab, "cenoura")
    assert tab.complaints == []


def test_pages_and_their_search_need_no_server(tab, public):
    tab.show(DESKTOP)
    tab.open((public / "index.html").as_uri())
    assert "Bolo de cenoura" in look_for(tab, "cenoura")
    found = tab.evaluate("document.querySelector('.md-search-result__item a').href")
    tab.open(found)
    assert "Bolo de cenoura" in tab.evaluate("document.querySelector('h1').innerText")
    tab.open(tab.evaluate("document.querySelector('.turn a').href"))
    assert tab.evaluate("document.querySelector('h1').innerText") == invented.TITLES[3]
    assert tab.complaints == []
    folder = public.as_uri()
    assert [url for url in tab.requested if not url.startswith(folder)] == []


def test_dark_follows_the_system_until_the_reader_chooses(tab, site):
    ground = "getComputedStyle(document.body).backgroundColor"
    tab.show(DESKTOP, scheme="light")
    tab.open(site)
    light = tab.evaluate(ground)
    tab.show(DESKTOP, scheme="dark")
    tab.open(site)
    dark = tab.evaluate(ground)
    assert dark != light
    tab.evaluate(
        "document.querySelector('.md-header__option label:not([hidden])').click()"
    )
    assert tab.evaluate(ground) == light
    tab.open(site + "people.html")
    assert tab.evaluate(ground) == light
    tab.evaluate("localStorage.clear()")


def test_the_policy_stops_a_script_that_got_in(tab, site):
    tab.open(site)
    tab.evaluate(
        "document.body.append(Object.assign(document.createElement('script'),"
        " {textContent: 'window.slipped = 1'}))"
    )
    assert tab.evaluate("window.slipped") is None
    assert any("Content Security Policy" in one for one in tab.complaints)


def test_hostile_content_does_nothing_even_without_the_policy(tab, hostile_site):
    address, pages, public = hostile_site
    tab.show(DESKTOP)
    tab.call("Page.setBypassCSP", enabled=True)
    try:
        for page in pages:
            tab.open(address + page.relative_to(public).as_posix())
            assert tab.evaluate("window.pwned") is None, page
            foreign = [url for url in tab.requested if not url.startswith(address)]
            assert foreign == [], page
        tab.open(address)
        assert "<script>pwned=1</script>" in look_for(tab, "pwned")
        assert tab.evaluate("window.pwned") is None
        assert [url for url in tab.requested if not url.startswith(address)] == []
    finally:
        tab.call("Page.setBypassCSP", enabled=False)


def test_hostile_words_do_not_widen_a_phone(tab, hostile_site):
    address, pages, public = hostile_site
    tab.show(PHONE)
    for page in pages:
        tab.open(address + page.relative_to(public).as_posix())
        wide = tab.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE, page
