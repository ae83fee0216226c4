"""The conversation in chunks, with the terms and vectors that find them again.

A session ends where nobody writes for an hour. Short sessions of one day share a
chunk, long ones are cut; no chunk crosses the border of a period. Where a chunk ends
depends only on the session it belongs to and on what came before, so chunks of the
past stay as they are when the chat grows.

The terms of a chunk are the stems that few earlier periods use. A stem that many
earlier periods use says little about a chunk. Later messages change no chunk's terms,
and the limit bounds the work of every search.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import Deferred, _

from egregora.contracts import KNOWLEDGE, Contract
from egregora.llm.models import OFFLINE
from egregora.llm.types import Model
from egregora.storage import rows_of, table_of
from egregora.text import columns
from egregora.text.columns import Every, first_day, milliseconds, period_of
from egregora.text.messages import has_words

# Earlier periods that know a word, at most.
MAX_PERIODS_WITH_TERM = 30
END_OF_TIME = date(9999, 1, 1)
# Letters of a word, at least, unless its script has no spaces.
MIN_TERM_LETTERS = 4


@ibis.udf.agg.builtin(name="min")
def smallest_dates(days: date, count: int) -> list[date]:
    """Return the `count` least of `days`; DuckDB's function."""


def terms_of_chunks(lines: ir.Table) -> ir.Table:
    """Return the stems by which each chunk is found.

    Parameters
    ----------
    lines
        One row per message: its `chunk`, `since` when its period lasts, and what is
        `said`.

    Returns
    -------
    ir.Table
        `chunk`, and `terms`: folded stems, each once, sorted.
    """
    pieces = lines.select("chunk", "since", piece=_.said.split(" ").unnest()).view()
    known = term_vocabulary(pieces)
    held = (
        pieces.inner_join(known.select("piece", "stem", "until"), "piece")
        .filter(_.since <= _.until)
        .select("chunk", "since", "stem")
        .distinct()
    )
    return (
        held.semi_join(select_rare_stems(held), ["since", "stem"])
        .inner_join(known.select("stem", "term").distinct(), "stem")
        .group_by("chunk")
        .aggregate(terms=_.term.collect(order_by=_.term))
    )


def select_rare_stems(held: ir.Table) -> ir.Table:
    """Return the stems that few periods before a period know: `since`, `stem`."""
    before = ibis.window(group_by="stem", order_by="since")
    return (
        held.select("since", "stem")
        .distinct()
        .mutate(known=ibis.row_number().over(before))
        .filter(_.known <= MAX_PERIODS_WITH_TERM)
        .select("since", "stem")
    )


def term_vocabulary(pieces: ir.Table) -> ir.Table:
    """Return the stems in each distinct piece between spaces.

    Returns
    -------
    ir.Table
        `piece`, `stem` the number of a stem in this run, `term`, the stem, and
        `until`, the last period in which the piece can be rare.
    """
    found = (
        pieces.select("piece", "since")
        .distinct()
        .group_by("piece")
        .aggregate(first=smallest_dates(_.since, MAX_PERIODS_WITH_TERM + 1))
        .select(
            word=columns.folded_terms(columns.drop_non_words(_.piece)).unnest(),
            until=ibis.ifelse(
                _.first.length() > MAX_PERIODS_WITH_TERM,
                _.first[MAX_PERIODS_WITH_TERM],
                END_OF_TIME,
            ),
            piece=_.piece,
        )
        .mutate(term=columns.stem_of(_.word))
        .filter(
            (_.term.length() >= MIN_TERM_LETTERS) | _.term.re_search(columns.SPACELESS)
        )
        .filter(columns.is_telling(_.term))
    )
    return found.mutate(stem=ibis.dense_rank().over(order_by="term").cast("int32"))


SESSION_GAP_MS = 60 * 60 * 1000  # milliseconds
# Characters: sessions shorter than this share a chunk; a chunk takes no new line
# after so many; a line is cut there. A chunk is never longer than the last two.
SHORT_SESSION = 350
FULL_CHUNK = 700
MAX_LINE_CHARACTERS = 500

