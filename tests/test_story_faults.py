"""Whatever the provider does, a run ends well or says why, and pays nothing twice."""

import itertools
import os
import signal
import subprocess
import threading

import pytest
import yaml

from conftest import KEY, copied
from standin import KEY as SECRET
from standin import TRANSIENT, StandIn
from written_blog import DEADLINE, PERIODS

PASSING = (
    *("429", "busy", "500", "503", "reset"),
    *("short", "hang", "truncated", "empty"),
)


@pytest.fixture
def blog(written, tmp_path):
    """A blog with all that needs no model."""
    return copied(written.prepared, tmp_path)


@pytest.fixture
def briefed(written, tmp_path):
    """A blog of which only the posts are to be written, and what comes after them."""
    return copied(written.briefed, tmp_path)


def run(blog, server, *arguments, **environment):
    return blog.run(
        *arguments, **({"EGREGORA_KEY": KEY} | server.environment | environment)
    )


def again(blog, server):
    """Run again with a provider without a fault; return what was asked of it."""
    with StandIn() as healthy:
        told = run(blog, healthy, "site/posts")
    assert told.code == 0, told.output
    both = server.succeeded + healthy.succeeded
    assert set(both.values()) == {1}
    return healthy


def is_same(blog, written, *folders):
    return blog.files(*folders) == written.whole.files(*folders)


def holds_no_key(blog, *keys):
    return not [
        name
        for name, content in blog.files(".").items()
        if any(key.encode() in content for key in (SECRET, *keys))
    ]


def storm():
    """Return what fails two of five requests, with each kind of fault in turn."""
    kinds, count, embedded = itertools.cycle(PASSING), itertools.count(1), []

    def choose(seen):
        if seen.purpose == "embed":
            embedded.append(seen)
            return "vectors" if len(embedded) == 1 else None
        return next(kinds) if next(count) % 10 in (1, 4, 7, 8) else None

    return choose


def test_faults_that_pass_change_no_byte_and_cost_no_answer(written, blog):
    with StandIn(retry_after=1.2, choose=storm()) as server:
        told = run(blog, server)
    assert told.code == 0, told.output
    assert is_same(blog, written, "site", "public")
    faults = [seen.fault for seen in server.seen if seen.fault]
    assert set(faults) == {*PASSING, "vectors"}
    assert len(faults) >= 0.3 * len(server.seen)
    assert server.succeeded.keys() == written.succeeded.keys()
    assert set(server.succeeded.values()) == {1}
    assert early(server) == []
    assert holds_no_key(blog)


def early(server):
    """Return the requests that came before the time that the provider had named."""
    return [
        (asked.purpose, later.at - asked.at)
        for place, asked in enumerate(server.seen)
        if asked.fault in ("429", "busy", "503")
        for later in server.seen[place + 1 :]
        if later.body == asked.body and later.at - asked.at < server.retry_after
    ]


def is_about(seen, period):
    return seen.purpose == "write_post" and period in seen.body


def test_a_blocked_post_is_named_and_the_others_are_there(written, briefed):
    def choose(seen):
        return "safety" if is_about(seen, "2025-W11") else None

    with StandIn(choose=choose) as server:
        told = run(briefed, server, "site/posts")
    assert told.code != 0
    assert "write_post 2025-W11: the answer was cut off (SAFETY)" in told.output
    assert briefed.posts == ["2025-W10", "2025-W12"]
    # What is refused to the job that asks for all is not asked by the post's own.
    assert server.counts["write_post"] == len(PERIODS)
    assert again(briefed, server).counts == {"write_post": 1}
    assert is_same(briefed, written, "site/posts")


def test_a_new_version_that_fails_leaves_the_post_and_is_tried_again(written, tmp_path):
    blog = copied(written.whole, tmp_path)
    before = blog.files("site/posts")
    settings = yaml.safe_load((blog.folder / "config.yaml").read_text())
    settings["posts"] = {"instructions": "Em versos."}
    (blog.folder / "config.yaml").write_text(yaml.safe_dump(settings))

    def choose(seen):
        return "safety" if is_about(seen, "2025-W11") else None

    with StandIn(choose=choose) as server:
        told = run(blog, server, "site/posts")
    assert told.code != 0
    name = "site/posts/2025-W11.md"
    assert blog.files("site/posts")[name] == before[name]
    with StandIn() as healthy:
        told = run(blog, healthy, "site/posts")
    assert told.code == 0, told.output
    assert healthy.counts == {"write_post": 1}
    assert blog.files("site/posts")[name] != before[name]


def test_a_quota_that_ends_in_the_midst_costs_no_answer(written, briefed):
    left = itertools.count(1)

    def choose(seen):
        writes = seen.purpose == "write_post"
        return "quota" if writes and next(left) > 1 else None

    settings = briefed.folder / "config.yaml"
    one = "provider: gemini\n  calls_at_once: 1"
    settings.write_text(settings.read_text().replace("provider: gemini", one))
    with StandIn(choose=choose) as server:
        told = run(briefed, server, "site/posts")
    assert told.code != 0
    # The third job of the kind does not ask any more.
    assert server.counts["write_post"] == 2
    assert len(briefed.posts) == 1
    for period in set(PERIODS) - set(briefed.posts):
        assert f"write_post {period}: the quota of the day is used up" in told.output
    assert again(briefed, server).counts == {"write_post": 2}
    assert is_same(briefed, written, "site/posts")


