"""The same story with a server of one's own, without a key."""

import pytest
import yaml

from conftest import KEY, Blog
from small_export import small_export
from standin_openai import OpenAIStandIn

# The last of what a model is asked for; the HTML is made of them, whoever wrote them.
TABLES = ("results/profiles.parquet", "results/elo_ratings.parquet")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A small blog, written by a local model that knows no JSON schema."""
    blog = Blog(tmp_path_factory.mktemp("openai") / "blog")
    small_export(blog.folder / "exports/praia.zip")
    with OpenAIStandIn(key=None, refuses=("json_schema",)) as server:
        settings = {"timezone": "America/Sao_Paulo", "model": server.settings}
        (blog.folder / "config.yaml").write_text(yaml.safe_dump(settings))
        done = blog.run(*TABLES, EGREGORA_KEY=KEY, OPENAI_API_KEY="")
        assert done.code == 0, done.output
        asked = server.counts
        again = (
            "site/posts",
            "results/profiles.parquet",
            "-R",
            "write_post",
            "write_profiles",
        )
        done = blog.run(*again, EGREGORA_KEY=KEY, OPENAI_API_KEY="")
        assert done.code == 0, done.output
        assert {"write_post", "write_profiles"} <= set(done.jobs)
        assert server.counts == asked
    return blog, asked


def test_every_stage_asks_and_every_period_gets_one_post(told):
    blog, asked = told
    assert blog.posts == ["2025-W10", "2025-W11", "2025-W12"]
    stages = {"enrich_links", "enrich_media", "embed", "rank_posts", "write_profiles"}
    assert stages | {"write_post"} == set(asked)
    front = (blog.folder / "site/posts/2025-W10.md").read_text(encoding="utf-8")
    assert "model: llama" in front
