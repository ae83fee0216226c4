"""The periods that get a post, and the content of each brief.

Which messages count, who wrote how much, when and in reply; then people, messages,
links, files and counts of a period as JSON. The database makes the JSON of a whole
part at once, which is cheaper than going through its rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import reduce
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
from ibis import _

from egregora.knowledge.retrieval import materialize, retrieve_memories
from egregora.periods.keywords import StemSpellings, count_words, keywords_and_topics
from egregora.periods.language import opening_lines
from egregora.periods.topics import topic_labels
from egregora.storage import iterate_rows
from egregora.text import columns
from egregora.text.columns import Every, domain_of, milliseconds, period_of
from egregora.text.folding import fold
from egregora.text.language import AUTO, habits_of_people, language_of_period
from egregora.text.messages import (
    UNSHOWN_KINDS,
    count_messages,
    has_words,
    is_message,
)

# Matches nothing.
MATCHES_NOTHING = r"[^\s\S]"


def messages_for_briefs(enriched: ir.Table, every: Every) -> ir.Table:
    """Return the messages that briefs hold, notices included, with their period."""
    return enriched.filter(_.kind.notin(UNSHOWN_KINDS)).mutate(
        period=period_of(_.local_time, every)
    )


def spoken_messages(shown: ir.Table, aliases: Sequence[str]) -> ir.Table:
    """Return the messages in which people say something, mentions of people left out.

    Parameters
    ----------
    shown
        Messages with their period.
    aliases
        Of the people; an alias may be several words, of which none tells a period.
    """
    longest_first = sorted(aliases, key=lambda alias: (-len(alias), alias))
    mention = f"@(?:{'|'.join(map(re.escape, longest_first)) or MATCHES_NOTHING})"
    spoken = shown.filter(has_words)
    return spoken.mutate(
        text=ibis.ifelse(_.text.contains("@"), _.text.re_replace(mention, " "), _.text)
    )


def periods(enriched: ir.Table, every: Every, min_messages: int) -> ir.Table:
    """Return the periods that get a post, oldest first.

    Parameters
    ----------
    enriched
        One row per message.
    every
        Calendar unit of a period.
    min_messages
        Periods in which people wrote fewer messages are left out; notices do not
        count here.

    Returns
    -------
    ir.Table
        `contracts.PERIODS` without `digest`.
    """
    return periods_with_posts(
        messages_for_briefs(enriched, every), min_messages
    ).order_by("period")


def written_in(enriched: ir.Table, every: Every, period: str) -> ir.Table:
    """Return how many messages people wrote in a period, as one row of `messages`."""
    return count_messages(
        messages_for_briefs(enriched, every).filter(_.period == period)
    )


def periods_with_posts(shown: ir.Table, min_messages: int) -> ir.Table:
    """Return the periods in which people wrote at least `min_messages`, counted."""
    written = is_message(shown)
    return (
        shown.group_by("period")
        .aggregate(
            starts_at=_.sent_at.min(),
            ends_at=_.sent_at.max(),
            messages=written.sum(),
            authors=_.author.nunique(where=written),
            words=columns.count_of_words(_.text).sum(where=written).fill_null(0),
        )
        .filter(_.messages >= min_messages)
    )


# Who speaks next, so soon, is taken to answer.
MAX_REPLY_DELAY_MS = 5 * 60 * 1000  # milliseconds

PERIOD_AND_AUTHOR = ("period", "author")
# More than a group has people.
PERSON_NUMBER_BASE = 2**20


def people_of_periods(shown: ir.Table, members: ir.Table) -> ir.Table:
    """Return who wrote in each period, with their index, most messages first.

    `span` is the number of the period.
    """
    order = ibis.window(
        group_by="period", order_by=[ibis.desc("messages"), ibis.asc("author")]
    )
    return (
        shown.filter(is_message)
        .mutate(words=columns.count_of_words(_.text))
        .group_by("period", "author")
        .aggregate(messages=_.count(), words=_.words.sum())
        .left_join(members.select("author", "alias"), "author")
        .select(
            "period",
            "author",
            "messages",
            "words",
            alias=_["alias"].fill_null(_.author),
            by=ibis.row_number().over(order).cast("int32"),
            span=ibis.dense_rank().over(order_by="period").cast("int32"),
        )
    )


def count_by_day_and_hour(shown: ir.Table) -> ir.Table:
    """Return how many messages people wrote in each hour of each local date."""
    return (
        shown.filter(is_message)
        .group_by("period", date=_.local_time.date(), hour=_.local_time.hour())
        .aggregate(times=_.count())
    )


def count_by_day(clock: ir.Table) -> ir.Table:
    """Return how many messages people wrote on each local date."""
    found = clock.group_by("period", "date").aggregate(times=whole_sum(_.times))
    return found.select("period", "times", day=_.date.strftime("%Y-%m-%d"))


def count_by_hour(clock: ir.Table) -> ir.Table:
    """Return how many messages people wrote in each local hour."""
    return clock.group_by("period", "hour").aggregate(times=whole_sum(_.times))


def whole_sum(times: ibis.Deferred) -> ibis.Deferred:
    """Return a sum that is written as a whole number."""
    return times.sum().cast("int64")


def count_replies(shown: ir.Table, people: ir.Table) -> ir.Table:
    """Return how often one person answered another, by index: spoke next, and soon."""
    # All in one order and by numbers, which is far cheaper than texts of each period.
    order = ibis.window(order_by="position")
    return (
        shown.select("period", "author", "position", at=milliseconds(_.sent_at))
        .inner_join(people.select("period", "author", "span", "by"), PERIOD_AND_AUTHOR)
        .select("span", "position", "by", "at")
        .select(
            "span",
            "by",
            other=_.by.lag().over(order),
            before=_.span.lag().over(order),
            waited=_["at"] - _["at"].lag().over(order),
        )
        .filter(
            _.span == _.before, _.by != _.other, _.waited.between(0, MAX_REPLY_DELAY_MS)
        )
        .group_by("span", "by", "other")
        .aggregate(times=_.count())
        .inner_join(people.select("span", "period").distinct(), "span")
        # Those who answered most first; one number sorts faster than three.
        .select(
            "period",
            "by",
            "other",
            "times",
            order=(_.by - _.times * PERSON_NUMBER_BASE) * PERSON_NUMBER_BASE + _.other,
        )
    )


PERSON_COLUMNS = ("author", "alias", "messages", "words")
LINK_COLUMNS = ("url", "domain", "title", "description", "message")
REPLY_COLUMNS = ("by", "other", "times")
FILE_FACT_COLUMNS = ("path", "media_type", "mime", "width", "height", "seconds")
FILE_COLUMNS = ("id", *FILE_FACT_COLUMNS, "note", "message")

INSTANT_FORMAT = "%Y-%m-%dT%H:%M:%SZ"

# How the database writes characters that Python writes in another way, in JSON.
UNICODE_ESCAPE = r"\u"


@ibis.udf.scalar.builtin(name="to_json")
def duckdb_to_json(value) -> dt.string:
    """Return a value as JSON; DuckDB's function."""


