"""Exports become one table, equal to what was put into them."""

import json
import subprocess
import sys
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest
from ibis import _

from egregora.contracts import INGESTED, conform
from egregora.ingest import phrases
from egregora.ingest.exports import read_exports
from egregora.ingest.kinds import add_kinds, may_be_special
from egregora.ingest.table import ingested, media_of_messages, summarize_ingested
from egregora.storage import connection, rows_of, write_table
from whatsapp import columns, rows

GENERATOR = Path(__file__).parent / "tools/gen_export.py"


@pytest.fixture(scope="module", params=["android-24h", "android-12h", "ios"])
def generated(request, tmp_path_factory):
    """An invented export of 2,000 messages, and the truth about it."""
    folder = tmp_path_factory.mktemp(request.param)
    suffix = ".txt" if request.param == "android-12h" else ".zip"
    export, truth = folder / f"export{suffix}", folder / "truth.json"
    subprocess.run(
        [
            *(sys.executable, GENERATOR, "--messages", "2000"),
            *("--format", request.param, "--media-files", "10"),
            *("--out", export, "--truth", truth),
        ],
        check=True,
        capture_output=True,
    )
    table = folder / "ingested.parquet"
    whole = read_exports([export], "America/Sao_Paulo")
    write_table(
        ingested(ibis.memtable(whole.messages), None, whole.media_names),
        table,
        INGESTED,
    )
    return connection().read_parquet(str(table)), json.loads(truth.read_text())


def whatsapps_own():
    """Texts that WhatsApp prints: in every language, with and without marks."""
    plain = [
        *("", "null", "IMG-20240131-WA0001.jpg (x y z)", "oi \u200e<foi editada>"),
        *(
            "Local: https://maps.google.com/?q=1,2",
            "Rua Direita, 1 (Lapa): https://maps.google.com/?q=1,2",
            "ENQUETE:\nOnde?\nOPÇÃO: a (1 voto)",
            "投票：\n哪里？\n选项：a（٣ 票）",
            "アンケート：\nどこ？\nオプション：a（1票）",
        ),
        *phrases.KIND_OF_PHRASE,
        *(f"{one} Ana, {admin}" for one in phrases.DELETED for admin in phrases.ADMINS),
        *(one.replace("…", " Ana ") for one in phrases.DELETED_BY_ADMIN),
        *(one.replace("…", "") + "." for one in phrases.DELETED_BY_ADMIN),
        *(f"legenda\n\u200e{one}" for one in phrases.OMITTED_MEDIA),
        *(f"legenda \u200e<\u200e{one}>" for one in phrases.OMITTED_MEDIA),
        *(f"nota.{one} • \u200e3 páginas" for one in phrases.FILE_EXTENSIONS),
        *(f"a b.pdf ({one})\nlegenda" for one in phrases.ATTACHED),
        *(f"<{one}: 00000001-PHOTO.jpg>" for one in phrases.ATTACHED_IPHONE),
        *(f"oi <{one}>" for one in phrases.EDITED),
    ]
    calls = (
        f"{one}{more}"
        for one in phrases.CALL_PHRASES
        for more in ("", "，未接听", "（3秒）")
    )
    return [*plain, *(f"\u200e{one}" for one in (*plain, *calls, "x entrou"))]


@pytest.mark.parametrize("bracketed", [True, False])
def test_whatever_is_more_than_text_is_looked_at(bracketed):
    texts = whatsapps_own()
    given = {"said": texts, "text": texts, "position": range(len(texts))}
    messages = ibis.memtable(pa.table(given)).mutate(
        author_name=ibis.literal("Ana"), bracketed=ibis.literal(bracketed)
    )
    told = rows_of(add_kinds(messages).mutate(looked_at=may_be_special(_.said)))
    more = [one for one in told if one["kind"] != "text" or one["text"] != one["said"]]
    assert len(more) > len(phrases.KIND_OF_PHRASE)
    assert [one for one in more if not one["looked_at"]] == []


def test_messages_and_authors_equal_the_truth(generated):
    table, truth = generated
    said = table.filter(_.author_name.notnull())
    counts = rows_of(said.group_by("author_name").aggregate(n=_.count()))
    assert {row["author_name"]: row["n"] for row in counts} == truth["per_author"]
    assert sum(row["n"] for row in counts) == truth["messages"]
    (found,) = rows_of(summarize_ingested(table))
    # Only iPhones print seconds.
    printed = 19 if truth["format"] == "ios" else 16
    assert found["first"].isoformat()[:printed] == truth["first"][:printed]
    assert found["last"].isoformat()[:printed] == truth["last"][:printed]
    deleted = truth.get("deleted", 0)
    assert found["messages"] + deleted == truth["messages"]
    assert found["deleted"] == deleted


def test_days_weeks_and_months_equal_the_truth(generated):
    table, truth = generated
    said = table.filter(_.author_name.notnull())
    (found,) = rows_of(
        said.aggregate(
            days=_.local_time.date().nunique(),
            iso_weeks=_.local_time.strftime("%G-%V").nunique(),
            months=_.local_time.strftime("%Y-%m").nunique(),
        )
    )
    assert found == {name: truth[name] for name in found}


def test_kinds_equal_the_truth(generated):
    table, truth = generated
    (found,) = rows_of(
        table.aggregate(
            system_lines=(_.kind == "system").sum(),
            media_omitted=(_.kind == "media_omitted").sum(),
            media_attached=_.media_name.notnull().sum(),
            deleted=(_.kind == "deleted").sum(),
            edited=_.edited.sum(),
        )
    )
    assert found == {name: truth.get(name, 0) for name in found}
    names = rows_of(media_of_messages(table))
    assert {row["media_name"] for row in names} == set(truth["attached"])


def test_the_stage_is_an_expression_of_its_contract(tmp_path):
    path = tmp_path / "chat.txt"
    path.write_text("20/06/2024 08:00 - Ada: a\n")
    table = ingested(ibis.memtable(read_exports([path], "UTC").messages))
    assert isinstance(table, ir.Table)
    conform(table, INGESTED)


def test_a_chat_of_notices_only_has_its_times(tmp_path):
    path = tmp_path / "chat.txt"
    path.write_text("20/06/2024 08:00 - Ada left\n")
    table = ingested(ibis.memtable(read_exports([path], "UTC").messages))
    (found,) = rows_of(summarize_ingested(table))
    assert (found["messages"], found["first"].year) == (0, 2024)


def test_equal_messages_have_ids_of_their_own():
    line = "20/06/2024 08:00 - Ada: kkkk\n"
    ids = [row["message_id"] for row in rows(line * 3)]
    assert len(set(ids)) == 3
    assert all(len(one) == 32 for one in ids)


def test_an_id_does_not_depend_on_where_the_export_starts():
    lines = [f"2{day}/06/2024 08:00 - Ada: {day % 3}\n" for day in range(6)]
    whole, end = rows("".join(lines)), rows("".join(lines[3:]))
    assert columns(whole[3:], "message_id") == columns(end, "message_id")


def test_an_id_is_of_instant_author_and_text():
    chat = "20/06/2024 08:00 - {}: {}\n"
    ids = [
        rows(chat.format(author, text))[0]["message_id"]
        for author, text in [("Ada", "a"), ("Bob", "a"), ("Ada", "b")]
    ]
    assert len(set(ids)) == 3
    (same,) = rows(chat.format("~ Ada", "a"))
    assert same["message_id"] == ids[0]
