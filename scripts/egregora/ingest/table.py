"""The table `ingested`: one row per message, in the order of the conversation."""

from __future__ import annotations

from collections.abc import Collection

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
from ibis import _

from egregora.ingest.authors import split_authors
from egregora.ingest.kinds import add_kinds, may_be_special
from egregora.text.messages import is_message

# A body in which a file may be named.
POSSIBLE_FILE_NAME = r"\.\w{1,8}(?: ?\(| ?>| <)"
# Columns that are needed until the kinds are known, and those that are told by kinds.
TEMPORARY_COLUMNS = ("bracketed", "is_plain")
KIND_COLUMNS = ("author_name", "text", "kind", "media_name", "edited")
MEDIA_KINDS = ("media", "media_omitted", "contact")


def ingested(
    messages: ir.Table, replaced: ir.Table | None = None, held: Collection[str] = ()
) -> ir.Table:
    """Tell author, kind, text and media of each message.

    Parameters
    ----------
    messages
        One row per message, as `whatsapp.exports.Conversation.messages` has them.
    replaced
        The same of older exports, for messages that are in `messages` too. Where an
        older export names a medium that the newer one omits, its name is taken over.
        None where there is only one export.
    held
        Names of the media in the archives.

    Returns
    -------
    ir.Table
        `contracts.INGESTED`: one row per message, in the order of the conversation.

    """
    # What has an alias is computed once, however often it is used.
    parted = split_authors(messages).mutate(is_plain=~may_be_special(_.text))
    speakers = (
        parted.filter(_.is_plain & _.author_name.notnull())
        .select("author_name")
        .distinct()
    )
    others = add_kinds(parted.filter(~_.is_plain), held, speakers).alias("others")
    if replaced is not None:
        shown = replaced.filter(may_name_media(_.body))
        older = add_kinds(split_authors(shown), held)
        others = fill_media_names(others, older.alias("older")).alias("mended")
    told = add_message_ids(join_kinds(parted, others))
    return told.mutate(local_time=_.local_time.cast("timestamp(6)"))


def join_kinds(parted: ir.Table, others: ir.Table) -> ir.Table:
    """Tell kinds and media of all messages: most are plain text, which has neither.

    Parameters
    ----------
    parted
        All messages, with `author_name`, `text` and `is_plain`.
    others
        Those that are not plain, as `with_kinds` tells them.

    """
    found = others.select("position", *KIND_COLUMNS)
    said = ibis.ifelse(_.author_name.isnull(), "system", "text")
    return parted.left_join(found, "position", rname="{name}_found").select(
        *(
            name
            for name in parted.columns
            if name not in {*KIND_COLUMNS, *TEMPORARY_COLUMNS}
        ),
        author_name=ibis.ifelse(_.is_plain, _.author_name, _.author_name_found),
        text=ibis.ifelse(_.is_plain, _.text, _.text_found),
        kind=ibis.ifelse(_.is_plain, said, _.kind),
        media_name=_.media_name,
        edited=_.edited.fill_null(False),
    )


def may_name_media(body: ir.StringValue) -> ir.BooleanValue:
    """Return whether a file may be named, or left out, in `body`."""
    return body.re_search(POSSIBLE_FILE_NAME) | body.contains("<")


def fill_media_names(messages: ir.Table, older: ir.Table) -> ir.Table:
    """Name the media that are omitted here and named in an older export.

    Two exports show the same media if instant and author agree, and how many media
    there are of both.
    """
    omitted = number_media(messages)
    named = number_media(older).filter(_.media_name.notnull())
    same = ["sent_at", "author_name", "nth", "media"]
    found = (
        omitted.filter(_.media_name.isnull())
        .inner_join(named, same)
        .select("position", found_kind="kind_right", found_name="media_name_right")
    )
    return (
        messages.left_join(found, "position")
        .mutate(
            kind=_.found_kind.coalesce(_.kind),
            media_name=_.found_name.coalesce(_.media_name),
        )
        .drop("position_right", "found_kind", "found_name")
    )


def number_media(messages: ir.Table) -> ir.Table:
    """Return the media, each with its number among those of one instant and author."""
    together = ibis.window(group_by=["sent_at", "author_name"])
    in_order = ibis.window(group_by=["sent_at", "author_name"], order_by="position")
    return (
        messages.filter(_.kind.isin(MEDIA_KINDS))
        .select("position", "sent_at", "author_name", "kind", "media_name")
        .mutate(nth=ibis.row_number().over(in_order), media=_.count().over(together))
    )


def add_message_ids(messages: ir.Table) -> ir.Table:
    """Give each message an id that does not depend on where an export starts.

    It is a digest of instant, author and text; of equal messages, the second and later
    have their number in it.
    """
    seconds = epoch_us(_.sent_at) // 1_000_000
    sent_at, author = seconds.cast("string") + ".0", _.author_name.fill_null("")
    said = (sent_at + "\x1f" + author + "\x1f" + _.text).hexdigest("md5")
    repeated = (said + ":" + _.nth.cast("string")).hexdigest("md5")
    return (
        messages.left_join(number_repeats(messages), "position")
        .mutate(message_id=ibis.ifelse(_.nth.notnull(), repeated, said))
        .drop("position_right", "nth")
    )


def number_repeats(messages: ir.Table) -> ir.Table:
    """Return `position` and number, from 1, of messages that repeat an earlier one.

    There are few, so that only these are put in order. Two that only share a hash
    would get a number too many, and still two ids.
    """
    digest = hash_of(epoch_us(_.sent_at), _.author_name, _.text)
    said = messages.select("position", said=digest)
    alike = said.group_by("said").having(_.count() > 1).aggregate()
    in_order = ibis.window(group_by="said", order_by="position")
    return (
        said.semi_join(alike, "said")
        .select("position", nth=ibis.row_number().over(in_order))
        .filter(_.nth > 0)
    )


@ibis.udf.scalar.builtin
def epoch_us(instant: dt.Timestamp("UTC")) -> dt.int64:
    """Return the microseconds since 1970; Ibis would go by way of a local time."""


@ibis.udf.scalar.builtin(name="hash")
def hash_of(instant: int, author_name: str, text: str) -> dt.uint64:
    """Return DuckDB's hash of all three, which holds within one run only."""


def media_of_messages(ingested: ir.Table) -> ir.Table:
    """Return export and name of each medium that a message names."""
    named = ingested.filter(_.media_name.notnull())
    return (
        named.select("source", "media_name").distinct().order_by(_.source, _.media_name)
    )


def summarize_ingested(ingested: ir.Table) -> ir.Table:
    """Return one row: counts, and the first and last time.

    The counts are `messages`, `people`, `notices`, and `deleted`, empty ones included.

    The times are those of messages, unless there are notices alone.
    """
    times, written = ingested.local_time, is_message(ingested, "author_name")
    return ingested.aggregate(
        messages=written.sum(),
        people=ingested.author_name.nunique(),
        notices=ingested.author_name.isnull().sum(),
        deleted=(ingested.author_name.notnull() & ~written).sum(),
        first=times.min(where=written).coalesce(times.min()),
        last=times.max(where=written).coalesce(times.max()),
    )
