"""The same story with a model, over real HTTP to a stand-in; asked once, then kept."""

import pytest

from conftest import KEY, copied
from standin import KEY as SECRET
from standin import StandIn
from written_blog import PERIODS


def test_every_stage_asks_and_every_period_gets_one_post(written):
    assert written.whole.posts == PERIODS
    assert written.counts["write_post"] == len(PERIODS)
    stages = {"enrich_links", "enrich_media", "embed", "rank_posts", "write_profiles"}
    assert stages <= set(written.counts)


@pytest.mark.parametrize("arguments", [(), ("-F",)])
def test_a_rerun_sends_no_request_and_changes_no_byte(written, tmp_path, arguments):
    blog = copied(written.whole, tmp_path)
    before = blog.files("results", "site", "public")
    with StandIn() as server:
        done = blog.run(*arguments, EGREGORA_KEY=KEY, **server.environment)
    assert done.code == 0, done.output
    assert server.counts == {}
    assert blog.files("results", "site", "public") == before


def test_the_key_of_the_provider_is_in_no_file(written):
    for name, content in written.whole.files(".").items():
        assert SECRET.encode() not in content, name
