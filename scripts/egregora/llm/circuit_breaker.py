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
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
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

    @property
    def reached(self) -> bool:
        """Whether the provider has answered anything in this run."""
        return bool(self.known().get(self.model, {}).get("reached"))

    def reach(self) -> None:
        """Know that the provider answers at its address."""
        if not self.reached:
            self.note(self.model, reached=True)

    def pace(self, purpose: str) -> int:
        """Return how many calls of a purpose may be under way together: one at first.

        For servers of one's own network, most of which answer one call at a time.
        """
        return self.known().get(self.model, {}).get("pace", {}).get(purpose, 1)

    def speed_up(self, purpose: str, most: int) -> None:
        """Know that one more call of a purpose may be under way, up to `most`."""
        if (now := self.pace(purpose)) < most:
            self.note(self.model, pace={purpose: now + 1})

    def slow_down(self, purpose: str) -> None:
        """Know that half as many calls of a purpose may be under way."""
        self.note(self.model, pace={purpose: max(1, self.pace(purpose) // 2)})

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
            merge_notes(self.own.setdefault(model, {}), what)
            return
        with open_lock(self.file.with_suffix(".lock"), fcntl.LOCK_EX):
            models = self.known()
            merge_notes(models.setdefault(model, {}), what)
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


def merge_notes(noted: dict[str, Any], what: dict[str, Any]) -> None:
    """Add to what is noted; what is noted by name stays beside new names."""
    for name, value in what.items():
        more = isinstance(value, dict)
        noted[name] = noted.get(name, {}) | value if more else value


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
    is_paced
        Whether fewer may be at times: see `one`.
    """

    def __init__(self, folder: Path, calls: int, is_paced: bool = False):
        self.calls, self.is_paced = calls, is_paced
        self.own = asyncio.Semaphore(calls)
        slots = int(os.environ.get(CALLS_VARIABLE, calls if is_paced else 0))
        self.files = [folder / f".slot-{number}" for number in range(slots)]
        self.taking = asyncio.Lock()
        self.turn = folder / ".slot-turn"
        self.turning = asyncio.Lock()
        self.held: ExitStack | None = None
        self.waiting = 0

    @asynccontextmanager
    async def one(self, pace: Callable[[], int] | None = None) -> AsyncIterator[None]:
        """Hold a slot, as soon as there is one.

        Parameters
        ----------
        pace
            How many calls such as this one may be under way now, where it is paced.
        """
        async with AsyncExitStack() as held:
            with self.in_turn():
                await self.take_turn()
                await held.enter_async_context(self.own)
                if self.files and self.is_paced and pace:
                    async with self.taking:
                        held.enter_context(await lock_first_free(self.files, pace))
                elif self.files:
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


async def lock_first_free(
    files: Sequence[Path], limit: Callable[[], int] | None = None
) -> ExitStack:
    """Return the first lock file that could be taken, to be let go by closing it.

    Parameters
    ----------
    files
        The lock files.
    limit
        How many of them may be taken now; all without it.
    """
    while True:
        for file in files[: limit() if limit else None]:
            with ExitStack() as held:
                if try_lock(held.enter_context(open_lock(file, None))):
                    return held.pop_all()
        await asyncio.sleep(LOCK_POLL_SECONDS)
