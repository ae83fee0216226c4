"""A small blog that a stand-in for Gemini wrote, made once for all workers.

Tests only read it, or work on copies: of the whole, or of one of its earlier stages.
"""

import json
from collections import Counter
from dataclasses import dataclass

import pytest
import yaml

from conftest import KEY, Blog, copied, made_once
from small_export import small_export
from standin import StandIn

# A third of it is how long one attempt may hang.
DEADLINE = 60
SETTINGS = {
    "timezone": "America/Sao_Paulo",
    "model": {"provider": "gemini", "deadline_seconds": DEADLINE},
}
PERIODS = ["2025-W10", "2025-W11", "2025-W12"]
# What is made in turn; None is everything.
STAGES = {
    "prepared": "results/media.parquet",
    "briefed": "results/periods.parquet",
    "whole": None,
}


@dataclass(frozen=True)
class Written:
    """The blog in its stages, and what it took.

    Attributes
    ----------
    prepared
        All that needs no model.
    briefed
        All but what comes after the briefs of the posts.
    whole
        The blog.
    counts
        Requests per purpose.
    succeeded
        How often each request was answered well.
    """

    prepared: Blog
    briefed: Blog
    whole: Blog
    counts: Counter
    succeeded: Counter


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    folder = made_once(tmp_path_factory, "written", write)
    told = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    stages = {name: Blog(folder / name / "blog") for name in STAGES}
    return Written(**stages, **{name: Counter(told[name]) for name in told})


def write(folder):
    """Make the blog in `folder`, a copy per stage, and tell what was asked."""
    blog = Blog(folder / "whole/blog")
    small_export(blog.folder / "exports/praia.zip")
    (blog.folder / "config.yaml").write_text(yaml.safe_dump(SETTINGS))
    with StandIn() as server:
        for name, target in STAGES.items():
            targets = [target] if target else []
            done = blog.run(*targets, EGREGORA_KEY=KEY, **server.environment)
            assert done.code == 0, done.output
            if target:
                copied(blog, folder / name)
    assert blog.posts == PERIODS
    asked = {"counts": server.counts, "succeeded": server.succeeded}
    (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
