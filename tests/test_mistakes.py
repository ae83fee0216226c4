"""A user's mistake ends in one line, and never damages what was there."""

import zipfile
from datetime import date, timedelta

import pytest

from conftest import KEY, new_blog


def monday_after(week):
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1) + timedelta(days=7)


def last_line(run):
    return [line for line in run.output.splitlines() if line.strip()][-1]


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        (
            {"perod": "day"},
            "egregora: config.yaml: perod: unknown setting; did you mean period?",
        ),
        (
            {"exports": ["nowhere/*.zip"]},
            "egregora: exports: nothing matches nowhere/*.zip in .; put the .zip that "
            "WhatsApp exported there, or mend exports in config.yaml",
        ),
        (
            {"model": {"provider": "gemini"}},
            "egregora: model.provider is gemini, but GEMINI_API_KEY is not set; set it "
            "in the environment, or set model.provider to offline",
        ),
    ],
)
def test_a_bad_setting_ends_before_any_job_in_one_line(tmp_path, settings, line):
    done = new_blog(tmp_path / "blog", **settings).run("-q")
    assert done.code != 0
    assert "Traceback" not in done.output
    assert last_line(done) == line
    assert done.jobs == {}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"timezone: UTC\nperiod: [week\n", "config.yaml, line 3: this is no YAML; "),
        (b"timezone: \xff", "config.yaml: cannot be read (it is no UTF-8); "),
        (b"- week\n", "config.yaml: holds no `setting: value`; "),
        (b"# period: day\n", "config.yaml: holds no `setting: value`; "),
    ],
)
def test_settings_that_cannot_be_read_are_named_in_one_line(tmp_path, content, line):
    blog = new_blog(tmp_path / "blog")
    (blog.folder / "config.yaml").write_bytes(content)
    done = blog.run("-q")
    assert done.code != 0
    assert last_line(done).startswith(f"egregora: {line}")
    assert "Traceback" not in done.output


def test_a_broken_export_is_named_and_earlier_results_stay(grown):
    def made():
        files = grown.files("results", "site", "public")
        links = "results/private/exports/"
        return {n: one for n, one in files.items() if not n.startswith(links)}

    before = made()
    (grown.folder / "exports/newer.zip").write_bytes(b"PK\x03\x04 not really")
    done = grown.run(EGREGORA_KEY=KEY)
    assert done.code != 0
    assert "Traceback" not in done.output
    assert "newer.zip" in done.output
    assert made() == before
    (grown.folder / "exports/newer.zip").unlink()
    mended = grown.run(EGREGORA_KEY=KEY)
    assert mended.code == 0
    assert made() == before


def test_an_archive_without_a_chat_is_named(tmp_path):
    blog = new_blog(tmp_path / "blog", exports=["photos.zip"])
    with zipfile.ZipFile(blog.folder / "photos.zip", "w") as archive:
        archive.writestr("a.jpg", b"\xff\xd8")
    done = blog.run(EGREGORA_KEY=KEY)
    assert done.code != 0
    assert "photos.zip" in done.output
    assert "Traceback" not in done.output


def test_an_edited_post_is_kept_and_the_new_version_lies_beside(grown):
    name = grown.posts[-1]
    post = grown.folder / f"site/posts/{name}.md"
    mine = post.read_text(encoding="utf-8") + "\nWritten by hand.\n"
    post.write_text(mine, encoding="utf-8")
    done = grown.run(
        "site/posts", "--config", "posts={instructions: dry}", EGREGORA_KEY=KEY
    )
    assert done.code == 0, done.output
    assert post.read_text(encoding="utf-8") == mine
    assert (grown.folder / f"results/rewritten/{name}.md").exists()
    assert f"site/posts/{name}.md" in done.output


def test_a_post_of_a_period_that_is_gone_goes_too(grown):
    first, *rest = grown.posts
    settings = grown.folder / "config.yaml"
    after = monday_after(first)
    settings.write_text(settings.read_text() + f"from: {after}\n", encoding="utf-8")
    done = grown.run("site/posts", EGREGORA_KEY=KEY)
    assert done.code == 0, done.output
    assert grown.posts == rest
