"""Front matter is read in one way, for posts, profiles and pages alike."""

from datetime import date

import pytest

from egregora.text.markdown import (
    FENCE,
    FrontMatterError,
    read_front_matter,
    write_front_matter,
)


@pytest.mark.parametrize(
    ("text", "head", "body"),
    [
        ("---\ntitle: a\n---\nOi.\n", {"title": "a"}, "Oi.\n"),
        # As other programs leave files: a mark of their own, other line ends, spaces.
        ("\ufeff---  \r\ntitle: a\r\n--- \r\nOi.", {"title": "a"}, "Oi."),
        ("---\ntitle: a\n---", {"title": "a"}, ""),
        # Only the first two lines of dashes are fences.
        (
            "---\ntitle: a\n---\n\n---\nb: c\n---\n",
            {"title": "a"},
            "\n---\nb: c\n---\n",
        ),
        ("---\ntitle: |\n  x\n  ---\n---\nOi.", {"title": "x\n---\n"}, "Oi."),
    ],
)
def test_front_matter_is_what_stands_between_the_first_two_fences(text, head, body):
    assert read_front_matter(text) == (head, body)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "does not open with front matter"),
        ("Oi.\n---\ntitle: a\n---\n", "does not open with front matter"),
        ("---\ntitle: a\nOi.", "does not open with front matter"),
        ("----\ntitle: a\n----\n", "does not open with front matter"),
        ("---\na: 1\nb: [\n---\n", r"not valid YAML \(line 4\)"),
        ("---\na: !!python/object/apply:os.system [ls]\n---\n", "not valid YAML"),
        ("---\ndate: 2025-02-31\n---\n", "does not exist"),
        ("---\n- a\n---\n", "no fields"),
        ("---\n---\n", "no fields"),
        ("---\na: " + "[" * 5000 + "\n---\n", "nested too deeply"),
    ],
)
def test_front_matter_that_cannot_be_read_says_why(text, why):
    with pytest.raises(FrontMatterError, match=why):
        read_front_matter(text)


def test_front_matter_reads_back_whatever_its_texts_look_like():
    head = {
        "yes": "no",
        "title": "1_000",
        "time": "12:30:45",
        "day": date(2025, 3, 9),
        "text": "2025-03-09",
        "fence": "a\n---\nb: c",
        "sign": "é 🎉 \u2028 #: {}",
    }
    written = write_front_matter(head)
    assert read_front_matter(f"{FENCE}{written}{FENCE}Oi.") == (head, "Oi.")
    assert list(read_front_matter(f"{FENCE}{written}{FENCE}")[0]) == list(head)
