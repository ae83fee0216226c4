"""What many jobs will ask, asked ahead of them and together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from egregora.errors import AnswerRefused, EgregoraError, ModelError
from egregora.model.base import Model
from egregora.model.kept import KeptModel
from egregora.model.requests import Request

BEFORE_LARGER = 8  # parts of one size


class Lacking(EgregoraError):
    """There are requests without a kept answer."""

    def __init__(self, requests: Sequence[Request]):
        super().__init__("not asked yet")
        self.requests = list(requests)


class AskingNobody(Model):
    """Gives kept answers, and tells which are lacking."""

    def __init__(self, model: KeptModel):
        super().__init__(model.name, model.max_input_tokens)
        self.model = model

    def generate_all(self, requests: Sequence[Request]) -> list[dict | ModelError]:
        """Return the kept answer to each request; raise Lacking if one is not kept."""
        if lacking := [one for one in requests if self.model.kept_answer(one) is None]:
            raise Lacking(lacking)
        return [self.model.kept_answer(one) for one in requests]

    def embed(
        self, texts: Sequence[str], about: Sequence[tuple[str, ...]] = ()
    ) -> None:
        """There is nothing to embed ahead."""
        return


def asked_ahead(model: KeptModel, jobs: Sequence[Callable[[Model], Any]]) -> int:
    """Ask what jobs will ask until their answers are kept; return how many are not.

    What a job asks may depend on what it was answered before. Each round asks what all
    of them lack by then, together.

    Parameters
    ----------
    model
        Who answers.
    jobs
        Each asks the model that it is given.

    Raises
    ------
    ModelError
        If no request of a round has an answer, and not all are refused.
    """
    failed = 0
    left = list(jobs)
    while left:
        lacking: list[Request] = []
        waiting: list[tuple[Callable[[Model], Any], list[Request]]] = []
        for job in left:
            try:
                job(AskingNobody(model))
            except Lacking as found:
                lacking += found.requests
                waiting.append((job, found.requests))
            except EgregoraError:
                # The job itself will tell.
                failed += 1
        if not lacking:
            break
        answers = model.generate_all(lacking)
        errors = [one for one in answers if isinstance(one, ModelError)]
        # What is refused concerns one job, which will tell.
        fatal = [one for one in errors if not isinstance(one, AnswerRefused)]
        if fatal and len(errors) == len(answers):
            raise fatal[0]
        failed += len(errors)
        left = [
            job
            for job, asked in waiting
            if all(model.kept_answer(one) is not None for one in asked)
        ]
    return failed


def in_parts(names: Sequence[str], size: int) -> list[list[str]]:
    """Return `names` in parts that are asked about together, in their order.

    The first parts are of `size`, later ones larger, so that many names make few parts;
    where one begins depends on those before it alone.
    """
    parts: list[list[str]] = []
    done = 0
    while done < len(names):
        parts.append(list(names[done : done + size]))
        done += size
        size *= 2 if len(parts) % BEFORE_LARGER == 0 else 1
    return parts
