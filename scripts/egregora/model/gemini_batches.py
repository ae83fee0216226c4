"""Gemini's batch jobs: many requests at once, answered in a day, at half the price.

Requests travel as a file of JSON lines with keys, as answers to inline requests may
come in another order and without what tells them apart (googleapis/python-genai,
issues 1909 and 2008). https://ai.google.dev/gemini-api/docs/batch-api
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from egregora.digests import canonical
from egregora.errors import AnswerRefused, ModelError
from egregora.model.faults import Transient, Unknown
from egregora.model.gemini import API_VERSION, Gemini, answered, content_of, path_of
from egregora.model.gemini_faults import fault_of
from egregora.model.http import JSON, json_of, object_at, object_in, objects
from egregora.model.requests import Request
from egregora.model.schemas import openapi
from egregora.model.telling import word

# Kinds of files of requests: the provider does not always take the same.
KINDS = ("application/jsonl", "application/json", "text/plain")
FINISH = {"X-Goog-Upload-Offset": "0", "X-Goog-Upload-Command": "upload, finalize"}
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
    done
        Requests that have an answer by now.
    results
        File of the answers, such as files/batch-123; empty until there are any.
    requests
        File of the requests.
    """

    name: str
    state: str
    done: int
    results: str
    requests: str

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
    body = content_of(request, digest, {"responseSchema": openapi(request.schema)})
    return canonical({"key": digest, "request": body}) + b"\n"


class Batches:
    """Makes the calls about batch jobs, each once.

    Parameters
    ----------
    provider
        Whose connection to use.
    """

    def __init__(self, provider: Gemini):
        self.address, self.connection = provider.address, provider.connection

    async def find(self, label: str) -> Job | None:
        """Return the job with a label that may still have answers, if there is one."""
        place = first = f"batches?pageSize={PAGE}"
        while True:
            body = object_in(await self.connection.sent("GET", place))
            for one in objects(body.get("operations")):
                job = job_in(one)
                named = object_at(one, "metadata").get("displayName") == label
                if named and job.may_answer:
                    return job
            if not (page := str(body.get("nextPageToken") or "")):
                return None
            place = f"{first}&pageToken={quote(page)}"

    async def create(self, model: str, content: bytes, label: str) -> Job:
        """Return a new job that answers a file of requests, unless there is one."""
        if job := await self.find(label):
            return job
        file = await self.upload(content, label)
        batch = {"displayName": label, "inputConfig": {"fileName": file}}
        place = f"{path_of(model)}:batchGenerateContent"
        return job_in(await self.connection.posted(place, {"batch": batch}))

    async def upload(self, content: bytes, label: str) -> str:
        """Return the name of a new file."""
        for kind in KINDS:
            with suppress(AnswerRefused):
                return await self.uploaded(content, label, kind)
        raise AnswerRefused("the provider takes no file of requests")

    async def uploaded(self, content: bytes, label: str, kind: str) -> str:
        """Return the name of a new file of a kind."""
        start = {
            "X-Goog-Upload-Protocol": "resumable",
            "X-Goog-Upload-Command": "start",
            "X-Goog-Upload-Header-Content-Length": str(len(content)),
            "X-Goog-Upload-Header-Content-Type": kind,
        }
        told = await self.connection.sent(
            "POST",
            f"{self.address}/upload/{API_VERSION}/files",
            canonical({"file": {"displayName": label}}),
            JSON | start,
        )
        place = urlsplit(told.headers.get("x-goog-upload-url", ""))
        # The key goes to no other host, whatever the answer names.
        url = f"{self.address}{place.path}?{place.query}"
        body = object_in(await self.connection.sent("POST", url, content, FINISH))
        name = object_at(body, "file").get("name")
        if not isinstance(name, str):
            raise Transient("a file without a name")
        return name

    async def state(self, name: str) -> Job | None:
        """Return how a job stands; None if the provider has none of that name."""
        try:
            return job_in(object_in(await self.connection.sent("GET", name)))
        except Unknown:
            return None

    async def results(self, job: Job) -> list[Mapping[str, Any]]:
        """Return the lines of the answers of a job that succeeded."""
        url = f"{self.address}/download/{API_VERSION}/{job.results}:download?alt=media"
        response = await self.connection.sent("GET", url)
        return objects([json_of(one) for one in response.content.splitlines()])

    async def forget(self, job: Job) -> None:
        """Have the provider delete a job and the file of its requests, if it will."""
        for name in (job.name, job.requests):
            with suppress(Transient, ModelError):
                if name:
                    await self.connection.sent("DELETE", name)


def job_in(body: Mapping[str, Any]) -> Job:
    """Return the job that a response tells of."""
    told = object_at(body, "metadata")
    output = object_at(body, "response") or object_at(told, "output")
    done = object_at(told, "batchStats").get("successfulRequestCount")
    name = body.get("name")
    if not isinstance(name, str) or not name.startswith("batches/"):
        raise Transient("a batch job without a name")
    return Job(
        name=name,
        state=word(told.get("state")).rpartition("STATE_")[2],
        done=int(done) if str(done).isdigit() else 0,
        results=str(output.get("responsesFile") or ""),
        requests=str(object_at(told, "inputConfig").get("fileName") or ""),
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
            yield digest, answered(object_at(line, "response"), requests[digest])
        except (Transient, ModelError) as fault:
            yield digest, fault
