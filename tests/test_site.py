"""The blog as HTML: what its pages show, and that nothing on them acts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import ibis.expr.types as ir
import pytest

import site_fixture as invented
from egregora import contracts
from egregora.errors import EgregoraError
from egregora.posts.frontmatter import front_matter_of_post
from egregora.site import charts
from egregora.site.build import build_site
from egregora.site.charts import days_by_calendar, draw_clock
from egregora.site.covers import draw_landscape, words_for_covers
from egregora.site.load import (
    count_answers,
    tables_for_site,
    tags_of,
    timeline_words,
    unit_of_period,
)
from egregora.site.pages import even_runs, judgements_by_post, ratings_by_day
from egregora.site.plugin import clean_html
from egregora.storage import rows_of, table_of
from egregora.text.locales import Translator, days_of
from site_blogs import PAYLOADS, pages_of

THEME_IDS = {"__config", "__drawer", "__search", "__palette_0", "__toc"}
ACTIVE = {"iframe", "object", "embed", "base", "style", "frame", "applet", "math"}


class Elements(HTMLParser):
    """The elements of a page and its text."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def bytes_of(folder):
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_blog_has_its_pages(public):
    found = {path.relative_to(public).as_posix() for path in pages_of(public)}
    assert found >= {
        "index.html",
        "404.html",
        "archive.html",
        "people.html",
        "statistics.html",
        "gallery.html",
        "tags.html",
        "tags/viagem.html",
        "posts/2025-W03.html",
        f"profiles/{invented.author_of(0)}.html",
    }
    assert {path.name for path in (public / "media").iterdir()} == {
        f"m{number}.jpg" for number in range(5)
    }


def test_the_home_page_leads_with_the_latest_post_and_then_the_best(public):
    text = Elements((public / "index.html").read_text()).text
    latest, best = invented.TITLES[-1], invented.TITLES[5]
    assert (
        text.index(latest)
        < text.index(Translator("pt", "pages")("top"))
        < text.index(best)
    )
    assert "Raposa Serena" in text


def test_a_post_names_its_people_its_tags_and_its_neighbours(public):
    page = Elements((public / "posts/2025-W03.html").read_text())
    links = [given.get("href") for tag, given in page.found if tag == "a"]
    assert {"2025-W02.html", "2025-W04.html", "../tags/praia.html"} <= set(links)
    assert f"../profiles/{invented.author_of(0)}.html" in links
    assert "1 min de leitura" in page.text
    images = [given for tag, given in page.found if tag == "img"]
    assert images[0]["src"] == "../media/m2.jpg"
    assert images[0]["alt"] == "A mesa posta no quintal"


def test_a_quoted_turn_carries_its_speaker_in_their_colour(public):
    html = (public / "posts/2025-W01.html").read_text()
    tone = invented.blog().by_author[invented.author_of(0)].tone
    assert (
        f'<p class="turn-said"><strong class="who tone-{tone}">Raposa Serena</strong> '
        "<small>sáb 18:45</small><br>Alguém viu a previsão? Vai chover.</p>" in html
    )


def test_two_builds_are_byte_identical_wherever_they_stand(
    public, tmp_path, monkeypatch
):
    invented.write_sources(tmp_path / "elsewhere/site")
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    build_site(invented.blog(), Path("site"), Path("public"))
    assert bytes_of(Path("public")) == bytes_of(public)


def test_pages_load_nothing_from_another_host_and_forbid_it(public):
    for path in pages_of(public):
        elements = Elements(path.read_text()).found
        policy, referrer, robots = (
            next(
                given["content"]
                for tag, given in elements
                if tag == "meta"
                and name in (given.get("http-equiv"), given.get("name"))
            )
            for name in ("Content-Security-Policy", "referrer", "robots")
        )
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert referrer == "no-referrer"
        assert "noindex" in robots
        for tag, given in elements:
            loads = given.get("src") or (given.get("href") if tag == "link" else None)
            assert loads is None or "//" not in loads, (path, tag, loads)


def test_pages_say_their_language(public):
    for path in pages_of(public):
        assert '<html lang="pt"' in path.read_text()


def is_theme(given):
    return (
        str(given.get("src", "")).replace("../", "").startswith(("assets/", "/assets/"))
    )


