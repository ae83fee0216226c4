"""Models: one small interface, whoever answers.

    requests   what is asked: a Request, and its digest
    answers    the answers that were paid for, one file per request
    faults     how a call can fail, and what that means for the others
    base       the interface of a model
    offline    the provider without key, network or weights
    kept       a model whose answers are kept
    asking     calls under way together, each within its deadline
    checking   answers and embeddings before they are believed
    gemini     the provider that talks to Google's API

A stage builds requests from tables, calls `open_model(...)`, and turns answers into
rows. `offline` answers are made by a function that the stage gives; others are kept.
Only a request whose answer is not kept loads what it takes to talk to a provider.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from egregora.errors import AnswerRefused, MissingSecret, ModelError, SettingError
from egregora.model.answers import Answers
from egregora.model.base import Model
from egregora.model.kept import KeptModel
from egregora.model.offline import OfflineModel
from egregora.runlog import report

FEW = 3
# The first that is set counts.
KEYS = {"gemini": ("GEMINI_API_KEY", "GOOGLE_API_KEY")}


def open_model(
    settings: Mapping[str, Any],
    answers: str | Path,
    offline: Callable[[Any], dict] | None = None,
    seconds: float = 300,
    calls: int = 1,
    pause: float = 1.0,
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
        Seconds before the first retry; later ones wait longer.

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
        key=key_of(settings["provider"]),
        answers=Answers(answers),
        seconds=seconds,
        calls=calls,
        pause=pause,
    )


def check_provider(settings: Mapping[str, Any]) -> None:
    """Check what a provider needs before anything is asked, without asking.

    Raises
    ------
    MissingSecret
        If the provider's key is not in the environment.
    SettingError
        If there is no such provider.
    """
    provider = settings["provider"]
    if provider == "offline":
        return
    if provider not in KEYS:
        known = ", ".join(("offline", *KEYS))
        raise SettingError(f"model.provider: {provider!r} is not one of {known}")
    key_of(provider)


def key_of(provider: str) -> str:
    """Return the key of a provider from the environment.

    Raises
    ------
    MissingSecret
        If it is not there, or is no key.
    """
    for name in KEYS[provider]:
        if key := os.environ.get(name, "").strip():
            if not (key.isascii() and key.isprintable()):
                raise MissingSecret(
                    f"{name}: holds characters that no key has; set it anew"
                )
            return key
    raise MissingSecret(
        f"model.provider is {provider}, but {KEYS[provider][0]} is not set; set it in "
        "the environment, or set model.provider to offline"
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
    at. More than a few refusals and no answer concern the way of asking, and fail.

    Raises
    ------
    ModelError
        As `settled`.
    """
    refused = [one for one in answers if isinstance(one, AnswerRefused)]
    if len(answers) == len(refused) > FEW:
        settled(answers, what)
    if refused:
        report("%d of %d %s: %s", len(refused), len(answers), what, refused[0])
    left = [None if isinstance(one, AnswerRefused) else one for one in answers]
    return settled(left, what)
