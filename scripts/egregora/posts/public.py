"""Hold what a model writes for titles, summaries, tags and headings to public words.

A model may repeat a name that the filter did not know. So of the words that are not
ordinary ones only those pass that nobody in the group wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from egregora.periods.briefs import Brief
from egregora.text.plain import SENTENCE
from egregora.text.public_words import may_be_public, words_of

HEADING_LINE = re.compile(r"^[ \t]*#+[ \t]*(.*)$", re.M)
MARKS_AND_REFERENCES = re.compile(r"\[\[\w+:[^\]|]*\|?|\]\]|[*_#]")


def public_answer(
    answer: dict[str, Any], brief: Brief, spare: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Return a model's post with public words only where these are asked for.

    Parameters
    ----------
    answer
        By `prompt.POST_SCHEMA`.
    brief
        What the answer was asked about.
    spare
        Makes a post of the same schema, whose title and summary stand in for those
        that do not pass. It is called where one is needed.

    Returns
    -------
    dict
        The answer; its title and summary may be the spare one's, tags and headings that
        do not pass are left out, and so are sentences of the summary.
    """
    said = words_said(brief)
    aliases = [one.alias for one in brief.people]

    def passes(text: str) -> bool:
        plain = MARKS_AND_REFERENCES.sub(" ", text)
        return may_be_public(plain, brief.language, aliases, said)

    title, summary = answer["title"], public_sentences(answer["summary"], passes)
    return answer | {
        "title": title if passes(title) else spare()["title"],
        "summary": summary or spare()["summary"],
        "tags": [tag for tag in answer["tags"] if passes(tag)],
        "body": HEADING_LINE.sub(
            lambda match: match[0] if passes(match[1]) else "", answer["body"]
        ),
    }


def words_said(brief: Brief) -> frozenset[str]:
    """Return the folded words of everything that people wrote and sent."""
    texts = [
        *(one.text for one in brief.messages),
        *(one.text for one in brief.memories),
        *(one.note for one in brief.media),
        *(
            text
            for one in brief.links
            for text in (one.title, one.description, one.url)
        ),
    ]
    return frozenset(word for text in filter(None, texts) for word in words_of(text))


def public_sentences(text: str, passes: Callable[[str], bool]) -> str:
    """Return the sentences of `text` that pass, in order."""
    ends = [match.end() for match in SENTENCE.finditer(text)]
    starts = [0, *ends]
    sentences = [
        text[start:end].strip()
        for start, end in zip(starts, [*ends, len(text)], strict=True)
    ]
    return " ".join(one for one in sentences if one and passes(one))
