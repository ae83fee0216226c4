"""What is still to be paid, as lines on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from egregora.estimating.pretending import Due
from egregora.estimating.prices import Prices

HEAD = ("stage", "model", "kept", "calls", "tokens in", "tokens out", "USD")
LEFT = 2  # columns of words


def told(due: Sequence[Due], prices: Prices) -> Iterator[str]:
    """Yield the lines of a table, its sum, and what the prices are worth."""
    rows = [row_of(one, prices) for one in due]
    costs = [cost_of(one, prices) for one in due]
    whole = Due(
        "together",
        "all",
        sum(one.kept for one in due),
        sum(one.calls for one in due),
        sum(one.input for one in due),
        sum(one.output for one in due),
    )
    unknown = sorted({one.model for one in due if cost_of(one, prices) is None})
    total = sum(cost for cost in costs if cost is not None)
    rows.append([*row_of(whole, prices)[:-1], f"{total:.2f}" + ("+" * bool(unknown))])
    widths = [max(map(len, column)) for column in zip(HEAD, *rows, strict=True)]
    for row in (HEAD, *rows):
        cells = zip(row, widths, strict=True)
        yield "  ".join(
            cell.ljust(width) if place < LEFT else cell.rjust(width)
            for place, (cell, width) in enumerate(cells)
        ).rstrip()
    yield f"Prices as of {prices.read}, without free quota; tokens are rough."
    if batched := [one.stage for one in due if one.batch]:
        yield f"At the price of batches: {', '.join(batched)}."
    if unknown:
        yield f"No price is known of {', '.join(unknown)}; set it in model.prices."


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
