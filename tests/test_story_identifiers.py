"""Counted: of a large and mixed group nobody can be named from any file or request.

`pytest -s` prints the counts per class.
"""

import shutil

import duckdb
import pytest
import yaml

import privacy_exports
import privacy_people as people
from artefacts import Truth, artefacts, requests
from conftest import KEY, Blog
from standin import StandIn

SETTINGS = {
    "exports": ["exports/*.zip"],
    "period": "month",
    "timezone": "America/Sao_Paulo",
    "privacy": {
        "regions": people.REGIONS,
        "names": people.NICKNAMES,
        "words": people.WORDS,
    },
    "model": {"provider": "gemini"},
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The group's blog, written by a model: folder, truth, requests, terminal."""
    blog = Blog(tmp_path_factory.mktemp("identifiers") / "blog")
    (blog.folder / "exports").mkdir(parents=True)
    settings = yaml.safe_dump(SETTINGS, allow_unicode=True)
    (blog.folder / "config.yaml").write_text(settings, encoding="utf-8")
    truth = privacy_exports.write_exports(blog.folder / "exports")
    with StandIn() as server:
        done = blog.run(EGREGORA_KEY=KEY, **server.environment)
        assert done.code == 0, done.output
        return blog, truth, list(server.seen), done.output


@pytest.fixture(scope="module")
def kept_texts(told):
    with duckdb.connect(str(told[0].folder / "results/egregora.duckdb")) as database:
        rows = database.sql("SELECT text FROM anonymized").fetchall()
    return {text for (text,) in rows}


def test_the_group_is_large_and_mixed(told):
    blog, truth, _, _ = told
    assert len(people.PEOPLE) + len(people.NUMBERS) >= 30
    assert len(privacy_exports.LAYOUTS) >= 4
    assert len(list((blog.folder / "exports").iterdir())) == len(
        privacy_exports.LAYOUTS
    )
    # What is looked for can be found: it is in the private table.
    private = duckdb.sql(
        f"FROM '{blog.folder}/results/private/ingested.parquet'"
    ).fetchall()
    found = {kind for kind, _ in Truth(truth.gone).found(repr(private))}
    assert found == {kind for kind, values in truth.gone.items() if values}


def test_no_file_holds_an_identifier(told):
    blog, truth, _, output = told
    files = list(artefacts(blog.folder))
    counts, places = Truth(truth.gone).count([*files, ("terminal", output)])
    print(f"\n{len(files)} files and the terminal: {dict(counts)}")
    assert places == []


def test_no_request_holds_an_identifier(told):
    _, truth, seen, _ = told
    counts, places = Truth(truth.gone).count(requests(seen))
    print(f"\n{len(seen)} requests: {dict(counts)}")
    assert len({one.purpose for one in seen}) >= 5
    assert places == []


@pytest.mark.parametrize(("kind", "share"), [("word", 0.95), ("number", 0.98)])
def test_what_identifies_nobody_stays(told, kept_texts, kind, share):
    wanted = told[1].stays[kind]
    lost = sorted(wanted - kept_texts)
    print(f"\n{kind}: {len(wanted) - len(lost)} of {len(wanted)} stay; lost: {lost}")
    assert len(wanted) - len(lost) >= share * len(wanted)


def test_validate_finds_nobody_and_then_what_is_planted(told, tmp_path):
    blog = Blog(tmp_path / "blog")
    shutil.copytree(told[0].folder, blog.folder, symlinks=True)
    done = blog.run("validate", EGREGORA_KEY=KEY, GEMINI_API_KEY="not asked")
    assert done.code == 0, done.output
    page = blog.folder / "site/posts/2025-02.md"
    planted = "Thaís Quintanilha, +55 21 98888-0142"
    page.write_text(page.read_text(encoding="utf-8") + planted, encoding="utf-8")
    done = blog.run("validate", EGREGORA_KEY=KEY, GEMINI_API_KEY="not asked")
    assert done.code != 0
    assert "1 phone" in done.output
    assert "site/posts/2025-02.md" in done.output
    assert not Truth(told[1].gone).found(done.output)