def test_a_killed_run_loses_no_answer(written, blog):
    asked, killed = threading.Event(), threading.Event()

    def hold(seen):
        if seen.purpose == "write_post":
            asked.set()
            killed.wait(60)

    with StandIn(hold=hold) as server:
        running = subprocess.Popen(
            **blog.command("site/posts", EGREGORA_KEY=KEY, **server.environment),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while not asked.wait(0.1):
            assert running.poll() is None, "the run ended before it asked for a post"
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        killed.set()
        counts = server.counts
    kept = list((blog.folder / "answers").glob("enrich_*/??/*.json"))
    assert len(kept) == counts["enrich_links"] + counts["enrich_media"] > 0
    with StandIn() as healthy:
        told = run(blog, healthy, "site/posts")
    assert told.code == 0, told.output
    assert is_same(blog, written, "site/posts")
    assert healthy.counts == {"write_post": len(PERIODS)}


def test_a_wrong_key_costs_one_or_two_requests_and_names_the_variable(blog):
    wrong = "canary-of-a-wrong-key"
    with StandIn() as server:
        told = run(blog, server, GEMINI_API_KEY=wrong)
    assert told.code != 0
    assert 1 <= len(server.seen) + server.looks <= 2
    lines = [one for one in told.output.splitlines() if "GEMINI_API_KEY" in one]
    assert len(lines) == 1
    assert "the provider refuses this key" in lines[0]
    assert wrong not in told.output
    assert holds_no_key(blog, wrong)


def test_a_key_that_goes_bad_before_the_posts_costs_one_or_two_requests(briefed):
    wrong = "canary-of-a-wrong-key"
    with StandIn() as server:
        told = run(briefed, server, "site/posts", GEMINI_API_KEY=wrong)
    assert told.code != 0
    assert len(server.seen) + server.looks <= 2
    lines = [one for one in told.output.splitlines() if "GEMINI_API_KEY" in one]
    assert len(lines) == 1
    for period in PERIODS:
        assert f"write_post {period}: " in told.output
    assert holds_no_key(briefed, wrong)


def test_a_server_that_hangs_is_given_up(blog):
    with StandIn() as server:
        server.always = "hang"
        settings = blog.folder / "config.yaml"
        settings.write_text(settings.read_text().replace(str(DEADLINE), "3"))
        told = run(blog, server)
    assert told.code != 0
    assert "no answer within 3 seconds" in told.output
    # Two stages ask, each a few times at once; what depends on them does not.
    assert set(server.counts) <= {"enrich_links", "enrich_media"}
    assert holds_no_key(blog)


def test_batches_write_the_same_blog(written, blog):
    settings = yaml.safe_load((blog.folder / "config.yaml").read_text())
    settings["model"]["batch"] = True
    (blog.folder / "config.yaml").write_text(yaml.safe_dump(settings))
    with StandIn() as server:
        told = run(blog, server, f"site/posts/{PERIODS[0]}.md")
        assert told.code == 0, told.output
        # A post that is asked for alone is not waited for all day.
        assert server.counts["write_post"] == 1
        told = run(blog, server)
        assert told.code == 0, told.output
    assert is_same(blog, written, "site", "public")
    batched = {"enrich_links", "enrich_media", "write_post", "write_profiles"}
    assert set(server.desk.made) == batched
    assert server.counts["batch create"] == len(batched)
    assert server.counts["write_post"] == 1
    assert server.desk.made["write_post"] == len(PERIODS) - 1
    assert holds_no_key(blog)
    again = (
        "site/posts",
        "results/profiles.parquet",
        "-R",
        "write_post",
        "write_profiles",
    )
    with StandIn() as server:
        told = run(blog, server, *again)
    assert told.code == 0, told.output
    assert {"write_post", "write_profiles"} <= set(told.jobs)
    assert server.seen == []


def test_one_week_more_is_one_post_more_in_a_batch(blog):
    settings = yaml.safe_load((blog.folder / "config.yaml").read_text())
    settings["model"]["batch"] = True
    jobs = []
    for last in ("2025-03-16", None):
        settings["to"] = last
        (blog.folder / "config.yaml").write_text(yaml.safe_dump(settings))
        with StandIn() as server:
            told = run(blog, server, "site/posts")
        assert told.code == 0, told.output
        jobs.append((told.jobs["write_post"], server.desk.made["write_post"]))
    assert jobs == [(2, 2), (1, 1)]
    assert blog.posts == PERIODS


def test_the_storm_knows_every_fault_that_may_pass():
    assert set(TRANSIENT) | {"hang"} == {*PASSING, "vectors"}
