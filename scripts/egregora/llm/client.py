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
    Unreached,
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
    attempt: Callable[[], Awaitable[AttemptResult]],
    seconds: float,
    pause: float,
    last: float = 0,
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
    last
        Seconds beyond the deadline that an attempt which began before it may take.

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
        async with asyncio.timeout(seconds + last):
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


async def with_whole_deadline(
    call: Callable[[], Awaitable[AttemptResult]], seconds: float
) -> AttemptResult:
    """Return what `call` returns, for which it has a whole deadline.

    It is not made again: a server of one's own would begin once more, and take as long.

    Raises
    ------
    NoAnswer
        If the deadline comes first.
    """
    try:
        async with asyncio.timeout(seconds):
            return await call()
    except TimeoutError:
        raise NoAnswer(
            f"no answer within {seconds:g} seconds; raise model.deadline_seconds, or "
            "lower model.calls_at_once"
        ) from None


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

EMBEDDING = "embeddings"  # purpose of calls that embed

SECONDS_BETWEEN_ANSWER_REPORTS = 5.0
# So many calls in a row without an answer, and the others are not tried.
MAX_UNANSWERED_CALLS = 4
MAX_KEY_CHECK_SECONDS = 5.0  # seconds
# How long to try where nobody has answered yet: waiting does not mend a wrong address.
MAX_UNREACHED_SECONDS = 3.0
# On a server of one's own network: answers in a row, each in no more than this share of
# the deadline for each call under way, after which one more may be.
ANSWERS_BEFORE_SPEEDING_UP = 2
FAST_SHARE = 1 / 4
MAX_CUT_CALLS = 2  # in a row, one at a time: then none will be answered


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
    is_local
        Whether it is a server of one's own network, which may answer one call at a
        time: calls are paced, and each has the whole deadline.
    """

    def __init__(
        self,
        connect: Callable[[], Provider],
        takes_key: Callable[[], Awaitable[bool]],
        seconds: float,
        pause: float,
        slots: CrossProcessSemaphore,
        standing: ProviderState,
        is_local: bool = False,
    ):
        self.connect, self.takes_key = connect, takes_key
        self.seconds, self.pause = seconds, pause
        self.slots, self.standing = slots, standing
        self.is_local, self.fast, self.began = is_local, 0, 0.0
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
                    lambda: self.provider.generate(request, digest), request.purpose
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
                embedded = await self.answer(
                    lambda: self.provider.embed(texts, model), EMBEDDING
                )
            except ModelError as error:
                return error
            keep(batch, embedded)
            return None

        failed = self.runner.run(gather([one(b) for b in batches], "embeddings"))
        if errors := [error for error in failed if error]:
            raise errors[0]

    async def answer(
        self, call: Callable[[], Awaitable[CallResult]], purpose: str = ""
    ) -> CallResult:
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
        async with self.slots.one(lambda: self.standing.pace(purpose)):
            self.standing.check()
            try:
                answer = await with_retries(
                    lambda: self.attempt(call, purpose),
                    self.seconds,
                    self.pause,
                    last=self.seconds if self.is_local else 0,
                )
            except NoAnswer as error:
                self.standing.unanswered(error, self.most_unanswered(purpose))
                raise
            self.standing.answered()
            return answer

    def most_unanswered(self, purpose: str) -> int:
        """Return after how many calls in a row without an answer none is expected."""
        if self.is_local:
            return max(self.standing.pace(purpose), MAX_CUT_CALLS)
        return max(self.slots.calls, MAX_UNANSWERED_CALLS)

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

    async def attempt(
        self, call: Callable[[], Awaitable[CallResult]], purpose: str
    ) -> CallResult:
        """Make a call once.

        Where the key is not known to be good the very first goes alone: one call finds
        out a bad one.
        """
        if not self.standing.proven:
            async with self.first, self.standing.alone():
                if not self.standing.proven:
                    try:
                        return await self.watched(call, purpose)
                    finally:
                        self.standing.tried()
        return await self.watched(call, purpose)

    async def watched(
        self, call: Callable[[], Awaitable[CallResult]], purpose: str
    ) -> CallResult:
        """Make a call when the provider lets us, if it can be answered at all."""
        while (seconds := self.standing.wait()) > 0:
            await asyncio.sleep(seconds)
        self.standing.check()
        self.began = self.began or time.monotonic()
        try:
            if self.is_local:
                answer = await self.paced(call, purpose)
            else:
                answer = await with_attempt_timeout(call, self.seconds)
        except RateLimited as fault:
            self.standing.busy(fault.wait)
            raise
        except Unreached as fault:
            self.give_up_unreached(fault)
            raise
        except ProviderUnavailable as error:
            self.standing.stop(error)
            raise
        self.standing.reach()
        return answer

    async def paced(
        self, call: Callable[[], Awaitable[CallResult]], purpose: str
    ) -> CallResult:
        """Make a call to a server of one's own; learn how many it answers at once."""
        pace, began = self.standing.pace(purpose), time.monotonic()
        try:
            answer = await with_whole_deadline(call, self.seconds)
        except NoAnswer:
            self.fast = 0
            self.standing.slow_down(purpose)
            raise
        spent = time.monotonic() - began
        is_fast = spent <= self.seconds * FAST_SHARE / (pace + 1)
        self.fast = self.fast + 1 if is_fast else 0
        if self.fast >= ANSWERS_BEFORE_SPEEDING_UP * pace:
            self.fast = 0
            self.standing.speed_up(purpose, self.slots.calls)
        return answer

    def give_up_unreached(self, fault: Unreached) -> None:
        """Raise ProviderUnavailable if nobody has answered at the address for a while.

        Where somebody has, it is the network, or a server that starts again.
        """
        is_new = not self.standing.reached
        if is_new and time.monotonic() - self.began > MAX_UNREACHED_SECONDS:
            error = ProviderUnavailable(
                f"nobody answers at the address of the provider ({fault}); see that it "
                "runs, that this machine is online, and that model.base_url has the "
                "right host, port and http or https"
            )
            self.standing.stop(error)
            raise error from None


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
