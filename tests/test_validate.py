"""What `snakemake validate` finds in the files of a blog: planted leaks, no more."""

import gzip
from pathlib import Path

import ibis
import pytest

from egregora.files import write_text
from egregora.inspect import leaks, validate
from egregora.inspect.leaks import Finding, ScanResult, scan_files
from egregora.inspect.traces import POSSIBLE_NAME, SealedTraces, find_traces, traces_of
from egregora.privacy.guard import Guard, guard_content
from egregora.privacy.people import people_of
from egregora.storage import refresh_catalog

LEFT = "words of who opted out"
KEY = b"k" * 32
SETTINGS = {"opt_out": [], "forget": [], "names": {}, "words": [], "regions": ["BR"]}
NAMES = ["Gérson Brandt", "Rosa Figueira", "+55 31 95555-0142", "王小明", "Nuno Freixo",
         "Paulo Quintela"]  # fmt: skip
ROWS = [
    {
        "author_name": name,
        "author": f"{place:016x}"[:-1] + "f",
        "alias": f"Code Name {place}",
        "opted_out": name.startswith("Nuno"),
    }
    for place, name in enumerate(NAMES)
]
SAID = [
    ("Gérson Brandt", "oi gente, a senha do wifi é Varanda#2024 e o pin é 4321"),
    ("Rosa Figueira", "gmail é melhor: rosa.f@example.org, cpf 529.982.247-25"),
    ("Paulo Quintela", "vou a São Paulo de trem, pedido 48213377"),
    ("Nuno Freixo", "eu nunca contei isto a ninguém antes de hoje, juro"),
    ("Paulo Quintela", "olha https://example.org/a/0123456789abcdef0123456789abcdef"),
    (None, "Gérson Brandt adicionou \u2068Ludmilla Krassowska\u2069"),
]


@pytest.fixture(scope="module")
def traces():
    said = [{"author_name": who, "text": text} for who, text in SAID]
    return traces_of(ROWS, said, SETTINGS)


@pytest.fixture(scope="module")
def sealed():
    named = [{"name": name, "last": place} for place, name in enumerate(NAMES)]
    people = people_of(named, [], [], {}, SETTINGS, KEY)
    return SealedTraces(Guard(guard_content(people.redactor, KEY), KEY))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("read by GÉRSON at noon", ["name"]),
        ("disse a Rosa Figueira ontem", ["name"]),
        ("我见到王小明了", ["name"]),
        ("com a Ludmilla", ["marked person"]),
        ("call +55 (31) 95555-0142 now", ["phone"]),
        ("Code  Name\u00a04 said", ["opted out"]),
        ("Eu nunca contei isto a ninguém antes de hoje, juro", [LEFT]),
        ("o cpf 529 982 247 25", ["id"]),
        ("a senha é VARANDA#2024", ["secret"]),
        ("o pin é 4321", ["secret"]),
        # A number without its label, a word that is also a name, a place, an alias
        # beside a host, a digest, a time: nobody.
        ("às 4321", []),
        ("em São Paulo, pedido 48213377", []),
        ("@Code Name 1 @gmail", []),
        ("0123456789abcdef, 2025-03-01 10:30:15", []),
        ("https://example.org/wiki/Paulo", []),
        # In small letters, it may be a word.
        ("they walk past the brandt there", [POSSIBLE_NAME]),
    ],
)  # fmt: skip
def test_what_the_export_shows_of_people_is_found_and_nothing_else(traces, text, found):
    assert [*find_traces(text, traces)] == found


def test_in_names_of_files_small_letters_are_names(traces):
    assert [*find_traces("tags/gerson.html", traces, is_path=True)] == ["name"]
    assert [*find_traces("tags/krassowska", traces, is_path=True)] == ["marked person"]


def test_without_the_roster_the_guard_knows_names_by_their_hashes(sealed):
    assert [*find_traces("Gérson disse que a rosa vem", sealed)] == ["name"]
    assert [*find_traces("a rosa e a casa", sealed)] == []


