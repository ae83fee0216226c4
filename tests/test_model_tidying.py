"""A model's words become one short line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egregora.llm.payloads import short_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" a\n\tb\u2028c ", "a b c"),
        ("a\u202eb\u200bc\u00add", "abcd"),
        ("a 👨‍👩‍👧 🫨", "a 👨‍👩‍👧 🫨"),
        ("one two three four", "one two…"),
        ("onetwothreefour", "onetwothr…"),
        ("one two, three", "one two…"),
        ("ten signs!", "ten signs!"),
        (" \n", None),
        (None, None),
    ],
)
def test_text_is_one_line_of_whole_words(text, line):
    assert short_line(text, 10) == line


@given(st.text(), st.integers(2, 50))
def test_no_line_is_longer_than_asked_or_more_than_one(text, longest):
    line = short_line(text, longest) or ""
    assert len(line) <= longest
    assert len(line.splitlines()) <= 1
    assert short_line(line, longest) == (line or None)
