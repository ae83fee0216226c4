"""How many calls may be under way together, over all jobs of a run.

A job takes a slot for each call, a small file beside the answers that it locks. The
system lets go of the locks of a job that is killed.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Hold a slot, as soon as there is one."""
        async with self.own:
            if not self.files:
                yield
                return
            while True:
                for file in self.files:
                    with locked(file, None) as lock:
                        if taken(lock):
                            yield
                            return
                await asyncio.sleep(LOOK)
