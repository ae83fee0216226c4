"""The judge of the provider `offline`, and its criteria.

A post scores for the people who speak in it, the exchanges that it quotes, its pictures
and links, the richness of its words, and a length that is neither a note's nor a
flood's. Each criterion adds less the more there is of it, so that no single one decides
by mass. The higher sum wins; the criterion with the largest lead is the reason.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from egregora.text.addresses import NO_WORDS
from egregora.text.locales import FALLBACK, Translator

POST_WORD = re.compile(r"[^\W\d_]{2,}")
POST_PICTURE = re.compile(r"(?<!\\)!\[[^\]]*\]\(|<(?:img|audio|video)\b")
POST_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(https?:|<https?:")
POST_QUOTE = re.compile(r"(?:^>.*\n?)+", re.MULTILINE)
POST_ADDRESS = re.compile(rf"\]\([^)]*\)|{NO_WORDS.pattern}")

# Words of a post that takes neither no time nor too much.
SHORT_POST_WORDS, LONG_POST_WORDS = 250, 1500

# Scores nearer than this are a tie.
TIE_MARGIN = 0.01


@dataclass(frozen=True)
class Criterion:
    """Something that makes a post better to read.

    Attributes
    ----------
    weight
        How much it tells.
    half
        How much of it tells half of that.
    """

    weight: float
    half: float


CRITERIA = {
    "voices": Criterion(3, 4),
    "quotes": Criterion(2, 6),
    "pictures": Criterion(1, 3),
    "links": Criterion(1, 3),
    "words": Criterion(2, 6),
    "length": Criterion(2, 1),
}


def post_features(post: Mapping[str, Any]) -> dict[str, float]:
    """Return how much a post has of each criterion.

    Parameters
    ----------
    post
        With `text` and `voices`, as in the data of a request.

    """
    text = post["text"]
    words = [word.casefold() for word in POST_WORD.findall(POST_ADDRESS.sub(" ", text))]
    count = len(words)
    return {
        "voices": post["voices"],
        "quotes": len(POST_QUOTE.findall(text)),
        "pictures": len(POST_PICTURE.findall(text)),
        "links": len(POST_LINK.findall(text)),
        # Distinct words by the root of all: long posts repeat themselves anyway.
        "words": len(set(words)) / math.sqrt(2 * count) if count else 0,
        "length": min(count / SHORT_POST_WORDS, 1)
        * min(LONG_POST_WORDS / max(count, 1), 1),
        "count": count,
    }


def score_criteria(found: Mapping[str, float]) -> dict[str, float]:
    """Return what each criterion adds to the score of a post."""
    return {
        name: one.weight * found[name] / (found[name] + one.half)
        for name, one in CRITERIA.items()
    }


def judge_pair(data: Mapping[str, Any], language: str = FALLBACK) -> dict[str, str]:
    """Return which of the posts A and B is better, and why.

    Parameters
    ----------
    data
        Of a request, from `elo.comparison_request`.
    language
        ISO 639-1 code of the reason's language; English where it has no words.

    """
    translator = Translator(language, "reasons")
    found = {name: post_features(data[name]) for name in ("A", "B")}
    points = {name: score_criteria(one) for name, one in found.items()}
    ahead = sum(points["A"].values()) - sum(points["B"].values())
    if abs(ahead) < TIE_MARGIN:
        return {"winner": "tie", "reason": translator.say("tie")}
    winner, loser = ("A", "B") if ahead > 0 else ("B", "A")
    lead = {name: points[winner][name] - points[loser][name] for name in CRITERIA}
    decided = max(CRITERIA, key=lead.__getitem__)
    shown = "count" if decided == "length" else decided
    values = {"winner": found[winner][shown], "loser": found[loser][shown]}
    return {"winner": winner, "reason": translator.say(decided, **values)}
