"""One call, tried until it is answered or its deadline has come."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception_type,
    stop_any,
    stop_before_delay,
)

from egregora.model.faults import NoAnswer, Transient, Unusable

Answer = TypeVar("Answer")

LONGEST_PAUSE = 30.0
# Answers that cannot be used are paid for: no more than this many of one call.
UNUSABLE = 6
# Shares of the deadline, so that a hanging server is left for a second and third try.
ATTEMPT = 1 / 3


async def patiently(
    attempt: Callable[[], Awaitable[Answer]], seconds: float, pause: float
) -> Answer:
    """Return what `attempt` returns, tried again after faults that may pass.

    Parameters
    ----------
    attempt
        Makes the call once; raises Transient if it should be made again.
    seconds
        Deadline of all attempts together.
    pause
        Seconds before the first retry. Pauses double, with jitter, and are never
        shorter than the provider asks.

    Raises
    ------
    NoAnswer
        If the deadline comes first, or too many answers cannot be used.
    """
    retrying = AsyncRetrying(
        retry=retry_if_exception_type(Transient),
        wait=lambda state: pause_before_next(state, pause),
        stop=stop_any(stop_before_delay(seconds), TooManyUnusable()),
        reraise=True,
    )

    async def once() -> Answer:
        return await attempt()

    try:
        async with asyncio.timeout(seconds):
            return await retrying(once)
    except TimeoutError:
        raise NoAnswer(f"no answer within {seconds:g} seconds") from None
    except Unusable as fault:
        raise NoAnswer(f"no answer that can be used ({fault})") from None
    except Transient as fault:
        raise NoAnswer(f"no answer within {seconds:g} seconds ({fault})") from None


async def bounded(call: Callable[[], Awaitable[Answer]], seconds: float) -> Answer:
    """Return what `call` returns within its share of a deadline.

    It is cut off after a third of it, however slowly bytes drip in.
    """
    try:
        async with asyncio.timeout(seconds * ATTEMPT):
            return await call()
    except TimeoutError:
        raise Transient("the server hangs") from None


def pause_before_next(state: RetryCallState, pause: float) -> float:
    """Return how many seconds to wait after a failed attempt."""
    fault = state.outcome.exception()
    longest = min(pause * 2 ** (state.attempt_number - 1), LONGEST_PAUSE)
    jittered = random.uniform(longest / 2, longest)
    return fault.wait + jittered if fault.wait else jittered


class TooManyUnusable:
    """Stop once too many answers of one call could not be used."""

    def __init__(self):
        self.count = 0

    def __call__(self, state: RetryCallState) -> bool:
        """Count the failed attempt; return whether to stop."""
        self.count += isinstance(state.outcome.exception(), Unusable)
        return self.count >= UNUSABLE
