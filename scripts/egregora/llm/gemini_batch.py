"""Gemini's batch jobs: many requests at half the price, answered within a day.

Requests travel as a file of JSON lines with keys, as answers to inline requests may
come in another order and without keys (googleapis/python-genai, issues 1909 and 2008).
https://ai.google.dev/gemini-api/docs/batch-api

A job outlives the run that makes it. Its requests are noted next to the cache before
the job is made, and its name after, so that the next run waits for the same job. Notes
hold only digests and names of models.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from google.genai import types

from egregora.errors import AnswerRefused, ModelError
from egregora.files import canonical_json, digest_of, read_intact_json, write_json
from egregora.llm.client import Client
from egregora.llm.gemini import (
    Gemini,
    answer_and_usage,
    await_gemini,
    contents_of_request,
    gemini_fault,
)
from egregora.llm.transport import list_objects, object_at, parse_json
from egregora.llm.types import (
    NoAnswer,
    Request,
    TransientError,
    UnknownModel,
    UnusableAnswer,
)
from egregora.llm.validation import to_openapi
from egregora.workflow.console import format_count
from egregora.workflow.joblog import report

# Kinds of files of requests: the provider does not always take the same.
REQUEST_FILE_TYPES = ("application/jsonl", "application/json", "text/plain")
JOBS_PER_PAGE = 100  # jobs listed at once
# HTTP status of the codes that single requests fail with.
HTTP_STATUS_OF_CODE = {3: 400, 4: 504, 5: 404, 7: 403, 8: 429, 9: 400, 13: 500, 14: 503}


@dataclass(frozen=True)
class BatchJob:
    """A batch job as the provider tells of it.

    Attributes
    ----------
    name
        Such as batches/123.
    state
        PENDING, RUNNING, SUCCEEDED, FAILED, CANCELLED or EXPIRED.
    results
        File of the answers, such as files/batch-123; empty until there are any.
    """

    name: str
    state: str
    results: str

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state == "SUCCEEDED" or not self.may_answer

    @property
    def may_answer(self) -> bool:
        """Whether there are answers, or will be."""
        return self.state not in ("FAILED", "CANCELLED", "EXPIRED")


def line_of_request(request: Request, digest: str) -> bytes:
    """Return a request as a line of a file.

    Batches take schemas in OpenAPI's form alone: with JSON schema, which single calls
    take, answers lose their shape (crmne/ruby_llm, issue 894).
    """
    contents = contents_of_request(request, digest).model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    body = {
        "systemInstruction": {"parts": [{"text": request.prompt}]},
        "contents": [contents],
        "generationConfig": {
            **request.settings,
            "responseMimeType": "application/json",
            "responseSchema": to_openapi(request.schema),
        },
    }
    return canonical_json({"key": digest, "request": body}) + b"\n"


class BatchJobs:
    """Makes the calls about batch jobs, each once.

    Parameters
    ----------
    provider
        Whose connection to use.
    """

    def __init__(self, provider: Gemini):
        self.api = provider.client.aio
        self.address = provider.address

    async def find(self, label: str) -> BatchJob | None:
        """Return the job with a label that may still have answers, if there is one."""

        async def found() -> types.BatchJob | None:
            config = types.ListBatchJobsConfig(page_size=JOBS_PER_PAGE)
            async for job in await self.api.batches.list(config=config):
                if job.display_name == label and parse_batch_job(job).may_answer:
                    return job
            return None

        job = await await_gemini(found())
        return parse_batch_job(job) if job else None

    async def create(
        self, model: str, content: bytes, label: str
    ) -> tuple[BatchJob, str | None]:
        """Return a new job that answers a file of requests, and that file's name.

        If there is such a job already, it is returned, without the name.
        """
        if job := await self.find(label):
            return job, None
        file = await self.upload(content, label)
        config = types.CreateBatchJobConfig(display_name=label)
        made = self.api.batches.create(model=model, src=file, config=config)
        return parse_batch_job(await await_gemini(made)), file

    async def upload(self, content: bytes, label: str) -> str:
        """Return the name of a new file."""
        for kind in REQUEST_FILE_TYPES:
            config = types.UploadFileConfig(
                mime_type=kind,
                display_name=label,
                # Else the file goes to whatever host the answer names.
                http_options=types.HttpOptions(base_url=self.address),
            )
            with suppress(AnswerRefused):
                file = await await_gemini(
                    self.api.files.upload(file=BytesIO(content), config=config)
                )
                if not file.name:
                    raise TransientError("a file without a name")
                return file.name
        raise AnswerRefused("the provider takes no file of requests")

    async def state(self, name: str) -> BatchJob | None:
        """Return how a job stands; None if the provider has none of that name."""
        try:
            return parse_batch_job(await await_gemini(self.api.batches.get(name=name)))
        except UnknownModel:
            return None

    async def results(self, job: BatchJob) -> list[Mapping[str, Any]]:
        """Return the lines of the answers of a job that succeeded."""
        content = await await_gemini(self.api.files.download(file=job.results))
        return list_objects([parse_json(one) for one in content.splitlines()])

    async def forget(self, job: BatchJob, file: str | None) -> None:
        """Have the provider delete a job and the file of its requests, if it will."""
        with suppress(TransientError, ModelError):
            await await_gemini(self.api.batches.delete(name=job.name))
        with suppress(TransientError, ModelError):
            if file:
                await await_gemini(self.api.files.delete(name=file))


def parse_batch_job(job: types.BatchJob) -> BatchJob:
    """Return what a response tells of a job."""
    if not job.name:
        raise TransientError("a batch job without a name")
    return BatchJob(
        name=job.name,
        state=str(job.state.value if job.state else "").removeprefix("JOB_STATE_"),
        results=(job.dest and job.dest.file_name) or "",
    )


def parse_batch_answers(
    lines: Iterable[Mapping[str, Any]], requests: Mapping[str, Request]
) -> Iterator[tuple[str, tuple[dict, dict] | Exception]]:
    """Yield for each request its checked answer and tokens, or why there is none."""
    for line in lines:
        digest = line.get("key")
        if digest not in requests:
            continue
        if error := object_at(line, "error") or object_at(line, "status"):
            code = error.get("code")
            code = HTTP_STATUS_OF_CODE.get(code, code) if isinstance(code, int) else 500
            yield digest, gemini_fault(code, {"error": error}, {})
            continue
        try:
            yield digest, answer_and_usage(parse_batch_response(line), requests[digest])
        except (TransientError, ModelError) as fault:
            yield digest, fault


def parse_batch_response(line: Mapping[str, Any]) -> types.GenerateContentResponse:
    """Return the response in a line, without names that the library does not know."""
    told = object_at(line, "response")
    wanted: dict[str, Any] = {"candidates": []}
    for one in list_objects(told.get("candidates"))[:1]:
        parts = list_objects(object_at(one, "content").get("parts"))
        said = [
            {name: part.get(name) for name in ("text", "thought")} for part in parts
        ]
        reason = one.get("finishReason")
        wanted["candidates"] = [{"content": {"parts": said}, "finishReason": reason}]
    wanted["promptFeedback"] = {
        "blockReason": object_at(told, "promptFeedback").get("blockReason")
    }
    counts = "promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount"
    used = object_at(told, "usageMetadata")
    wanted["usageMetadata"] = {name: used.get(name) for name in counts}
    try:
        return types.GenerateContentResponse.model_validate(wanted)
    except ValueError as error:
        raise UnusableAnswer(type(error).__name__) from None


BatchCallResult = TypeVar("Answer")
KeepAnswer = Callable[[str, dict, dict], None]
AnswersByDigest = dict[str, dict | ModelError]

MAX_BATCH_BYTES = (
    50_000_000  # bytes of one job's requests, sent within one attempt's time
)
POLL_PAUSE_GROWTH = 1.5
MAX_POLL_PAUSE = 60.0  # seconds between two looks at a job
SECONDS_BETWEEN_BATCH_REPORTS = 60.0  # seconds between two reports on it
# Jobs expire after 48 hours.
MAX_BATCH_SECONDS = 72 * 3600


class BatchClient:
    """Asks for many answers at once.

    Parameters
    ----------
    asker
        Who makes the calls, and asks singly what a job leaves open.
    answers
        Folder of the kept answers, beside which jobs are noted, each stage's apart.
    """

    def __init__(self, asker: Client, answers: Path):
        self.asker, self.folder, self.purpose = asker, answers / ".batches", ""

    @cached_property
    def batches(self) -> BatchJobs:
        """The provider's batch jobs."""
        return BatchJobs(self.asker.provider)

    def generate_all(
        self, requests: Mapping[str, Request], keep: KeepAnswer
    ) -> AnswersByDigest:
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
        self, requests: Mapping[str, Request], keep: KeepAnswer
    ) -> tuple[AnswersByDigest, set[str]]:
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
        for part, content in split_into_files(new):
            note = {"requests": sorted(part), "model": new[part[0]].model, "job": None}
            jobs.append(await self.made(note, content))
        found: AnswersByDigest = {}
        waits = [self.collected(note, job, requests, keep) for note, job in jobs]
        for answers in await asyncio.gather(*waits):
            found |= answers
        return found, requests.keys() - found.keys()

    async def known(self, note: Mapping[str, Any]) -> BatchJob | None:
        """Return the job of an earlier run, if it may have answers."""
        if note["job"]:
            job = await self.called(lambda: self.batches.state(note["job"]))
        else:
            job = await self.called(lambda: self.batches.find(self.label(note)))
        return job if job and job.may_answer else None

    async def made(
        self, note: dict[str, Any], content: bytes
    ) -> tuple[dict[str, Any], BatchJob]:
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
            format_count(len(note["requests"]), "request"),
        )
        return note, job

    async def collected(
        self,
        note: Mapping[str, Any],
        job: BatchJob,
        requests: Mapping[str, Request],
        keep: KeepAnswer,
    ) -> AnswersByDigest:
        """Return what a job answers when it is over, each kept; forget the job."""
        job = await self.awaited(job)
        found: AnswersByDigest = {}
        if job.state == "SUCCEEDED":
            lines = await self.called(lambda: self.batches.results(job))
            for digest, result in parse_batch_answers(lines, requests):
                if isinstance(result, ModelError):
                    found[digest] = result
                elif not isinstance(result, TransientError):
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

    async def awaited(self, job: BatchJob) -> BatchJob:
        """Return a job when it is over."""
        started = reported = time.monotonic()
        name, pause = job.name, self.asker.pause
        while not job.is_over:
            if time.monotonic() - started > MAX_BATCH_SECONDS:
                raise NoAnswer("the batch job does not end")
            await asyncio.sleep(pause)
            pause = min(pause * POLL_PAUSE_GROWTH, MAX_POLL_PAUSE)
            job = await self.called(lambda: self.batches.state(name))
            if job is None:
                raise NoAnswer("the batch job is gone; run again to ask anew")
            if time.monotonic() - reported > SECONDS_BETWEEN_BATCH_REPORTS:
                reported = time.monotonic()
                report("%s: the batch job is %s", self.purpose, job.state.lower())
        return job

    async def called(
        self, call: Callable[[], Awaitable[BatchCallResult]]
    ) -> BatchCallResult:
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
            read_intact_json(
                path, lambda note: {**note, "requests": [*note["requests"]]}
            )
            for path in sorted(self.folder.glob(f"{self.purpose}/*.json"))
        ]


def split_into_files(
    requests: Mapping[str, Request],
) -> Iterator[tuple[list[str], bytes]]:
    """Yield requests as files of no more than `LARGEST` bytes, with their digests."""
    digests: list[str] = []
    lines: list[bytes] = []
    for digest, request in requests.items():
        line = line_of_request(request, digest)
        if lines and sum(map(len, lines)) + len(line) > MAX_BATCH_BYTES:
            yield digests, b"".join(lines)
            digests, lines = [], []
        digests.append(digest)
        lines.append(line)
    if lines:
        yield digests, b"".join(lines)
