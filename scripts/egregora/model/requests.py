"""What is asked of a model."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from egregora.digests import digest_of


@dataclass(frozen=True)
class Attachment:
    """A file that a model is shown.

    Attributes
    ----------
    path
        Where it lies; never sent.
    mime
        Its media type.
    sha256
        Digest of its bytes.
    """

    path: Path
    mime: str
    sha256: str


def attachment(path: str | Path, mime: str) -> Attachment:
    """Return the file at `path` as an attachment."""
    content = Path(path).read_bytes()
    return Attachment(Path(path), mime, hashlib.sha256(content).hexdigest())


@dataclass(frozen=True)
class Request:
    """One question to a model, whole: equal requests have equal answers.

    Attributes
    ----------
    purpose
        The rule that asks, such as write_post.
    model
        Name of the model, as its provider knows it.
    prompt
        Instructions, from scripts/prompts.
    data
        What the instructions are about, as JSON values. Holds text of the chat, so
        it is sent apart from the prompt, as data.
    schema
        JSON schema of the answer, an object.
    settings
        Temperature and the like.
    attachments
        Files to look at.
    about
        Pseudonyms of those whom the request concerns; decides no answer, and finds
        the answers to delete when one of them leaves.
    """

    purpose: str
    model: str
    prompt: str
    data: Any
    schema: Mapping[str, Any]
    settings: Mapping[str, Any] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    about: tuple[str, ...] = ()

    def digest(self, provider: str) -> str:
        """Return the SHA-256 of everything that decides the answer."""
        return digest_of(
            {
                "provider": provider,
                "model": self.model,
                "purpose": self.purpose,
                "prompt": self.prompt,
                "data": self.data,
                "schema": self.schema,
                "settings": dict(self.settings),
                "attachments": [[one.mime, one.sha256] for one in self.attachments],
            }
        )
