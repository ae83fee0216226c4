"""Embeddings are checked, brought to length 1, and asked once per text."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egregora.errors import ModelError
from egregora.llm import payloads
from model_setup import opened, server

__all__ = ["server"]


def nearness(one, other):
    return math.fsum(a * b for a, b in zip(one, other, strict=True))


def test_each_text_has_a_vector_of_length_1(server, tmp_path):
    with opened(tmp_path) as model:
        embedded = model.embed(["bolo de fubá", "bolo de milho", "chuva forte"])
    assert {len(vector) for vector in embedded} == {payloads.EMBEDDING_SIZE}
    assert all(math.isclose(math.hypot(*v), 1, rel_tol=1e-6) for v in embedded)
    cake, corn, rain = embedded
    assert nearness(cake, corn) > nearness(cake, rain)


def test_texts_go_in_batches_of_a_hundred(server, tmp_path):
    with opened(tmp_path) as model:
        assert len(model.embed([f"text {n}" for n in range(201)])) == 201
    sizes = [len(json.loads(seen.body)["requests"]) for seen in server.seen]
    assert sorted(sizes) == [1, 100, 100]


def test_only_new_texts_are_asked(server, tmp_path):
    with opened(tmp_path) as model:
        before = model.embed(["one", "two", "one"])
    with opened(tmp_path) as model:
        after = model.embed(["three", "two", "one"])
        assert (model.counts.kept, model.counts.asked) == (2, 1)
    assert before[0] == before[2] == after[2]
    assert before[1] == after[1]


def test_vectors_leave_with_the_people_they_concern(server, tmp_path):
    with opened(tmp_path) as model:
        model.embed(["one", "two"], about=[("a",), ("a", "b")])
        assert model.answers.forget({"b"}) == 1
        model.embed(["one", "two"])
        assert (model.counts.kept, model.counts.asked) == (1, 3)


def test_a_missing_vector_is_an_error_and_the_others_are_kept(server, tmp_path):
    server.fail(None, "bad_request")
    texts = [f"text {n}" for n in range(150)]
    with opened(tmp_path) as model, pytest.raises(ModelError):
        model.embed(texts)
    with opened(tmp_path) as model:
        model.embed(texts)
        assert model.counts.kept in (50, 100)


GOOD = [0.0] * (payloads.EMBEDDING_SIZE - 1) + [2.0]


@pytest.mark.parametrize(
    ("embedded", "problem"),
    [
        ([GOOD], None),
        ([GOOD, GOOD], "2 embeddings for 1 texts"),
        ([], "0 embeddings for 1 texts"),
        ([GOOD[1:]], f"an embedding of {payloads.EMBEDDING_SIZE - 1} numbers"),
        ([None], "an embedding of 0 numbers"),
        ([[*GOOD[1:], math.nan]], "an embedding that is not finite"),
        ([[*GOOD[1:], math.inf]], "an embedding that is not finite"),
        ([[*GOOD[1:], None]], "an embedding that is not of numbers"),
        ([[0.0] * payloads.EMBEDDING_SIZE], "an embedding without length"),
    ],
)
def test_embeddings_are_checked(embedded, problem):
    assert (
        payloads.find_embedding_fault(embedded, 1, payloads.EMBEDDING_SIZE) or ""
    ).startswith(problem or "")
    assert bool(
        payloads.find_embedding_fault(embedded, 1, payloads.EMBEDDING_SIZE)
    ) == bool(problem)


@given(st.lists(st.floats(width=32, allow_nan=False), max_size=9))
def test_packing_keeps_every_bit_of_a_32_bit_float(values):
    assert payloads.unpack_vector(payloads.pack_vector(values)) == values