def test_hostile_content_stays_text(hostile):
    assert len(PAYLOADS) >= 20
    for path in pages_of(hostile):
        for tag, given in Elements(path.read_text()).found:
            where = (path.name, tag, given)
            assert tag not in ACTIVE, where
            assert not [name for name in given if name.startswith("on")], where
            assert "style" not in given, where
            assert "srcdoc" not in given, where
            if tag == "script":
                assert is_theme(given) or given.get("type") == "application/json", where
            if tag in ("img", "video", "audio", "source"):
                assert "//" not in given.get("src", ""), where
                assert not given.get("src", "").startswith("data:"), where
            if tag == "link":
                assert "evil" not in given.get("href", ""), where
            if tag == "meta":
                assert given.get("http-equiv") in (None, "Content-Security-Policy"), (
                    where
                )
            for name in ("href", "action", "formaction", "data"):
                scheme = (given.get(name) or "").partition(":")[0].strip().lower()
                assert scheme not in ("javascript", "data", "vbscript"), where
                assert not (given.get(name) or "").startswith("//"), where


def test_what_was_typed_is_what_is_read(tmp_path):
    invented.write_sources(tmp_path / "site")
    typed = [one for one in PAYLOADS if one.startswith(("<", "{{"))]
    post = tmp_path / "site/posts/2025-W02.md"
    invented.write_markdown(post, {"title": "x"}, "\n\n".join(typed))
    build_site(invented.blog(), tmp_path / "site", tmp_path / "public")
    html = (tmp_path / "public/posts/2025-W02.html").read_text()
    text = Elements(html).text
    for one in typed:
        assert one in text


def test_numbers_below_a_rule_are_drawn_instead(tmp_path):
    invented.write_sources(tmp_path / "site")
    person = tmp_path / f"site/profiles/{invented.author_of(0)}.md"
    invented.write_markdown(person, {"title": "x"}, "Chega cedo.\n\n***\n\n- 3 posts\n")
    build_site(invented.blog(), tmp_path / "site", tmp_path / "public")
    page = tmp_path / f"public/profiles/{invented.author_of(0)}.html"
    text = Elements(page.read_text()).text
    assert "Chega cedo." in text
    assert "3 posts" not in text


def test_no_id_of_the_theme_can_be_taken(hostile):
    for path in pages_of(hostile):
        ids = [
            given["id"]
            for _, given in Elements(path.read_text()).found
            if "id" in given
        ]
        taken = [one for one in ids if one in THEME_IDS]
        assert len(taken) == len(set(taken)), path


def test_the_index_of_the_search_holds_no_markup_of_the_chat(hostile):
    index = json.loads((hostile / "search/search_index.json").read_text())
    assert index["docs"]
    for entry in index["docs"]:
        assert not Elements("".join([entry["title"], *entry.get("tags", [])])).found
        for tag, given in Elements(entry["text"]).found:
            assert tag in {"p", "ul", "ol", "li", "code", "pre", "table", "br"}, tag
            assert not given


def test_only_posts_and_people_are_searched(public):
    index = json.loads((public / "search/search_index.json").read_text())
    places = {entry["location"].partition("/")[0] for entry in index["docs"]}
    assert places == {"posts", "profiles"}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            '<a href="https://example.org/" target=_blank>x</a>',
            '<a href="https://example.org/" rel="noopener noreferrer nofollow">x</a>',
        ),
        (
            '<a href="//evil.example">x</a>',
            "<a>x</a>",
        ),
        (
            '<a href="\\\\evil.example">x</a>',
            "<a>x</a>",
        ),
        (
            '<img src="../media/a.jpg" alt="a">',
            '<img src="../media/a.jpg" alt="a">',
        ),
        ('<img src="../media/gone.jpg" alt="&lt;b&gt;">', "&lt;b&gt;"),
        ('<img src="../../media/a.jpg">', ""),
        ('<img src="/media/a.jpg">', ""),
        ('<h2 id="__config">x</h2>', "<h2>x</h2>"),
        ('<h2 id="s-x">x</h2>', '<h2 id="s-x">x</h2>'),
        ('<p class="md-search" id="s">x</p>', '<p class="">x</p>'),
    ],
)
def test_content_is_cleaned_by_an_allow_list(html, expected):
    assert (
        clean_html(html, "posts/2025-W10.html", {"media/a.jpg"}.__contains__)
        == expected
    )


