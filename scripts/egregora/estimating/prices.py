"""What tokens cost."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
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
    batch
        What a batch costs of that.
    """

    read: date
    models: Mapping[str, Mapping[str, float]]
    batch: float = 1.0

    def dollars(
        self, model: str, input_: float, output: float, batch: bool = False
    ) -> float | None:
        """Return what tokens of a model cost; None if its price is not known."""
        price = self.models.get(model.removeprefix("models/"))
        if price is None:
            return None
        single = (input_ * price["input"] + output * price.get("output", 0)) / MILLION
        return single * self.batch if batch else single


def prices(own: Mapping[str, Mapping[str, float]] | None = None) -> Prices:
    """Return the prices that come with the workflow, and the user's own before them."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Prices(told["read"], told["models"] | dict(own or {}), told["batch"])
