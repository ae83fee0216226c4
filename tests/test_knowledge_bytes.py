"""Same conversation, same bytes, however many threads; old chunks are embedded once."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import standin
from conversation import enriched, members, said, weeks
from egregora.knowledge.chunks import split_chunks
from egregora.llm.models import open_model
from egregora.storage import rows_of

server = standin.server

HERE = Path(__file__).parent
RUNS = int(os.environ.get("EGREGORA_RUNS", "1"))
MADE = """
import hashlib, sys
sys.path[:0] = sys.argv[1:3]
from conversation import enriched, media, members, weeks
from egregora.knowledge.chunks import knowledge, split_chunks
from egregora.periods.assembly import contents_of_briefs
from egregora.periods.briefs import encode_brief
from egregora.storage import read_table, write_table
from egregora.contracts import KNOWLEDGE
said, people = enriched(*weeks(12)), members()
path = sys.argv[3] + "/knowledge.parquet"
cut = split_chunks(said, people, "week")
write_table(knowledge(cut, None, "offline"), path, KNOWLEDGE)
known = read_table(path, KNOWLEDGE)
found = hashlib.sha256(open(path, "rb").read())
for one in contents_of_briefs(said, known, people, media(), "week", 3, "pt", 5):
    found.update(encode_brief(one))
print(found.hexdigest())
"""


def test_chunks_and_briefs_have_the_same_bytes_with_one_thread_and_with_four(tmp_path):
    found = set()
    for run in range(RUNS):
        for threads in ("1", "4"):
            folder = tmp_path / f"{run}-{threads}"
            folder.mkdir()
            done = subprocess.run(
                [sys.executable, "-c", MADE, HERE, HERE.parent / "scripts", folder],
                env=os.environ | {"EGREGORA_THREADS": threads},
                capture_output=True,
                text=True,
                check=True,
            )
            found.add(done.stdout)
    assert len(found) == 1


def test_one_day_more_on_ten_years_asks_for_no_old_embedding(server, tmp_path):
    settings = {"provider": "gemini", "name": "gemini-embedding-001", "base_url": None}
    years = [
        {
            **row,
            "text": f"{row['text']} {tenth}",
            "local_time": row["local_time"] + timedelta(weeks=10 * tenth),
            "sent_at": row["sent_at"] + timedelta(weeks=10 * tenth),
        }
        for tenth in range(52)
        for row in weeks(10)
    ]
    day = said("2035-01-01", "bom dia, ano novo", "feliz ano novo")

    def embedded(*said):
        cut = rows_of(
            split_chunks(enriched(*said), members(), "week").order_by("chunk_id")
        )
        with open_model(settings, tmp_path, seconds=60, calls=4, pause=0.01) as model:
            model.embed([one["text"] for one in cut])
            return model.counts.asked

    assert embedded(*years) > 520
    server.seen.clear()
    assert embedded(*years, *day) == 1
    (seen,) = server.seen
    assert len(json.loads(seen.body)["requests"]) == 1
    assert embedded(*years, *day) == 0