# Seconds of a day; runs of a period and blocks of a run are fewer than `MOST`.
DAY_IN_SECONDS = 24 * 60 * 60
RUN_NUMBER_BASE = 2**20

# Spaces that are more than one between words.
UNEVEN_SPACE = r"[^\S ]|  |^ | $"


def split_chunks(enriched: ir.Table, members: ir.Table, every: Every) -> ir.Table:
    """Return one row per chunk: `contracts.KNOWLEDGE` without its embeddings.

    Parameters
    ----------
    enriched
        One row per message.
    members
        Aliases of the people.
    every
        Calendar unit of a period.
    """
    said = lines_for_chunks(enriched, members, every)
    # Where a line belongs is found without its text, which is costly to sort.
    cut = said.inner_join(number_chunks(said), "position")
    whole = cut.group_by("chunk").aggregate(
        day=_.local_time.min(),
        starts_at=_.sent_at.min(),
        ends_at=_.sent_at.max(),
        # To sort one list afterwards is cheaper than to collect several in order.
        lines=ibis.struct(
            {
                "position": _.position,
                "id": _.message_id,
                "line": _.line,
                "author": _.author,
            }
        ).collect(),
    )
    none = ibis.literal([], "array<string>")
    return (
        whole.mutate(period=period_of(_.day, every), lines=_.lines.sort())
        .mutate(
            message_ids=_.lines.map(lambda one: one["id"]),
            text=_.lines.map(lambda one: one["line"]).join("\n"),
            authors=_.lines.map(lambda one: one["author"]).unique().sort(),
        )
        .left_join(terms_of_chunks(cut), "chunk")
        .mutate(
            chunk_id=(_.period + "\n" + _.message_ids.join("\n")).hexdigest("sha256"),
            terms=_.terms.fill_null(none),
        )
        .drop("chunk", "chunk_right", "day", "lines")
    )


def lines_for_chunks(enriched: ir.Table, members: ir.Table, every: Every) -> ir.Table:
    """Return what each person's message adds to the text of its chunk.

    `said` is the text with the titles of its links and what its file shows; `line`
    puts the alias before it. Messages that say nothing are left out.
    """
    aliases = members.select("author", "alias")
    return (
        enriched.filter(has_words)
        .filter((_.text + _.media_note.fill_null("")).strip() != "")
        .left_join(aliases, "author")
        .select(
            "message_id",
            "position",
            "sent_at",
            "local_time",
            "author",
            since=first_day(_.local_time, every),
            said=text_with_notes(_).left(MAX_LINE_CHARACTERS),
            alias=_["alias"].fill_null(_.author),
        )
        .mutate(line=_["alias"] + ": " + _.said)
        .mutate(size=_.line.length() + 1, at=milliseconds(_.sent_at))
    )


def text_with_notes(message: Deferred) -> ir.StringValue:
    """Return the text of a message with its notes, on one line."""
    titles = (
        message.link_notes.map(lambda link: link["title"])
        .filter(lambda title: title.notnull())
        .join(" | ")
    )
    noted = (
        message.text
        + ibis.ifelse(message.link_notes.length() > 0, " " + titles, "")
        + (" " + message.media_note).fill_null("")
    )
    # Most texts are fit as they are, and to find that out is cheap.
    return ibis.ifelse(
        noted.re_search(UNEVEN_SPACE), noted.re_replace(r"\s+", " ").strip(), noted
    )


def number_chunks(lines: ir.Table) -> ir.Table:
    """Return the number of the chunk of each line: `position` and `chunk`.

    A chunk is a block of a run; a run is one long session, or short ones of the same
    day that follow each other. Numbers grow with time.
    """
    order = ibis.window(group_by="since", order_by="position")
    opened = mark_sessions(lines).mutate(session=_.opens.cumsum().over(order))
    block = (_.before - _.run_before) // FULL_CHUNK
    return (
        opened.inner_join(group_sessions(opened), ["since", "session"])
        .mutate(
            run=_.since.epoch_seconds() // DAY_IN_SECONDS * RUN_NUMBER_BASE + _.run,
            block=block,
        )
        .select("position", chunk=_.run * RUN_NUMBER_BASE + _.block)
    )


