"""What was deleted is recorded: when, on whose wish, how much, and nobody's name."""

import json
from datetime import UTC, datetime

import pytest

from egregora.privacy.deletions import (
    missing_files,
    read_deletions,
    remove_files,
    wish_of,
    write_deletions,
)
from egregora.privacy.keys import media_id
from egregora.privacy.people import Person

KEY = b"k" * 32
FIRST, LATER = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
LEFT = {"author": "a", "wish": "person", "messages": 3, "files": 1, "answers": 2}


def test_a_later_run_keeps_when_it_was_and_adds_what_it_deleted(tmp_path):
    path = tmp_path / "deletions.jsonl"
    assert write_deletions([LEFT], ["public/: removed"], path, FIRST) == 1
    again = LEFT | {"messages": 4, "files": 0, "answers": 1}
    assert write_deletions([again], ["other"], path, LATER) == 0
    (entry,) = read_deletions(path).values()
    assert entry == LEFT | {
        "messages": 4,
        "files": 1,
        "answers": 3,
        "since": "2026-01-01T00:00:00+00:00",
        "removed": ["public/: removed"],
    }


def test_a_run_that_deletes_nothing_more_leaves_the_same_bytes(tmp_path):
    path = tmp_path / "deletions.jsonl"
    write_deletions([LEFT], [], path, FIRST)
    before = path.read_bytes()
    write_deletions([LEFT | {"files": 0, "answers": 0}], [], path, LATER)
    assert path.read_bytes() == before


def test_where_nobody_left_there_is_no_record(tmp_path):
    assert write_deletions([], [], tmp_path / "deletions.jsonl") == 0
    assert not (tmp_path / "deletions.jsonl").exists()


def test_a_damaged_line_of_the_record_costs_no_other(tmp_path):
    path = tmp_path / "deletions.jsonl"
    path.write_text("no json\n[]\n" + json.dumps(LEFT) + "\n", encoding="utf-8")
    assert read_deletions(path) == {"a": LEFT}


@pytest.mark.parametrize(
    ("listed", "wish"), [([], "person"), (["~Ana Lúcia"], "owner"), (["Bia"], "person")]
)
def test_it_is_known_whose_wish_it_was(listed, wish):
    person = Person("ana lúcia", "a", "Ana Lúcia", written=["Ana Lúcia"])
    privacy = {"opt_out": [], "forget": listed, "regions": ["BR"]}
    assert wish_of(person, privacy) == wish


def test_files_go_that_only_who_left_shows(tmp_path):
    files = [{"sha256": f"{n}" * 64, "file": f"{n}.jpg"} for n in range(3)]
    for one in files:
        (tmp_path / one["file"]).write_text("pixels")
    own, both, other = (media_id(KEY, one["sha256"]) for one in files)
    shown = [
        (own, "a", True),
        (both, "a", True),
        (both, "b", False),
        (other, "b", False),
    ]
    assert remove_files(files, shown, KEY, tmp_path) == {"a": 1}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.jpg", "2.jpg"]
    assert remove_files(files, shown, KEY, tmp_path) == {}
    assert missing_files(files, shown, KEY, tmp_path) == 0
    # Who left is back, and the file is not.
    back = [(own, "a", False), *shown[1:]]
    assert missing_files(files, back, KEY, tmp_path) == 1
