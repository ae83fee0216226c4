"""After `anonymize`, nobody of the demo can be named from any file."""

import json
import re
import stat
import unicodedata

import duckdb
import pytest

from conftest import ROOT

TRUTH = json.loads((ROOT / "tests/exports/demo.truth.json").read_text(encoding="utf-8"))
COMBINING = re.compile(
    "[" + "".join(filter(unicodedata.combining, map(chr, range(0x110000)))) + "]"
)
IDENTIFIERS = [*TRUTH["never_in_outputs"], *TRUTH["never_without_config"]]


def folded(text):
    """Return text without accents and case, so that no disguise hides a name."""
    plain = unicodedata.normalize("NFKD", text)
    return COMBINING.sub("", plain).casefold()


def texts(blog):
    """Yield path and text of every file that may leave the machine, or be shown."""
    for name, content in blog.files(".").items():
        if name.startswith(("exports/", "results/private/", ".secrets/")):
            continue
        if name.endswith(".parquet"):
            rows = duckdb.sql(f"FROM read_parquet('{blog.folder / name}')").fetchall()
            yield name, repr(rows)
        # The settings name people because their owner wrote them there.
        elif name != "config.yaml":
            yield name, content.decode("utf-8", "replace")


@pytest.fixture(scope="module")
def published(demo):
    return {name: folded(text) for name, text in texts(demo)}


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_no_identifier_of_the_roster_is_in_any_file(published, identifier):
    needle = folded(identifier)
    edge = [r"(?<!\w)" if identifier[0].isalnum() else "", r"(?!\w)"]
    pattern = re.compile(re.escape(needle).join(edge))
    found = [name for name, text in published.items() if needle in text]
    assert [name for name in found if pattern.search(published[name])] == []


def test_ordinary_words_that_are_also_names_stay(demo):
    with duckdb.connect(str(demo.folder / "results/egregora.duckdb")) as database:
        texts = database.sql("SELECT text FROM anonymized").fetchall()
    kept = "\n".join(text for (text,) in texts)
    lost = [one["phrase"] for one in TRUTH["decoys"] if one["phrase"] not in kept]
    assert len(lost) <= len(TRUTH["decoys"]) * 0.05, lost


def test_whom_the_demo_names_is_replaced_wherever_a_word_shows_it(demo):
    with duckdb.connect(str(demo.folder / "results/egregora.duckdb")) as database:
        texts = database.sql("SELECT text FROM anonymized").fetchall()
    kept = "\n".join(text for (text,) in texts)
    left = [one for one in TRUTH["named"] if one["phrase"] in kept]
    assert [one["phrase"] for one in left if not one.get("hard")] == []
    assert len(left) <= 1, left


def test_who_opted_out_is_in_no_table_but_the_private_one(demo):
    with duckdb.connect(str(demo.folder / "results/egregora.duckdb")) as database:
        gone = database.sql("SELECT author FROM authors WHERE opted_out").fetchall()
        messages = database.sql("FROM anonymized WHERE author IS NOT NULL").fetchall()
    ((pseudonym,),) = gone
    assert pseudonym not in repr(messages)
    written = TRUTH["user_messages"] - TRUTH["opted_out"]["messages"]
    assert len(messages) <= written - (TRUTH["commands"] - 1)


def test_commands_appear_nowhere(published):
    # The chat also speaks about commands, in the middle of sentences.
    pattern = re.compile(r"(^|['\"|>])/egregora", re.M)
    tables = [name for name in published if name.startswith("results/")]
    assert [name for name in tables if pattern.search(published[name])] == []


def test_readers_see_the_aliases_that_people_chose(demo):
    with duckdb.connect(str(demo.folder / "results/egregora.duckdb")) as database:
        members = dict(database.sql("SELECT alias, bio FROM members").fetchall())
    assert set(TRUTH["aliases"].values()) <= set(members)
    assert set(TRUTH["bios"].values()) <= set(members.values())
    assert not {
        one for many in TRUTH["refused_aliases"].values() for one in many
    } & set(members)


def test_the_private_folder_and_the_key_are_closed_to_others(demo):
    for name in ("results/private", ".secrets"):
        path = demo.folder / name
        if path.exists():
            assert stat.S_IMODE(path.stat().st_mode) == 0o700, name
