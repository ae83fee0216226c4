"""How long requests and answers are, in tokens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from egregora.digests import canonical
from egregora.model.answers import Answers, record_at
from egregora.model.requests import Attachment, Request

# Bytes of UTF-8 to a token, in chat as JSON.
BYTES = 3.5
# Tokens of a picture, of a second of sound, and of a page of a document.
PICTURE, SECOND, PAGE = 1120, 32, 560
# Bytes of a second of a voice note, and of a page.
BYTES_OF_SECOND, BYTES_OF_PAGE = 2500, 60_000

# Tokens of an answer with what the model thinks, until some are kept.
TYPICAL = {
    "enrich_links": 300,
    "enrich_media": 300,
    "write_post": 4000,
    "rank_posts": 300,
    "write_profiles": 1200,
    "paint_covers": 1290,
}
OTHER = 500
# So many kept answers tell more than that.
ENOUGH = 5


def tokens_of(request: Request) -> int:
    """Return how many tokens a request takes, about."""
    told = [request.prompt, request.data, dict(request.schema)]
    return sum(map(tokens_in, told)) + sum(map(tokens_to_see, request.attachments))


def tokens_in(value: Any) -> int:
    """Return how many tokens a JSON value takes, about."""
    return round(len(canonical(value)) / BYTES)


def tokens_to_see(file: Attachment) -> int:
    """Return how many tokens a file takes, about."""
    size = Path(file.path).stat().st_size
    if file.mime.startswith(("audio/", "video/")):
        return round(size / BYTES_OF_SECOND * SECOND)
    if file.mime.startswith("image/"):
        return PICTURE
    return PAGE * (1 + size // BYTES_OF_PAGE)


def tokens_of_answer(purpose: str, answers: Answers) -> float:
    """Return how many tokens an answer takes: the mean of those kept, if enough are."""
    used = list(outputs(answers.folder / purpose))
    if len(used) < ENOUGH:
        return TYPICAL.get(purpose, OTHER)
    return sum(used) / len(used)


def outputs(folder: Path) -> Iterator[int]:
    """Yield the tokens of each answer that says how many it took."""
    for path in sorted(folder.glob("??/*.json")):
        usage = (record_at(path) or {}).get("usage") or {}
        if usage.get("output"):
            yield usage["output"]
