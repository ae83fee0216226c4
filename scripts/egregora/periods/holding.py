"""Tables that several others are made of, executed once."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from egregora.storage import connection


def held(table: ir.Table) -> ir.Table:
    """Return `table`, executed and kept in memory as long as it is referred to."""
    # Where a table came from memory alone, Ibis would hold it in a database of its own.
    ibis.set_backend(connection())
    return table.cache()
