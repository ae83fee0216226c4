"""Who is who can be removed: the blog stays, is built again, and is never mixed up."""

import shutil

import pytest
import yaml

from conftest import KEY, Blog

PUBLIC = ("results", "site", "public")
CATALOG = "results/egregora.duckdb"


def seen(blog):
    """Return all that others may see, less the database, whose bytes vary."""
    return {
        name: content
        for name, content in blog.files(*PUBLIC).items()
        if not name.startswith(("results/private/", CATALOG, f"results/.{CATALOG[8:]}"))
    }


@pytest.fixture(scope="module")
def sealed(demo, tmp_path_factory):
    """The demo without its private side, and what it showed before."""
    blog = Blog(tmp_path_factory.mktemp("forgetting") / "blog")
    shutil.copytree(demo.folder, blog.folder, symlinks=True)
    before = seen(blog)
    done = blog.run("forget_names", EGREGORA_KEY=KEY)
    assert done.code == 0, done.output
    assert not (blog.folder / "results/private").exists()
    return blog, before


def test_nothing_that_others_see_changes_and_nothing_runs(sealed):
    blog, before = sealed
    assert seen(blog) == before
    done = blog.run(EGREGORA_KEY=KEY)
    assert (done.code, done.jobs) == (0, {}), done.output
    assert seen(blog) == before


def test_what_is_left_is_validated(sealed):
    done = sealed[0].run("validate", EGREGORA_KEY=KEY)
    assert done.code == 0, done.output
    assert "is gone, so only the guard looks for names" in done.output


def test_without_the_export_too_the_site_is_built_from_what_is_left(sealed, tmp_path):
    blog = Blog(tmp_path / "blog")
    shutil.copytree(sealed[0].folder, blog.folder, symlinks=True)
    shutil.rmtree(blog.folder / "exports")
    shutil.rmtree(blog.folder / "public")
    (blog.folder / "site/posts/2025-W10.md").unlink()
    done = blog.run(EGREGORA_KEY=KEY)
    assert done.code == 0, done.output
    assert {"write_post", "build_site"} <= set(done.jobs)
    assert not {"ingest", "anonymize", "prepare_media"} & set(done.jobs)
    assert seen(blog) == sealed[1]
    assert blog.files("results/private") == {}

    # Who opts out now cannot be taken out: that is said, and nothing is pretended.
    settings = yaml.safe_load((blog.folder / "config.yaml").read_text("utf-8"))
    settings["privacy"]["opt_out"] = ["Caio Brandão"]
    text = yaml.safe_dump(settings, allow_unicode=True)
    (blog.folder / "config.yaml").write_text(text, encoding="utf-8")
    done = blog.run("-q", EGREGORA_KEY=KEY)
    assert done.code != 0
    assert "put an export back" in done.output
    assert "Caio" not in done.output
