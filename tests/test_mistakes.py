"""A user's mistake ends in one line, and never damages what was there."""

import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from conftest import KEY, new_blog
from small_export import small_export


def monday_after(week):
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1) + timedelta(days=7)


def last_line(run):
    return [line for line in run.output.splitlines() if line.strip()][-1]


def as_typed(blog, command, **environment):
    """Run a command line in a folder, by a shell that finds snakemake by its name."""
    given = blog.command(**environment)
    path = f"{Path(sys.executable).parent}:{given['env']['PATH']}"
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=blog.folder,
        env=given["env"] | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


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
            "WhatsApp exported there, or correct exports in config.yaml",
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
        (b"timezone: UTC\nperiod: [week\n", "config.yaml, line 3: not valid YAML: "),
        (b"timezone: \xff", "config.yaml: cannot be read (it is not UTF-8); "),
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


CARD = {
    "posts": "snakemake --cores 4 site/posts",
    "enriched": "snakemake results/enriched.parquet",
    "graph": "snakemake --dag | dot",
}


@pytest.mark.parametrize("order", ["graph posts enriched graph", "enriched posts"])
def test_the_commands_of_the_card_work_as_they_are_typed(tmp_path, root, order):
    blog = new_blog(tmp_path / "blog")
    for name in ("envs", "profiles", "rules", "scripts"):
        shutil.copytree(root / name, blog.folder / name)
    shutil.copy(root / "Snakefile", blog.folder)
    shutil.rmtree(blog.folder / "exports")
    small_export(blog.folder / "exports/praia.zip", weeks=1, per_week=6)
    for name in order.split():
        if name == "graph" and not shutil.which("dot"):
            continue
        done = as_typed(blog, CARD[name], EGREGORA_KEY=KEY)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        assert (name == "graph") == done.stdout.startswith("digraph")
    assert blog.posts == ["2025-W10"]
    assert (blog.folder / "results/enriched.parquet").exists()


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (
            "site/posts/2025-W99.md",
            r"site/posts/2025-W99\.md: the calendar has no such week; \d+ posts can be "
            r"written, 2025-W\d\d to 2025-W\d\d; nearest: 2025-W\d\d",
        ),
        (
            "site/posts/2031-W20.md",
            r"site/posts/2031-W20\.md: nobody wrote in this week; \d+ posts .*",
        ),
        (
            "site/posts/2025-W14.md",
            r"site/posts/2025-W14\.md: this week has 2 messages, fewer than "
            r"min_messages: 3; \d+ posts .*; nearest: 2025-W13, 2025-W15",
        ),
        (
            "site/posts/2025-03.md",
            r"site/posts/2025-03\.md: a post covers a week, not a month, as period: "
            r"week says; posts are named as site/posts/2025-W10\.md",
        ),
        (
            "site/posts/2025-W10.md --config from=2025-06-01",
            r"site/posts/2025-W10\.md: this week lies before from: 2025-06-01",
        ),
        (
            "site/post",
            r"site/post: nothing makes this; did you mean site/posts.*\? "
            "`snakemake --list` names all",
        ),
        ("site/posts/", "site/posts/: write site/posts, without the slash at its end"),
        (
            "results/enrichd.parquet -n",
            r"results/enrichd\.parquet: nothing makes this; did you mean "
            r"results/enriched\.parquet.*",
        ),
        ("statsu", r"statsu: nothing makes this; did you mean status\? .*"),
        (
            "--forcerun rnk_posts",
            "rnk_posts: nothing makes this; did you mean rank.*",
        ),
        (
            "--config timezon=UTC",
            r"--config: timezon: unknown setting; did you mean timezone\?",
        ),
        (
            "--config period=weak",
            "--config: period: 'weak' is not one of day, week, month",
        ),
        (
            "--config model=gemini",
            "--config: model: 'gemini' is not a group of settings; write --config "
            r"'model=\{provider: gemini\}'",
        ),
        (
            "--config timezone=Mars/Olympus",
            "--config: timezone: 'Mars/Olympus' is not an IANA zone; write one .*",
        ),
        (
            "--config exports=exports/",
            r"--config: exports: 'exports/' is not a list; write --config "
            r"'exports=\[exports/\]'",
        ),
        (
            "--config exports=[exports/]",
            "exports: exports/ is a folder; name the export in it, such as "
            r"exports/\*\.zip or exports/\*\.txt",
        ),
        (
            "--config min_messages=few",
            "--config: min_messages: 'few' is not a whole number. Periods with .*",
        ),
        (
            "--config to=soon",
            "--config: to: 'soon' is not a date; write one such as .*",
        ),
    ],
)
def test_what_nobody_can_make_is_answered_in_one_line(demo, command, line):
    done = demo.run(*shlex.split(command), EGREGORA_KEY=KEY)
    assert done.code == 1
    assert "Traceback" not in done.output
    assert re.fullmatch(f"egregora: {line}", last_line(done)), done.output
    assert done.jobs == {}


