"""A run that is killed at any moment loses nothing, and pays nothing twice.

Three kills by default. EGREGORA_KILLS=30 kills as often, over five blogs, and prints
the table (pytest -s).
"""

import os
import random
import sys

import pytest
import yaml

from conftest import KEY, Blog, jobs_in
from killing import WHOM, as_table, killed
from small_export import small_export
from standin import StandIn

MANY = int(os.environ.get("EGREGORA_KILLS", "0"))
KILLS = MANY or 3
PER_BLOG = 6 if MANY else KILLS
TARGETS = [] if MANY else ["site/posts"]
SEED = 20250303

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="processes are looked up in /proc"
)


def new(folder):
    blog = Blog(folder / "blog")
    small_export(blog.folder / "exports/praia.zip", weeks=3, per_week=8)
    model = {"provider": "gemini", "deadline_seconds": 60}
    settings = {"timezone": "America/Sao_Paulo", "model": model}
    (blog.folder / "config.yaml").write_text(yaml.safe_dump(settings))
    return blog


def left(blog):
    """Return what a run leaves for readers and for the next run.

    The record of deletions says when each was carried out, so it is left out.
    """
    files = blog.files("results", "site", "public")
    files.pop("results/private/deletions.jsonl", None)
    return files


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    blog = new(tmp_path_factory.mktemp("undisturbed"))
    with StandIn() as server:
        done = blog.run(*TARGETS, EGREGORA_KEY=KEY, **server.environment)
    assert done.code == 0, done.output
    return left(blog), sum(done.jobs.values())


def test_killed_at_random_moments_a_run_ends_as_if_undisturbed(
    undisturbed, tmp_path_factory, capsys
):
    whole, jobs = undisturbed
    chosen, kills, repeated = random.Random(SEED), [], 0
    while len(kills) < KILLS:
        blog = new(tmp_path_factory.mktemp("killed"))
        with StandIn(latency=0.3) as server:
            secrets = {"EGREGORA_KEY": KEY} | server.environment
            here, jobs_left = [], jobs
            for number in range(min(PER_BLOG, KILLS - len(kills))):
                before = blog.logs()
                whom = WHOM[(number + len(kills)) % len(WHOM)]
                after = chosen.randint(1, max(1, jobs_left // 2))
                jobs_left -= after
                moment = after, chosen.uniform(0, 1)
                hit = killed(
                    blog, TARGETS, secrets, whom, moment, server.succeeded.total
                )
                if here:
                    here[-1].then = jobs_in(blog.logged_since(before))
                if hit.after is None:
                    # It had ended by then; the next kill hits another blog.
                    break
                here.append(hit)
            last = blog.run(*TARGETS, **secrets)
            assert last.code == 0, last.output
            if here and here[-1].then == {}:
                here[-1].then = last.jobs
            repeated += sum(server.succeeded.values()) - len(server.succeeded)
        kills += here
        assert differing(left(blog), whole) == []
        assert "Nothing to be done" in blog.run(*TARGETS, **secrets).output
    with capsys.disabled():
        if MANY:
            print("\n" + as_table(kills, repeated))
    assert repeated == 0


def differing(one, other):
    """Return the names of files that are not the same in both."""
    return sorted(n for n in one.keys() | other.keys() if one.get(n) != other.get(n))
