"""The table `enriched`: each message with the notes on its links and its file."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.contracts import ENRICHED
from egregora.text.columns import shares


def enriched(anonymized: ir.Table, links: ir.Table, media_notes: ir.Table) -> ir.Table:
    """Return each message with the notes on its links and on its file.

    Parameters
    ----------
    anonymized
        One row per message.
    links
        One row per distinct URL.
    media_notes
        One row per distinct file.

    Returns
    -------
    ir.Table
        `contracts.ENRICHED`: links in the order of the text, each once; an empty list
        and null where there is nothing to say.
    """
    notes = link_notes(anonymized, links)
    described = media_notes.select("media_id", media_note=_.description.nullif(""))
    none = ibis.literal([], ENRICHED.schema["link_notes"])
    return (
        anonymized.left_join(notes, "position")
        .drop("position_right")
        .left_join(described, "media_id")
        .drop("media_id_right")
        .mutate(link_notes=_.link_notes.fill_null(none))
        .select(list(ENRICHED.columns))
        .order_by("position")
    )


def link_notes(anonymized: ir.Table, links: ir.Table) -> ir.Table:
    """Return the notes on the links of each message that holds any, by `position`."""
    note = ibis.struct({name: _[name] for name in ("url", "title", "description")})
    return (
        shares(anonymized)
        .join(links.select("url", "title", "description"), "url")
        .group_by("position")
        .aggregate(link_notes=note.collect(order_by=_.nth))
    )
