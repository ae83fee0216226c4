"""The answers that were paid for, one file per request."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from egregora.files import read_json, write_json


class Answers:
    """A folder of kept answers: `<purpose>/<first two digits>/<digest>.json`.

    A file holds an answer and what it cost, and of the request its digest alone.

    Parameters
    ----------
    folder
        Where they lie; made when the first is kept.
    """

    def __init__(self, folder: str | Path):
        self.folder = Path(folder)

    def path(self, purpose: str, digest: str) -> Path:
        """Return where the answer to a request lies."""
        return self.folder / purpose / digest[:2] / f"{digest}.json"

    def find(self, purpose: str, digest: str) -> Any | None:
        """Return the answer to a request, or None if it is not kept or broken."""
        kept = record_at(self.path(purpose, digest))
        return kept["answer"] if kept and kept["digest"] == digest else None

    def keep(
        self,
        purpose: str,
        digest: str,
        answer: Any,
        *,
        provider: str,
        model: str,
        about: Collection[str] = (),
        usage: Mapping[str, int] | None = None,
    ) -> None:
        """Keep an answer, with the people and the posts that its request concerns."""
        record = {
            "about": sorted(set(about)),
            "answer": answer,
            "digest": digest,
            "model": model,
            "provider": provider,
            "purpose": purpose,
            "usage": dict(usage or {}),
        }
        write_json(self.path(purpose, digest), record)

    def forget(
        self,
        authors: Collection[str],
        aliases: Collection[str] = (),
        periods: Collection[str] = (),
    ) -> int:
        """Delete the answers that concern or name any of `authors`; return how many.

        Parameters
        ----------
        authors
            Pseudonyms.
        aliases
            What readers saw in their place.
        periods
            Whose posts may quote them: answers that were given of these posts.
        """
        gone, deleted = {*authors, *periods}, 0
        spaced = [r"\s".join(map(re.escape, alias.split())) for alias in aliases]
        named = re.compile("|".join(spaced) or r"(?!)")
        for path in sorted(self.folder.glob("*/??/*.json")):
            kept = record_at(path)
            # A broken file cannot tell whom it concerns.
            if (
                kept is None
                or not gone.isdisjoint(kept["about"])
                or named.search(json.dumps(kept["answer"], ensure_ascii=False))
            ):
                path.unlink(missing_ok=True)
                deleted += 1
        return deleted


def record_at(path: Path) -> dict[str, Any] | None:
    """Return the record at `path`, or None if it is missing or broken."""
    try:
        kept = read_json(path)
    except (FileNotFoundError, ValueError, RecursionError):
        return None
    whole = isinstance(kept, dict) and {"digest", "answer", "about"} <= kept.keys()
    return kept if whole else None
