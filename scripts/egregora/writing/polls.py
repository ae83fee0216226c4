"""Polls as WhatsApp writes them in any language: a question, options with votes."""

from __future__ import annotations

import re

from egregora.writing.text import tidy

OPTION = re.compile(r"^[^:：]+[:：]\s*(.+?)\s*\((\d{1,6})\s*[^()\d]*\)$")


def poll_in(text: str) -> tuple[str, list[tuple[str, int]]]:
    """Return the question of a poll, and its options with their votes, most first."""
    lines = [one for one in tidy(text).split("\n") if one]
    options = [
        (found[1], int(found[2])) for one in lines if (found := OPTION.match(one))
    ]
    asked = [one for one in lines if not OPTION.match(one)]
    return asked[-1] if asked else "", sorted(options, key=lambda one: -one[1])
