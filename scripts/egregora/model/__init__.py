"""Models: one small interface, whoever answers.

    requests   what is asked: a Request, and its digest
    answers    the answers that were paid for, one file per request
    access     what a provider needs before it can be asked
    faults     how a call can fail, and what that means for the others
    base       the interfaces of a model, and of a provider behind it
    offline    the provider without key, network or weights
    kept       a model whose answers are kept
    ahead      what many jobs will ask, asked together
    asking     calls under way together, each within its deadline
    slots      how many calls may be under way, over all jobs
    standing   how a provider stands in this run, as all its jobs know it
    pictures   answers that are pictures
    checking   answers before they are believed; vectors, embeddings
    http       the way to a provider
    gemini     the provider that talks to Google's API
    batching   many requests in one job that outlives the run
    openai     the provider that talks to any server with OpenAI's API

A stage builds requests from tables, calls `open_model(...)`, and turns answers into
rows. `offline` answers are made by a function that the stage gives; others are kept.
Only a request whose answer is not kept loads what it takes to talk to a provider.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from egregora.errors import AnswerRefused, ModelError
from egregora.model.access import check_provider, key_of
from egregora.model.answers import Answers
from egregora.model.base import Model
from egregora.model.faults import NotShown
from egregora.model.kept import KeptModel
from egregora.model.offline import OfflineModel
from egregora.runlog import report

__all__ = ["check_provider", "open_model", "settled", "settled_or_refused"]

FEW = 3
# Share of the deadline that the first pause takes: 1 second of 300.
PAUSE = 1 / 300


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
    if settings["provider"] == "offline":
        return OfflineModel(offline)
    return KeptModel(
        settings,
        key=key_of(settings),
        answers=Answers(answers),
        seconds=seconds,
        calls=calls,
        pause=seconds * PAUSE if pause is None else pause,
        batch=bool(batch),
    )


def settled(answers: Sequence[dict | ModelError], what: str) -> list[dict]:
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


def settled_or_refused(
    answers: Sequence[dict | ModelError], what: str
) -> list[dict | None]:
    """Return `answers` with None for those refused for good, if no other failed.

    A refusal concerns one request, such as a picture that the provider will not look
    at. More than a few refusals and no answer concern the way of asking, and fail;
    files that the provider cannot be shown were not asked about, and do not count.

    Raises
    ------
    ModelError
        As `settled`.
    """
    refused = [one for one in answers if isinstance(one, AnswerRefused)]
    asked = [one for one in answers if not isinstance(one, NotShown)]
    if FEW < len(asked) == sum(isinstance(one, AnswerRefused) for one in asked):
        settled(asked, what)
    if refused:
        report("%d of %d %s: %s", len(refused), len(answers), what, refused[0])
    left = [None if isinstance(one, AnswerRefused) else one for one in answers]
    return settled(left, what)
