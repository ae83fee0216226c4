"""Gemini's batch jobs: many requests at once, answered in a day, at half the price.

Requests travel as a file of JSON lines with keys, as answers to inline requests may
come in another order and without what tells them apart (googleapis/python-genai,
issues 1909 and 2008). https://ai.google.dev/gemini-api/docs/batch-api
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from google.genai import types

from egregora.digests import canonical
from egregora.errors import AnswerRefused, ModelError
from egregora.model.faults import Transient, Unknown, Unusable
from egregora.model.gemini import Gemini, answered, checked, contents_of
from egregora.model.gemini_faults import fault_of
from egregora.model.http import json_of, object_at, objects
from egregora.model.requests import Request
from egregora.model.schemas import openapi

# Kinds of files of requests: the provider does not always take the same.
KINDS = ("application/jsonl", "application/json", "text/plain")
PAGE = 100  # jobs listed at once
# HTTP status of the codes that single requests fail with.
STATUS = {3: 400, 4: 504, 5: 404, 7: 403, 8: 429, 9: 400, 13: 500, 14: 503}


@dataclass(frozen=True)
class Job:
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


def line_of(request: Request, digest: str) -> bytes:
    """Return a request as a line of a file.

    Batches take schemas in OpenAPI's form alone: with JSON schema, which single calls
    take, answers lose their shape (crmne/ruby_llm, issue 894).
    """
    contents = contents_of(request, digest).model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    body = {
        "systemInstruction": {"parts": [{"text": request.prompt}]},
        "contents": [contents],
        "generationConfig": {
            **request.settings,
            "responseMimeType": "application/json",
            "responseSchema": openapi(request.schema),
        },
    }
    return canonical({"key": digest, "request": body}) + b"\n"


class Batches:
    """Makes the calls about batch jobs, each once.

    Parameters
    ----------
    provider
        Whose connection to use.
    """

    def __init__(self, provider: Gemini):
        self.api = provider.client.aio
        self.address = provider.address

    async def find(self, label: str) -> Job | None:
        """Return the job with a label that may still have answers, if there is one."""

        async def found() -> types.BatchJob | None:
            config = types.ListBatchJobsConfig(page_size=PAGE)
            async for job in await self.api.batches.list(config=config):
                if job.display_name == label and job_in(job).may_answer:
                    return job
            return None

        job = await answered(found())
        return job_in(job) if job else None

    async def create(
        self, model: str, content: bytes, label: str
    ) -> tuple[Job, str | None]:
        """Return a new job that answers a file of requests, and that file's name.

        If there is such a job already, it is returned, without the name.
        """
        if job := await self.find(label):
            return job, None
        file = await self.upload(content, label)
        config = types.CreateBatchJobConfig(display_name=label)
        made = self.api.batches.create(model=model, src=file, config=config)
        return job_in(await answered(made)), file

    async def upload(self, content: bytes, label: str) -> str:
        """Return the name of a new file."""
        for kind in KINDS:
            config = types.UploadFileConfig(
                mime_type=kind,
                display_name=label,
                # Else the file goes to whatever host the answer names.
                http_options=types.HttpOptions(base_url=self.address),
            )
            with suppress(AnswerRefused):
                file = await answered(
                    self.api.files.upload(file=BytesIO(content), config=config)
                )
                if not file.name:
                    raise Transient("a file without a name")
                return file.name
        raise AnswerRefused("the provider takes no file of requests")

    async def state(self, name: str) -> Job | None:
        """Return how a job stands; None if the provider has none of that name."""
        try:
            return job_in(await answered(self.api.batches.get(name=name)))
        except Unknown:
            return None

    async def results(self, job: Job) -> list[Mapping[str, Any]]:
        """Return the lines of the answers of a job that succeeded."""
        content = await answered(self.api.files.download(file=job.results))
        return objects([json_of(one) for one in content.splitlines()])

    async def forget(self, job: Job, file: str | None) -> None:
        """Have the provider delete a job and the file of its requests, if it will."""
        with suppress(Transient, ModelError):
            await answered(self.api.batches.delete(name=job.name))
        with suppress(Transient, ModelError):
            if file:
                await answered(self.api.files.delete(name=file))


def job_in(job: types.BatchJob) -> Job:
    """Return what a response tells of a job."""
    if not job.name:
        raise Transient("a batch job without a name")
    return Job(
        name=job.name,
        state=str(job.state.value if job.state else "").removeprefix("JOB_STATE_"),
        results=(job.dest and job.dest.file_name) or "",
    )


def answers_in(
    lines: Iterable[Mapping[str, Any]], requests: Mapping[str, Request]
) -> Iterator[tuple[str, tuple[dict, dict] | Exception]]:
    """Yield for each request its checked answer and tokens, or why there is none."""
    for line in lines:
        digest = line.get("key")
        if digest not in requests:
            continue
        if error := object_at(line, "error") or object_at(line, "status"):
            code = error.get("code")
            code = STATUS.get(code, code) if isinstance(code, int) else 500
            yield digest, fault_of(code, {"error": error}, {})
            continue
        try:
            yield digest, checked(response_in(line), requests[digest])
        except (Transient, ModelError) as fault:
            yield digest, fault


def response_in(line: Mapping[str, Any]) -> types.GenerateContentResponse:
    """Return the response in a line, without names that the library does not know."""
    told = object_at(line, "response")
    wanted: dict[str, Any] = {"candidates": []}
    for one in objects(told.get("candidates"))[:1]:
        parts = objects(object_at(one, "content").get("parts"))
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
        raise Unusable(type(error).__name__) from None
