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


def test_the_months_that_held_them_are_written_again(before, after):
    blog, (author, alias) = before
    briefs = {
        path.stem: path.read_text(encoding="utf-8")
        for path in (blog.folder / "results/periods").glob("2025-*.json")
    }
    held = {
        month
        for month, text in briefs.items()
        if found_in([("", text)], author, alias.lower())
    }
    assert {"2025-01", "2025-03", "2025-04"} <= held < set(briefs)
    posts, rewritten = blog.folder / "site/posts", after[0].folder / "site/posts"
    changed = {
        path.stem
        for path in rewritten.glob("*.md")
        if not (posts / path.name).exists()
        or (posts / path.name).stat().st_mtime_ns != path.stat().st_mtime_ns
    }
    # Words weigh otherwise in later months, which may be written again too.
    assert held | {NEW} <= changed
    assert after[2].jobs["write_post"] == len(changed)
