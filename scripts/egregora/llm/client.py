"""Calls to a provider: concurrent, retried, each within its deadline."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import TypeVar

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception_type,
    stop_any,
    stop_before_delay,
)

from egregora.errors import ModelError
from egregora.llm.circuit_breaker import CrossProcessSemaphore, ProviderState
from egregora.llm.types import (
    Embeddings,
    NoAnswer,
    Provider,
    ProviderUnavailable,
    RateLimited,
    Request,
    TransientError,
    UnusableAnswer,
)
from egregora.workflow.joblog import report

AttemptResult = TypeVar("Answer")

MAX_RETRY_PAUSE = 30.0
# Answers that cannot be used are paid for: no more than this many of one call.
MAX_UNUSABLE_ANSWERS = 6
# Shares of the deadline, so that a hanging server is left for a second and third try.
ATTEMPT_SHARE = 1 / 3


async def with_retries(
    attempt: Callable[[], Awaitable[AttemptResult]], seconds: float, pause: float
) -> AttemptResult:
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
        retry=retry_if_exception_type(TransientError),
        wait=lambda state: pause_before_retry(state, pause),
        stop=stop_any(stop_before_delay(seconds), StopAfterUnusable()),
        reraise=True,
    )

    async def once() -> AttemptResult:
        return await attempt()

    try:
        async with asyncio.timeout(seconds):
            return await retrying(once)
    except TimeoutError:
        raise NoAnswer(f"no answer within {seconds:g} seconds") from None
    except UnusableAnswer as fault:
        raise NoAnswer(f"no answer that can be used ({fault})") from None
    except TransientError as fault:
        raise NoAnswer(f"no answer within {seconds:g} seconds ({fault})") from None


async def with_attempt_timeout(
    call: Callable[[], Awaitable[AttemptResult]], seconds: float
) -> AttemptResult:
    """Return what `call` returns within its share of a deadline.

    It is cut off after a third of it, however slowly bytes drip in.
    """
    try:
        async with asyncio.timeout(seconds * ATTEMPT_SHARE):
            return await call()
    except TimeoutError:
        raise TransientError("the server hangs") from None


def pause_before_retry(state: RetryCallState, pause: float) -> float:
    """Return how many seconds to wait after a failed attempt."""
    fault = state.outcome.exception()
    longest = min(pause * 2 ** (state.attempt_number - 1), MAX_RETRY_PAUSE)
    jittered = random.uniform(longest / 2, longest)
    return fault.wait + jittered if fault.wait else jittered


class StopAfterUnusable:
    """Stop once too many answers of one call could not be used."""

    def __init__(self):
        self.count = 0

    def __call__(self, state: RetryCallState) -> bool:
        """Count the failed attempt; return whether to stop."""
        self.count += isinstance(state.outcome.exception(), UnusableAnswer)
        return self.count >= MAX_UNUSABLE_ANSWERS


CallResult = TypeVar("Answer")

SECONDS_BETWEEN_ANSWER_REPORTS = 5.0
# So many calls in a row without an answer, and the others are not tried.
MAX_UNANSWERED_CALLS = 4
MAX_KEY_CHECK_SECONDS = 5.0  # seconds


class Client:
    """Asks a provider.

    Parameters
    ----------
    connect
        Makes the provider, for the first call.
    takes_key
        Returns whether it is sure, before any call, that the key is no bad one.
    seconds
        Deadline of a call, retries included.
    pause
        Seconds before the first retry.
    slots
        How many calls may be under way together.
    standing
        How the provider stands in this run.
    """

    def __init__(
        self,
        connect: Callable[[], Provider],
        takes_key: Callable[[], Awaitable[bool]],
        seconds: float,
        pause: float,
        slots: CrossProcessSemaphore,
        standing: ProviderState,
    ):
        self.connect, self.takes_key = connect, takes_key
        self.seconds, self.pause = seconds, pause
        self.slots, self.standing = slots, standing
        self.runner = asyncio.Runner()
        self.first = asyncio.Lock()
        self.provider: Provider | None = None

    def close(self) -> None:
        """End the connection."""
        try:
            if self.provider:
                self.runner.run(self.provider.close())
        finally:
            self.runner.close()

    def generate_all(
        self,
        requests: Mapping[str, Request],
        keep: Callable[[str, dict, dict], None],
    ) -> dict[str, dict | ModelError]:
        """Return the answer to each request by digest, or why there is none.

        Parameters
        ----------
        requests
            Digest → request.
        keep
            Called with digest, answer and tokens used the moment an answer arrives.
        """

        async def one(digest: str) -> tuple[str, dict | ModelError]:
            request = requests[digest]
            if reason := self.standing.failed(digest):
                return digest, ModelError(reason)
            try:
                answer, usage = await self.answer(
                    lambda: self.provider.generate(request, digest)
                )
            except ModelError as error:
                if not isinstance(error, ProviderUnavailable):
                    self.standing.fail(digest, error)
                return digest, error
            keep(digest, answer, usage)
            return digest, answer

        purpose = next(iter(requests.values())).purpose
        return dict(self.runner.run(gather([one(d) for d in requests], purpose)))

    def embed_all(
        self,
        batches: Sequence[Mapping[str, str]],
        model: str,
        keep: Callable[[Mapping[str, str], Embeddings], None],
    ) -> None:
        """Embed the texts of each batch; the first failure is raised at the end.

        Parameters
        ----------
        batches
            Each digest → text.
        model
            Name of the model.
        keep
            Called with a batch and its vectors the moment they arrive.
        """

        async def one(batch: Mapping[str, str]) -> ModelError | None:
            texts = list(batch.values())
            try:
                embedded = await self.answer(lambda: self.provider.embed(texts, model))
            except ModelError as error:
                return error
            keep(batch, embedded)
            return None

        failed = self.runner.run(gather([one(b) for b in batches], "embeddings"))
        if errors := [error for error in failed if error]:
            raise errors[0]

    async def answer(self, call: Callable[[], Awaitable[CallResult]]) -> CallResult:
        """Return what `call` returns, when it is its turn and within the deadline.

        Raises
        ------
        ModelError
            If there is no answer, at once where no other call got one either.
        """
        # What it takes to talk to it is loaded where a call may be answered, and on the
        # time of no call.
        self.standing.check()
        await self.load()
        async with self.slots.one():
            self.standing.check()
            try:
                answer = await with_retries(
                    lambda: self.attempt(call), self.seconds, self.pause
                )
            except NoAnswer as error:
                self.standing.unanswered(
                    error, max(self.slots.calls, MAX_UNANSWERED_CALLS)
                )
                raise
            self.standing.answered()
            return answer

    async def load(self) -> None:
        """Load what it takes to talk to the provider, and look at the key meanwhile."""
        async with self.first:
            if not self.provider:
                loaded = asyncio.to_thread(self.connect)
                self.provider, _ = await asyncio.gather(loaded, self.look())

    async def look(self) -> None:
        """Find out once in a run whether the key is good, if it can be had at once."""
        with suppress(TimeoutError):
            async with (
                asyncio.timeout(min(MAX_KEY_CHECK_SECONDS, self.seconds)),
                self.standing.alone(),
            ):
                if not self.standing.looked:
                    is_good = False
                    try:
                        is_good = await self.takes_key()
                    finally:
                        self.standing.tried(proven=is_good)

    async def attempt(self, call: Callable[[], Awaitable[CallResult]]) -> CallResult:
        """Make a call once.

        Where the key is not known to be good the very first goes alone: one call finds
        out a bad one.
        """
        if not self.standing.proven:
            async with self.first, self.standing.alone():
                if not self.standing.proven:
                    try:
                        return await self.watched(call)
                    finally:
                        self.standing.tried()
        return await self.watched(call)

    async def watched(self, call: Callable[[], Awaitable[CallResult]]) -> CallResult:
        """Make a call when the provider lets us, if it can be answered at all."""
        while (seconds := self.standing.wait()) > 0:
            await asyncio.sleep(seconds)
        self.standing.check()
        try:
            return await with_attempt_timeout(call, self.seconds)
        except RateLimited as fault:
            self.standing.busy(fault.wait)
            raise
        except ProviderUnavailable as error:
            self.standing.stop(error)
            raise


async def gather(calls: Sequence[Awaitable[CallResult]], what: str) -> list[CallResult]:
    """Return what `calls` return, in their order, with counts while it takes long."""
    started = reported = time.monotonic()
    done = 0

    async def counted(call: Awaitable[CallResult]) -> CallResult:
        nonlocal done, reported
        result = await call
        done += 1
        if time.monotonic() - reported > SECONDS_BETWEEN_ANSWER_REPORTS:
            reported = time.monotonic()
            spent = reported - started
            report("%s: %d of %d answers, %.0f s", what, done, len(calls), spent)
        return result

    return await asyncio.gather(*map(counted, calls))
