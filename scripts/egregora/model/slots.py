"""How many calls may be under way together, over all jobs of a run.

A job takes a slot for each call, a small file beside the answers that it locks. Jobs
take turns: while one has calls without a slot, the others wait. So they end one after
the other, and the next ones start while the calls of others are under way. The system
lets go of the locks of a job that is killed.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from egregora.model.standing import LOOK, locked, taken

# How many slots there are; without it a job stands alone.
CALLS = "EGREGORA_CALLS"


class Slots:
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
            for number in range(int(os.environ.get(CALLS, 0)))
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
                    held.enter_context(await first_free(self.files))
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
                self.held = await first_free([self.turn])


async def first_free(files: Sequence[Path]) -> ExitStack:
    """Return the first lock file that could be taken, to be let go by closing it."""
    while True:
        for file in files:
            with ExitStack() as held:
                if taken(held.enter_context(locked(file, None))):
                    return held.pop_all()
        await asyncio.sleep(LOOK)
