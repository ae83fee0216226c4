"""Models by the settings: offline, or a provider behind the cache.

A stage builds requests from tables, calls `open_model`, and turns answers into rows.
Offline answers are made by a function of the stage; others are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from egregora.errors import AnswerRefused, ModelError
from egregora.llm.access import api_key_of, check_provider
from egregora.llm.cache import CachedModel, ResponseCache
from egregora.llm.types import Model, Request, UnsupportedFile
from egregora.workflow.joblog import report

OFFLINE = "offline"  # provider, and the name of its model


class OfflineModel(Model):
    """Answers made by a function of the stage that asks; nothing is kept."""

    def __init__(self, answer: Callable[[Any], dict] | None):
        super().__init__(OFFLINE)
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


MAX_REFUSALS_WITHOUT_ANSWER = 3
# Share of the deadline that the first pause takes: 1 second of 300.
FIRST_PAUSE_SHARE = 1 / 300


def open_model(
    settings: Mapping[str, Any],
    answers: str | Path,
    offline: Callable[[Any], dict] | None = None,
    seconds: float = 300,
    calls: int = 1,
    pause: float | None = None,
    batch: bool = False,
) -> Model:
    """Return the model that the settings name, to be used in a with-block.

    Parameters
    ----------
    settings
        `{"provider": "offline"}`, or a provider with `name` of the model, `base_url`
        and `max_input_tokens`.
    answers
        Folder of the kept answers.
    offline
        What makes an answer of a request's data with the provider `offline`.
    seconds
        Deadline of a call, retries included.
    calls
        How many calls may be under way together.
    pause
        Seconds before the first retry, which fit the deadline unless given; later
        ones wait longer.
    batch
        Whether to ask for all answers at once, at the lower price.

    Raises
    ------
    MissingSecret
        If the provider's key is not in the environment.
    SettingError
        If there is no such provider.
    """
    check_provider(settings)
    if settings["provider"] == OFFLINE:
        return OfflineModel(offline)
    return CachedModel(
        settings,
        key=api_key_of(settings),
        answers=ResponseCache(answers),
        seconds=seconds,
        calls=calls,
        pause=seconds * FIRST_PAUSE_SHARE if pause is None else pause,
        batch=bool(batch),
    )


def require_answers(answers: Sequence[dict | ModelError], what: str) -> list[dict]:
    """Return `answers` if none failed.

    Raises
    ------
    ModelError
        With the number of those that failed, out of how many of `what`, and the
        first reason. All others are kept by then.
    """
    failed = [one for one in answers if isinstance(one, ModelError)]
    if failed:
        raise ModelError(
            f"{len(failed)} of {len(answers)} {what} have no answer: {failed[0]}; the "
            "answers that came are kept: run again to ask for the others"
        )
    return list(answers)


def require_unless_refused(
    answers: Sequence[dict | ModelError], what: str
) -> list[dict | None]:
    """Return `answers` with None for those refused for good, if no other failed.

    A refusal concerns one request, such as a picture that the provider will not look
    at. More than a few refusals and no answer concern the way of asking, and fail;
    files that the provider cannot be shown were not asked about, and do not count.

    Raises
    ------
    ModelError
        As `require_answers`.
    """
    refused = [one for one in answers if isinstance(one, AnswerRefused)]
    asked = [one for one in answers if not isinstance(one, UnsupportedFile)]
    if (
        MAX_REFUSALS_WITHOUT_ANSWER
        < len(asked)
        == sum(isinstance(one, AnswerRefused) for one in asked)
    ):
        require_answers(asked, what)
    if refused:
        report("%d of %d %s: %s", len(refused), len(answers), what, refused[0])
    left = [None if isinstance(one, AnswerRefused) else one for one in answers]
    return require_answers(left, what)
