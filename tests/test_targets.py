"""A target that nothing makes is answered with what may have been meant."""

from datetime import date

import pytest

from egregora.workflow.targets import (
    days_of_typed_period,
    describe_missing_post,
    describe_unknown_target,
    explain_impossible_period,
    explain_quiet_period,
)

NAMES = (
    *("all", "enrich", "write_post", "status", "site/posts", "public"),
    *("results/enriched.parquet", "results/posts.parquet", "site/posts/2025-W10.md"),
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("statsu", "status"),
        ("enriched", "results/enriched.parquet"),
        ("enriched.parquet", "results/enriched.parquet"),
        ("site", "site/posts"),
        ("site/posts/2025-W10", "site/posts/2025-W10.md"),
        ("2025-w10.md", "site/posts/2025-W10.md"),
    ],
)
def test_the_name_that_looks_most_like_it_comes_first(typed, meant):
    line = describe_unknown_target(typed, NAMES)
    assert line.startswith(f"{typed}: nothing makes this; did you mean {meant}")
    assert line.endswith("? `snakemake --list` names all")


def test_what_looks_like_nothing_is_answered_without_a_guess():
    assert describe_unknown_target("zzz", NAMES) == (
        "zzz: nothing makes this; `snakemake --list` names all"
    )


@pytest.mark.parametrize(
    ("period", "reason"),
    [
        ("2025-W10", ""),
        # The year 2026 has 53 weeks, and 2025 has 52.
        ("2026-W53", ""),
        ("2025-W53", "the calendar has no such week"),
        ("2025-13", "the calendar has no such month"),
        ("2025-02-30", "the calendar has no such day"),
        (
            "2025-03-09",
            "a post covers a week, not a day, as period: week says; posts are named as "
            "site/posts/2025-W10.md",
        ),
        ("2025-W01", "this week lies before from: 2025-01-08"),
        # It ends after `from`.
        ("2025-W02", ""),
        # It begins on the last day of `to`.
        ("2027-W01", ""),
        ("2027-W02", "this week lies after to: 2027-01-04"),
    ],
)
def test_the_settings_say_why_a_period_has_no_post(period, reason):
    assert (
        explain_impossible_period(period, "week", "2025-01-08", "2027-01-04") == reason
    )


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2025-W01", date(2024, 12, 30), date(2025, 1, 5)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(period, first, last):
    assert days_of_typed_period(period) == (first, last)


@pytest.mark.parametrize(
    ("posts", "told"),
    [
        ([], ""),
        (["2025-W10"], "; 1 post can be written: 2025-W10"),
        (["2025-W12", "2025-W10"], "; 2 posts can be written: 2025-W10, 2025-W12"),
        (
            [f"2025-W1{number}" for number in (0, 1, 3, 4, 5)],
            "; 5 posts can be written, 2025-W10 to 2025-W15; nearest: 2025-W11, "
            "2025-W13",
        ),
        # Of another unit: they were made before `period` was changed.
        (["2025-01"], ""),
    ],
)
def test_the_posts_that_can_be_written_are_named(posts, told):
    line = describe_missing_post("2025-W12", "why", posts)
    assert line == f"site/posts/2025-W12.md: why{told}"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (0, "nobody wrote in this week"),
        (1, "this week has 1 message, fewer than min_messages: 3"),
        (2, "this week has 2 messages, fewer than min_messages: 3"),
    ],
)
def test_a_quiet_period_says_how_quiet(written, reason):
    assert explain_quiet_period(written, "week", 3) == reason
