"""The provider without key, network or weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from egregora.errors import ModelError
from egregora.model.base import Model
from egregora.model.requests import Request


class OfflineModel(Model):
    """Answers made by a function of the stage that asks; nothing is kept."""

    def __init__(self, answer: Callable[[Any], dict] | None):
        super().__init__("offline")
        self.answer = answer

    def generate_all(self, requests: Sequence[Request]) -> list[dict | ModelError]:
        """Return what the stage's function makes of the data of each request."""
        if requests and self.answer is None:
            raise ModelError("this stage has no answers with the provider offline")
        return [self.answer(request.data) for request in requests]

    def embed(
        self, texts: Sequence[str], about: Sequence[tuple[str, ...]] = ()
    ) -> None:
        """Return None: there are no vectors without weights."""
        return
