"""Whatever target ran, no page shows who has left or another group."""

from dataclasses import dataclass

import duckdb
import pytest

from artefacts import artefacts, folded
from conftest import KEY, Blog
from small_changes import OTHERS, export
from small_export import small_export

LEAVER = "Bento Luz"  # sends the photos
SHOWN = ("public/", "site/", "results/")
OUTDATED = "public/ is older than the posts: snakemake --cores 4 public builds it again"


@dataclass(frozen=True)
class Step:
    """A run: what it said, and what could then be seen."""

    lines: list[str]
    jobs: dict[str, int]
    texts: dict[str, str]  # folded

    def naming(self, *needles):
        """The files that hold any of these texts, in any case."""
        sought = [folded(one) for one in needles]
        return [
            name
            for name, text in self.texts.items()
            if any(one in text for one in sought)
        ]


def step(blog, *targets):
    """Run the workflow; it must go well."""
    done = blog.run(*targets, EGREGORA_KEY=KEY)
    assert done.code == 0, done.output
    texts = {
        name: folded(text.replace("&nbsp;", " "))
        for name, text in artefacts(blog.folder)
        if name.startswith(SHOWN) and "/assets/" not in name
    }
    return Step(done.output.strip().splitlines(), done.jobs, texts)


def settle(blog, more=""):
    text = f"timezone: America/Sao_Paulo\nmin_messages: 2\n{more}"
    (blog.folder / "config.yaml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """The steps of one blog, by name, and the people of its first group."""
    blog = Blog(tmp_path_factory.mktemp("pages") / "blog")
    chat = small_export(blog.folder / "exports/praia.zip", weeks=2, per_week=10)
    settle(blog)
    steps = {"built": step(blog)}
    tables = blog.folder / "results/private/authors.parquet"
    rows = duckdb.sql(f"SELECT author_name, author, alias FROM '{tables}'").fetchall()
    people = {name: who for name, *who in rows}

    small_export(chat, weeks=3, per_week=10)
    steps["a week more"] = step(blog, "site/posts")
    steps["nothing new"] = step(blog, "site/posts")

    settle(blog, f"privacy: {{opt_out: [{LEAVER}]}}\n")
    steps["somebody left"] = step(blog, "results/anonymized.parquet")
    steps["built again"] = step(blog)

    post = blog.folder / "site/posts/2025-W10.md"
    post.write_text(post.read_text("utf-8") + "\nE choveu.\n", "utf-8")
    settle(blog)
    export(blog, OTHERS)
    steps["another group"] = step(blog, "site/posts")
    return blog, steps, people


def test_after_a_week_more_the_last_line_says_that_pages_are_older(story):
    _, steps, _ = story
    assert OUTDATED not in steps["built"].lines
    assert steps["a week more"].lines[-1] == OUTDATED
    assert steps["nothing new"].lines[-1] == OUTDATED
    assert OUTDATED not in steps["built again"].lines


def test_once_a_run_knows_who_left_no_file_shows_them(story):
    _, steps, people = story
    assert steps["built"].naming(*people[LEAVER])
    left = steps["somebody left"]
    assert left.naming(*people[LEAVER]) == []
    assert not [name for name in left.texts if name.startswith("public/")]
    assert not [name for name in left.texts if name.endswith((".jpg", "-W10.md"))]
    assert (
        "anonymize: public/ showed somebody who has left and was removed; "
        "build it again: snakemake --cores 4 public"
    ) in left.lines
    names = [folded(one) for one in (LEAVER, *people[LEAVER])]
    assert not [
        line for line in left.lines if any(one in folded(line) for one in names)
    ]


def test_all_is_built_again_without_them(story):
    _, steps, people = story
    again = steps["built again"]
    assert again.naming(*people[LEAVER]) == []
    others = [one for name in set(people) - {LEAVER} for one in people[name]]
    built = set(again.naming(*others))
    assert {f"public/posts/2025-W1{week}.html" for week in (0, 1, 2)} <= built
    assert len([name for name in built if name.startswith("site/profiles/")]) == 4
    assert again.jobs["write_post"] == 3


def test_no_page_of_another_group_stays_and_an_edited_post_is_put_aside(story):
    blog, steps, people = story
    other = steps["another group"]
    assert blog.posts == ["2025-W19"]
    assert other.naming(*(one for who in people.values() for one in who)) == []
    assert not [name for name in other.texts if name.startswith("public/")]
    assert OUTDATED not in other.lines
    aside = blog.folder / "results/private/edited/2025-W10.md"
    assert "E choveu." in aside.read_text("utf-8")
