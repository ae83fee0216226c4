"""Calls to a provider, under way together, each within its deadline."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import TypeVar

from egregora.errors import ModelError
from egregora.model.base import Embedded, Provider
from egregora.model.faults import Busy, NoAnswer, Unavailable
from egregora.model.requests import Request
from egregora.model.retrying import bounded, patiently
from egregora.model.slots import Slots
from egregora.model.standing import Standing
from egregora.runlog import report

Answer = TypeVar("Answer")

SECONDS_BETWEEN_REPORTS = 5.0
# So many calls in a row without an answer, and the others are not tried.
SILENCE = 4
LONGEST_LOOK = 5.0  # seconds


class Asker:
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
        slots: Slots,
        standing: Standing,
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
                if not isinstance(error, Unavailable):
                    self.standing.fail(digest, error)
                return digest, error
            keep(digest, answer, usage)
            return digest, answer

        purpose = next(iter(requests.values())).purpose
        return dict(self.runner.run(together([one(d) for d in requests], purpose)))

    def embed_all(
        self,
        batches: Sequence[Mapping[str, str]],
        model: str,
        keep: Callable[[Mapping[str, str], Embedded], None],
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

        failed = self.runner.run(together([one(b) for b in batches], "embeddings"))
        if errors := [error for error in failed if error]:
            raise errors[0]

    async def answer(self, call: Callable[[], Awaitable[Answer]]) -> Answer:
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
                answer = await patiently(
                    lambda: self.attempt(call), self.seconds, self.pause
                )
            except NoAnswer as error:
                self.standing.unanswered(error, max(self.slots.calls, SILENCE))
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
                asyncio.timeout(min(LONGEST_LOOK, self.seconds)),
                self.standing.alone(),
            ):
                if not self.standing.looked:
                    is_good = False
                    try:
                        is_good = await self.takes_key()
                    finally:
                        self.standing.tried(proven=is_good)

    async def attempt(self, call: Callable[[], Awaitable[Answer]]) -> Answer:
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

    async def watched(self, call: Callable[[], Awaitable[Answer]]) -> Answer:
        """Make a call when the provider lets us, if it can be answered at all."""
        while (seconds := self.standing.wait()) > 0:
            await asyncio.sleep(seconds)
        self.standing.check()
        try:
            return await bounded(call, self.seconds)
        except Busy as fault:
            self.standing.busy(fault.wait)
            raise
        except Unavailable as error:
            self.standing.stop(error)
            raise


async def together(calls: Sequence[Awaitable[Answer]], what: str) -> list[Answer]:
    """Return what `calls` return, in their order, with counts while it takes long."""
    started = reported = time.monotonic()
    done = 0

    async def counted(call: Awaitable[Answer]) -> Answer:
        nonlocal done, reported
        result = await call
        done += 1
        if time.monotonic() - reported > SECONDS_BETWEEN_REPORTS:
            reported = time.monotonic()
            spent = reported - started
            report("%s: %d of %d answers, %.0f s", what, done, len(calls), spent)
        return result

    return await asyncio.gather(*map(counted, calls))
