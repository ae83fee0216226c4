"""Briefs for the tests of the writer."""

import dataclasses
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from egregora.files import read_json
from egregora.periods.briefs import Brief, BriefPerson, Message, Statistics, brief_from

SAMPLE = Path(__file__).parent / "fixtures/brief.json"


def sample(**changes):
    """Return the invented week of five people: a cat, a trip and pão de queijo."""
    return dataclasses.replace(brief_from(read_json(SAMPLE)), **changes)


def brief_of(*said, **changes):
    """Return the brief of messages given as (local time, alias, text)."""
    aliases = list(dict.fromkeys(alias for _, alias, _ in said if alias))
    counts = Counter(alias for _, alias, _ in said)
    days = sorted({at[:10] for at, _, _ in said}) or ["2025-03-03"]
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    every = [first + timedelta(day) for day in range((last - first).days + 1)]
    hours = [sum(int(at[11:13]) == hour for at, _, _ in said) for hour in range(24)]
    brief = Brief(
        period="2025-W10",
        every="week",
        language="pt",
        first_day=days[0],
        last_day=days[-1],
        starts_at="2025-03-03T12:00:00Z",
        ends_at="2025-03-09T12:00:00Z",
        people=[
            BriefPerson(f"{at:016x}", alias, counts[alias], 0)
            for at, alias in enumerate(aliases, 1)
        ],
        messages=[
            Message(
                f"id{at}",
                when.replace(" ", "T"),
                aliases.index(alias) if alias else None,
                text,
                "text" if alias else "system",
            )
            for at, (when, alias, text) in enumerate(said, 1)
        ],
        statistics=Statistics(
            len(said),
            sum(len(text.split()) for _, _, text in said),
            {
                day.isoformat(): sum(at[:10] == day.isoformat() for at, _, _ in said)
                for day in every
            },
            hours,
            [],
        ),
    )
    return dataclasses.replace(brief, **changes)
