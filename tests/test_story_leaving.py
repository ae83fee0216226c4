"""Who opts out in a later export is gone from every file; other months stay."""

import re
import shutil

import duckdb
import pytest
import yaml

import privacy_exports
import privacy_people as people
from artefacts import artefacts, folded
from conftest import KEY, Blog
from standin import StandIn

SETTINGS = {
    "exports": ["exports/*.zip"],
    "period": "month",
    "privacy": {"regions": people.REGIONS},
    "model": {"provider": "gemini"},
    "posts": {"memories": 1},
}
NEW = "2025-06"


def configure(blog, **privacy):
    """Write the settings of a blog."""
    settings = SETTINGS | {"privacy": SETTINGS["privacy"] | privacy}
    text = yaml.safe_dump(settings, allow_unicode=True)
    (blog.folder / "config.yaml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """The blog of a small group, before anybody leaves; and who will leave."""
    blog = Blog(tmp_path_factory.mktemp("leaving") / "blog")
    (blog.folder / "exports").mkdir(parents=True)
    configure(blog)
    privacy_exports.write_small(blog.folder / "exports")
    with StandIn() as server:
        done = blog.run(EGREGORA_KEY=KEY, **server.environment)
    assert done.code == 0, done.output
    with duckdb.connect(str(blog.folder / "results/egregora.duckdb")) as database:
        told = database.sql("SELECT author, alias FROM authors WHERE author_name = ?",
                            params=[people.LEAVER]).fetchone()  # fmt: skip
    return blog, told


@pytest.fixture(scope="module", params=["said in the chat", "set in the settings"])
def after(before, request, tmp_path_factory):
    """The blog one month later, the requests of that run, and who has left."""
    blog = Blog(tmp_path_factory.mktemp("left") / "blog")
    shutil.copytree(before[0].folder, blog.folder, symlinks=True)
    if request.param == "said in the chat":
        privacy_exports.write_later(blog.folder / "exports", "/Egregora “opt-out”")
    else:
        privacy_exports.write_later(blog.folder / "exports")
        configure(blog, forget=[people.LEAVER])
    with StandIn() as server:
        done = blog.run(EGREGORA_KEY=KEY, **server.environment)
    assert done.code == 0, done.output
    return blog, list(server.seen), done


def traces(name, text, author, alias):
    """Return what of somebody is in a text."""
    spaced = r"\s+".join(alias.split())
    pattern = rf"{author}|{spaced}|{privacy_exports.SECRET}|begona|etxeberria|regata"
    return [(name, found[0]) for found in re.finditer(pattern, folded(text), re.I)]


def found_in(texts, author, alias):
    return [one for name, text in texts for one in traces(name, text, author, alias)]


def test_before_leaving_they_are_in_tables_pages_and_answers(before):
    blog, (author, alias) = before
    names = {
        name for name, _ in found_in(artefacts(blog.folder), author, alias.lower())
    }
    assert {name.split("/")[0] for name in names} >= {
        "answers",
        "public",
        "results",
        "site",
    }


def test_no_file_holds_who_left_or_what_they_said(before, after):
    author, alias = before[1]
    assert found_in(artefacts(after[0].folder), author, alias.lower()) == []


def test_no_request_after_leaving_holds_them(before, after):
    author, alias = before[1]
    bodies = [(one.purpose, one.body) for one in after[1]]
    assert found_in(bodies, author, alias.lower()) == []


def test_only_the_months_that_held_them_are_written_again(before, after):
    blog, told = before
    held = held_in(blog, *told)
    assert held == {"2025-01", "2025-03", "2025-04"}
    posts, rewritten = blog.times("site/posts"), after[0].times("site/posts")
    changed = {name for name, time in rewritten.items() if posts.get(name) != time}
    assert changed == {f"{month}.md" for month in held | {NEW}}
    assert after[2].jobs["write_post"] == len(changed)


def held_in(blog, author, alias):
    """Return the periods whose briefs name somebody."""
    return {
        path.stem
        for path in (blog.folder / "results/periods").glob("2*.json")
        if found_in([("", path.read_text("utf-8"))], author, alias.lower())
    }


def test_in_the_demo_only_the_weeks_that_name_who_left_are_written_again(grown):
    who = "+55 31 95555-0142"
    with duckdb.connect(str(grown.folder / "results/egregora.duckdb")) as database:
        told = database.sql("SELECT author, alias FROM authors WHERE author_name = ?",
                            params=[who]).fetchone()  # fmt: skip
        wrote = {
            week
            for (week,) in database.sql(
                "SELECT strftime(local_time, '%G-W%V') FROM enriched WHERE author = ?",
                params=[told[0]],
            ).fetchall()
        }
    held, before = held_in(grown, *told), grown.times("site/posts")
    assert wrote <= held < set(grown.posts)
    settings = yaml.safe_load((grown.folder / "config.yaml").read_text("utf-8"))
    settings["privacy"]["opt_out"] = [who]
    (grown.folder / "config.yaml").write_text(
        yaml.safe_dump(settings, allow_unicode=True), "utf-8"
    )
    done = grown.run("site/posts", EGREGORA_KEY=KEY)
    assert done.code == 0, done.output
    after = grown.times("site/posts")
    changed = {name for name, time in after.items() if before[name] != time}
    assert changed == {f"{week}.md" for week in held}
    assert held_in(grown, *told) == set()
