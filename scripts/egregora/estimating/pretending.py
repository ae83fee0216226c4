"""A model that gives kept answers, and counts what it would have to ask."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from egregora.estimating.tokens import tokens_in, tokens_of, tokens_of_answer
from egregora.model import vectors
from egregora.model.answers import Answers
from egregora.model.kept import BATCH, EMBEDDINGS, KeptModel
from egregora.model.requests import Request

# An answer that is not there yet is taken to be as long as most.
FILLER = ("something that will be said " * 3).strip()
ITEMS = 6


@dataclass
class Due:
    """What is still to be paid for a stage."""

    stage: str
    model: str
    kept: int = 0  # answers that are there
    calls: int = 0
    input: float = 0  # tokens
    output: float = 0
    batch: bool = False  # asked at the price of batches


class PretendedModel(KeptModel):
    """Gives kept answers and invents the others; asks nobody and keeps nothing.

    Parameters
    ----------
    settings
        The provider, the name of the model and so on: see `open_model`.
    answers
        The kept answers.
    stage
        Who asks.
    batch
        Whether it asks at the price of batches.
    """

    def __init__(
        self,
        settings: Mapping[str, Any],
        answers: Answers,
        stage: str,
        batch: bool = False,
    ):
        super().__init__(settings, None, answers, seconds=0, calls=1, pause=0)
        self.due = Due(stage, self.name, batch=batch)
        self.asker = Pretender(self.due, answers)

    def generate_all(self, requests: Sequence[Request]) -> list[Any]:
        """Return the kept answer to each request, or an invented one."""
        answers = super().generate_all(requests)
        self.due.kept = self.counts.kept
        return answers

    def embed(
        self, texts: Sequence[str], about: Sequence[tuple[str, ...]] = ()
    ) -> list[list[float]] | None:
        """Return the kept vector of each text, or None if one is missing."""
        found = {
            text: self.answers.find(EMBEDDINGS, self.digest_of_text(text))
            for text in dict.fromkeys(texts)
        }
        missing = [text for text, packed in found.items() if not packed]
        self.due.kept += len(found) - len(missing)
        self.due.calls += math.ceil(len(missing) / BATCH)
        self.due.input += sum(map(tokens_in, missing))
        if missing:
            return None
        return [vectors.unpacked(found[text]) for text in texts]


class Pretender:
    """Invents answers, and counts them.

    Parameters
    ----------
    due
        Where it counts.
    answers
        The kept answers, which tell how long answers are.
    """

    def __init__(self, due: Due, answers: Answers):
        self.due, self.answers = due, answers
        self.invented: dict[str, Any] = {}

    def generate_all(
        self, requests: Mapping[str, Request], keep: Callable[..., None]
    ) -> dict[str, Any]:
        """Return an invented answer to each request by digest."""
        purpose = next(iter(requests.values())).purpose
        each = tokens_of_answer(purpose, self.answers)
        new = {name: requests[name] for name in requests.keys() - self.invented.keys()}
        self.due.calls += len(new)
        self.due.input += sum(map(tokens_of, new.values()))
        self.due.output += each * len(new)
        self.invented |= {name: invented(one.schema) for name, one in new.items()}
        return {name: self.invented[name] for name in requests}

    def close(self) -> None:
        """There is nothing to close."""


def invented(schema: Mapping[str, Any]) -> Any:
    """Return a value that fits `schema`, as long as most answers."""
    if "enum" in schema:
        return schema["enum"][-1]
    kinds = schema.get("type", "object")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "object":
        parts = schema.get("properties", {}).items()
        return {name: invented(part) for name, part in parts}
    if kind == "array":
        return [invented(schema["items"])] * min(ITEMS, schema.get("maxItems", ITEMS))
    return {"string": FILLER, "boolean": False}.get(kind, 1)
