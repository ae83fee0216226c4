"""Posts are compared once, rated by Elo, and a new post costs few comparisons."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egregora.contracts import ELO_HISTORY, ELO_RATINGS, POSTS, conform
from egregora.llm.models import open_model
from egregora.offline import judge
from egregora.ranking import elo
from egregora.ranking.elo import (
    Comparison,
    Ladder,
    RankingEntry,
    Verdict,
    elo_history,
    elo_ratings,
    run_comparisons,
)
from egregora.storage import rows_of, table_of

MONDAY = dt.date(2025, 1, 6)


class OpenGuard:
    """A guard to whom nothing is private but one name."""

    def clean(self, text, allowed=()):
        return text.replace("Rosa Peixoto", "[name]")


def day(number):
    return dt.datetime.combine(
        MONDAY + dt.timedelta(days=number), dt.time(23, 59, 59), dt.UTC
    )


def entries(number):
    return [RankingEntry(f"p{one:03}", day(one)) for one in range(number)]


def strongest(strengths):
    """Return a judge who knows how good each post is, and the pairs it was asked."""
    asked = []

    def judge(pairs):
        verdicts = []
        for older, newer in pairs:
            asked.append((older.post_id, newer.post_id))
            first, second = strengths[older.post_id], strengths[newer.post_id]
            better = older if first > second else newer
            winner = None if first == second else better.post_id
            verdicts.append(Verdict(winner, "stronger"))
        return verdicts

    return judge, asked


def pairs(number, per_post, strengths):
    judge, asked = strongest(strengths)
    list(run_comparisons(entries(number), per_post, judge))
    return asked


def posts(*texts, authors=("a1", "b2")):
    """Return rows of POSTS, one a day."""
    return [
        {
            "period": str(MONDAY + dt.timedelta(days=number)),
            "title": f"Post {number}",
            "date": MONDAY + dt.timedelta(days=number),
            "summary": "",
            "tags": [],
            "authors": list(authors),
            "text": text,
            "model": "offline",
            "digest": "d",
            "edited": False,
        }
        for number, text in enumerate(texts)
    ]


def ratings(played):
    """Return post → rating from the tables, of posts that were compared."""
    names = sorted({side for one in played for side in one.sides})
    rows = posts(*names)
    for row, name in zip(rows, names, strict=True):
        row["period"] = name
    table = elo_ratings(table_of(rows, POSTS), elo_history(played))
    return {
        row["post_id"]: row["elo_global"]
        for row in rows_of(conform(table, ELO_RATINGS))
    }


def rank_correlation(first, second):
    """Return Spearman's coefficient of two lists without ties."""
    size = len(first)
    places = [
        {at: place for place, at in enumerate(sorted(range(size), key=one.__getitem__))}
        for one in (first, second)
    ]
    apart = sum((places[0][at] - places[1][at]) ** 2 for at in range(size))
    return 1 - 6 * apart / (size * (size**2 - 1))


strengths_of_posts = st.lists(st.integers(0, 9), min_size=2, max_size=14)


@st.composite
def played(draw):
    """Return the comparisons of some posts of some strengths, ties among them."""
    levels = draw(strengths_of_posts)
    judge, _ = strongest({f"p{at:03}": level for at, level in enumerate(levels)})
    return list(run_comparisons(entries(len(levels)), draw(st.integers(1, 6)), judge))


# Ratings


def test_the_first_comparison_moves_sixteen_points():
    one = Comparison("old", "new", day(1), "new", "livelier")
    (row,) = rows_of(conform(elo_history([one]), ELO_HISTORY))
    assert (row["winner_id"], row["loser_id"], row["elo_change"]) == ("new", "old", 16)
    assert ratings([one]) == {"new": 1516, "old": 1484}


def test_a_tie_of_equals_moves_nothing_and_names_the_older_post_first():
    one = Comparison("old", "new", day(1), None, "as good")
    (row,) = rows_of(elo_history([one]))
    assert (row["winner_id"], row["loser_id"], row["tie"]) == ("old", "new", True)
    assert row["elo_change"] == 0


