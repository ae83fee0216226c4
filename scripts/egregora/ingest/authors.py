"""The author of each message: column expressions over the bodies of messages.

The author is the text before the first `: ` of a body. Phones print contacts by their
saved names, which may contain a colon, and so may notices.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.ingest.headers import DIRECTION_MARKS, HEADER_SPACES

# An empty message ends with the colon where an editor took the last blank away.
AUTHOR_HEADING = r"^([^\n]+?):(?: |\n|$)"
# Without a colon in the name, the pattern is fast.
HEADING_WITHOUT_COLON = r"^([^:\n]+):(?: |\n|$)"
MAX_AUTHOR_NAME = 120
# A saved name that holds `: ` shows in each of its messages, so in three at least.
MIN_MESSAGES_OF_NAME = 3


def split_authors(messages: ir.Table) -> ir.Table:
    """Part each `body` into `author_name` and `text`.

    Parameters
    ----------
    messages
        One row per message, with its `body`.

    Returns
    -------
    ir.Table
        The same rows without `body`; `author_name` is null and `text` the whole body
        where nobody is named.

    """
    headed = messages.mutate(heading=heading_of(_.body)).view()
    # A notice may begin with a name that holds a colon: `Mãe: casa left`.
    is_theirs = _.longer_name.isnull() | _.body.startswith(_.longer_name)
    return (
        headed.left_join(people_of_headings(headed), "heading")
        .mutate(
            author_name=ibis.ifelse(is_theirs, _.author_name, ibis.null("string")),
            text=ibis.ifelse(is_theirs, _.body.substr(_.skipped.fill_null(0)), _.body),
        )
        .drop("body", "heading", "heading_right", "skipped", "longer_name")
    )


def people_of_headings(headed: ir.Table) -> ir.Table:
    """Return one row per `heading`, with the person that it names.

    Returns
    -------
    ir.Table
        `heading`; `author_name`, as people read it, null for half a notice;
        `skipped`, how many characters the name and its colon take in a body;
        `longer_name`, name and colon where the name holds a colon, else null.

    """
    nobody = ibis.null("string")
    # What lies between the first and last of sorted texts begins as both do.
    is_steady = _.plain.isnull() | (
        _.plain.startswith(_.rest) & _.other_plain.startswith(_.rest)
    )
    has_longer_name = (
        (_.messages >= MIN_MESSAGES_OF_NAME)
        & (_.rest == _.other_rest)
        & is_steady.fill_null(False)
    )
    # Names with a colon stand in notices too: `Ana added Mãe: casa`.
    every_longer_name = _.longer_name.collect().over(ibis.window())
    is_short = (_.name != "") & (_.name.length() <= MAX_AUTHOR_NAME)
    is_name = is_short & has_closed_quotes(_.name) & ~_.is_in_notice.fill_null(False)
    spoken = headed.group_by("heading").aggregate(first=_.body.min(), last=_.body.max())
    return (
        spoken.left_join(find_second_headings(headed, spoken), "heading")
        .mutate(
            longer_name=ibis.ifelse(has_longer_name, _.heading + ": " + _.rest, nobody)
        )
        .mutate(
            longer_names=every_longer_name,
            name=_.longer_name.coalesce(_.heading),
            whole=_.heading + ": " + _.plain,
        )
        .mutate(is_in_notice=is_half_of_notice)
        .select(
            "heading",
            author_name=ibis.ifelse(is_name, readable_name(_.name), nobody),
            skipped=ibis.ifelse(is_name, _.name.length() + 2, 0),
            longer_name=_.longer_name + ":",
        )
    )


def find_second_headings(headed: ir.Table, spoken: ir.Table) -> ir.Table:
    """Tell what follows those headings that may be the half of a name or a notice.

    All texts of such a heading begin alike, so two of them do, which hardly any do of
    a person who wrote more than one message.

    Parameters
    ----------
    headed
        All messages, with `heading` and `body`.
    spoken
        One row per `heading`, with the `first` and the `last` of its bodies.

    Returns
    -------
    ir.Table
        `heading`; `messages` with a second heading, and the first and last of those
        (`rest`, `other_rest`); first and last text without (`plain`, `other_plain`).

    """
    one, other = (
        text_after_heading(_.first, _.heading),
        text_after_heading(_.last, _.heading),
    )
    alike = spoken.filter(one.substr(0, 1) == other.substr(0, 1))
    has_second = _.rest != ""
    return (
        headed.semi_join(alike, "heading")
        .mutate(
            rest=second_heading_of(_.body, _.heading),
            text=text_after_heading(_.body, _.heading),
        )
        .group_by("heading")
        .aggregate(
            messages=_.rest.count(where=has_second),
            rest=_.rest.min(where=has_second),
            other_rest=_.rest.max(where=has_second),
            plain=_.text.min(where=~has_second),
            other_plain=_.text.max(where=~has_second),
        )
    )


def is_half_of_notice(people: ir.Table) -> ir.BooleanValue:
    """Return whether a heading is the half of a notice that names somebody else."""
    named = people.longer_names.filter(lambda name: people.whole.contains(" " + name))
    return (people.messages == 0) & (named.length().fill_null(0) > 0)


def heading_of(body: ir.StringValue) -> ir.StringValue:
    """Return what stands before the first `: ` of the first line; empty for none."""
    parts = body.split(": ")
    is_heading = (parts[0] != "") & (parts[0] != body) & ~parts[0].contains("\n")
    return ibis.ifelse(is_heading, parts[0], body.re_extract(AUTHOR_HEADING, 1))


def second_heading_of(body: ir.StringValue, heading: ir.StringValue) -> ir.StringValue:
    """Return what stands before the next `: ` of the first line; empty for none."""
    rest = text_after_heading(body, heading)
    return ibis.ifelse(
        rest.contains(":"), rest.re_extract(HEADING_WITHOUT_COLON, 1), ""
    )


def text_after_heading(body: ir.StringValue, heading: ir.StringValue) -> ir.StringValue:
    """Return what stands behind a heading and its colon."""
    return body.substr(heading.length() + 2)


def has_closed_quotes(name: ir.StringValue) -> ir.BooleanValue:
    """Return whether the quotes of `name` are closed.

    Those of `Ana changed the subject to "Plan` are not: it is the half of a notice.
    """
    return (
        (count_characters(name, '"') % 2 == 0)
        & (count_characters(name, "“”„") % 2 == 0)
        & (count_characters(name, "«") == count_characters(name, "»"))
        & (count_characters(name, "「『《‹") == count_characters(name, "」』》›"))
        # ’ is an apostrophe too.
        & (count_characters(name, "‘") <= count_characters(name, "’"))
        & ~name.re_search(r"\s'[^']*$")
    )


def count_characters(text: ir.StringValue, characters: str) -> ir.IntegerValue:
    """Return how many of `characters` are in `text`."""
    return text.re_replace(f"[^{characters}]", "").length()


def readable_name(name: ir.StringValue) -> ir.StringValue:
    """Return a name or number without marks, `~` and special blanks and hyphens."""
    shown = (
        name.re_replace(f"[{DIRECTION_MARKS}]", "")
        .re_replace(f"[{HEADER_SPACES}]+", " ")
        .replace("\u2011", "-")
        .re_replace("^ *~ *", "")
        .strip()
    )
    return ibis.ifelse(shown == "", name, shown)
