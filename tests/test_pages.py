"""Pages that may no longer be shown are removed, and nothing else is."""

import os
import shutil

import pytest

from egregora.errors import EgregoraError
from egregora.posts.frontmatter import seal_post
from egregora.privacy import table
from egregora.site import takedown
from egregora.site.takedown import ShowableChat, take_down_pages
from egregora.workflow.locks import remove_partial_files

ANA, BIA, CAIO = (digit * 16 for digit in "abc")
ALIASES = {ANA: "Amber Heron", BIA: "Sol", CAIO: "Calm Newt"}
PERIODS = frozenset({"2025-W10", "2025-W11"})
POST = "site/posts/2025-W10.md"


def post(text, *authors):
    """Return a post as the workflow writes it."""
    ours = {"authors": list(authors)}
    return seal_post({"title": "Praia", "date": "2025-03-09", "egregora": ours}, text)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A blog of Ana, Bia and Caio."""
    monkeypatch.chdir(tmp_path)
    files = {
        POST: post("@Amber\u00a0Heron foi.", ANA, BIA),
        "site/posts/2025-W11.md": post("Fez sol.", BIA),
        "site/posts/sobre.md": "Ana e eu.",
        f"site/profiles/{ANA}.md": "---\ntitle: Amber Heron\n---\n",
        "public/index.html": "<p>Amber Heron</p>",
        "public/posts/2025-W10.html": "",
        "public/posts/2025-W11.html": "",
        "results/enriched.parquet": "rows",
        "results/members.parquet": "rows",
        "results/periods/2025-W10.json": "{}",
        "results/posts/2025-W10.md": post("@Amber\u00a0Heron foi.", ANA, BIA),
        "results/posts/2025-W11.md": post("Fez sol.", BIA),
        "results/private/authors.parquet": "rows",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    takedown.record_build(takedown.digest_of_posts())
    return tmp_path


def there(folder):
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    }


def chat(*people, left=(), periods=PERIODS, **more):
    return ShowableChat(frozenset(people), frozenset(left), ALIASES, periods, **more)


WHO_LEFT = {
    POST,
    f"site/profiles/{ANA}.md",
    "public/index.html",
    "public/posts/2025-W10.html",
    "public/posts/2025-W11.html",
    "results/public.json",
    "results/enriched.parquet",
    "results/periods/2025-W10.json",
    "results/posts/2025-W10.md",
}
OTHER = WHO_LEFT | {"site/posts/2025-W11.md", "results/posts/2025-W11.md"}
PAGES = {name for name in WHO_LEFT if "public" in name}


@pytest.mark.parametrize(
    ("now", "removed", "reason"),
    [
        (chat(ANA, BIA), set(), None),
        (chat(BIA, left=[ANA]), WHO_LEFT, takedown.PERSON_LEFT),
        (chat(BIA), WHO_LEFT, takedown.PERSON_MISSING),
        (chat(CAIO), OTHER, takedown.OTHER_CHAT),
        (chat(ANA, BIA, is_other=True), OTHER, takedown.OTHER_CHAT),
        (
            chat(ANA, BIA, periods=PERIODS - {"2025-W11"}),
            PAGES | {"site/posts/2025-W11.md"},
            takedown.PAST_PERIOD,
        ),
    ],
    ids=["nobody", "left", "missing", "other", "other chat", "past"],
)
def test_what_shows_them_is_removed_and_no_more(folder, now, removed, reason):
    before = there(folder)
    lines = take_down_pages(now, {ANA: "Amber Heron", BIA: "Sol"})
    assert before - there(folder) == removed
    assert bool(lines) == bool(removed)
    if removed:
        assert lines[0] == (
            f"public/ showed {reason} and was removed; build it again: "
            "snakemake --cores 4 public"
        )


def test_who_is_missing_from_a_newer_export_and_on_no_page_changes_nothing(folder):
    before = there(folder)
    assert take_down_pages(chat(ANA, BIA), {**ALIASES, CAIO: "Calm Newt"}) == []
    assert there(folder) == before
    (folder / "public/index.html").write_text("<p>@Calm&nbsp;Newt</p>", "utf-8")
    assert take_down_pages(chat(ANA, BIA), {**ALIASES, CAIO: "Calm Newt"})
    assert not (folder / "public").exists()


@pytest.mark.parametrize("alias", ["Amber Heron", "Sol"])
def test_no_line_names_anybody(alias):
    lines = "\n".join(take_down_pages(chat(CAIO, left=[ANA, BIA]), ALIASES))
    assert alias not in lines
    assert ANA not in lines


def test_without_the_tables_of_the_last_run_the_pages_tell_whom_they_show(folder):
    shutil.rmtree(folder / "results")
    take_down_pages(chat(BIA, left=[ANA]), {})
    assert not (folder / "public").exists()
    assert not (folder / POST).exists()
    assert (folder / "site/posts/2025-W11.md").exists()


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("com Amber Heron.", True),
        ("amber-heron", True),
        (r"Amber\_Heron", True),
        ("Amberly Heron", False),
        ("Fez sol", False),
        ("disse Sol.", True),
        (f"[perfil]({ANA}.md)", True),
    ],
)
def test_an_alias_is_found_as_it_may_be_written(text, shows):
    assert takedown.matcher_of_people({ANA}, ["Amber Heron", "Sol"])(text) == shows


def test_an_edited_post_is_put_aside_and_none_there_is_overwritten(folder):
    edited = (folder / POST).read_text("utf-8") + "Choveu.\n"
    (folder / POST).write_text(edited, "utf-8")
    aside = folder / "results/private/edited"
    aside.mkdir()
    (aside / "2025-W10.md").write_text("older", "utf-8")
    lines = take_down_pages(chat(BIA, left=[ANA]), {})
    assert not (folder / POST).exists()
    assert (aside / "2025-W10.md").read_text("utf-8") == "older"
    assert (aside / "2025-W10.2.md").read_text("utf-8") == edited
    name = "results/private/edited/2025-W10.2.md"
    assert f"{POST} showed {takedown.PERSON_LEFT}; it is {name}" in lines


def test_an_edited_post_of_a_period_that_is_gone_stays_and_its_page_too(folder):
    path = folder / "site/posts/2025-W11.md"
    path.write_text(path.read_text("utf-8") + "Choveu.\n", "utf-8")
    before = there(folder)
    assert take_down_pages(chat(ANA, BIA, periods=PERIODS - {"2025-W11"}), {}) == []
    assert there(folder) == before


def test_what_a_killed_removal_left_is_out_of_sight_and_goes_with_the_next_run(
    folder, monkeypatch
):
    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            take_down_pages(chat(BIA, left=[ANA]), {})
    assert not (folder / "public").exists()
    remove_partial_files()
    assert not list(folder.glob(".public*"))
    take_down_pages(chat(BIA, left=[ANA]), {})
    assert not (folder / POST).exists()


def test_pages_that_cannot_be_removed_stop_the_run(monkeypatch):
    def refused(place, _):
        raise PermissionError(13, "Permission denied", str(place))

    monkeypatch.setattr(os, "rename", refused)
    with pytest.raises(EgregoraError, match=r"public: shows .* cannot be removed"):
        take_down_pages(chat(BIA, left=[ANA]), {})


def test_pages_are_outdated_when_posts_are_not_those_that_they_were_built_from(folder):
    assert not takedown.is_public_outdated()
    (folder / POST).touch()
    (folder / "site/posts/sobre.md").write_text("Só eu.", "utf-8")
    assert not takedown.is_public_outdated()
    (folder / POST).write_text("outro", "utf-8")
    assert takedown.is_public_outdated()
    takedown.record_build(takedown.digest_of_posts())
    assert not takedown.is_public_outdated()
    (folder / "results/public.json").write_text("{", "utf-8")
    assert takedown.is_public_outdated()
    shutil.rmtree(folder / "public")
    assert not takedown.is_public_outdated()


@pytest.mark.parametrize(
    ("old", "new", "shared", "is_other"),
    [
        (None, None, None, False),
        (0, 50, 0, False),
        (50, 60, 50, False),
        (50, 0, 0, True),
        (50, 60, 0, True),
        (5000, 9000, 3, True),
        (5000, 9000, 300, False),
    ],
)
def test_chats_of_one_group_share_messages(old, new, shared, is_other):
    assert table.is_other(old, new, shared) == is_other