def to_json_text(value: ir.Value) -> ir.StringValue:
    """Return a value as JSON text; null is `null`."""
    written = value if value.type().is_integer() else duckdb_to_json(value)
    return written.cast("string").fill_null("null")


def small_parts(
    shown: ir.Table, people: ir.Table, media: ir.Table, posted: ir.Table
) -> ir.Table:
    """Return one row per period that gets a post, with the small parts of its brief.

    Parts are lists in JSON: `people`, `links` and `media` as in a brief; `days`,
    `hours` and `replies` are counts.
    """
    numbered, timed = number_messages(shown), count_by_day_and_hour(shown)
    whole = posted.select("period").inner_join(bounds_of_periods(shown), "period")
    for part in (
        rows_as_json(people, "people", PERSON_COLUMNS, "by"),
        rows_as_json(
            first_links(shown, numbered), "links", LINK_COLUMNS, "position", "nth"
        ),
        rows_as_json(
            first_files(shown, media, numbered), "media", FILE_COLUMNS, "position"
        ),
        rows_as_json(count_by_day(timed), "days", ("day", "times"), "day"),
        rows_as_json(count_by_hour(timed), "hours", ("hour", "times"), "hour"),
        rows_as_json(count_replies(shown, people), "replies", REPLY_COLUMNS, "order"),
    ):
        whole = whole.left_join(part, "period").drop("period_right")
    return whole


def message_lists(shown: ir.Table, people: ir.Table, media: ir.Table) -> ir.Table:
    """Return the messages of each period as a JSON list of lists: `messages`.

    Where `unusual` is true, it is not written as Python would write it.
    """
    rows = message_rows(shown, people, media)
    return rows.group_by("period").aggregate(
        messages="[" + _.row.group_concat(",", order_by=_.position) + "]",
        unusual=_.unusual.any(),
    )


