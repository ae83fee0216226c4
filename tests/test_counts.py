"""Every count of messages that the owner or a reader sees is the same count."""

import re
from collections import Counter

import ibis
import pyarrow.parquet as pq
import pytest

from egregora.storage import rows_of
from egregora.text.messages import count_messages, has_words, is_message


@pytest.mark.parametrize(
    ("author", "kind", "counts", "says"),
    [
        ("a", "text", True, True),
        ("a", "media", True, True),
        ("a", "media_omitted", True, True),
        ("a", "poll", True, True),
        # Somebody called; WhatsApp wrote the line.
        ("a", "call", True, False),
        ("a", "deleted", False, False),
        ("a", "empty", False, False),
        ("a", "system", False, False),
        (None, "system", False, False),
        (None, "call", False, False),
    ],
)
def test_a_message_is_of_a_person_and_still_there(author, kind, counts, says):
    rows = ibis.memtable([{"author": author, "kind": kind}], schema=SCHEMA)
    (found,) = rows_of(rows.select(counts=is_message(rows), says=has_words(rows)))
    assert found == {"counts": counts, "says": says}
    assert rows_of(count_messages(rows)) == [{"messages": int(counts)}]


SCHEMA = ibis.schema({"author": "string", "kind": "string"})


def test_nothing_holds_no_message():
    nothing = ibis.memtable([], schema=SCHEMA)
    assert rows_of(count_messages(nothing)) == [{"messages": 0}]


def test_all_pages_tables_and_logs_of_the_demo_agree(demo):
    def column(table, name):
        path = demo.folder / "results" / f"{table}.parquet"
        return pq.read_table(path, columns=[name])[name].to_pylist()

    def page(name):
        return (demo.folder / "public" / name).read_text(encoding="utf-8")

    def logged(stage):
        log = (demo.folder / "logs" / f"{stage}.log").read_text(encoding="utf-8")
        return int(re.search(r"egregora: (\d+) messages", log)[1])

    profiles = sum(column("profiles", "messages"))
    assert profiles > 500
    weeks = Counter(
        local.strftime("%G-W%V")
        for local, author, kind in zip(
            *(column("enriched", name) for name in ("local_time", "author", "kind")),
            strict=True,
        )
        if author is not None and kind not in {"deleted", "empty"}
    )
    assert weeks.total() == profiles
    # A week of fewer than three messages has no post.
    posted = {week: messages for week, messages in weeks.items() if messages >= 3}
    periods = column("periods", "period"), column("periods", "messages")
    assert dict(zip(*periods, strict=True)) == posted
    assert logged("anonymize") == logged("enrich") == profiles
    home = int(re.search(r"<span>(\d+) mensagens</span>", page("index.html"))[1])
    statistics = re.search(
        r"<strong>(\d+)</strong><span>Mensagens</span>", page("statistics.html")
    )
    assert home == int(statistics[1]) == profiles


def test_each_post_of_the_demo_counts_its_messages_once(demo):
    periods = pq.read_table(demo.folder / "results/periods.parquet").to_pylist()
    for row in periods:
        post = (demo.folder / f"site/posts/{row['period']}.md").read_text("utf-8")
        page = demo.folder / f"public/posts/{row['period']}.html"
        above = re.search(r"<span>(\d+) mensagens</span>", page.read_text("utf-8"))
        below = re.search(r"(\d+) mensagens, \d+ pessoas e", post)
        people = re.findall(r"\]\(\.\./profiles/\w+\.md\) \((\d+)\)", post)
        counts = {int(above[1]), int(below[1]), sum(map(int, people))}
        assert counts == {row["messages"]}
