"""The contract of every table, for people and for machines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from egregora.showing import Shown
from egregora.tables import SCHEMA_VERSION, Contract

HEAD = ("column", "type", "null", "meaning")


def as_json(contracts: Iterable[Contract]) -> dict[str, Any]:
    """Return the contracts for machines."""
    return {
        "version": SCHEMA_VERSION,
        "tables": [
            {
                "name": one.name,
                "grain": one.grain,
                "key": one.key,
                "order": list(one.sort),
                "private": one.private,
                "file": f"results/{one.file}",
                "columns": [
                    {"name": name, "type": kind, "null": null, "meaning": meaning}
                    for name, kind, null, meaning in columns(one)
                ],
            }
            for one in contracts
        ],
    }


def as_tables(contracts: Iterable[Contract]) -> list[Shown]:
    """Return the contracts for people."""
    return [
        Shown(
            HEAD,
            [
                [name, kind, "may be" if null else "", meaning]
                for name, kind, null, meaning in columns(one)
            ],
            title=f"{one.name}: {one.grain}; key {one.key}; results/{one.file}",
        )
        for one in contracts
    ]


def columns(contract: Contract) -> list[tuple[str, str, bool, str]]:
    """Return name, type, whether null is allowed, and meaning of each column."""
    return [
        (name, str(dtype(nullable=True)), dtype.nullable, contract.columns[name][1])
        for name, dtype in contract.schema.items()
    ]