def rows_as_json(
    table: ir.Table, name: str, columns: tuple[str, ...], *order: str
) -> ir.Table:
    """Return the rows of each period as a JSON list of lists, in `order`."""
    first, *rest = (to_json_text(table[column]) for column in columns)
    cells = reduce(lambda row, cell: row + "," + cell, rest, "[" + first)
    rows = table.select("period", *order, row=cells + "]")
    return rows.group_by("period").aggregate(
        **{name: "[" + _.row.group_concat(",", order_by=list(order)) + "]"}
    )


def bounds_of_periods(shown: ir.Table) -> ir.Table:
    """Return the first and last day and instant of each period."""
    return shown.group_by("period").aggregate(
        first_day=_.local_time.min().strftime("%Y-%m-%d"),
        last_day=_.local_time.max().strftime("%Y-%m-%d"),
        starts_at=_.sent_at.min().strftime(INSTANT_FORMAT),
        ends_at=_.sent_at.max().strftime(INSTANT_FORMAT),
    )


def message_rows(shown: ir.Table, people: ir.Table, media: ir.Table) -> ir.Table:
    """Return each message as briefs have it, as JSON: `period`, `position`, `row`.

    Only files that are there are named. `unusual` marks control characters, which
    Python writes in another way: a brief has one digest in both.
    """
    whose = people.select("period", "author", "by")
    there = media.select("media_id", media="media_id")
    rows = shown.left_join(whose, ["period", "author"]).left_join(there, "media_id")
    plain = (rows.kind == "text") & rows.media.isnull()
    tail = "," + to_json_text(rows.kind) + "," + to_json_text(rows.media)
    written = rows.select(
        "period",
        "position",
        at=rows.local_time.cast("string"),
        by=to_json_text(rows.by),
        text=to_json_text(rows.text),
        tail=ibis.ifelse(plain, "]", tail + "]"),
    )
    minute = _["at"].left(10) + "T" + _["at"].substr(11, 5)
    return written.select(
        "period",
        "position",
        row='["' + minute + '",' + _.by + "," + _.text + _.tail,
        unusual=_.text.contains(UNICODE_ESCAPE),
    )


def number_messages(shown: ir.Table) -> ir.Table:
    """Return the number in its period, from 1, of each message with links or a file."""
    order = ibis.window(group_by="period", order_by="position")
    return (
        shown.select(
            "period",
            "position",
            carries=(_.link_notes.length() > 0) | _.media_id.notnull(),
        )
        .mutate(message=(ibis.row_number().over(order) + 1).cast("string"))
        .filter(_.carries)
        .select("position", "message")
    )


def first_links(shown: ir.Table, numbers: ir.Table) -> ir.Table:
    """Return the addresses that people shared, each where it comes first."""
    first = ibis.window(group_by=["period", "url"], order_by=["position", "nth"])
    return (
        shown.filter(_.author.notnull(), _.link_notes.length() > 0)
        .select("period", "position", "link_notes")
        .unnest("link_notes", offset="nth")
        .select(
            "period",
            "position",
            "nth",
            url=_.link_notes["url"],
            domain=domain_of(_.link_notes["url"]),
            title=_.link_notes["title"],
            description=_.link_notes["description"],
        )
        .mutate(seen=ibis.row_number().over(first))
        .filter(_.seen == 0)
        .inner_join(numbers, "position")
    )


def first_files(shown: ir.Table, media: ir.Table, numbers: ir.Table) -> ir.Table:
    """Return the files that people sent, each where it comes first."""
    first = ibis.window(group_by=["period", "id"], order_by="position")
    return (
        shown.filter(_.author.notnull(), _.media_id.notnull())
        .select("period", "position", id=_.media_id, note=_.media_note.fill_null(""))
        .inner_join(media.select(*FILE_FACT_COLUMNS, id="media_id"), "id")
        .mutate(seen=ibis.row_number().over(first))
        .filter(_.seen == 0)
        .inner_join(numbers, "position")
    )


def row_of_period(content: Mapping[str, Any], digest: str) -> dict[str, Any]:
    """Return the row of `contracts.PERIODS` of a brief.

    Parameters
    ----------
    content
        The brief as JSON values.
    digest
        Of the brief, from the index.
    """
    return {
        "period": content["period"],
        "starts_at": datetime.fromisoformat(content["starts_at"]),
        "ends_at": datetime.fromisoformat(content["ends_at"]),
        "messages": content["statistics"]["messages"],
        "authors": len(content["people"]),
        "words": content["statistics"]["words"],
        "digest": digest,
    }