def test_a_tie_costs_the_favourite_points():
    played = [
        Comparison("a", "b", day(1), "b", ""),
        Comparison("b", "c", day(2), None, ""),
    ]
    change = rows_of(elo_history(played))[1]["elo_change"]
    # b is named first, as the older post, and loses points.
    assert -1 < change < 0
    assert ratings(played)["c"] == pytest.approx(1500 - change)


def test_an_upset_moves_more_than_what_was_expected():
    ladder = Ladder()
    first = ladder.play(Comparison("a", "b", day(1), "a", ""))
    expected = ladder.play(Comparison("a", "b", day(2), "a", ""))
    upset = ladder.play(Comparison("a", "b", day(3), "b", ""))
    assert expected < first < upset


@settings(deadline=None, max_examples=40)
@given(played())
def test_what_one_wins_another_loses(played):
    found = ratings(played)
    assert sum(found.values()) == pytest.approx(1500 * len(found), abs=1e-6)


@settings(deadline=None, max_examples=40)
@given(played(), st.randoms(use_true_random=False))
def test_ratings_do_not_depend_on_the_order_of_the_rows(played, chance):
    shuffled = chance.sample(played, len(played))
    assert ratings(shuffled) == ratings(played)
    assert rows_of(elo_history(shuffled)) == rows_of(elo_history(played))


@settings(deadline=None, max_examples=40)
@given(played())
def test_ratings_are_those_of_playing_the_history_again(played):
    ladder = Ladder()
    for one in sorted(played, key=lambda one: (one.at, one.comparison_id)):
        ladder.play(one)
    assert ratings(played) == {
        post: pytest.approx(ladder.rating(post), abs=1e-9) for post in ladder.points
    }


def test_a_post_that_met_none_is_rated_as_at_the_start():
    table = elo_ratings(table_of(posts("alone"), POSTS), elo_history([]))
    (row,) = rows_of(conform(table, ELO_RATINGS))
    assert row == {
        "post_id": "2025-01-06",
        "elo_global": 1500,
        "num_comparisons": 0,
        "last_updated": None,
    }


def test_no_posts_give_empty_tables():
    history = elo_history([])
    assert rows_of(conform(history, ELO_HISTORY)) == []
    assert rows_of(elo_ratings(table_of([], POSTS), history)) == []


# Schedule


@settings(deadline=None, max_examples=40)
@given(strengths_of_posts, st.integers(0, 6))
def test_each_pair_meets_once_and_each_post_meets_few_earlier_ones(levels, per_post):
    strengths = {f"p{at:03}": level for at, level in enumerate(levels)}
    asked = pairs(len(levels), per_post, strengths)
    assert len(set(asked)) == len(asked)
    assert all(older < newer for older, newer in asked)
    for at in range(len(levels)):
        met = [pair for pair in asked if pair[1] == f"p{at:03}"]
        assert len(met) == min(at, per_post)


@settings(deadline=None, max_examples=40)
@given(strengths_of_posts, st.integers(1, 6))
def test_a_newer_post_leaves_every_earlier_meeting_as_it_was(levels, per_post):
    strengths = {f"p{at:03}": level for at, level in enumerate(levels)}
    before = pairs(len(levels) - 1, per_post, strengths)
    after = pairs(len(levels), per_post, strengths)
    assert after[: len(before)] == before
    assert len(after) - len(before) <= per_post


def test_the_order_in_which_posts_are_given_does_not_matter():
    strengths = {f"p{at:03}": at * 7 % 12 for at in range(12)}
    judge, asked = strongest(strengths)
    list(run_comparisons(entries(12)[::-1], 5, judge))
    assert asked == pairs(12, 5, strengths)


@pytest.mark.parametrize("seed", range(8))
def test_known_strengths_are_found_again(seed):
    order = list(range(30))
    random.Random(seed).shuffle(order)
    strengths = {f"p{at:03}": strength for at, strength in enumerate(order)}
    judge, asked = strongest(strengths)
    found = ratings(list(run_comparisons(entries(30), 5, judge)))
    assert len(asked) == 0 + 1 + 2 + 3 + 4 + 25 * 5
    names = sorted(strengths)
    correlation = rank_correlation(
        [found[name] for name in names], [strengths[name] for name in names]
    )
    assert correlation >= 0.9


# The judge without a model


