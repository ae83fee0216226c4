"""What the tests of models share: questions, and models that ask a stand-in."""

import pytest

from egregora.llm.models import open_model
from egregora.llm.types import Request
from standin import StandIn, server
from standin_openai import OpenAIStandIn, local

__all__ = ["either", "local", "opened", "question", "questions", "server"]

GEMINI = {"provider": "gemini", "name": "m", "base_url": None}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string", "maxLength": 40},
        "note": {"type": ["string", "null"]},
    },
    "required": ["title", "note"],
}
TITLE = {
    "type": "object",
    "properties": {"title": {"type": "string"}},
    "required": ["title"],
}


@pytest.fixture(params=[StandIn, OpenAIStandIn])
def either(request, monkeypatch):
    """A stand-in of each kind, which the environment names."""
    with request.param() as standin:
        for name, value in standin.environment.items():
            monkeypatch.setenv(name, value)
        yield standin


def question(text, **more):
    """Return a request whose answer has a title made of `text`, and a note."""
    data = {"messages": [{"text": text}]}
    return Request("p", "m", "# Describe\n\nSay what it is.", data, SCHEMA, **more)


def questions(count):
    """Return requests; the answer to the last is {"title": "the thing number …"}."""
    return [
        Request("p", "m", "# Ask", {"text": f"the thing number {n}"}, TITLE)
        for n in range(count)
    ]


def opened(folder, of=None, **given):
    """Return a model of the stand-in `of`, or of the one that the environment names."""
    settings = GEMINI
    if isinstance(of, OpenAIStandIn):
        settings = {"provider": "openai", "name": "m", "base_url": of.url}
    limits = {"seconds": 60, "calls": 4, "pause": 0.005}
    return open_model(settings, folder, **limits | given)