def mark_sessions(lines: ir.Table) -> ir.Table:
    """Return `lines` without text, with 1 where a session opens, else 0.

    Times may go back, so that a gap counts in both directions. `before` is how much
    is said in the period before the line.
    """
    order = ibis.window(group_by="since", order_by="position")
    gap = (_["at"] - _["at"].lag().over(order)).abs()
    return lines.select(
        "position",
        "since",
        "size",
        day=_.local_time.date(),
        opens=(gap.fill_null(SESSION_GAP_MS + 1) > SESSION_GAP_MS).cast(int),
        before=_.size.cumsum().over(order) - _.size,
    )


def group_sessions(opened: ir.Table) -> ir.Table:
    """Return the run of each session, and how much is said before the run."""
    order = ibis.window(group_by="since", order_by="session")
    follows = _.short & _.short.lag().over(order) & (_.day == _.last.lag().over(order))
    return (
        opened.group_by("since", "session")
        .aggregate(
            day=_.day.min(),
            last=_.day.max(),
            before=_.before.min(),
            short=_.size.sum() < SHORT_SESSION,
        )
        .mutate(opens=(~follows.fill_null(False)).cast(int))
        .mutate(run=_.opens.cumsum().over(order))
        .select(
            "since",
            "session",
            "run",
            run_before=_.before.min().over(group_by=["since", "run"]),
        )
    )


CHUNK_EMBEDDINGS = Contract(
    "embeddings",
    "one row per chunk that a model embedded",
    key="chunk_id",
    columns={name: KNOWLEDGE.columns[name] for name in ("chunk_id", "embedding")},
)


def embedded_chunks(
    enriched: ir.Table, members: ir.Table, every: Every, model: Model
) -> ir.Table:
    """Cut a conversation into chunks and ask a model for their embeddings.

    Parameters
    ----------
    enriched
        `contracts.ENRICHED`.
    members
        `contracts.MEMBERS`.
    every
        Calendar unit of a period.
    model
        Who embeds; with the provider `offline`, embeddings are null.

    Returns
    -------
    ir.Table
        `contracts.KNOWLEDGE`.

    Raises
    ------
    ModelError
        If chunks have no embedding; those that came are kept.
    """
    chunks = split_chunks(enriched, members, every)
    if model.name == OFFLINE:
        return knowledge(chunks, None, model.name)
    rows = rows_of(chunks.select("chunk_id", "text", "authors"))
    about = [tuple(row["authors"]) for row in rows]
    vectors = model.embed([row["text"] for row in rows], about)
    return knowledge(chunks, embeddings(rows, vectors) if vectors else None, model.name)


def embeddings(
    chunks: Sequence[Mapping[str, Any]], vectors: Sequence[Sequence[float]]
) -> ir.Table:
    """Return the embedding of each chunk.

    Parameters
    ----------
    chunks
        Rows with `chunk_id`.
    vectors
        One per chunk, in their order.
    """
    rows = [
        {"chunk_id": one["chunk_id"], "embedding": vector}
        for one, vector in zip(chunks, vectors, strict=True)
    ]
    return table_of(rows, CHUNK_EMBEDDINGS)


def knowledge(chunks: ir.Table, embeddings: ir.Table | None, embedder: str) -> ir.Table:
    """Return the chunks with their embeddings: `contracts.KNOWLEDGE`.

    Parameters
    ----------
    chunks
        One row per chunk.
    embeddings
        `chunk_id` and `embedding`; None leaves them null.
    embedder
        Who made them.
    """
    who = ibis.literal(embedder)
    if embeddings is None:
        none = ibis.null(KNOWLEDGE.schema["embedding"])
        return chunks.mutate(embedding=none, embedder=who)
    vectors = embeddings.select("chunk_id", "embedding")
    return chunks.left_join(vectors, "chunk_id").select(
        *chunks.columns, "embedding", embedder=who
    )
