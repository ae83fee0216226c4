"""The same story with a model, over real HTTP to a stand-in; asked once, then kept."""

import shutil

import pytest

from conftest import KEY, ROOT, Blog, new_blog
from standin import KEY as SECRET
from standin import StandIn


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The demo, written by a model: the blog, and how often it was asked for what."""
    blog = new_blog(
        tmp_path_factory.mktemp("gemini") / "blog", model={"provider": "gemini"}
    )
    with StandIn() as server:
        done = blog.run(EGREGORA_KEY=KEY, **server.environment)
        assert done.code == 0, done.output
        return blog, server.counts


def test_every_stage_asks_and_every_period_gets_one_post(told, demo):
    blog, counts = told
    assert blog.posts == demo.posts
    assert counts["write_post"] == len(demo.posts)
    assert {
        "enrich_links",
        "enrich_media",
        "embed",
        "rank_posts",
        "write_profiles",
    } <= set(counts)


@pytest.mark.parametrize("arguments", [(), ("-F",)])
def test_a_rerun_sends_no_request_and_changes_no_byte(told, tmp_path, arguments):
    blog = Blog(tmp_path / "blog")
    shutil.copytree(told[0].folder, blog.folder, symlinks=True)
    before = blog.files("results", "site", "public")
    with StandIn() as server:
        done = blog.run(*arguments, EGREGORA_KEY=KEY, **server.environment)
    assert done.code == 0, done.output
    assert server.counts == {}
    assert blog.files("results", "site", "public") == before


def test_one_week_more_asks_for_one_post(told, tmp_path):
    blog = Blog(tmp_path / "blog")
    shutil.copytree(told[0].folder, blog.folder, symlinks=True)
    shutil.copy(ROOT / "tests/exports/demo-next-week.zip", blog.folder / "exports")
    with StandIn() as server:
        done = blog.run("site/posts", EGREGORA_KEY=KEY, **server.environment)
    assert done.code == 0, done.output
    assert done.jobs["write_post"] == 1
    assert server.counts["write_post"] == 1


def test_the_key_of_the_provider_is_in_no_file(told):
    for name, content in told[0].files(".").items():
        assert SECRET.encode() not in content, name
