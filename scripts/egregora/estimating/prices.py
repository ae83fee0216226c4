"""What tokens cost."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FILE = Path(__file__).with_name("prices.toml")
MILLION = 1_000_000


@dataclass(frozen=True)
class Prices:
    """Prices as of a day.

    Attributes
    ----------
    read
        When they were read.
    models
        Model → dollars for a million tokens, `input` and `output`.
    """

    read: date
    models: dict[str, dict[str, float]]

    def dollars(self, model: str, input_: float, output: float) -> float | None:
        """Return what tokens of a model cost; None if its price is not known."""
        price = self.models.get(model.removeprefix("models/"))
        if price is None:
            return None
        return (input_ * price["input"] + output * price["output"]) / MILLION


def prices() -> Prices:
    """Return the prices that come with the workflow."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Prices(told["read"], told["models"])
