"""What a run would cost is told before it, and is nothing after it."""

import re
from datetime import date

import pytest
import yaml

from conftest import KEY, copied
from egregora.inspect.estimate import (
    ESTIMATE_HEAD,
    DryRunModel,
    StageEstimate,
    estimate_as_json,
    estimate_as_table,
    estimate_notes,
    invent_answer,
)
from egregora.inspect.pricing import (
    TYPICAL_ANSWER_TOKENS,
    TokenPrices,
    load_prices,
    tokens_of_answer,
    tokens_of_request,
)
from egregora.llm.cache import ResponseCache
from egregora.llm.types import Request, attach_file
from egregora.llm.validation import find_schema_breach
from egregora.posts.prompt import NOTES_SCHEMA, POST_SCHEMA
from standin import StandIn

PURPOSES = ("enrich_links", "enrich_media", "write_post", "rank_posts")
SETTINGS = {"provider": "gemini", "name": "m", "base_url": None}


def estimated(blog, server, **environment):
    """Return stage → (kept, calls) as the terminal shows them."""
    given = {"EGREGORA_KEY": KEY} | server.environment | environment
    done = blog.run("estimate", **given)
    assert done.code == 0, done.output
    rows = [re.split(r" {2,}", line) for line in done.output.splitlines()]
    return {
        one[0]: (int(one[2]), int(one[3]))
        for one in rows
        if len(one) == 7 and one != list(ESTIMATE_HEAD)
    }


@pytest.fixture(scope="module")
def story(written, tmp_path_factory):
    """What was estimated before and after a run and asked in it, and a look inside."""
    blog = copied(written.prepared, tmp_path_factory.mktemp("before"))
    made = copied(written.whole, tmp_path_factory.mktemp("after"))
    with StandIn() as server:
        # Nobody is asked, so no key is needed.
        before = estimated(blog, server, GEMINI_API_KEY="")
        assert not (blog.folder / "answers").exists()
        after = estimated(made, server)
        assert server.counts == {}
    inside = made.run("catalog", "validate", EGREGORA_KEY=KEY)
    return before, written.counts, after, inside


def test_an_estimate_counts_what_a_run_then_asks(story):
    before, asked, _, _ = story
    for stage in (*PURPOSES, "write_profiles"):
        assert before[stage] == (0, asked[stage]), stage
    assert before["build_knowledge"] == (0, asked["embed"])
    assert before["together"] == (0, sum(asked.values()))


def test_after_a_run_nothing_is_to_be_paid(story):
    _, asked, after, _ = story
    assert [stage for stage, (_, calls) in after.items() if calls] == []
    for stage in (*PURPOSES, "write_profiles"):
        assert after[stage] == (asked[stage], 0), stage


def test_looking_inside_needs_no_key_of_the_provider(story):
    *_, inside = story
    assert inside.code == 0, inside.output
    assert inside.jobs == {"catalog": 1, "validate": 1}


def test_offline_nothing_is_to_be_paid(grown):
    done = grown.run("estimate", EGREGORA_KEY=KEY)
    assert done.code == 0, done.output
    assert "nothing is to be paid with model.provider: offline" in done.output


def question(number, **more):
    return Request("write_post", "m", "# Ask", {"n": number}, POST_SCHEMA, **more)


def test_kept_answers_are_given_and_only_the_others_counted(tmp_path):
    answers, kept = ResponseCache(tmp_path), question(1)
    answer = invent_answer(POST_SCHEMA) | {"title": "kept"}
    place = answers.path("write_post", kept.digest("gemini"))
    model = DryRunModel(SETTINGS, answers, "write_post")
    model.answers.keep(
        "write_post", kept.digest("gemini"), answer, provider="gemini", model="m"
    )
    before = place.read_bytes()
    first, second = model.generate_all([kept, question(2)])
    assert (first, second["title"] != "kept") == (answer, True)
    assert (model.due.kept, model.due.calls) == (1, 1)
    assert model.due.output == TYPICAL_ANSWER_TOKENS["write_post"]
    assert [place.read_bytes()] == [
        one.read_bytes() for one in tmp_path.rglob("*.json")
    ]
    assert place.read_bytes() == before


@pytest.mark.parametrize("schema", [POST_SCHEMA, NOTES_SCHEMA])
def test_invented_answers_fit_their_schema(schema):
    assert find_schema_breach(invent_answer(schema), schema) is None


def test_kept_answers_tell_how_long_others_will_be(tmp_path):
    answers = ResponseCache(tmp_path)
    for number in range(5):
        request = question(number)
        answers.keep(
            "write_post",
            request.digest("gemini"),
            {},
            provider="gemini",
            model="m",
            usage={"input": 1, "output": 100 + number},
        )
    assert tokens_of_answer("write_post", answers) == 102
    assert (
        tokens_of_answer("rank_posts", answers) == TYPICAL_ANSWER_TOKENS["rank_posts"]
    )


def test_longer_requests_and_files_take_more_tokens(tmp_path):
    voice = tmp_path / "voice.ogg"
    voice.write_bytes(bytes(25_000))
    heard = question(1, attachments=(attach_file(voice, "audio/ogg"),))
    assert tokens_of_request(heard) - tokens_of_request(question(1)) == 320
    longer = Request("p", "m", "# Ask", {"n": "x" * 3500}, POST_SCHEMA)
    assert 990 < tokens_of_request(longer) - tokens_of_request(question(1)) < 1010


def test_a_price_that_is_not_known_is_not_invented():
    known = TokenPrices(date(2026, 1, 2), {"m": {"input": 1.0, "output": 10.0}})
    due = [
        StageEstimate("write_post", "m", 0, 2, 1_000_000, 100_000),
        StageEstimate("rank_posts", "llama", 3, 1, 500, 5),
    ]
    first, second, whole = estimate_as_table(due, known).rows
    assert first == ["write_post", "m", "0", "2", "1,000,000", "100,000", "2.00"]
    assert second[-1] == "?"
    assert whole[-1] == "2.00+"
    worth, unknown = estimate_notes(due, known)
    assert "2026-01-02" in worth
    assert "llama" in unknown
    assert [one["dollars"] for one in estimate_as_json(due, known)["stages"]] == [
        2.0,
        None,
    ]


def test_a_batch_costs_half_and_own_prices_come_first():
    due = [
        StageEstimate(
            "write_post", "gpt-6-luna", 0, 2, 1_000_000, 1_000_000, batch=True
        )
    ]
    own = load_prices({"gpt-6-luna": {"input": 3, "output": 4}})
    assert estimate_as_table(due, own).rows[0][-1] == "3.50"
    assert estimate_notes(due, own)[1] == "At the price of batches: write_post."
    mine = [StageEstimate("write_post", "mine", 0, 2, 1_000_000, 7)]
    told = "No price is known of mine; set it in model.prices."
    assert estimate_notes(mine, load_prices())[1] == told


def test_every_default_model_has_a_price(root):
    schema = yaml.safe_load((root / "rules/schemas/config.schema.yaml").read_text())
    model = schema["properties"]["model"]["properties"]
    for role in ("writer", "enricher", "judge", "embedder"):
        assert load_prices().dollars(model[role]["default"], 1_000_000, 0) > 0
