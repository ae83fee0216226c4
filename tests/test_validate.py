"""What `snakemake validate` finds in the files of a blog: planted leaks, no more."""

import gzip
from pathlib import Path

import ibis
import pytest

from egregora.files import write_text
from egregora.inspect import leaks, validate
from egregora.inspect.leaks import Roster, classify_text, scan_files
from egregora.privacy.guard import Guard, guard_content
from egregora.privacy.people import people_of
from egregora.storage import refresh_catalog

KEY = b"k" * 32
SETTINGS = {"opt_out": [], "forget": [], "names": {}, "words": [], "regions": ["BR"]}
NAMES = ["Gérson Brandt", "Rosa Figueira", "+55 31 95555-0142", "王小明", "Nuno Freixo"]
ROWS = [
    {
        "author_name": name,
        "author": f"{place:016x}"[:-1] + "f",
        "alias": f"Code Name {place}",
        "names": [word.casefold() for word in name.split()] + [name.casefold()],
        "opted_out": name.startswith("Nuno"),
    }
    for place, name in enumerate(NAMES)
]


@pytest.fixture(scope="module")
def roster():
    return Roster(ROWS)


@pytest.fixture(scope="module")
def guard():
    named = [{"name": name, "last": place} for place, name in enumerate(NAMES)]
    return Guard(
        guard_content(people_of(named, [], [], {}, SETTINGS, KEY).redactor, KEY), KEY
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("read by GÉRSON at noon", {"name": 1}),
        ("gerson_brandt.jpg", {"name": 2}),
        ("我见到王小明了", {"name": 1}),
        ("call 31 95555 0142 now", {}),
        ("call +55 (31) 95555-0142 now", {"phone": 1}),
        ("Code  Name\u00a04 said", {"opted out": 1}),
        # A word that is also a name, a digest, a time: nobody.
        ("a rosa, 0123456789abcdef, 2025-03-01 10:30:15", {}),
    ],
)
def test_names_and_numbers_of_the_roster_are_found_anywhere(roster, text, found):
    assert classify_text(text, False, roster, None) == found


def test_without_the_roster_the_guard_knows_names_by_their_hashes(guard):
    assert classify_text("Gérson disse que a Rosa vem", True, None, guard) == {
        "name": 1
    }
    assert classify_text("gerson_brandt.jpg", False, None, guard) == {"name": 2}
    assert classify_text("a rosa e a figueira", True, None, guard) == {}


def test_an_alias_that_is_a_word_is_told_by_its_capital():
    roster = Roster([ROWS[0] | {"opted_out": True, "alias": "Ana"}])
    assert classify_text("banana, anágua", True, roster, None) == {}
    assert classify_text("disse @Ana: oi", True, roster, None) == {"opted out": 1}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # A name that is also a word is told by what is around it, which pages cut.
        ("fala com a Rosa: a@b.org", {"email": 1}),
        ("o CPF é 529.982.247-25", {"id": 1}),
        ("/egregora opt-out", {"command": 1}),
        ("veja https://example.org/a em 2025, [phone]", {}),
    ],
)
def test_in_prose_all_rules_of_the_redaction_hold(guard, text, found):
    assert classify_text(text, True, None, guard) == found


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("results/periods/2025-W01.json", '{"text": "oi G\\u00e9rson"}'),
        ("site/posts/2025-W01.md", "---\ntitle: Gérson\n---\n"),
        ("public/index.html", '<meta content="G&eacute;rson">'),
        ("public/assets/data.js", "const who = 'Gérson'"),
        ("public/search.json", '["<p>Gérson</p>"]'),
        ("public/search/search_index.js", 'var __index = ["<p>Gérson</p>"]'),
        ("logs/ingest.log", "read Gérson.zip"),
        (".snakemake/metadata/x", '{"input": ["Gérson.zip"]}'),
        ("answers/write_post/ab/abc.json", '{"answer": "Gérson"}'),
        ("site/media/Gérson.jpg", "pixels"),
    ],
)
def test_every_kind_of_file_is_read_and_no_value_told(tmp_path, roster, name, content):
    write_text(tmp_path / name, content)
    write_text(tmp_path / "results/private/authors.json", "Gérson")
    write_text(tmp_path / "config.yaml", "Gérson")
    scan = scan_files(
        leaks.files_to_scan(tmp_path, Path("answers")), tmp_path, roster, None, tmp_path
    )
    assert (scan.files, scan.found) == (1, {"name": 1})
    assert list(scan.places) == ([] if "Gérson" in name else [name])


def test_tables_and_compressed_files_are_read(tmp_path, roster):
    table = ibis.memtable({"many": [["oi", "Gérson"]], "deep": [{"who": "Brandt"}]})
    (tmp_path / "results").mkdir()
    table.to_parquet(tmp_path / "results/other.parquet")
    (tmp_path / "public").mkdir()
    (tmp_path / "public/sitemap.xml.gz").write_bytes(gzip.compress(b"gerson"))
    paths = leaks.files_to_scan(tmp_path, Path("answers"))
    assert scan_files(paths, tmp_path, roster, None, tmp_path).found == {"name": 3}


def test_what_a_model_made_up_is_no_breach_but_a_real_name_is(tmp_path, roster, guard):
    path = tmp_path / "answers/rank_posts/ab/abc.json"
    write_text(path, '{"answer": "call (31) 98888-7777, Brandt"}')
    scan = scan_files([path], tmp_path, roster, guard, tmp_path / "answers")
    assert scan.found == {"name": 1}


def test_a_name_in_small_letters_of_an_answer_may_be_a_word(tmp_path, roster, guard):
    path = tmp_path / "answers/enrich_links/ab/abc.json"
    write_text(path, '{"answer": "they walk past the brandt there", "slug": "brandt"}')
    scan = scan_files([path], tmp_path, roster, guard, tmp_path / "answers")
    assert (scan.found, scan.possible) == ({"name": 1}, 1)


def test_a_folder_with_nothing_in_it_keeps_every_promise(tmp_path):
    assert list(validate.find_breaches(tmp_path)) == []


def test_a_reference_that_leads_nowhere_is_counted():
    table = ibis.memtable({"authors": [["a", "b"], ["b", "c"], []]})
    known = ibis.memtable({"author": ["a"]})
    assert validate.count_orphans(table, "authors", known, "author") == 2
    nobody = ibis.memtable({"author": [None, "a"]}, schema={"author": "string"})
    assert validate.count_orphans(nobody, "author", known, "author") == 0


def test_a_broken_table_and_its_view_are_named(tmp_path):
    (tmp_path / "members.parquet").write_text("no table")
    found = list(validate.find_breaches(tmp_path))
    assert len(found) == 2
    assert found[0].startswith("members: cannot be read")
    ibis.memtable({"author": ["a"]}).to_parquet(tmp_path / "members.parquet")
    refresh_catalog(tmp_path)
    (found,) = validate.find_breaches(tmp_path)
    assert found.startswith("members: alias: missing")