def test_an_alias_that_is_a_word_is_told_by_its_capital():
    traces = traces_of([ROWS[0] | {"opted_out": True, "alias": "Ana"}], [], SETTINGS)
    assert [*find_traces("banana, anágua, ana", traces)] == []
    assert [*find_traces("disse @Ana: oi", traces)] == ["opted out"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("results/periods/2025-W01.json", '{"text": "oi\\nG\\u00e9rson"}'),
        ("site/posts/2025-W01.md", "---\ntitle: Gérson\n---\n"),
        ("public/index.html", '<meta content="G&eacute;rson">'),
        ("public/assets/data.js", "const who = 'Gérson'"),
        ("public/search.json", '["<p>Gérson</p>"]'),
        ("logs/ingest.log", "read Gérson.zip"),
        (".snakemake/metadata/x", '{"input": ["Gérson.zip"]}'),
        ("answers/write_post/ab/abc.json", '{"answer": "Gérson"}'),
        ("site/media/Gérson.jpg", "pixels"),
    ],
)
def test_every_kind_of_file_is_read_and_no_value_told(tmp_path, traces, name, content):
    write_text(tmp_path / name, content)
    write_text(tmp_path / "results/private/authors.json", "Gérson")
    write_text(tmp_path / "config.yaml", "Gérson")
    paths = leaks.files_to_scan(tmp_path, Path("answers"))
    scan = scan_files(paths, tmp_path, traces)
    assert (scan.files, scan.found) == (1, {"name": 1})
    assert list(scan.places) == (["media/….jpg"] if "Gérson" in name else [name])


def test_tables_and_compressed_files_are_read(tmp_path, traces):
    table = ibis.memtable(
        {"many": [["oi"], ["oi", "Gérson"]], "deep": [{"who": "x"}, {"who": "Brandt"}]}
    )
    (tmp_path / "results").mkdir()
    table.to_parquet(tmp_path / "results/other.parquet")
    (tmp_path / "public").mkdir()
    (tmp_path / "public/sitemap.xml.gz").write_bytes(gzip.compress("Gérson".encode()))
    paths = leaks.files_to_scan(tmp_path, Path("answers"))
    assert [*scan_files(paths, tmp_path, traces).findings] == [
        Finding("results/other.parquet", "column many, row 2", "name"),
        Finding("results/other.parquet", "column deep, row 2", "name"),
        Finding("public/sitemap.xml.gz", "line 1", "name"),
    ]


def test_in_a_post_that_a_person_edited_what_no_export_holds_is_found(tmp_path, traces):
    text = "ok\nliga +55 21 98888-0142 ou a.b@example.org\nem @Code Name 1 @gmail, 2+2"
    write_text(tmp_path / "site/posts/2025-W01.md", text)
    paths = leaks.files_to_scan(tmp_path, Path("answers"))
    found = scan_files(paths, tmp_path, traces).findings
    assert sorted((one.place, one.kind) for one in found) == [
        ("line 2", "email"),
        ("line 2", "phone"),
    ]


def test_a_line_that_two_files_share_is_found_in_both(tmp_path, traces):
    for name in ("site/a.md", "site/b.md"):
        write_text(tmp_path / name, "nada\ncom Gérson\n")
    paths = leaks.files_to_scan(tmp_path, Path("answers"))
    found = scan_files(paths, tmp_path, traces).findings
    assert [(one.file, one.place) for one in found] == [
        ("site/a.md", "line 2"),
        ("site/b.md", "line 2"),
    ]


def test_the_owner_reads_where_it_is_and_what_to_do():
    scan = ScanResult(findings=[
        Finding("site/posts/2025-W01.md", "line 3", "name"),
        Finding("results/posts.parquet", "column text, row 1", "secret"),
    ])  # fmt: skip
    (table,) = validate.validation_as_tables(scan)
    assert table.rows == [
        ["1 name", "site/posts/2025-W01.md", "line 3",
         "correct the post, or delete it and run again"],
        ["1 secret", "results/posts.parquet", "column text, row 1",
         "list it in privacy.words and run again"],
    ]  # fmt: skip


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
