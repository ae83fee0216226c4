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
    # A notice may begin with a name that holds a colon: `Mãe: casa left`.
    is_theirs = _.longer_name.isnull() | _.body.startswith(_.longer_name)
    return (
        headed.left_join(people_of(headed), "heading")
        .mutate(
            author_name=ibis.ifelse(is_theirs, _.author_name, ibis.null("string")),
            text=ibis.ifelse(is_theirs, _.body.substr(_.skipped.fill_null(0)), _.body),
        )
        .drop("body", "heading", "heading_right", "skipped", "longer_name")
    )


def people_of(headed: ir.Table) -> ir.Table:
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
        (_.messages >= FEWEST) & (_.rest == _.other_rest) & is_steady.fill_null(False)
    )
    # Names with a colon stand in notices too: `Ana added Mãe: casa`.
    every_longer_name = _.longer_name.collect().over(ibis.window())
    is_short = (_.name != "") & (_.name.length() <= LONGEST_NAME)
    is_name = is_short & is_balanced(_.name) & ~_.is_in_notice
    return (
        headed.mutate(rest=second_heading_of(_.body, _.heading))
        .group_by("heading")
        .aggregate(
            messages=_.rest.count(where=_.rest != ""),
            rest=_.rest.min(where=_.rest != ""),
            other_rest=_.rest.max(where=_.rest != ""),
            plain=text_after(_.body, _.heading).min(where=_.rest == ""),
            other_plain=text_after(_.body, _.heading).max(where=_.rest == ""),
        )
        .mutate(
            longer_name=ibis.ifelse(has_longer_name, _.heading + ": " + _.rest, nobody)
        )
        .mutate(
            longer_names=every_longer_name,
            name=_.longer_name.coalesce(_.heading),
            whole=_.heading + ": " + _.plain,
        )
        .mutate(is_in_notice=names_another)
        .select(
            "heading",
            author_name=ibis.ifelse(is_name, readable(_.name), nobody),
            skipped=ibis.ifelse(is_name, _.name.length() + 2, 0),
            longer_name=_.longer_name + ":",
        )
    )


def names_another(people: ir.Table) -> ir.BooleanValue:
    """Return whether a heading is the half of a notice that names somebody else."""
    named = people.longer_names.filter(lambda name: people.whole.contains(" " + name))
    return (people.messages == 0) & (named.length().fill_null(0) > 0)


def heading_of(body: ir.StringValue) -> ir.StringValue:
    """Return what stands before the first `: ` of the first line; empty for none."""
    plain = body.re_extract(HEADING, 1)
    return ibis.ifelse(plain != "", plain, body.re_extract(HEADING_WITH_COLON, 1))


def second_heading_of(body: ir.StringValue, heading: ir.StringValue) -> ir.StringValue:
    """Return what stands before the next `: ` of the first line; empty for none."""
    rest = text_after(body, heading)
    return ibis.ifelse(rest.contains(":"), rest.re_extract(HEADING, 1), "")


def text_after(body: ir.StringValue, heading: ir.StringValue) -> ir.StringValue:
    """Return what stands behind a heading and its colon."""
    return body.substr(heading.length() + 2)


def is_balanced(name: ir.StringValue) -> ir.BooleanValue:
    """Return whether the quotes of `name` are closed.

    Those of `Ana changed the subject to "Plan` are not: it is the half of a notice.
    """
    return (
        (count_of(name, '"') % 2 == 0)
        & (count_of(name, "“”„") % 2 == 0)
        & (count_of(name, "«") == count_of(name, "»"))
        & (count_of(name, "「『《‹") == count_of(name, "」』》›"))
        # ’ is an apostrophe too.
        & (count_of(name, "‘") <= count_of(name, "’"))
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