def test_recordings_and_films_become_players(tmp_path):
    invented.write_sources(tmp_path / "site")
    for name in ("a.ogg", "b.mp4"):
        (tmp_path / "site/media" / name).write_bytes(b"x")
    post = tmp_path / "site/posts/2025-W02.md"
    invented.write_markdown(
        post, {"title": "x"}, "![Áudio](../media/a.ogg) ![F](../media/b.mp4)"
    )
    build_site(invented.blog(), tmp_path / "site", tmp_path / "public")
    found = dict(Elements((tmp_path / "public/posts/2025-W02.html").read_text()).found)
    assert found["audio"]["src"] == "../media/a.ogg"
    assert found["audio"]["aria-label"] == "Áudio"
    assert found["video"]["src"] == "../media/b.mp4"
    assert "poster" not in found["video"]


def test_a_film_shows_its_still_where_there_is_one(tmp_path):
    invented.write_sources(tmp_path / "site")
    for name in ("b.mp4", "b.jpg"):
        (tmp_path / "site/media" / name).write_bytes(b"x")
    post = tmp_path / "site/posts/2025-W02.md"
    invented.write_markdown(post, {"title": "x"}, "![F](../media/b.mp4)")
    build_site(invented.blog(), tmp_path / "site", tmp_path / "public")
    page = Elements((tmp_path / "public/posts/2025-W02.html").read_text())
    assert dict(page.found)["video"]["poster"] == "../media/b.jpg"


@pytest.mark.parametrize(
    "content",
    [
        b"# no front matter",
        b"---\na: [1\n---\nx",
        b"---\n- a\n---\nx",
        b"---\ndate: 2025-02-31\n---\nx",
        b"\xff\xfe",
        None,
    ],
    ids=["bare", "no yaml", "no mapping", "no such day", "no utf-8", "missing"],
)
def test_a_post_that_cannot_be_read_is_named(tmp_path, content):
    path = tmp_path / "2025-W02.md"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EgregoraError, match=r"2025-W02\.md: .*Fix it") as caught:
        front_matter_of_post(path)
    assert "\n" not in str(caught.value)


def test_a_post_that_mkdocs_refuses_is_named_and_the_old_pages_stay(tmp_path):
    invented.write_sources(tmp_path / "site")
    build_site(invented.blog(), tmp_path / "site", tmp_path / "public")
    before = bytes_of(tmp_path / "public")
    nested = "1. " * 500 + "deep"
    invented.write_markdown(tmp_path / "site/posts/2025-W05.md", {"title": "x"}, nested)
    with pytest.raises(
        EgregoraError, match=r"site/posts/2025-W05\.md: MkDocs refuses it"
    ):
        build_site(invented.blog(), tmp_path / "site", tmp_path / "public")
    assert bytes_of(tmp_path / "public") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["public", "site"]


def test_pages_replace_what_stood_there_and_what_a_killed_run_left(tmp_path):
    invented.write_sources(tmp_path / "site")
    (tmp_path / "public").mkdir()
    (tmp_path / "public/stale.html").write_text("x")
    (tmp_path / ".public.1.part/docs").mkdir(parents=True)
    build_site(invented.blog(), tmp_path / "site", tmp_path / "public")
    assert not (tmp_path / "public/stale.html").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["public", "site"]


def test_the_folder_of_the_sources_is_left_as_it_was(tmp_path):
    invented.write_sources(tmp_path / "site")
    before = bytes_of(tmp_path / "site")
    build_site(invented.blog(), tmp_path / "site", tmp_path / "public")
    assert bytes_of(tmp_path / "site") == before


def test_an_empty_blog_has_a_front_page(tmp_path):
    found = invented.tables_of_blog()
    empty = {name: table_of([], contracts.CONTRACTS[name]) for name in found}
    build_site(invented.blog(empty), tmp_path / "site", tmp_path / "public")
    text = Elements((tmp_path / "public/index.html").read_text()).text
    assert Translator("pt", "pages")("nothing") in text
    assert not (tmp_path / "public/statistics").exists()


def test_an_address_makes_feeds_and_none_makes_none(public, tmp_path):
    invented.write_sources(tmp_path / "site")
    blog = invented.blog(url="https://blog.example/pracinha")
    build_site(blog, tmp_path / "site", tmp_path / "public")
    channel = ET.parse(tmp_path / "public/feed.xml").getroot().find("channel")
    items = channel.findall("item")
    assert [item.findtext("title") for item in items] == list(invented.TITLES[::-1])
    assert (
        items[0].findtext("link") == "https://blog.example/pracinha/posts/2025-W08.html"
    )
    assert items[0].findtext("pubDate") == "Sun, 23 Feb 2025 12:00:00 +0000"
    feed = json.loads((tmp_path / "public/feed.json").read_text())
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert len(feed["items"]) == len(invented.TITLES)
    assert 'href="feed.xml"' in (tmp_path / "public/index.html").read_text()
    assert not (public / "feed.xml").exists()


