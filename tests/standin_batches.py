"""Batch jobs of the stand-in for Gemini: files, jobs, and answers as lines of a file.

It speaks the resumable upload, batchGenerateContent with a file, and what it takes to
look at jobs, list, read and delete them. Lines come back in another order.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import parse_qs, urlsplit

PLACES = (
    ("batch start", "POST", r"/upload/v1beta/files"),
    ("batch upload", "POST", r"/upload/v1beta/files/sent"),
    ("batch create", "POST", r"/v1beta/models/[\w.-]+:batchGenerateContent"),
    ("batch list", "GET", r"/v1beta/batches"),
    ("batch state", "GET", r"/v1beta/batches/\w+"),
    ("batch results", "GET", r"(?:/download)?/v1beta/files/[\w-]+:download"),
    ("batch delete", "DELETE", r"/v1beta/(?:batches|files)/[\w-]+"),
)


@dataclass
class Desk:
    """What is at hand.

    Attributes
    ----------
    states
        How a job stands at each look, before it is over.
    end
        How it stands then.
    kinds
        Kinds of files that are taken.
    host
        Where files are sent, as it says; not where they should be.
    choose
        Takes a line of a file of requests and returns its error, or None.
    files, jobs
        Contents by name, and what is told of each job.
    made
        Requests that came in jobs, by what they are about.
    """

    states: tuple[str, ...] = ("PENDING", "RUNNING")
    end: str = "SUCCEEDED"
    kinds: tuple[str, ...] = ("application/jsonl",)
    host: str = "http://elsewhere.invalid"
    choose: object = None
    files: dict[str, str] = field(default_factory=dict)
    jobs: dict[str, dict] = field(default_factory=dict)
    looks: Counter[str] = field(default_factory=Counter)
    made: Counter[str] = field(default_factory=Counter)
    numbers: object = field(default_factory=count)

    def told(self, name, generated):
        """Return how a job stands now."""
        job = self.jobs[name]
        state = [*self.states, self.end][min(self.looks[name], len(self.states))]
        metadata = {"displayName": job["displayName"], "state": f"BATCH_STATE_{state}"}
        metadata["inputConfig"] = job["inputConfig"]
        lines = self.files.get(job["inputConfig"]["fileName"], "").splitlines()
        metadata["batchStats"] = {"requestCount": str(len(lines))}
        told = {"name": name, "metadata": metadata}
        if state == "SUCCEEDED":
            results = f"files/results-{name.partition('/')[2]}"
            made = [self.answered(json.loads(one), generated) for one in lines]
            self.files.setdefault(results, "".join(f"{one}\n" for one in made[::-1]))
            metadata["output"] = {"responsesFile": results}
            told |= {"done": True, "response": {"responsesFile": results}}
        elif state not in ("PENDING", "RUNNING"):
            told |= {"done": True, "error": {"code": 13, "message": "canary"}}
        return told

    def answered(self, line, generated):
        """Return the line with the answer to one request."""
        fault = self.choose(line) if self.choose else None
        found = {"key": line["key"]}
        if isinstance(fault, int):
            found["error"] = {"code": fault, "message": "canary of the provider"}
        else:
            found["response"] = generated(line["request"], fault)
        return json.dumps(found, ensure_ascii=False)


class BatchSpeaking:
    """The part of Gemini's protocol that is about batch jobs."""

    @property
    def desk(self):
        return self.server.standin.desk

    def batch_purpose(self):
        """Return what a request wants of batch jobs; None if nothing."""
        path = urlsplit(self.path).path
        for name, method, place in PLACES:
            if self.command == method and re.fullmatch(place, path):
                return name
        return None

    def body_of(self, text):
        if self.batch_purpose() == "batch upload":
            return text
        return json.loads(text or "{}")

    def batch_answer(self, body, generated):
        """Return what is answered to a request about batch jobs; see `answer`."""
        name = urlsplit(self.path).path.removeprefix("/v1beta/")
        step = self.batch_purpose().partition(" ")[2]
        return getattr(self, f"batch_{step}")(body, name, generated)

    def batch_start(self, body, name, generated):
        return {"start": self.headers["X-Goog-Upload-Header-Content-Type"]}

    def batch_upload(self, body, name, generated):
        assert self.headers["X-Goog-Upload-Command"] == "upload, finalize"
        return {"upload": body}

    def batch_create(self, body, name, generated):
        return {"create": body["batch"]}

    def batch_state(self, body, name, generated):
        if name not in self.desk.jobs:
            return None
        return self.desk.told(name, generated)

    def batch_list(self, body, name, generated):
        asked = parse_qs(urlsplit(self.path).query)
        start = int(asked.get("pageToken", ["0"])[0])
        told = [self.desk.told(one, generated) for one in [*self.desk.jobs][start:]]
        if len(told) > 1:
            return {"operations": told[:1], "nextPageToken": str(start + 1)}
        return {"operations": told} if told else {}

    def batch_results(self, body, name, generated):
        return {"lines": self.desk.files[re.search(r"files/[\w-]+", name)[0]]}

    def batch_delete(self, body, name, generated):
        return {"delete": name}

    def answer(self, status, value, headers=()):
        """Answer, and do what was asked for: only now is it sure to be answered."""
        desk, steps = self.desk, (value if status == 200 else {})
        if "start" in steps:
            if steps["start"] not in desk.kinds:
                return self.error(400, "INVALID_ARGUMENT")
            place = f"{desk.host}/upload/v1beta/files/sent?upload_id=1"
            return super().answer(200, {}, [("X-Goog-Upload-URL", place)])
        if "upload" in steps:
            name = f"files/sent{next(desk.numbers)}"
            desk.files[name] = steps["upload"]
            value = {"file": {"name": name, "state": "ACTIVE"}}
            headers = [("X-Goog-Upload-Status", "final")]
        elif "create" in steps:
            name = f"batches/job{next(desk.numbers)}"
            desk.jobs[name] = steps["create"]
            lines = desk.files[steps["create"]["inputConfig"]["fileName"]].splitlines()
            for one in lines:
                told = json.loads(one)["request"]["systemInstruction"]["parts"][0]
                desk.made[told["text"].strip().split("\n")[0].strip("# ")] += 1
            value = {"name": name, "metadata": {"state": "BATCH_STATE_PENDING"}}
        elif "lines" in steps:
            return self.answer_text(steps["lines"])
        elif "delete" in steps:
            desk.jobs.pop(steps["delete"], None)
            desk.files.pop(steps["delete"], None)
            value = {}
        elif self.batch_purpose() == "batch state":
            desk.looks[steps.get("name")] += 1
        return super().answer(status, value, headers)

    def answer_text(self, text):
        content = text.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
