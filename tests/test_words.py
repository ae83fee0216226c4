"""Code, docs and messages are in plain English: see CONTRIBUTING and docs."""

import re

import pytest

# What a colleague from the field would not say, and what they would.
ODD_WORDS = {
    r"anew": "again",
    r"mend(s|ed|ing)?": "fix, correct",
    r"whoever": "who, anybody who",
    r"whom": "who, whose, or another sentence",
    r"(is|are) no (?!longer\b)(?=\w)": "is not a",
    r"tells? of": "say, show, report",
    r"(stands?|stood) for": "mean, represent, be",
    r"believed?": "accept, take",
}
ODD = re.compile(rf"\b(?:{'|'.join(ODD_WORDS)})\b|\b(?:is|are) no \w+", re.IGNORECASE)
# Correct English that the patterns would catch.
FINE = re.compile(
    r"\b(?:there|this|which) (?:is|are) no \w+|(?:is|are) no longer", re.I
)

CHECKED = (
    *("scripts/*.py", "scripts/egregora/*.py", "rules/*.smk", "Snakefile", "docs/*.md"),
    *("README.md", "config.yaml"),
    *(
        f"scripts/egregora/{name}/*.py"
        for name in (
            *("knowledge", "links", "media", "periods", "posts", "profiles"),
            *("ranking", "site", "text"),
        )
    ),
)


def odd_lines(text):
    """Return the lines of a text with a word to leave out, with their numbers."""
    return [
        (number, line.strip())
        for number, line in enumerate(text.split("\n"), 1)
        if ODD.search(FINE.sub("", line))
    ]


@pytest.mark.parametrize("pattern", CHECKED)
def test_no_odd_word_is_used(pattern, root):
    paths = sorted(root.glob(pattern))
    assert paths
    found = {
        str(path.relative_to(root)): lines
        for path in paths
        if (lines := odd_lines(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "mend it, or take it anew",
        "it is no date",
        "Return whom to ask.",
        "what a file tells of itself",
        "it stands for the period",
        "Answers before they are believed.",
    ],
)
def test_odd_words_are_found(line):
    assert odd_lines(line) == [(1, line)]


@pytest.mark.parametrize(
    "line",
    ["there is no file", "it is no longer there", "amend", "commend", "standing"],
)
def test_plain_words_are_not(line):
    assert odd_lines(line) == []