def test_counts_are_expressions_that_nothing_has_executed():
    found = invented.tables_of_blog()
    for name, table in tables_for_site(
        found["enriched"], found["media"], "week"
    ).items():
        assert isinstance(table, ir.Table), name


def said(*turns):
    """Return `enriched` of (minute, author or None)."""
    return table_of(
        [
            invented.message(place, datetime(2025, 3, 9, 12, minute), author, "x")
            for place, (minute, author) in enumerate(turns)
        ],
        contracts.ENRICHED,
    )


def test_an_answer_is_another_persons_message_soon_after():
    table = said(
        (0, "a"),
        (1, "a"),  # goes on, answers nobody
        (2, None),  # a notice comes between
        (3, "b"),
        (30, "a"),  # too late for an answer
        (31, "b"),
    )
    assert rows_of(count_answers(table)) == [
        {"author": "b", "answered": "a", "times": 2}
    ]


def test_periods_tell_what_they_cover():
    names = ("2025-03-09", "2025-W10", "2025-02")
    assert [unit_of_period(name) for name in names] == ["day", "week", "month"]
    assert [days_of(name) for name in names] == [
        (date(2025, 3, 9), date(2025, 3, 9)),
        (date(2025, 3, 3), date(2025, 3, 9)),
        (date(2025, 2, 1), date(2025, 2, 28)),
    ]


def test_topics_that_differ_in_case_are_one_and_others_never_collide():
    found = tags_of(["Praia", "praia", "Pão", "pao", "🎉", "🎂", "C++", "c"])
    assert found["Praia"] == found["praia"]
    slugs = [tag.slug for tag in set(found.values())]
    assert len(slugs) == len(set(slugs)) == 7
    assert all(
        slug and slug.replace("-", "").isalnum() and slug.isascii() for slug in slugs
    )
    # A topic's address does not change when an unrelated one appears.
    assert tags_of(["praia"])["praia"].slug == tags_of(["praia", "🎉"])["praia"].slug


def test_a_long_chat_gets_a_calendar_per_year():
    short = {date(2024, 12, 30): 1, date(2025, 2, 1): 2}
    long = {date(2023, 12, 30): 1, date(2025, 2, 1): 2}
    assert list(days_by_calendar(short)) == ["2024–2025"]
    assert list(days_by_calendar(long)) == ["2025", "2023"]


def test_a_calendar_has_one_square_per_day_from_first_to_last():
    days = {date(2025, 3, 5): 4, date(2025, 3, 12): 1}
    drawn = ET.fromstring(
        str(charts.draw_calendar(days, "x", Translator("en", "pages")))
    )
    squares = list(drawn.iter("rect"))
    assert len(squares) == 8
    assert squares[0].get("class") == "cell cell--5"
    assert squares[0].findtext("title") == "Mar 5, 2025: 4 messages"


def test_a_word_that_one_person_alone_uses_is_not_the_groups():
    local = invented.monday_of(0)
    said = [
        invented.message(n, local + timedelta(days=n), "01"[n > 6], word)
        for n, word in enumerate(["canoa"] * 6 + ["van", "praia", "praia"])
    ]
    assert rows_of(timeline_words(table_of(said, contracts.ENRICHED), "week")) == []


