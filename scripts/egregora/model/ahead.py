"""What many jobs will ask, asked ahead of them and together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from egregora.digests import digest_of
from egregora.errors import AnswerRefused, EgregoraError, ModelError
from egregora.model.base import Model
from egregora.model.kept import KeptModel
from egregora.model.requests import Request

BEFORE_LARGER = 8  # parts of one size
LETTERS = 12  # of a digest


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


def in_parts(
    digests: Mapping[str, str], size: int, asked: Mapping[str, Any]
) -> dict[str, list[str]]:
    """Return the names that are asked about together, by the name of their part.

    The first parts are of `size`, later ones larger, so that many names make few parts.
    Where a part begins depends on those before it alone. Its name tells what is asked:
    it is another one wherever anything about that changes.

    Parameters
    ----------
    digests
        Name → digest of what is asked about it.
    size
        How many names the first parts have.
    asked
        What else decides what is asked.
    """
    names = sorted(digests)
    parts: dict[str, list[str]] = {}
    done = 0
    while done < len(names):
        part = names[done : done + size]
        told = digest_of({"about": [[one, digests[one]] for one in part], **asked})
        parts[f"{len(parts)}-{told[:LETTERS]}"] = part
        done += size
        size *= 2 if len(parts) % BEFORE_LARGER == 0 else 1
    return parts
