"""The interfaces of a model, and of a provider behind it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from egregora.errors import ModelError
from egregora.runlog import answered

if TYPE_CHECKING:
    from egregora.model.requests import Request

Embedded = list[list[float]]


@dataclass
class Counts:
    """How many answers a model gave."""

    kept: int = 0  # from the folder of answers
    asked: int = 0  # by the provider


class Model(ABC):
    """Who answers. One thread uses it, in a with-block.

    Attributes
    ----------
    name
        Name of the model, as the tables' `model` columns hold it.
    max_input_tokens
        What it reads at once; None if there is no limit.
    counts
        Answers given so far.
    """

    def __init__(self, name: str, max_input_tokens: int | None = None):
        self.name = name
        self.max_input_tokens = max_input_tokens
        self.counts = Counts()

    def __enter__(self) -> Model:
        """Return the model itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Let go of what the model holds, and count what it answered."""
        answered(self.counts.kept, self.counts.asked)
        self.close()

    def close(self) -> None:
        """Let go of what the model holds."""
        return

    def generate(self, request: Request) -> dict:
        """Return the answer to one request.

        Raises
        ------
        ModelError
            If there is none.
        """
        (answer,) = self.generate_all([request])
        if isinstance(answer, ModelError):
            raise answer
        return answer

    @abstractmethod
    def generate_all(self, requests: Sequence[Request]) -> list[dict | ModelError]:
        """Return the answer to each request, or why there is none, in their order."""

    @abstractmethod
    def embed(
        self, texts: Sequence[str], about: Sequence[tuple[str, ...]] = ()
    ) -> list[list[float]] | None:
        """Return a vector of length 1 for each text, or None if the model has none.

        Parameters
        ----------
        texts
            Texts, none of them empty.
        about
            For each text, the pseudonyms of those whom it concerns.

        Raises
        ------
        ModelError
            If a vector is missing; the others are kept.
        """


class Provider(Protocol):
    """Makes one call, once. Raises Transient or ModelError."""

    async def generate(self, request: Request, digest: str) -> tuple[dict, dict]:
        """Return a checked answer and the tokens used."""

    async def embed(self, texts: Sequence[str], model: str) -> Embedded:
        """Return a checked vector per text."""

    async def close(self) -> None:
        """End the connection."""