LIVELY = """Rain, and nobody had an umbrella.

> Who took mine?

> The dog did.

![the dog](../media/a.jpg)

Then everybody danced in the courtyard until the drums were too wet to play.
"""


def answer(first, second, voices=(3, 3)):
    texts = {"A": first, "B": second}
    data = {
        name: {"text": text, "voices": count}
        for (name, text), count in zip(texts.items(), voices, strict=True)
    }
    return judge.judge_pair(data)


@pytest.mark.parametrize(
    ("poorer", "voices", "reason"),
    [
        (LIVELY, (6, 2), "More people speak: 6 against 2."),
        (LIVELY.replace("> ", ""), (3, 3), "quoted: 2 against 0"),
        (LIVELY.replace("!", ""), (3, 3), "pictures: 1 against 0"),
        ("rain rain rain " * 10, (3, 3), "richer"),
    ],
)
def test_the_judge_says_what_decided(poorer, voices, reason):
    found = answer(LIVELY, poorer, voices)
    assert found["winner"] == "A"
    assert reason in found["reason"]
    assert answer(poorer, LIVELY, voices[::-1])["winner"] == "B"


def test_a_post_ties_with_itself():
    assert answer(LIVELY, LIVELY)["winner"] == "tie"


def test_a_flood_is_no_better_than_a_page():
    page = " ".join(f"word{'abcdefghij'[at % 10]}" for at in range(600))
    assert answer(page, page * 20)["winner"] == "A"


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=80), min_size=3, max_size=3))
def test_the_judge_never_prefers_in_a_circle(texts):
    first, second, third = texts
    if answer(first, second)["winner"] == answer(second, third)["winner"] == "A":
        assert answer(first, third)["winner"] == "A"


def test_empty_posts_can_be_judged():
    assert answer("", "", voices=(0, 0))["winner"] == "tie"


# What a model is asked


def judged_by(answer_of, rows, per_post=5):
    by_period = {row["period"]: row for row in rows}
    asked = []

    def answered(data):
        asked.append(data)
        return answer_of(data)

    with open_model({"provider": "offline"}, "unused", offline=answered) as model:
        judge = elo.judge_with_model(model, by_period, "Judge.", OpenGuard())
        found = list(run_comparisons(map(elo.entry_of_post, rows), per_post, judge))
    return found, asked


def test_whichever_letter_a_post_bears_its_verdict_is_its_own():
    rows = posts(*(f"{'good ' * at}end" for at in range(8)))

    def longer(data):
        ahead = len(data["A"]["text"]) - len(data["B"]["text"])
        return {"winner": "A" if ahead > 0 else "B", "reason": "longer"}

    found, asked = judged_by(longer, rows)
    assert all(one.winner == one.newer for one in found)
    older_is_first = [data["A"]["title"] < data["B"]["title"] for data in asked]
    assert 0 < sum(older_is_first) < len(asked)


def test_a_reason_is_cleaned_and_kept_on_one_line():
    def long(data):
        return {"winner": "tie", "reason": "Rosa Peixoto\nsaid  so. " + "x" * 900}

    (one,), _ = judged_by(long, posts("a", "b"))
    assert one.winner is None
    assert one.reason.startswith("[name] said so. xxx")
    assert len(one.reason) == elo.MAX_REASON_LENGTH


def test_a_request_names_whom_it_concerns_and_shows_no_pseudonym():
    older, newer = posts("a", "b" * 9000, authors=("0123456789abcdef",))
    by_period = {row["period"]: row for row in (older, newer)}
    pair = (elo.entry_of_post(older), elo.entry_of_post(newer))
    asked = elo.comparison_request(pair, by_period, "judge", "Judge.", 8000)
    # Posts quote whom they remember: what was said of them may go for these too.
    assert asked.about == ("0123456789abcdef", older["period"], newer["period"])
    assert "0123456789abcdef" not in str(asked.data)
    assert max(len(one["text"]) for one in asked.data.values()) == 8000


def test_a_comparison_counts_at_the_end_of_the_newer_period():
    (one,), _ = judged_by(judge.judge_pair, posts("a", "b"))
    assert one.at == dt.datetime(2025, 1, 7, 23, 59, 59, tzinfo=dt.UTC)
