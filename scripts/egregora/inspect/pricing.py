"""Lengths of requests and answers in tokens, and prices in dollars.

Prices are per million tokens; those in prices.toml can be replaced by the settings.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from egregora.files import canonical_json
from egregora.llm.cache import ResponseCache, read_record
from egregora.llm.types import Attachment, Request

# Bytes of UTF-8 to a token, in chat as JSON.
BYTES_PER_TOKEN = 3.5
# Tokens of a picture, of a second of sound, and of a page of a document.
TOKENS_PER_PICTURE, TOKENS_PER_SECOND, TOKENS_PER_PAGE = 1120, 32, 560
# Bytes of a second of a voice note, and of a page.
BYTES_PER_SECOND, BYTES_PER_PAGE = 2500, 60_000

# Tokens of an answer with what the model thinks, until some are kept.
TYPICAL_ANSWER_TOKENS = {
    "enrich_links": 300,
    "enrich_media": 300,
    "write_post": 4000,
    "rank_posts": 300,
    "write_profiles": 1200,
    "paint_covers": 1290,
}
DEFAULT_ANSWER_TOKENS = 500
# So many kept answers tell more than that.
MIN_MEASURED_ANSWERS = 5


def tokens_of_request(request: Request) -> int:
    """Return how many tokens a request takes, about."""
    told = [request.prompt, request.data, dict(request.schema)]
    return sum(map(tokens_of_value, told)) + sum(
        map(tokens_of_attachment, request.attachments)
    )


def tokens_of_value(value: Any) -> int:
    """Return how many tokens a JSON value takes, about."""
    return round(len(canonical_json(value)) / BYTES_PER_TOKEN)


def tokens_of_attachment(file: Attachment) -> int:
    """Return how many tokens a file takes, about."""
    size = Path(file.path).stat().st_size
    if file.mime.startswith(("audio/", "video/")):
        return round(size / BYTES_PER_SECOND * TOKENS_PER_SECOND)
    if file.mime.startswith("image/"):
        return TOKENS_PER_PICTURE
    return TOKENS_PER_PAGE * (1 + size // BYTES_PER_PAGE)


def tokens_of_answer(purpose: str, answers: ResponseCache) -> float:
    """Return how many tokens an answer takes: the mean of those kept, if enough are."""
    used = list(output_tokens(answers.folder / purpose))
    if len(used) < MIN_MEASURED_ANSWERS:
        return TYPICAL_ANSWER_TOKENS.get(purpose, DEFAULT_ANSWER_TOKENS)
    return sum(used) / len(used)


def output_tokens(folder: Path) -> Iterator[int]:
    """Yield the tokens of each answer that says how many it took."""
    for path in sorted(folder.glob("??/*.json")):
        usage = (read_record(path) or {}).get("usage") or {}
        if usage.get("output"):
            yield usage["output"]


PRICES_FILE = Path(__file__).with_name("prices.toml")
TOKENS_PER_PRICE = 1_000_000


@dataclass(frozen=True)
class TokenPrices:
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
        single = (
            input_ * price["input"] + output * price.get("output", 0)
        ) / TOKENS_PER_PRICE
        return single * self.batch if batch else single


def load_prices(own: Mapping[str, Mapping[str, float]] | None = None) -> TokenPrices:
    """Return the prices that come with the workflow, and the user's own before them."""
    told = tomllib.loads(PRICES_FILE.read_text(encoding="utf-8"))
    return TokenPrices(told["read"], told["models"] | dict(own or {}), told["batch"])
