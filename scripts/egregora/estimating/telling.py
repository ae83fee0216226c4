"""What is still to be paid, as a table and for machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from egregora.estimating.pretending import Due
from egregora.estimating.prices import Prices
from egregora.showing import Shown

HEAD = ("stage", "model", "kept", "calls", "tokens in", "tokens out", "USD")


def as_table(due: Sequence[Due], prices: Prices) -> Shown:
    """Return what each stage and all together cost; + where a price is not known."""
    rows = [row_of(one, prices) for one in due]
    costs = [cost_of(one, prices) for one in due]
    total = sum(cost for cost in costs if cost is not None)
    cells = row_of(together(due), prices)[:-1]
    rows.append([*cells, f"{total:.2f}" + ("+" * (None in costs))])
    return Shown(HEAD, rows, right=HEAD[2:])


def notes(due: Sequence[Due], prices: Prices) -> list[str]:
    """Return what the prices are worth."""
    unknown = sorted({one.model for one in due if cost_of(one, prices) is None})
    batched = [one.stage for one in due if one.batch]
    told = [f"Prices as of {prices.read}, without free quota; tokens are rough."]
    if batched:
        told.append(f"At the price of batches: {', '.join(batched)}.")
    if unknown:
        names = ", ".join(unknown)
        told.append(f"No price is known of {names}; set it in model.prices.")
    return told


def as_json(due: Sequence[Due], prices: Prices) -> dict[str, Any]:
    """Return what each stage costs, for machines; null where a price is not known."""
    stages = [asdict(one) | {"dollars": cost_of(one, prices)} for one in due]
    return {"stages": stages, "prices": str(prices.read)}


def together(due: Sequence[Due]) -> Due:
    """Return the sum of all stages."""
    return Due(
        "together",
        "all",
        sum(one.kept for one in due),
        sum(one.calls for one in due),
        sum(one.input for one in due),
        sum(one.output for one in due),
    )


def row_of(due: Due, prices: Prices) -> list[str]:
    """Return the cells of a stage."""
    cost = cost_of(due, prices)
    counts = (due.kept, due.calls, round(due.input), round(due.output))
    price = "?" if cost is None else f"{cost:.2f}"
    return [due.stage, due.model, *(f"{one:,}" for one in counts), price]


def cost_of(due: Due, prices: Prices) -> float | None:
    """Return what a stage costs in dollars; None if its price is not known."""
    if not due.calls:
        return 0.0
    return prices.dollars(due.model, due.input, due.output, due.batch)
