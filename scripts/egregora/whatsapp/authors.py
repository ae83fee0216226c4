"""Who wrote a message: column expressions over the bodies of messages.

The author is what stands before the first `: ` of a body. Phones print contacts by
their saved names, which may hold a colon themselves; notices may hold one too.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.whatsapp.layouts import MARKS, SPACES

# An empty message ends with the colon where an editor took the last blank away.
# `[^:]*` before the colon keeps the first pattern fast; other names are rare.
HEADING = r"^([^:\n]+):(?: |\n|$)"
HEADING_WITH_COLON = r"^([^\n]+?):(?: |\n|$)"
LONGEST_NAME = 120
# A saved name that holds `: ` shows in each of its messages, so in three at least.
FEWEST = 3


def with_authors(messages: ir.Table) -> ir.Table:
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
    return (
        headed.left_join(people_of(headed), "heading")
        .mutate(text=_.body.substr(_.skipped.fill_null(0)))
        .drop("body", "heading", "heading_right", "skipped")
    )


def people_of(headed: ir.Table) -> ir.Table:
    """Return one row per `heading`, with the person that it names.

    Returns
    -------
    ir.Table
        `heading`; `author_name`, as people read it, null for half a notice;
        `skipped`, how many characters the name and its colon take in a body.

    """
    has_longer_name = (_.messages >= FEWEST) & (_.rest == _.other_rest) & (_.rest != "")
    is_short = (_.name != "") & (_.name.length() <= LONGEST_NAME)
    is_name = is_short & is_balanced(_.name)
    # What the first and the last body of the alphabet begin with, all begin with.
    return (
        headed.group_by("heading")
        .aggregate(messages=_.count(), first=_.body.min(), last=_.body.max())
        .mutate(
            rest=second_heading_of(_.first, _.heading),
            other_rest=second_heading_of(_.last, _.heading),
        )
        .mutate(
            name=ibis.ifelse(has_longer_name, _.heading + ": " + _.rest, _.heading),
        )
        .select(
            "heading",
            author_name=ibis.ifelse(is_name, readable(_.name), ibis.null("string")),
            skipped=ibis.ifelse(is_name, _.name.length() + 2, 0),
        )
    )


def heading_of(body: ir.StringValue) -> ir.StringValue:
    """Return what stands before the first `: ` of the first line; empty for none."""
    plain = body.re_extract(HEADING, 1)
    return ibis.ifelse(plain != "", plain, body.re_extract(HEADING_WITH_COLON, 1))


def second_heading_of(body: ir.StringValue, heading: ir.StringValue) -> ir.StringValue:
    """Return what stands before the next `: ` of the first line; empty for none."""
    rest = body.substr(heading.length() + 2)
    return ibis.ifelse(rest.contains(":"), rest.re_extract(HEADING, 1), "")


def is_balanced(name: ir.StringValue) -> ir.BooleanValue:
    """Return whether the quotes of `name` are closed.

    Those of `Ana changed the subject to "Plan` are not: it is the half of a notice.
    """
    return (
        (count_of(name, '"') % 2 == 0)
        & (count_of(name, "“”„") % 2 == 0)
        & (count_of(name, "«") == count_of(name, "»"))
        & (count_of(name, "「") == count_of(name, "」"))
        & ~name.re_search(r"\s'[^']*$")
    )


def count_of(text: ir.StringValue, characters: str) -> ir.IntegerValue:
    """Return how many of `characters` are in `text`."""
    return text.re_replace(f"[^{characters}]", "").length()


def readable(name: ir.StringValue) -> ir.StringValue:
    """Return a name or number without marks, `~` and special blanks and hyphens."""
    shown = (
        name.re_replace(f"[{MARKS}]", "")
        .re_replace(f"[{SPACES}]+", " ")
        .replace("\u2011", "-")
        .re_replace("^ *~ *", "")
        .strip()
    )
    return ibis.ifelse(shown == "", name, shown)
