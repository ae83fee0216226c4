"""How servers really answer, and what comes of it.

The replies are worded as the sources and issues of llama.cpp, vLLM, LM Studio, Ollama,
Groq, OpenRouter, OpenAI and Gemini's endpoint for OpenAI's API show them.
"""

import json

import pytest

from egregora.errors import AnswerRefused
from egregora.llm.models import open_model
from egregora.llm.openai import ANSWER_FORMATS
from egregora.llm.types import (
    AnswerCutOff,
    BadKey,
    NoAnswer,
    NotOffered,
    ProviderUnavailable,
    RequestTooLong,
    UnknownModel,
)
from model_setup import questions
from scripted_server import ScriptedServer, completed

GOOD = '{"title": "Rain at the beach"}'
ANSWER = {"title": "Rain at the beach"}


@pytest.fixture(autouse=True)
def no_key(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


def model_at(url, folder, **given):
    settings = {"provider": "openai", "name": "m", "base_url": url}
    limits = {"seconds": 60, "calls": 2, "pause": 0.005}
    return open_model(settings, folder, **limits | given)


def asked_once(server, folder, **given):
    """Return the answer to one question, or the error in its place."""
    with model_at(server.url, folder, **given) as model:
        return model.generate_all(questions(1))[0]


def stream(*parts, reason="stop"):
    events = [{"choices": [{"delta": {"content": one}}]} for one in parts]
    events.append({"choices": [{"delta": {}, "finish_reason": reason}]})
    lines = [f"data: {json.dumps(one)}" for one in events]
    text = "\n\n".join([*lines, "data: [DONE]", ""])
    return 200, text, {"Content-Type": "text/event-stream"}


USABLE = {
    "plain": completed(GOOD),
    "fenced": completed(f"```json\n{GOOD}\n```"),
    "prose around a fence": completed(f"So:\n```json\n{GOOD}\n```\nAs asked!"),
    "prose without a fence": completed(f"Sure. {GOOD} I hope that helps."),
    "thoughts": completed(f"<think>\nHm {{}}.\n</think>\n{GOOD}"),
    "thoughts without their beginning": completed(f"Hm, a {{}}.\n</think>\n{GOOD}"),
    "thoughts by another name": completed(f"<thinking>Hm.</thinking>{GOOD}"),
    "thoughts in brackets": completed(f"[THINK]Hm {{[/THINK]{GOOD}"),
    "thoughts with a draft": completed(
        f'<think>{{"title": "draft"}}</think>\n```\n{GOOD}\n```'
    ),
    "channels": completed(
        f"<|channel|>analysis<|message|>Hm.<|end|><|channel|>final<|message|>{GOOD}"
    ),
    "answer among the thoughts": completed("", reasoning_content=GOOD),
    "null content": completed(None, reasoning_content=f"So:\n{GOOD}"),
    "list of parts": completed(
        [{"type": "thinking", "thinking": "Hm"}, {"type": "text", "text": GOOD}]
    ),
    "a list around it": completed(f"[{GOOD}]"),
    "a name around it": completed(f'{{"answer": {GOOD}}}'),
    "a line break in a text": completed('{"title": "Rain at the beach"\n}'),
    "stream": stream(GOOD[:9], GOOD[9:]),
    **{f"ends with {one}": completed(GOOD, one) for one in ("eos", "STOP", "end_turn")},
    "ends with nothing": completed(GOOD, None),
    "whole, though cut off after it": completed(GOOD + " and then", "length"),
}


@pytest.mark.parametrize("reply", USABLE.values(), ids=USABLE)
def test_an_answer_is_taken_in_whatever_wrapping_by_one_call(tmp_path, reply):
    with ScriptedServer(reply) as server:
        assert asked_once(server, tmp_path) == ANSWER
    assert len(server.asked) == 1


def error(status, message, **more):
    return status, {"error": {"message": message, **more}}


MAX_TOKENS_OF_VLLM = (
    "'max_tokens' or 'max_completion_tokens' is too large: 4000. This model's maximum "
    "context length is 2048 tokens and your request has 568 input tokens"
)
# What a server refuses, and what of the next request is as it wants it.
PASSING = {
    "json_schema unknown": (
        error(400, "Unknown parameter: response_format.json_schema"),
        lambda body: body["response_format"]["type"] == "json_object",
    ),
    "grammar of llama.cpp fails": (
        error(500, "failed to parse grammar", type="server_error"),
        lambda body: body["response_format"]["type"] == "json_object",
    ),
    "no system role (vLLM)": (
        (400, {"object": "error", "message": "System role not supported", "code": 400}),
        lambda body: [one["role"] for one in body["messages"]] == ["user"],
    ),
    "no system role (llama.cpp)": (
        error(500, "Jinja Exception: System role not supported", type="server_error"),
        lambda body: [one["role"] for one in body["messages"]] == ["user"],
    ),
    "no system role (Gemma)": (
        (400, [{"error": {"message": "Developer instruction is not enabled for m"}}]),
        lambda body: [one["role"] for one in body["messages"]] == ["user"],
    ),
    "no system role (OpenAI)": (
        error(
            400,
            "Unsupported value: 'messages[0].role' does not support 'system'",
            code="unsupported_value",
        ),
        lambda body: [one["role"] for one in body["messages"]] == ["user"],
    ),
    "no max_tokens": (
        error(400, "Unsupported parameter: 'max_tokens'. Use another.", param="x"),
        lambda body: "max_completion_tokens" in body and "max_tokens" not in body,
    ),
    "the bound counts (new vLLM)": (
        error(400, MAX_TOKENS_OF_VLLM, type="BadRequestError", code=400),
        lambda body: body["max_tokens"] == 2048 - 568 - 1,
    ),
    "the bound counts (old vLLM)": (
        (
            400,
            {
                "object": "error",
                "message": "This model's maximum context length is 2048 tokens. "
                "However, you requested 4568 tokens (568 in the messages, 4000 in the "
                "completion).",
            },
        ),
        lambda body: body["max_tokens"] == 2048 - 568 - 1,
    ),
    "broken JSON found by the server": (
        error(400, "Failed to generate JSON.", code="json_validate_failed"),
        lambda body: body["response_format"]["type"] == "json_schema",
    ),
    "loading": (
        error(503, "Loading model", type="unavailable_error"),
        lambda body: True,
    ),
    "cut off": (
        completed('{"title": "Rain at', "length"),
        lambda body: body["max_tokens"] == 16000,
    ),
}


@pytest.mark.parametrize(("reply", "holds"), PASSING.values(), ids=PASSING)
def test_what_a_server_refuses_is_asked_otherwise_once(tmp_path, reply, holds):
    with ScriptedServer(reply, completed(GOOD)) as server:
        assert asked_once(server, tmp_path) == ANSWER
    assert len(server.asked) == 2
    assert holds(server.bodies[1])


def test_a_usable_answer_that_the_server_itself_refused_is_taken(tmp_path):
    refused = error(
        400, "no", code="json_validate_failed", failed_generation=f"So: {GOOD}"
    )
    with ScriptedServer(refused) as server:
        assert asked_once(server, tmp_path) == ANSWER


LONG = "the request exceeds the available context size. try increasing the context size"
FINAL = {
    "llama.cpp reads less": (
        error(400, LONG, type="exceed_context_size_error", n_prompt_tokens=9, n_ctx=5),
        RequestTooLong,
        "5 tokens); lower model.max_input_tokens",
    ),
    "LM Studio reads less": (
        (
            400,
            {
                "error": "Trying to keep the first 10136 tokens when context the "
                "overflows. However, the model is loaded with context length of only "
                "7866 tokens, which is not enough."
            },
        ),
        RequestTooLong,
        "7866 tokens",
    ),
    "vLLM reads less": (
        error(
            400,
            "This model's maximum context length is 4096 tokens. However, your "
            "request has 9000 input tokens.",
        ),
        RequestTooLong,
        "4096 tokens",
    ),
    "Gemini reads less": (
        (
            400,
            [
                {
                    "error": {
                        "message": "The input token count (134123) exceeds the "
                        "maximum number of tokens allowed (131072)."
                    }
                }
            ],
        ),
        RequestTooLong,
        "131072 tokens",
    ),
    "OpenAI reads less": (
        error(400, "too long", code="context_length_exceeded"),
        RequestTooLong,
        "model.max_input_tokens",
    ),
    "a list with a bad key": (
        (
            400,
            [
                {
                    "error": {
                        "code": 400,
                        "message": "API key not valid.",
                        "status": "INVALID_ARGUMENT",
                    }
                }
            ],
        ),
        BadKey,
        "OPENAI_API_KEY",
    ),
    "a bad key": (error(401, "no", code="invalid_api_key"), BadKey, "OPENAI_API_KEY"),
    "an unknown model as 400": (
        error(400, "m is not", code="model_not_found"),
        UnknownModel,
        "under model",
    ),
    "an unknown model of Ollama": (
        error(404, 'model "m" not found, try pulling it first', type="api_error"),
        UnknownModel,
        "load it there",
    ),
    "no model in LM Studio": (
        (400, {"error": "No models loaded. Please load a model."}),
        UnknownModel,
        "load it there",
    ),
    "a wrong path": ((404, "404 page not found"), NotOffered, "/v1"),
    "a wrong method": ((405, {"detail": "Method Not Allowed"}), NotOffered, "/v1"),
    "not implemented": (
        error(501, "not supported", type="not_supported_error"),
        NotOffered,
        "501",
    ),
    "a page to log in": (
        (200, "<!DOCTYPE html><title>Log in</title>"),
        ProviderUnavailable,
        "web page",
    ),
    "no credit": (error(402, "Insufficient credits"), ProviderUnavailable, "credit"),
    "a filter": (completed("", "content_filter"), AnswerRefused, "content_filter"),
    "a refusal": (completed(None, refusal="No."), AnswerRefused, "refuses"),
}


@pytest.mark.parametrize(("reply", "kind", "told"), FINAL.values(), ids=FINAL)
def test_what_waiting_cannot_help_is_told_by_one_call(tmp_path, reply, kind, told):
    with ScriptedServer(reply) as server:
        found = asked_once(server, tmp_path)
    assert isinstance(found, kind)
    assert told in str(found)
    assert len(server.asked) == 1


def test_a_request_refused_in_every_format_is_asked_in_each(tmp_path):
    with ScriptedServer(error(400, "Bad request")) as server:
        assert isinstance(asked_once(server, tmp_path), AnswerRefused)
    assert len(server.asked) == len(ANSWER_FORMATS)


def test_an_answer_that_is_cut_off_twice_is_no_longer_asked_for(tmp_path):
    with ScriptedServer(completed('{"title": "Rain', "length")) as server:
        assert isinstance(asked_once(server, tmp_path), AnswerCutOff)
    assert [one["max_tokens"] for one in server.bodies] == [4000, 16000]


def test_half_an_answer_is_never_taken_for_a_whole_one(tmp_path):
    parts = completed('{"title": "Rain at the be')
    with ScriptedServer(parts) as server:
        found = asked_once(server, tmp_path)
    assert isinstance(found, NoAnswer)