def test_a_quiet_period_is_refused_once_the_messages_are_counted(tmp_path):
    blog = new_blog(tmp_path / "blog")
    shutil.rmtree(blog.folder / "exports")
    small_export(blog.folder / "exports/praia.zip", weeks=1, per_week=6)
    done = blog.run("site/posts/2025-W11.md", EGREGORA_KEY=KEY)
    assert done.code == 1
    assert done.jobs["split_periods"] == 1
    assert last_line(done) == (
        "egregora: site/posts/2025-W11.md: nobody wrote in this week; 1 post can be "
        "written: 2025-W10"
    )


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("snakemake -s {root}/Snakefile --list", {141}),
        ("snakemake -s {root}/Snakefile status --config format=json", {0}),
    ],
)
def test_a_pipe_that_closes_ends_without_a_word(grown, root, command, code):
    command = command.format(root=shlex.quote(str(root)))
    done = as_typed(grown, f"{command} | true", EGREGORA_KEY=KEY)
    assert done.returncode in code, done.stderr
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        (
            "timezone:",
            "config.yaml: timezone: has no value; write one, or remove the line for "
            'the default, "UTC"',
        ),
        (
            "from: 2025-02-31",
            "config.yaml: a date in it does not exist (day is out of range for month); "
            "correct it",
        ),
        (
            "model: gemini",
            "config.yaml: model: 'gemini' is not a group of settings; write model: "
            "{provider: gemini}",
        ),
        (
            # It may be somebody's number, which is not repeated.
            "privacy: {opt_out: [+5531955550142]}",
            "config.yaml: privacy.opt_out.0: what stands there is not text",
        ),
    ],
)
def test_a_bad_line_of_the_settings_is_answered_in_one_line(tmp_path, settings, line):
    blog = new_blog(tmp_path / "blog")
    (blog.folder / "config.yaml").write_text(f"{settings}\n", encoding="utf-8")
    done = blog.run()
    assert done.code == 1
    assert last_line(done) == f"egregora: {line}"
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("chat.txt", b"", "chat.txt: is empty; export the chat again"),
        ("chat.rar", b"Rar!\x1a\x07", "chat.rar: not a .zip or .txt; unpack it and "),
        ("chat.docx", b"PK\x05\x06" + bytes(18), "chat.docx: holds no chat; give the "),
        (
            "msgstore.db.crypt15",
            b"\x01\x02",
            "msgstore.db.crypt15: is a backup, which only WhatsApp itself can read; ",
        ),
    ],
)
def test_a_file_that_is_no_export_is_named(tmp_path, name, content, line):
    blog = new_blog(tmp_path / "blog", exports=[name])
    (blog.folder / name).write_bytes(content)
    done = blog.run("results/private/ingested.parquet", EGREGORA_KEY=KEY)
    assert done.code == 1
    assert f"ingest: {line}" in done.output
    assert "Traceback" not in done.output
