"""Tables are whole, checked, and the same bytes for the same rows."""

import os
import re
import subprocess
import sys

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egregora.contracts import CONTRACTS, ELO_RATINGS, MEMBERS
from egregora.errors import ContractError
from egregora.storage import read_table, rows_of, table_of, write_table


def members(*rows):
    return table_of(
        [
            {"author": author, "alias": alias, "bio": None, "website": None}
            for author, alias in rows
        ],
        MEMBERS,
    )


def test_what_is_written_is_read_back_in_the_order_of_the_key(tmp_path):
    path = tmp_path / "members.parquet"
    assert write_table(members(("b", "Bee"), ("a", "Ant")), path, MEMBERS) == 2
    aliases = [row["alias"] for row in rows_of(read_table(path, MEMBERS))]
    assert aliases == ["Ant", "Bee"]


@settings(deadline=None)
@given(st.permutations([("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")]))
def test_equal_rows_give_equal_bytes_in_any_order(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("bytes")
    write_table(members(*rows), folder / "members.parquet", MEMBERS)
    write_table(members(*sorted(rows)), folder / "sorted.parquet", MEMBERS)
    first, second = (folder / n for n in ("members.parquet", "sorted.parquet"))
    assert first.read_bytes() == second.read_bytes()


def test_an_empty_table_keeps_its_columns(tmp_path):
    path = tmp_path / "elo_ratings.parquet"
    assert write_table(table_of([], ELO_RATINGS), path, ELO_RATINGS) == 0
    assert read_table(path, ELO_RATINGS).columns == tuple(ELO_RATINGS.columns)


@pytest.mark.parametrize(
    ("table", "line"),
    [
        (
            members(("a", "Ant"), ("a", "Bee")),
            "members: 1 rows repeat a key; author must be unique",
        ),
        (members(("a", None)), "members: nulls where none may be: alias"),
        (
            members(("a", "Ant")).drop("alias").mutate(bio=1),
            "members: alias: missing, not string; bio: int8, not string",
        ),
    ],
)
def test_a_broken_contract_is_named_and_what_stood_there_stays(tmp_path, table, line):
    path = tmp_path / "members.parquet"
    write_table(members(("z", "Zebra")), path, MEMBERS)
    before = path.read_bytes()
    with pytest.raises(ContractError) as raised:
        write_table(table, path, MEMBERS)
    assert str(raised.value) == line
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.glob(".*.part")] == []


def test_the_metadata_names_table_and_version(tmp_path):
    path = tmp_path / "members.parquet"
    write_table(members(("a", "Ant")), path, MEMBERS)
    rows = duckdb.sql(
        f"SELECT key, value FROM parquet_kv_metadata('{path}')"
    ).fetchall()
    assert (b"egregora_table", b"members") in rows
    assert (b"egregora_schema", b"1") in rows


def test_every_contract_has_a_meaning_for_each_column_and_a_key_of_its_own():
    for contract in CONTRACTS.values():
        assert contract.key in contract.columns
        assert not contract.schema[contract.key].nullable
        assert set(contract.sort) <= set(contract.columns)
        for name, (_, meaning) in contract.columns.items():
            assert meaning, f"{contract.name}.{name}"


def test_real_names_exist_in_private_tables_only():
    for contract in CONTRACTS.values():
        if not contract.private:
            assert "author_name" not in contract.columns
            assert "media_name" not in contract.columns


def test_no_connection_draws_a_bar_of_progress(root):
    # Where Python is given its program as text, DuckDB takes it for interactive.
    program = (
        "from egregora.storage import connect_duckdb, connection;"
        "asked = 'SELECT current_setting($$enable_progress_bar$$)';"
        "print(connect_duckdb(':memory:').sql(asked).fetchall());"
        "print(connection().raw_sql(asked).fetchall())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(root / "scripts")},
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.splitlines() == ["[(False,)]"] * 2


def test_nothing_connects_or_executes_in_another_way(root):
    connects = re.compile(
        r"duckdb\.(?:connect|sql|query|execute)\(|ibis\.(?:connect|get_backend)\("
        r"|\.(?:execute|to_pandas|to_polars)\(\)"
    )
    found = {
        (path.name, text)
        for path in (root / "scripts").rglob("*.py")
        for text in connects.findall(path.read_text(encoding="utf-8"))
    }
    assert found == {("storage.py", "duckdb.connect(")}
