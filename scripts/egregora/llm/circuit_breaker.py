"""What all jobs of a run share about a provider: circuit breaker and semaphore.

A job that learns of a bad key, a used-up quota or a wait warns the others through a
small file next to the cache. The semaphore bounds the calls of all jobs; the system
frees its locks when a job is killed.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from egregora.errors import ModelError
from egregora.files import read_json, write_json
from egregora.llm.types import BadKey, ProviderUnavailable

# Name of the run, the same in all its jobs; without it a job stands alone.
RUN_VARIABLE = "EGREGORA_RUN"
ALL_MODELS = "*"
LOCK_POLL_SECONDS = 0.02  # seconds between two looks at a lock


class ProviderState:
    """How a provider stands with one model.

    Parameters
    ----------
    folder
        Where the file lies.
    model
        Name of the model.
    """

    def __init__(self, folder: Path, model: str):
        self.model = model
        self.run = os.environ.get(RUN_VARIABLE)
        self.file = folder / ".standing.json"
        self.own: dict[str, dict[str, Any]] = {}
        self.stopped: ProviderUnavailable | None = None

    @property
    def proven(self) -> bool:
        """Whether a bad key would be known, by a call of any model or a look."""
        return any(one.get("proven") for one in self.known().values())

    @property
    def looked(self) -> bool:
        """Whether nobody has to look at the key any more."""
        return any("proven" in one for one in self.known().values())

    def check(self) -> None:
        """Raise Unavailable if no call can be answered any more."""
        if self.stopped:
            raise self.stopped
        known = self.known()
        for name in (self.model, ALL_MODELS):
            if reason := known.get(name, {}).get("stopped"):
                self.stopped = ProviderUnavailable(reason)
                raise self.stopped

    def wait(self) -> float:
        """Return for how many seconds the provider asks not to be called."""
        return self.known().get(self.model, {}).get("until", 0) - time.time()

    def tried(self, *, proven: bool = True) -> None:
        """Know that a first call has been made, or what a look at the key proved."""
        if not self.proven:
            self.note(self.model, proven=proven)

    def answered(self) -> None:
        """Know that the provider answers."""
        if self.known().get(self.model, {}).get("silent"):
            self.note(self.model, silent=0)

    def unanswered(self, reason: Exception, most: int) -> None:
        """Know that a call got no answer; after `most` in a row, expect none."""
        silent = self.known().get(self.model, {}).get("silent", 0) + 1
        self.note(self.model, silent=silent)
        if silent >= most:
            self.stop(
                ProviderUnavailable(
                    f"{silent} calls in a row got no answer, the last: {reason}"
                )
            )

    def busy(self, seconds: float) -> None:
        """Know that the provider asks all to wait."""
        until = time.time() + seconds
        if until > self.known().get(self.model, {}).get("until", 0):
            self.note(self.model, until=until)

    def stop(self, error: ProviderUnavailable) -> None:
        """Know that no call can be answered any more."""
        if not self.stopped:
            self.stopped = error
            whose = ALL_MODELS if isinstance(error, BadKey) else self.model
            self.note(whose, stopped=error.elsewhere)

    def failed(self, digest: str) -> str | None:
        """Return why a request of this run got no answer; None if it may be asked."""
        return self.known().get(self.model, {}).get("failed", {}).get(digest)

    def fail(self, digest: str, error: ModelError) -> None:
        """Know that a request got no answer, and that this run asks it no more."""
        if self.run:
            self.note(self.model, failed={digest: str(error)})

    def known(self) -> dict[str, dict[str, Any]]:
        """Return what this run knows, by model."""
        if not self.run:
            return self.own
        try:
            found = read_json(self.file)
        except (FileNotFoundError, ValueError):
            return {}
        return found["models"] if found.get("run") == self.run else {}

    def note(self, model: str, **what: Any) -> None:
        """Let all jobs know something about a model."""
        if not self.run:
            self.own.setdefault(model, {}).update(what)
            return
        with open_lock(self.file.with_suffix(".lock"), fcntl.LOCK_EX):
            models = self.known()
            noted = models.setdefault(model, {})
            for name, value in what.items():
                more = isinstance(value, dict)
                noted[name] = noted.get(name, {}) | value if more else value
            write_json(self.file, {"run": self.run, "models": models})

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Hold back the first calls of all other jobs."""
        if not self.run:
            yield
            return
        with open_lock(self.file.with_suffix(".first"), None) as lock:
            while not try_lock(lock):
                await asyncio.sleep(LOCK_POLL_SECONDS)
            yield


@contextmanager
def open_lock(path: Path, kind: int | None) -> Iterator[int]:
    """Yield a lock file, held if `kind` says how; let go at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if kind is not None:
            fcntl.flock(lock, kind)
        yield lock
    finally:
        os.close(lock)


def try_lock(lock: int) -> bool:
    """Return whether a lock file could be taken at once."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


# How many slots there are; without it a job stands alone.
CALLS_VARIABLE = "EGREGORA_CALLS"


class CrossProcessSemaphore:
    """The slots of a job, and of all jobs.

    Parameters
    ----------
    folder
        Where the files lie.
    calls
        How many calls of this job may be under way together.
    """

    def __init__(self, folder: Path, calls: int):
        self.calls = calls
        self.own = asyncio.Semaphore(calls)
        self.files = [
            folder / f".slot-{number}"
            for number in range(int(os.environ.get(CALLS_VARIABLE, 0)))
        ]
        self.turn = folder / ".slot-turn"
        self.turning = asyncio.Lock()
        self.held: ExitStack | None = None
        self.waiting = 0

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Hold a slot, as soon as there is one."""
        async with AsyncExitStack() as held:
            with self.in_turn():
                await self.take_turn()
                await held.enter_async_context(self.own)
                if self.files:
                    held.enter_context(await lock_first_free(self.files))
            yield

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """Give this job's turn to another when no call waits any more."""
        self.waiting += 1
        try:
            yield
        finally:
            self.waiting -= 1
            if self.held and not self.waiting:
                self.held.close()
                self.held = None

    async def take_turn(self) -> None:
        """Wait until it is this job's turn."""
        async with self.turning:
            if self.files and not self.held:
                self.held = await lock_first_free([self.turn])


async def lock_first_free(files: Sequence[Path]) -> ExitStack:
    """Return the first lock file that could be taken, to be let go by closing it."""
    while True:
        for file in files:
            with ExitStack() as held:
                if try_lock(held.enter_context(open_lock(file, None))):
                    return held.pop_all()
        await asyncio.sleep(LOCK_POLL_SECONDS)
