"""The pages in a browser: they load, fit a phone, search, and nothing on them acts."""

from __future__ import annotations

import pytest

import site_fixture as invented
from browser import CHROMIUM, browser, served
from egregora.site.build import build
from test_site import hostile_blog, pages_of, write_hostile

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed")

PHONE, DESKTOP = 390, 1280
KINDS = (
    "",
    "posts/2025-W05/",
    "archive/",
    "people/",
    f"profiles/{invented.author_of(1)}/",
    "statistics/",
    "gallery/",
    "tags/",
    "tags/viagem/",
    "404.html",
)


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("blog")
    invented.write_sources(folder / "site")
    build(invented.blog(), folder / "site", folder / "public")
    with served(folder / "public") as address:
        yield address


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    write_hostile(folder / "site")
    build(hostile_blog(), folder / "site", folder / "public")
    with served(folder / "public") as address:
        yield address, pages_of(folder / "public"), folder / "public"


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


def test_pictures_are_there_and_have_a_description(tab, site):
    tab.show(DESKTOP)
    tab.open(site + "gallery/")
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
    tab.open(site + "people/")
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


def test_hostile_content_does_nothing_even_without_the_policy(tab, hostile):
    address, pages, public = hostile
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


def test_hostile_words_do_not_widen_a_phone(tab, hostile):
    address, pages, public = hostile
    tab.show(PHONE)
    for page in pages:
        tab.open(address + page.relative_to(public).as_posix())
        wide = tab.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE, page
