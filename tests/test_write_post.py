"""A post is published where no person's work is lost."""

import pytest

from brief_fixture import sample
from egregora.offline.digest import write_digest
from egregora.posts.files import publish_post, set_aside
from egregora.posts.render import render_post


def post(brief=None):
    brief = brief or sample()
    return render_post(write_digest(brief), brief, brief.digest, "offline").text


@pytest.fixture
def places(tmp_path):
    return (
        tmp_path / "site/posts/2025-W10.md",
        tmp_path / "results/rewritten/2025-W10.md",
    )


@pytest.mark.parametrize(
    ("there", "named", "moves"),
    [
        (post() + "E mais.", False, False),
        (post() + "E mais.", True, True),
        # One of its authors is not of the period any more.
        (post().replace("1" * 16, "9" * 16), False, True),
        (post(), True, False),
        ("Só meu texto.", False, False),
    ],
    ids=["edited", "names who left", "by who left", "ours", "no head"],
)
def test_an_edited_post_that_shows_who_left_is_kept_out_of_sight(
    places, tmp_path, there, named, moves
):
    publish_post(there, *places)
    aside = tmp_path / "results/private/edited/2025-W10.md"
    assert set_aside(post(), places[0], aside, lambda text: named) == moves
    assert aside.exists() == moves
    assert places[0].exists() != moves
    assert (aside if moves else places[0]).read_text(encoding="utf-8") == there


def test_a_post_is_put_in_its_place(places):
    assert publish_post(post(), *places)
    assert places[0].read_text(encoding="utf-8") == post()
    assert not places[1].exists()


def test_an_equal_post_is_not_touched(places):
    publish_post(post(), *places)
    before = places[0].stat()
    assert publish_post(post(), *places)
    assert (places[0].stat().st_mtime_ns, places[0].stat().st_ino) == (
        before.st_mtime_ns,
        before.st_ino,
    )


def test_a_changed_brief_replaces_the_post(places):
    publish_post(post(), *places)
    newer = post(sample(messages=sample().messages[:30]))
    assert publish_post(newer, *places)
    assert places[0].read_text(encoding="utf-8") == newer


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("title: ", "title: Meu "),
        lambda text: text + "\nE eu estava lá.\n",
        lambda text: "Reescrevi tudo.",
        lambda text: "",
        lambda text: "\xff",
    ],
    ids=["title", "a line more", "no head", "emptied", "odd bytes"],
)
def test_an_edited_post_is_never_lost(places, edit):
    publish_post(post(), *places)
    edited = edit(post()).encode("latin-1" if edit(post()) == "\xff" else "utf-8")
    places[0].write_bytes(edited)
    assert not publish_post(post(), *places)
    assert places[0].read_bytes() == edited
    assert places[1].read_text(encoding="utf-8") == post()


def test_a_post_given_back_to_the_workflow_leaves_no_second_version(places):
    publish_post(post(), *places)
    places[0].write_text("Meu texto.", encoding="utf-8")
    publish_post(post(), *places)
    places[0].unlink()
    assert publish_post(post(), *places)
    assert not places[1].exists()