def test_the_words_most_of_their_time_are_shown():
    weeks = ("churrasco", "sardinha", "elevador", "bloco")
    rows = []
    for week, word in enumerate(weeks):
        for turn in range(8):
            local = invented.monday_of(week) + timedelta(hours=turn)
            text = (
                f"{word} sempre" if turn % 2 else "https://sempre.example/ sempre kkkk"
            )
            rows.append(invented.message(len(rows), local, str(turn // 2 % 2), text))
    found = rows_of(timeline_words(table_of(rows, contracts.ENRICHED), "week"))
    bursts = {row["word"]: row["period"] for row in found if row["word"] != "sempre"}
    assert bursts == {
        word: invented.period_of_week(week) for week, word in enumerate(weeks)
    }
    assert [row["messages"] for row in found if row["word"] == "churrasco"] == [4]


def test_many_periods_share_columns_and_few_do_not():
    assert even_runs(["a", "b"]) == [["a"], ["b"]]
    runs = even_runs([str(number) for number in range(100)])
    assert len(runs) <= 36
    assert sum(map(len, runs)) == 100
    assert even_runs([]) == []


def test_ratings_over_time_end_where_the_ratings_are():
    history = rows_of(invented.tables_of_blog()["elo_history"])
    days, found = ratings_by_day(history)
    assert days == sorted(set(days))
    assert sum(of_post[days[-1]] for of_post in found.values()) == pytest.approx(
        1500 * len(found)
    )
    first = history[0]
    assert found[first["winner_id"]][days[0]] == 1500 + first["elo_change"]


def test_what_the_judge_said_is_shown_where_it_is_wanted(public, tmp_path):
    page = (public / "posts/2025-W03.html").read_text()
    assert Translator("pt", "pages")("judged") in page
    reasons = re.findall(r"Há mais falas citadas: \d+ contra \d+", page)
    assert len(reasons) == 4
    silent = replace(invented.blog(), shows_reasons=False)
    invented.write_sources(tmp_path / "site")
    build_site(silent, tmp_path / "site", tmp_path / "public")
    assert "Há mais falas" not in (tmp_path / "public/posts/2025-W03.html").read_text()


def test_a_judgement_says_of_both_posts_what_it_says_of_one():
    blog = invented.blog()
    found = judgements_by_post(blog)
    for period, said in found.items():
        for one in said:
            back = [
                other
                for other in found[one.other.period]
                if other.other.period == period and other.reason == one.reason
            ]
            outcomes = {one.outcome, *(other.outcome for other in back)}
            assert outcomes in ({"better_than", "worse_than"}, {"tie_with"})


def test_a_plot_is_plain_and_says_what_each_point_is():
    series = [[(1.0, "<one>"), (3.0, "three")], [None, (2.0, "two")]]
    drawn = ET.fromstring(
        str(charts.draw_lines(series, ["a", "</svg>"], "x", '"<title>'))
    )
    assert drawn.get("aria-label") == '"<title>'
    assert [dot.findtext("title") for dot in drawn.iter("circle")] == [
        "<one>",
        "three",
        "two",
    ]
    for element in drawn.iter():
        assert element.tag not in ("script", "style", "defs", "desc")
        assert not {"id", "style"} & set(element.attrib)


def test_a_cover_is_the_posts_own_and_the_same_each_time():
    hours, days = [0] * 18 + [9] * 6, [1, 2, 3]
    one, same, other = (
        str(draw_landscape(text, ["<b>", "canoa"], hours, days)) for text in "aab"
    )
    assert one == same != other
    drawn = ET.fromstring(one)
    assert [text.text for text in drawn.iter("text")] == ["<b>", "canoa"]
    assert drawn.get("aria-hidden") == "true"
    assert "sun--evening" in one


def test_a_cover_is_lettered_with_tags_then_with_words_that_few_posts_have():
    posts = {
        "a": ("Uma semana de chuva", ["praia", "dois nomes"], "samambaia " * 3),
        "b": ("Uma semana de sol", [], "**Ana**: https://example.org/longo varanda"),
    }
    found = words_for_covers(posts)
    assert found["a"] == ["praia", "chuva", "semana"]
    assert found["b"] == ["semana", "varanda"]


def test_names_in_drawings_are_text():
    people = [("a", "<script>pwned=1</script>", 0), ("b", '"&<', 1)]
    drawn = str(charts.draw_answer_web(people, {("a", "b"): 3}, "</svg><script>"))
    root = ET.fromstring(drawn)
    assert not list(root.iter("script"))
    assert root.get("aria-label") == "</svg><script>"


def test_a_clock_has_a_petal_per_hour_and_says_what_it_is():
    drawn = ET.fromstring(str(draw_clock([0] * 23 + [7], "Messages", hints=True)))
    petals = list(drawn.iter("path"))
    assert len(petals) == 24
    assert petals[23].findtext("title") == "23:00 · 7"
    assert drawn.get("role") == "img"
    assert drawn.get("aria-label") == "Messages"


def test_the_theme_files_that_the_policy_replaces_are_still_the_themes(public):
    """The theme's inline scripts became files: its own must not have come back."""
    html = (public / "index.html").read_text()
    scripts = [given for tag, given in Elements(html).found if tag == "script"]
    assert [one for one in scripts if "src" not in one] == [
        {"id": "__config", "type": "application/json"}
    ]
