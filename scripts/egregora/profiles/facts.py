"""What is known about each author: counts, habits, favourites, and samples for a model.

A model is asked again when an author has written half as much again: at 8, 12, 18, 27
messages and so on. In between, a request holds the counts and messages up to the last
of these milestones, so it stays the same request and its kept answer serves. One more
day of a busy group then costs calls for few people, and ten years of an author with
100,000 messages cost 24 calls.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _
from ibis.expr.builders import WindowBuilder
from ibis.expr.types.groupby import GroupedTable

from egregora.contracts import PROFILES, drop_columns
from egregora.text import columns
from egregora.text.addresses import SQL_NO_WORDS
from egregora.text.columns import regexp_extract_all
from egregora.text.messages import is_message

# An answer comes so soon, and within so many messages.
MAX_ANSWER_SECONDS = 300
MAX_ANSWER_MESSAGES = 5


def messages_of_people(enriched: ir.Table) -> ir.Table:
    """Return the messages of people, with their place in the talk.

    Parameters
    ----------
    enriched
        `contracts.ENRICHED`.

    Returns
    -------
    ir.Table
        As `enriched`, with `nth`, which of the author's messages it is, from 1; and
        `answered`, the pseudonym of the author of the message before, if that was
        somebody else within `SECONDS`.

    """
    people = enriched.filter(is_message)
    in_order = ibis.window(order_by="position")
    own = ibis.window(group_by="author", order_by="position")
    soon = seconds_between(_.sent_at.lag().over(in_order), _.sent_at).between(
        0, MAX_ANSWER_SECONDS
    )
    before = _.author.lag().over(in_order)
    return people.mutate(
        nth=ibis.row_number().over(own) + 1,
        answered=ibis.ifelse(soon & (before != _.author), before, ibis.null("string")),
    )


def add_answers(written: ir.Table) -> ir.Table:
    """Return `written` with `answers`, how many others spoke soon after."""
    in_order = ibis.window(order_by="position")
    nobody = ibis.null("string")
    following = []
    for far in range(1, MAX_ANSWER_MESSAGES + 1):
        other = _.author.lead(far).over(in_order)
        soon = seconds_between(_.sent_at, _.sent_at.lead(far).over(in_order)).between(
            0, MAX_ANSWER_SECONDS
        )
        following.append(ibis.ifelse(soon & (other != _.author), other, nobody))
    heard = ibis.array(following).filter(lambda one: one.notnull())
    return written.mutate(answers=heard.unique().length())


def seconds_between(
    start: ir.TimestampValue, end: ir.TimestampValue
) -> ir.IntegerValue:
    """Return the seconds from `start` to `end`; below zero where time goes back."""
    return end.epoch_seconds() - start.epoch_seconds()


# Shades of skin are nobody's taste in emoji, and say something about the person.
SKIN_TONES = r"[\x{1F3FB}-\x{1F3FF}]"
EMOJI_VARIATION = "\ufe0f"

EMOJI_CHARACTER = (
    r"[\x{203C}\x{2049}\x{2139}\x{2194}-\x{21AA}\x{231A}\x{231B}\x{2328}\x{23CF}"
    r"\x{23E9}-\x{23FA}\x{24C2}\x{25AA}\x{25AB}\x{25B6}\x{25C0}\x{25FB}-\x{25FE}"
    r"\x{2600}-\x{27BF}\x{2934}\x{2935}\x{2B05}-\x{2B07}\x{2B1B}\x{2B1C}\x{2B50}"
    r"\x{2B55}\x{3030}\x{303D}\x{3297}\x{3299}\x{1F004}-\x{1F1E5}\x{1F200}-\x{1F3FA}"
    r"\x{1F400}-\x{1FAFF}]\x{FE0F}?"
)
FLAG_EMOJI = r"[\x{1F1E6}-\x{1F1FF}]{2}"
REGION_FLAG_EMOJI = r"\x{1F3F4}[\x{E0061}-\x{E007A}]+\x{E007F}"
KEYCAP_EMOJI = r"[0-9#*]\x{FE0F}?\x{20E3}"
EMOJI_SEQUENCE = rf"{EMOJI_CHARACTER}(?:\x{{200D}}{EMOJI_CHARACTER})*"
ANY_EMOJI = f"{FLAG_EMOJI}|{REGION_FLAG_EMOJI}|{KEYCAP_EMOJI}|{EMOJI_SEQUENCE}"


def find_emoji(text: ir.StringValue) -> ir.ArrayValue:
    """Return the distinct emoji of `text`, without shades of skin."""
    return regexp_extract_all(text.re_replace(SKIN_TONES, ""), ANY_EMOJI).unique()


def fold_emoji(emoji: ir.StringValue) -> ir.StringValue:
    """Return what two ways of writing one emoji have in common."""
    return emoji.replace(EMOJI_VARIATION, "")


COUNTED_MEDIA_KINDS = ("media", "media_omitted")
MAX_FAVOURITE_EMOJI = 5
EXTRA_FACT_COLUMNS = ("first_day", "last_day", "emoji_messages", "answers")
FACT_COLUMNS = (
    *drop_columns(PROFILES.columns, "portrait", "model"),
    *EXTRA_FACT_COLUMNS,
)


def facts_of_authors(written: ir.Table, members: ir.Table) -> ir.Table:
    """Return what `contracts.PROFILES` holds of each author, portrait and model aside.

    And `first_day` and `last_day` as the people saw them, `emoji_messages`, those with
    the favourite emoji, and `answers`, those that answer the most answered.

    Parameters
    ----------
    written
        Messages, from `facts.messages_of_people`.
    members
        `contracts.MEMBERS`.

    """
    emoji, answered = favourite_emoji(written), most_answered(written)
    none = ibis.literal([], "array<string>")
    return (
        members.join(counts_of_authors(written), "author")
        .left_join(emoji, "author", rname="{name}_of_emoji")
        .left_join(answered, "author", rname="{name}_who_answers")
        .mutate(favourite_emoji=_.favourite_emoji.fill_null(none))
        .select(list(FACT_COLUMNS))
    )


def counts_of_authors(written: ir.Table) -> ir.Table:
    """Return how much each author wrote, and when."""
    hour = _.local_time.hour()
    per_hour = [(hour == one).sum().cast("int64") for one in range(24)]
    return written.group_by("author").aggregate(
        messages=_.count(),
        words=columns.all_words(columns.drop_non_words(_.text))
        .length()
        .sum()
        .cast("int64"),
        media=_.kind.isin(COUNTED_MEDIA_KINDS).sum().cast("int64"),
        links=_.link_notes.length().sum().cast("int64"),
        first_seen=_.sent_at.min(),
        last_seen=_.sent_at.max(),
        first_day=_.local_time.date().min(),
        last_day=_.local_time.date().max(),
        hours=ibis.array(per_hour),
    )


def favourite_emoji(written: ir.Table) -> ir.Table:
    """Return the emoji that each author used in most messages, at most five."""
    used = written.select("author", emoji=find_emoji(_.text).unnest())
    counted = (
        used.group_by("author", folded=fold_emoji(_.emoji))
        .aggregate(emoji=_.emoji.max(), messages=_.count())
        .mutate(place=ibis.row_number().over(order_within_author("messages", "folded")))
        .filter(_.place < MAX_FAVOURITE_EMOJI)
    )
    return counted.group_by("author").aggregate(
        favourite_emoji=_.emoji.collect(order_by="place"),
        emoji_messages=_.messages.max(),
    )


def most_answered(written: ir.Table) -> ir.Table:
    """Return the person that each author answered most."""
    return (
        written.filter(_.answered.notnull())
        .group_by("author", "answered")
        .aggregate(times=_.count())
        .mutate(place=ibis.row_number().over(order_within_author("times", "answered")))
        .filter(_.place == 0)
        .select("author", most_answered=_.answered, answers=_.times)
    )


def order_within_author(count: str, otherwise: str) -> ibis.expr.builders.WindowBuilder:
    """Return the order within an author: highest `count` first, then `otherwise`."""
    return ibis.window(group_by="author", order_by=[ibis.desc(count), otherwise])


MAX_OWN_WORDS = 12
MAX_OWN_LINES = 3

# A word is somebody's own from so many of their messages on.
MIN_MESSAGES_WITH_WORD = 3
OWN_WORD = r"^[\p{L}\p{M}]{4,20}$"

# A line that can stand alone: neither a grunt nor a speech, naming nobody.
STANDALONE_LINE = r"^[^\n@\[\]]{25,140}$"
UNFIT_LINE = rf"{SQL_NO_WORDS}|[0-9]{{4}}|^/"


def own_words_of_authors(written: ir.Table) -> ir.Table:
    """Return the words that each author uses more than the others do.

    Parameters
    ----------
    written
        Messages, from `facts.messages_of_people`.

    Returns
    -------
    ir.Table
        `author` and `own_words`, the most telling first.

    """
    used = written.select(
        "author",
        word=columns.all_words(columns.drop_non_words(_.text).lower())
        .unique()
        .unnest(),
    ).filter(_.word.re_search(OWN_WORD) & columns.is_telling(columns.fold_text(_.word)))
    counted = used.group_by("author", "word").aggregate(own=_.count())
    compared = counted.mutate(
        own_total=_.own.sum().over(ibis.window(group_by="author")),
        of_all=_.own.sum().over(ibis.window(group_by="word")),
        total=_.own.sum().over(ibis.window()),
    )
    # How many times likelier the author is to use it than anybody else.
    others = (_.of_all - _.own + 0.5) / (_.total - _.own_total + 1)
    likelier = (_.own / _.own_total) / others
    weighed = (
        compared.filter(_.own >= MIN_MESSAGES_WITH_WORD)
        .mutate(likelier=likelier)
        .filter(_.likelier > 2)
        .mutate(weight=(_.own * _.likelier.ln()).round(6))
    )
    first = first_of_each_author(
        weighed, order_within_author("weight", "word"), MAX_OWN_WORDS
    )
    return first.aggregate(own_words=_.word.collect(order_by="place"))


def own_lines_of_authors(written: ir.Table) -> ir.Table:
    """Return lines of each author that can stand alone, the most answered first.

    Parameters
    ----------
    written
        Messages, from `facts.messages_of_people`.

    Returns
    -------
    ir.Table
        `author` and `lines`.

    """
    order = [ibis.desc("answers"), ibis.desc("length"), "position"]
    ranked = (
        add_answers(written)
        .filter(_.text.re_search(STANDALONE_LINE) & ~_.text.re_search(UNFIT_LINE))
        .filter(_.text.re_search(r"\p{L}{3}.*\p{L}{3}"))
        .mutate(length=_.text.length())
    )
    by_author = ibis.window(group_by="author", order_by=order)
    first = first_of_each_author(ranked, by_author, MAX_OWN_LINES)
    return first.aggregate(lines=_.text.collect(order_by="place"))


def first_of_each_author(
    rows: ir.Table, window: WindowBuilder, count: int
) -> GroupedTable:
    """Return the first `count` rows of each author, with their `place` from 0."""
    placed = rows.mutate(place=ibis.row_number().over(window))
    return placed.filter(_.place < count).group_by("author")


FIRST_MILESTONE = 8
MILESTONE_GROWTH = 1.5
MILESTONES = tuple(
    int(FIRST_MILESTONE * MILESTONE_GROWTH**power) for power in range(40)
)

MAX_SAMPLED_MESSAGES = 60
MAX_SAMPLE_CHARACTERS = 280
MIN_SAMPLE_CHARACTERS = 12

# Messages by which the language of a conversation is told: the first ones, which stay.
MESSAGES_FOR_LANGUAGE = 500


def last_milestone(messages: ir.IntegerValue) -> ir.IntegerValue:
    """Return the last milestone that a count of messages has reached; null if none."""
    reached = ibis.array(list(MILESTONES)).filter(lambda one: one <= messages)
    return reached.maxs()


def messages_to_milestone(written: ir.Table) -> ir.Table:
    """Return each author's messages up to the last milestone.

    Parameters
    ----------
    written
        Messages, from `facts.messages_of_people`.

    """
    whole = ibis.window(group_by="author")
    counted = written.mutate(total=_.count().over(whole))
    reached = counted.nth <= last_milestone(counted.total)
    return counted.filter(reached).drop("total")


def sample_messages(settled: ir.Table, most: int = MAX_SAMPLED_MESSAGES) -> ir.Table:
    """Return messages of each author, spread evenly over all that can be read.

    Parameters
    ----------
    settled
        Messages, from `settled`.
    most
        Messages of each author at most.

    Returns
    -------
    ir.Table
        `author` and `messages`, oldest first.

    """
    own = ibis.window(group_by="author", order_by="position")
    whole = ibis.window(group_by="author")
    spread = (
        settled.filter(_.text.length() >= MIN_SAMPLE_CHARACTERS)
        .mutate(place=ibis.row_number().over(own), of=_.count().over(whole))
        .filter((_.place * most) // _.of != ((_.place - 1) * most) // _.of)
    )
    return spread.group_by("author").aggregate(
        messages=_.text.left(MAX_SAMPLE_CHARACTERS).collect(order_by="position")
    )


def opening_text(written: ir.Table) -> ir.Table:
    """Return the conversation's first messages, by which its language is told."""
    return (
        written.filter(_.text.length() >= MIN_SAMPLE_CHARACTERS)
        .order_by("position")
        .limit(MESSAGES_FOR_LANGUAGE)
        .select("text")
    )