SCALAR_FIELDS = ("first_day", "last_day", "starts_at", "ends_at")
LIST_FIELDS = ("people", "links", "media")


def contents_of_briefs(
    enriched: ir.Table,
    knowledge: ir.Table,
    members: ir.Table,
    media: ir.Table,
    every: Every,
    min_messages: int,
    language: str,
    memories: int,
) -> Iterator[dict[str, Any]]:
    """Yield the content of each brief, oldest first, as `briefs.encode_brief` takes it.

    Parameters
    ----------
    enriched, knowledge, members, media
        The tables.
    every
        Calendar unit of a period.
    min_messages
        Periods in which people wrote fewer messages get no brief.
    language
        Language of the posts, or `auto`.
    memories
        Chunks of earlier periods per brief, at most.

    """
    said = materialize(messages_for_briefs(enriched, every))
    kept = materialize(periods_with_posts(said, min_messages).select("period"))
    aliases = [row["alias"] for row in iterate_rows(members.select("alias"))]
    spoken = spoken_messages(said, aliases)
    counted = count_words(spoken)
    found = retrieve_memories(knowledge, said, kept, counted.unsaid, memories)
    told, spelled, topics = keywords_and_topics(counted, kept, found)
    # It is large, and only briefs are to be made yet.
    del counted
    habits = {}
    if language == AUTO:
        habits = habits_of_people(iterate_rows(opening_lines(spoken)))
    for row in rows_of_briefs(
        said, materialize(people_of_periods(said, members)), media, kept
    ):
        period = row["period"]
        lists = {name: parse_part(row[name]) for name in LIST_FIELDS}
        said = row["messages"]
        heard = language
        if language == AUTO:
            authors = [author for author, *_ in lists["people"]]
            heard = language_of_period(period, authors, habits)
        called = topic_labels(heard)
        yield {
            "period": period,
            "every": every,
            "language": heard,
            **{name: row[name] for name in SCALAR_FIELDS},
            **lists,
            "messages": parse_part(said) if row["unusual"] else said,
            "terms": told.get(period, []),
            "topics": [called[one] for one in topics.get(period, ())],
            "known_topics": list(called.values()),
            "memories": [memory_row(one, spelled) for one in found.get(period, ())],
            "statistics": statistics_of(row, lists["people"]),
        }


def rows_of_briefs(
    shown: ir.Table, people: ir.Table, media: ir.Table, posted: ir.Table
) -> Iterator[dict[str, Any]]:
    """Yield the parts of each brief, oldest first."""
    small = small_parts(shown, people, media, posted)
    large = message_lists(shown.semi_join(posted, "period"), people, media)
    whole = small.inner_join(large, "period").order_by("period")
    yield from iterate_rows(whole)


def memory_row(row: dict[str, Any], spelled: StemSpellings) -> list[Any]:
    """Return a memory, with the words that it shares as this period writes them."""
    shared = [
        spelled.get((row["period"], stem)) or first_word_with_stem(stem, row["text"])
        for stem in row["shared"]
    ]
    return [row["found"], row["starts_at"], row["text"], shared, row["authors"]]


def first_word_with_stem(stem: str, text: str) -> str:
    """Return the first word of `text` that has a folded stem, or the stem."""
    words = re.findall(r"\w+", text)
    return next((word for word in words if fold(word).startswith(stem)), stem)


def statistics_of(row: dict[str, Any], people: list[list[Any]]) -> dict[str, Any]:
    """Return the counts of what people wrote."""
    hours = dict(parse_part(row["hours"]))
    days = dict(parse_part(row["days"]))
    return {
        "messages": sum(messages for _, _, messages, _ in people),
        "words": sum(words for _, _, _, words in people),
        "per_day": {
            day: days.get(day, 0)
            for day in dates_between(row["first_day"], row["last_day"])
        },
        "per_hour": [hours.get(hour, 0) for hour in range(24)],
        "replies": parse_part(row["replies"]),
    }


def dates_between(first: str, last: str) -> Iterator[str]:
    """Yield the dates from `first` to `last`."""
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        yield day.isoformat()
        day += timedelta(days=1)


def parse_part(text: str | None) -> list:
    """Return a part of a brief; one that has nothing is an empty list."""
    return json.loads(text) if text else []
