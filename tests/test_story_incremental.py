"""What a change costs: the jobs that run again, and what is asked of the model.

What is expected is the table of docs/changes.md. Its rows are played two at a time,
each on a copy of one small blog that a stand-in for a model wrote.
"""

import json
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from conftest import KEY, ROOT, Blog
from small_changes import CHANGES, LEFT, POSTS, export, settle
from standin import StandIn

PAGE = ROOT / "docs/changes.md"
# Order of the rules on the way to the posts; `write_post` has a column of its own.
WAY = (
    *("ingest", "anonymize", "prepare_media", "enrich_links", "enrich_media"),
    *("enrich", "build_knowledge", "split_periods", "answer_posts", "collect_posts"),
)
CHECKOUT = ("Snakefile", "rules", "scripts", "envs", "profiles", "config.yaml")


@dataclass
class Cost:
    """What a run cost."""

    jobs: dict[str, int]
    posts: int
    asked: dict[str, int]


@dataclass
class Played:
    """A blog after a change and a run."""

    blog: Blog
    cost: Cost
    output: str
    before: dict[str, bytes] = field(repr=False)
    times: dict[str, int] = field(repr=False)

    @property
    def written(self):
        """The periods whose posts were written."""
        return re.findall(r"wildcards: period=(\S+)", self.output)


def row_of(line):
    """Return name and cost that a line of the table gives."""
    name, runs, posts, asked = (one.strip() for one in line.strip("|").split(" | "))
    jobs = [job for part in runs.split(",") for job in jobs_in(part.strip())]
    counted = re.findall(r"(\d+) (post|chunk|link)s?", asked)
    return name, Cost(
        dict.fromkeys(sorted(jobs), 1),
        int(posts),
        {kind: int(number) for number, kind in counted},
    )


def jobs_in(part):
    """Return the jobs that a part of a cell names: none, one, or from … to …."""
    named = re.findall(r"`(\w+)`", part)
    if not named:
        return []
    return WAY[WAY.index(named[0]) : WAY.index(named[-1]) + 1]


def table():
    """Return the table of docs/changes.md: what changed → what that costs."""
    text = PAGE.read_text(encoding="utf-8")
    lines = re.search(r"(?:^\|.*\n)+", text, re.M)[0].splitlines()
    return dict(map(row_of, lines[2:]))


def run(blog, **environment):
    """Write the posts; return what that cost, the terminal and Snakemake's log."""
    with StandIn() as server:
        done = blog.run(
            "site/posts", **{"EGREGORA_KEY": KEY} | server.environment | environment
        )
    assert done.code == 0, done.output
    jobs = {name: n for name, n in done.jobs.items() if name != "site/posts"}
    posts = jobs.pop("write_post", 0)
    bodies = [json.loads(one.body) for one in server.seen if one.purpose == "embed"]
    asked = {
        "post": server.counts["write_post"],
        "link": server.counts["enrich_links"],
        "chunk": sum(len(body["requests"]) for body in bodies),
    }
    assert set(server.counts) <= {"write_post", "enrich_links", "embed"}
    told = done.output + done.log
    return Cost(jobs, posts, {kind: n for kind, n in asked.items() if n}), told


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The blog before any change, beside a checkout of its own."""
    place = tmp_path_factory.mktemp("incremental") / "made"
    blog = Blog(place / "blog", place / "checkout")
    for name in CHECKOUT:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        blog.checkout.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, blog.checkout / name)
    blog.folder.mkdir()
    settle(blog)
    export(blog)
    run(blog)
    assert blog.posts == POSTS
    return blog


@pytest.fixture(scope="module")
def rows(request, made):
    """The rows that the tests of this session ask for, each being played."""

    def play(name):
        place = made.folder.parents[1] / str(list(CHANGES).index(name))
        shutil.copytree(made.folder.parent, place, symlinks=True)
        blog = Blog(place / "blog", place / "checkout")
        environment = CHANGES[name](blog)
        before, times = blog.files("site/posts"), blog.times("site/posts")
        cost, output = run(blog, **environment or {})
        return Played(blog, cost, output, before, times)

    wanted = {
        item.callspec.params["row"]
        for item in request.session.items
        if item.path == request.path and hasattr(item, "callspec")
    }
    with ThreadPoolExecutor(2) as pool:
        yield {name: pool.submit(play, name) for name in CHANGES if name in wanted}


def test_the_table_has_every_row():
    assert list(table()) == list(CHANGES)


@pytest.mark.parametrize("row", CHANGES)
def test_a_change_costs_what_the_table_says(rows, row):
    assert rows[row].result().cost == table()[row]


@pytest.mark.parametrize("row", CHANGES)
def test_posts_that_were_not_written_keep_their_bytes_and_their_time(rows, row):
    played = rows[row].result()
    assert played.blog.posts == LEFT.get(row, POSTS)
    assert len(played.written) == played.cost.posts
    after, times = played.blog.files("site/posts"), played.blog.times("site/posts")
    for post in set(played.blog.posts) - set(played.written):
        name = f"site/posts/{post}.md"
        assert after[name] == played.before[name]
        assert times[f"{post}.md"] == played.times[f"{post}.md"]


@pytest.mark.parametrize("row", ["A module of the writer", "A post is deleted"])
def test_what_is_written_again_from_kept_answers_is_the_same(made, rows, row):
    assert rows[row].result().blog.files("site/posts") == made.files("site/posts")


@pytest.mark.parametrize("row", ["A post is edited, then its period is gone"])
def test_an_edited_post_stays_when_its_period_is_gone_and_is_named(rows, row):
    played = rows[row].result()
    name = "site/posts/2025-W12.md"
    assert b"Choveu." in played.blog.files("site/posts")[name]
    assert f"{name} was edited; kept, though its period is gone" in played.output


@pytest.mark.parametrize("row", ["A post is edited, then `posts.instructions`"])
def test_an_edited_post_stays_and_the_new_version_is_named(rows, row):
    played = rows[row].result()
    name = "2025-W10.md"
    assert played.blog.files("site/posts")[f"site/posts/{name}"].count(b"Choveu.") == 1
    assert (played.blog.folder / "results/rewritten" / name).exists()
    assert f"{name} was edited; the new version is results/rewritten" in played.output
