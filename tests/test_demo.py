"""The demo exports are what their source says, and hold what other tests rely on."""

import json
import re
import unicodedata
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from exports import make_demo

EXPORTS = Path(make_demo.__file__).parent
TRUTH = json.loads((EXPORTS / "demo.truth.json").read_text(encoding="utf-8"))
WEEKS = {
    "demo.zip": make_demo.LAST_WEEK,
    "demo-next-week.zip": make_demo.NEXT_WEEK,
}
HEADER = re.compile(r"^(\d\d)/(\d\d)/(\d{4}) \d\d:\d\d - (?:([^:\n]{1,40}): )?", re.M)


@pytest.fixture(params=WEEKS)
def name(request):
    return request.param


def chat_of(name):
    with zipfile.ZipFile(EXPORTS / name) as archive:
        return archive.read(make_demo.CHAT_FILE).decode("utf-8")


def heads(name):
    """Return (ISO week, author or None) of every message, read from the archive."""
    for day, month, year, author in HEADER.findall(chat_of(name)):
        iso = date(int(year), int(month), int(day)).isocalendar()
        # A notice that names the group may hold a colon, inside quotes.
        yield f"{iso.year}-W{iso.week:02}", None if '"' in author else author or None


def shown(author):
    """Return a sender as people read it."""
    plain = re.sub("[\u202a\u202c]", "", author).replace("\u2011", "-")
    return plain.replace("\u00a0", " ").removeprefix("~ ")


def folded(text):
    """Return text without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def test_the_archive_holds_what_the_source_says(name, tmp_path):
    make_demo.write_export(tmp_path / name, WEEKS[name])
    with (
        zipfile.ZipFile(EXPORTS / name) as kept,
        zipfile.ZipFile(tmp_path / name) as made,
    ):
        assert kept.namelist() == made.namelist()
        for member in made.namelist():
            assert kept.read(member) == made.read(member), member
            assert kept.getinfo(member).date_time == (2025, 1, 1, 0, 0, 0)


def test_the_same_source_gives_the_same_bytes(tmp_path):
    for copy in ("a.zip", "b.zip"):
        make_demo.write_export(tmp_path / copy, make_demo.LAST_WEEK)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_the_archive_is_small(name):
    assert (EXPORTS / name).stat().st_size < 2_500_000


def test_a_week_later_whatsapp_writes_the_whole_chat_again():
    before, after = chat_of("demo.zip"), chat_of("demo-next-week.zip")
    assert after.startswith(before)
    assert HEADER.match(after[len(before) :])


def test_every_file_that_the_chat_shows_is_in_the_archive(name):
    shown_files = re.findall(r"\u200e(\S.*) \(arquivo anexado\)$", chat_of(name), re.M)
    with zipfile.ZipFile(EXPORTS / name) as archive:
        assert {make_demo.CHAT_FILE, *shown_files} == set(archive.namelist())


def test_the_counts_are_true(name):
    found, expected = list(heads(name)), TRUTH["exports"][name]
    authors = Counter(shown(author) for _, author in found if author)
    assert authors == expected["messages_by_author"]
    assert authors.total() == expected["user_messages"]
    assert len(authors) == expected["authors"]
    assert len(found) - authors.total() == expected["notices"]
    weeks = Counter(week for week, author in found if author)
    assert weeks == {w: count["messages"] for w, count in expected["weeks"].items()}


def test_the_summary_is_that_of_the_first_export():
    expected = TRUTH["exports"]["demo.zip"]
    for key in ("user_messages", "notices", "authors"):
        assert TRUTH[key] == expected[key]
    weeks = {w: count["messages"] for w, count in expected["weeks"].items()}
    assert TRUTH["messages_per_week"] == weeks


def test_only_one_week_is_too_quiet_for_a_post():
    weeks = TRUTH["exports"]["demo.zip"]["weeks"]
    quiet = [week for week, counts in weeks.items() if sum(counts.values()) < 3]
    assert quiet == [TRUTH["quiet_week"]]
    assert len(weeks) == 12


@pytest.mark.parametrize("kind", ["named", "decoys"])
def test_each_phrase_is_in_the_chat_once(kind):
    chat = chat_of("demo-next-week.zip")
    for entry in TRUTH[kind]:
        assert chat.count(entry["phrase"]) == 1, entry


def test_decoys_hold_no_word_that_must_go():
    for entry in TRUTH["decoys"]:
        for word in TRUTH["never_in_outputs"]:
            pattern = rf"\b{re.escape(folded(word))}\b"
            assert not re.search(pattern, folded(entry["phrase"])), entry


def test_everyone_who_speaks_is_in_the_roster():
    speakers = TRUTH["exports"]["demo.zip"]["messages_by_author"]
    assert {person["name"] for person in TRUTH["roster"]} == set(speakers)


def test_some_photos_carry_their_owner_and_place():
    for name, owner in TRUTH["tagged_media"].items():
        with Image.open(EXPORTS / "demo" / "media" / name) as photo:
            exif = photo.getexif()
            assert exif.get_ifd(0x8769)[0xA430] == owner
            assert set(exif.get_ifd(0x8825)) == {1, 2, 3, 4}


def test_video_and_document_carry_a_place_and_an_author():
    for name, trace in TRUTH["tagged_other"].items():
        content = (EXPORTS / "demo" / "media" / name).read_bytes()
        assert trace.encode() in content, name
