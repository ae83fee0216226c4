"""We ask Gemini as Google's own library does, and both understand the stand-in."""

import io
import json
from urllib.parse import urlsplit

import pytest

from egregora.model.requests import attachment
from model_setup import SCHEMA, opened, question, questions, server
from standin import KEY, StandIn

genai = pytest.importorskip("google.genai")
types = genai.types

__all__ = ["server"]


def client(standin):
    options = types.HttpOptions(base_url=standin.url, api_version="v1beta")
    return genai.Client(api_key=KEY, vertexai=False, http_options=options)


def asked(standin, purpose=None):
    """Return path and body of each request, without what the server tells anyway."""
    found = []
    for seen in standin.seen:
        if purpose in (None, seen.purpose):
            found.append((urlsplit(seen.path).path, json.loads(seen.body or "null")))
    return found


def without(value, *names):
    """Return a JSON value without some names."""
    if isinstance(value, dict):
        return {k: without(v, *names) for k, v in value.items() if k not in names}
    return [without(one, *names) for one in value] if isinstance(value, list) else value


def test_single_calls_are_those_of_googles_library(server, tmp_path):
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff photo")
    shown = attachment(photo, "image/jpeg")
    request = question("the page", settings={"temperature": 0}, attachments=(shown,))
    with opened(tmp_path / "answers") as model:
        ours = model.generate(request)
    data = json.loads(server.seen[0].body)["contents"][0]["parts"][0]["text"]
    schema = without(SCHEMA, "maxLength")
    with StandIn() as other, client(other) as google:
        theirs = google.models.generate_content(
            model="m",
            contents=types.Content(
                role="user",
                parts=[
                    types.Part(text=data),
                    types.Part.from_bytes(
                        data=photo.read_bytes(), mime_type="image/jpeg"
                    ),
                ],
            ),
            config=types.GenerateContentConfig(
                temperature=0,
                system_instruction=request.prompt,
                response_mime_type="application/json",
                response_json_schema=schema,
            ),
        )
        assert json.loads(theirs.text) == ours
        (path, body), (their_path, their_body) = *asked(server), *asked(other)
    assert path == their_path
    # Protobuf's JSON has two ways to write names, and bytes.
    sent = their_body["contents"][0]["parts"][1]["inlineData"]
    sent["mimeType"] = sent.pop("mime_type")
    sent["data"] = sent["data"].replace("_", "/").replace("-", "+")
    # Who instructs is nobody's turn.
    assert without(body, "role") == without(their_body, "role")


def test_embeddings_are_those_of_googles_library(server, tmp_path):
    with opened(tmp_path) as model:
        model.embed(["one", "two"])
    with StandIn() as other, client(other) as google:
        google.models.embed_content(
            model="m",
            contents=[
                types.Content(parts=[types.Part(text=one)]) for one in ("one", "two")
            ],
            config=types.EmbedContentConfig(output_dimensionality=768),
        )
        assert asked(server) == asked(other)


def test_batch_jobs_are_those_of_googles_library(server, tmp_path):
    with opened(tmp_path, batch=True) as model:
        model.generate_all(questions(3))
    (upload,) = [one.body for one in server.seen if one.purpose == "batch upload"]
    with StandIn() as other, client(other) as google:
        other.desk.host = other.url
        file = google.files.upload(
            file=io.BytesIO(upload.encode()),
            config=types.UploadFileConfig(
                mime_type="application/jsonl", display_name="x"
            ),
        )
        job = google.batches.create(
            model="m",
            src=file.name,
            config=types.CreateBatchJobConfig(display_name="x"),
        )
        while not job.done:
            job = google.batches.get(name=job.name)
        lines = google.files.download(file=job.dest.file_name).decode().splitlines()
        (ours,), (theirs,) = asked(server, "batch create"), asked(other, "batch create")
    assert len(lines) == 3
    assert ours[0] == theirs[0]
    assert without(ours[1], "displayName") == without(theirs[1], "displayName")
