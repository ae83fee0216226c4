"""Which rows of a conversation count as messages.

Every count of messages that a reader or the owner sees uses `is_message`. Members who
opted out and commands are not rows of `contracts.ANONYMIZED` in the first place.
"""

from __future__ import annotations

import ibis.expr.types as ir

# Kinds of rows of which nothing is left to show.
UNSHOWN_KINDS = ("deleted", "empty")

# Kinds of rows that WhatsApp writes, of which some name a person.
NOTICE_KINDS = ("system",)

# Kinds of rows whose text, if there is any, nobody wrote.
WORDLESS_KINDS = (*UNSHOWN_KINDS, *NOTICE_KINDS, "call")


def is_message(rows: ir.Table, author: str = "author") -> ir.BooleanValue:
    """Return whether a row is a message: of a person, and not deleted or empty.

    Parameters
    ----------
    rows
        With `kind` and `author`.
    author
        Column of who wrote it; null for notices.
    """
    return rows[author].notnull() & rows.kind.notin((*UNSHOWN_KINDS, *NOTICE_KINDS))


def count_messages(rows: ir.Table) -> ir.Table:
    """Return one row: `messages`, how many of `rows` are messages."""
    return rows.aggregate(messages=is_message(rows).sum().fill_null(0))


def has_words(rows: ir.Table) -> ir.BooleanValue:
    """Return whether the text of a row, if there is any, is what a person wrote."""
    return rows.author.notnull() & rows.kind.notin(WORDLESS_KINDS)
