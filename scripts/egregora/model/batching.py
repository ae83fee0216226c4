"""Many requests asked in one batch job, which outlives the run that makes it.

What a job was asked is noted beside the answers before it is made, and its name after,
so that the next run waits for the same job. It tells digests and names of models alone.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from egregora.damage import read_whole
from egregora.digests import digest_of
from egregora.errors import ModelError
from egregora.files import write_json
from egregora.lines import counted
from egregora.model.asking import Asker
from egregora.model.faults import NoAnswer, Transient
from egregora.model.gemini_batches import Batches, Job, answers_in, line_of
from egregora.model.requests import Request
from egregora.runlog import report

Answer = TypeVar("Answer")
Keep = Callable[[str, dict, dict], None]
Found = dict[str, dict | ModelError]

LARGEST = 50_000_000  # bytes of one job's requests, sent within one attempt's time
GROWTH = 1.5
LONGEST_PAUSE = 60.0  # seconds between two looks at a job
REPORTS = 60.0  # seconds between two reports on it
# Jobs expire after 48 hours.
LONGEST_WAIT = 72 * 3600


class Batcher:
    """Asks for many answers at once.

    Parameters
    ----------
    asker
        Who makes the calls, and asks singly what a job leaves open.
    answers
        Folder of the kept answers, beside which jobs are noted, each stage's apart.
    """

    def __init__(self, asker: Asker, answers: Path):
        self.asker, self.folder, self.purpose = asker, answers / ".batches", ""

    @cached_property
    def batches(self) -> Batches:
        """The provider's batch jobs."""
        return Batches(self.asker.provider)

    def generate_all(self, requests: Mapping[str, Request], keep: Keep) -> Found:
        """Return the answer to each request by digest, or why there is none.

        A job that failed leaves all its requests without an answer. What a job has no
        usable answer to, though it may have one later, is asked singly.

        Parameters
        ----------
        requests
            Digest → request, of one stage and model.
        keep
            Called with digest, answer and tokens used of each answer.
        """
        self.purpose = next(iter(requests.values())).purpose
        try:
            found, left = self.asker.runner.run(self.asked(requests, keep))
        except ModelError as error:
            return dict.fromkeys(requests, error)
        single = {one: requests[one] for one in requests if one in left}
        if single:
            report("%s: %d asked without batch", self.purpose, len(single))
            found |= self.asker.generate_all(single, keep)
        return found

    async def asked(
        self, requests: Mapping[str, Request], keep: Keep
    ) -> tuple[Found, set[str]]:
        """Return what jobs answer, and the digests of what is to be asked singly."""
        jobs = []
        for note in self.notes():
            if requests.keys() & set(note["requests"]):
                if job := await self.known(note):
                    jobs.append((note, job))
                else:
                    self.path(note).unlink(missing_ok=True)
        under_way = {one for note, _ in jobs for one in note["requests"]}
        new = {one: requests[one] for one in requests if one not in under_way}
        for part, content in parts(new):
            note = {"requests": sorted(part), "model": new[part[0]].model, "job": None}
            jobs.append(await self.made(note, content))
        found: Found = {}
        waits = [self.collected(note, job, requests, keep) for note, job in jobs]
        for answers in await asyncio.gather(*waits):
            found |= answers
        return found, requests.keys() - found.keys()

    async def known(self, note: Mapping[str, Any]) -> Job | None:
        """Return the job of an earlier run, if it may have answers."""
        if note["job"]:
            job = await self.called(lambda: self.batches.state(note["job"]))
        else:
            job = await self.called(lambda: self.batches.find(self.label(note)))
        return job if job and job.may_answer else None

    async def made(
        self, note: dict[str, Any], content: bytes
    ) -> tuple[dict[str, Any], Job]:
        """Return a new job and its note, written before and after it is made."""
        write_json(self.path(note), note)
        job, file = await self.called(
            lambda: self.batches.create(note["model"], content, self.label(note))
        )
        note = {**note, "job": job.name, "file": file}
        write_json(self.path(note), note)
        report(
            "%s: %s in a batch job, which may take hours; a run that ends "
            "meanwhile is taken up by the next one",
            self.purpose,
            counted(len(note["requests"]), "request"),
        )
        return note, job

    async def collected(
        self,
        note: Mapping[str, Any],
        job: Job,
        requests: Mapping[str, Request],
        keep: Keep,
    ) -> Found:
        """Return what a job answers when it is over, each kept; forget the job."""
        job = await self.awaited(job)
        found: Found = {}
        if job.state == "SUCCEEDED":
            lines = await self.called(lambda: self.batches.results(job))
            for digest, result in answers_in(lines, requests):
                if isinstance(result, ModelError):
                    found[digest] = result
                elif not isinstance(result, Transient):
                    keep(digest, *result)
                    found[digest] = result[0]
        else:
            error = ModelError(
                f"the batch job ended without answers ({job.state}); run again to ask "
                "anew, or set model.batch to false"
            )
            found = dict.fromkeys(requests.keys() & set(note["requests"]), error)
        self.path(note).unlink(missing_ok=True)
        await self.batches.forget(job, note.get("file"))
        return found

    async def awaited(self, job: Job) -> Job:
        """Return a job when it is over."""
        started = reported = time.monotonic()
        name, pause = job.name, self.asker.pause
        while not job.is_over:
            if time.monotonic() - started > LONGEST_WAIT:
                raise NoAnswer("the batch job does not end")
            await asyncio.sleep(pause)
            pause = min(pause * GROWTH, LONGEST_PAUSE)
            job = await self.called(lambda: self.batches.state(name))
            if job is None:
                raise NoAnswer("the batch job is gone; run again to ask anew")
            if time.monotonic() - reported > REPORTS:
                reported = time.monotonic()
                report("%s: the batch job is %s", self.purpose, job.state.lower())
        return job

    async def called(self, call: Callable[[], Awaitable[Answer]]) -> Answer:
        """Return what a call returns, tried again after faults that may pass."""
        return await self.asker.answer(call)

    def label(self, note: Mapping[str, Any]) -> str:
        """Return how a job is called at the provider."""
        return f"egregora-{self.path(note).stem}"

    def path(self, note: Mapping[str, Any]) -> Path:
        """Return where a job is noted: by what it is asked."""
        return self.folder / self.purpose / f"{digest_of(note['requests'])[:32]}.json"

    def notes(self) -> list[dict[str, Any]]:
        """Return the notes of jobs that an earlier run left."""
        return [
            read_whole(path, lambda note: {**note, "requests": [*note["requests"]]})
            for path in sorted(self.folder.glob(f"{self.purpose}/*.json"))
        ]


def parts(requests: Mapping[str, Request]) -> Iterator[tuple[list[str], bytes]]:
    """Yield requests as files of no more than `LARGEST` bytes, with their digests."""
    digests: list[str] = []
    lines: list[bytes] = []
    for digest, request in requests.items():
        line = line_of(request, digest)
        if lines and sum(map(len, lines)) + len(line) > LARGEST:
            yield digests, b"".join(lines)
            digests, lines = [], []
        digests.append(digest)
        lines.append(line)
    if lines:
        yield digests, b"".join(lines)
