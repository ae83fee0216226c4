"""Requests, models, providers, and the ways in which a call can fail.

TransientError              may pass: the same call is tried again
├── RateLimited             too many calls: all wait
├── Unreached               nobody answered at the address
└── UnusableAnswer          an answer came but is unusable; tried again a few times
    └── UnusableJson        the server itself found its JSON broken
ModelError                  will not pass
├── AnswerRefused           concerns this request only
│   ├── UnsupportedFile     the provider does not accept its file: it was not asked
│   └── RequestTooLong      longer than the model reads
│       └── AnswerCutOff    its answer is longer than the model writes
├── NoAnswer                none before the deadline
└── ProviderUnavailable     concerns all requests, such as a quota that is used up
    ├── BadKey              the provider rejects the key
    ├── NotOffered          the server does not have what was asked for
    └── UnknownModel        the provider has no model, or job, of that name

No reason quotes the chat or the provider.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from egregora.errors import AnswerRefused, ModelError
from egregora.files import digest_of
from egregora.workflow.joblog import add_answer_counts


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


def attach_file(path: str | Path, mime: str) -> Attachment:
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
    max_tokens
        What the answer takes at the most. No answer that comes to its end depends on
        it, so that it is not part of the digest.
    """

    purpose: str
    model: str
    prompt: str
    data: Any
    schema: Mapping[str, Any]
    settings: Mapping[str, Any] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    about: tuple[str, ...] = ()
    max_tokens: int = 4000

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


class TransientError(Exception):
    """A fault that may pass.

    Parameters
    ----------
    reason
        A few words without any text of the chat or of the provider.
    wait
        Seconds that the provider asks to wait.
    """

    def __init__(self, reason: str, wait: float = 0.0):
        super().__init__(reason)
        self.wait = wait


class RateLimited(TransientError):
    """The provider has too many calls."""


class Unreached(TransientError):
    """Nobody answered at the address: no connection, or not the protocol."""


class UnusableAnswer(TransientError):
    """An answer came and cannot be used."""


class UnusableJson(UnusableAnswer):
    """The server refused what the model wrote, as it is not the JSON asked for.

    Attributes
    ----------
    text
        What the model wrote, as far as the server tells.
    """

    def __init__(self, text: str):
        super().__init__("broken JSON")
        self.text = text


class RequestTooLong(AnswerRefused):
    """A request, with its answer, is longer than the model reads.

    Parameters
    ----------
    code
        Of the response.
    limit
        Tokens that the model reads, the answer included, if the server tells.
    size
        Tokens of the request, if the server tells.
    """

    def __init__(self, code: str, limit: int | None = None, size: int | None = None):
        told = f"{limit} tokens" if limit else code
        super().__init__(
            f"longer than the model reads ({told}); lower model.max_input_tokens, or "
            "give the server a longer context"
        )
        self.limit, self.size = limit, size


class AnswerCutOff(RequestTooLong):
    """The answer was cut off where the model may write no more."""

    def __init__(self, reason: str):
        AnswerRefused.__init__(self, f"the answer was cut off ({reason})")
        self.limit = self.size = None


class NoAnswer(ModelError):
    """No answer came before the deadline."""


class UnsupportedFile(AnswerRefused):
    """The provider cannot be shown a file of this kind."""


class ProviderUnavailable(ModelError):
    """The provider answers no request for a model.

    Attributes
    ----------
    elsewhere
        What to tell where it was not asked any more.
    """

    @property
    def elsewhere(self) -> str:
        """The same reason."""
        return str(self)


class BadKey(ProviderUnavailable):
    """The provider answers no request with this key."""

    @property
    def elsewhere(self) -> str:
        """A reason without the name of the variable, which one line tells."""
        return "not asked, as the provider refuses the key"


class NotOffered(ProviderUnavailable):
    """The server has no such address, or cannot do what was asked."""


class UnknownModel(ProviderUnavailable):
    """The provider knows no model, or job, of that name."""


Embeddings = list[list[float]]


@dataclass
class AnswerCounts:
    """How many answers a model gave."""

    kept: int = 0  # from the folder of answers
    asked: int = 0  # by the provider


class Model(ABC):
    """Who answers. One thread uses it, in a with-block.

    Attributes
    ----------
    name
        Name of the model, as the tables' `model` columns hold it.
    max_input_tokens
        What it reads at once; None if there is no limit.
    counts
        Answers given so far.
    """

    def __init__(self, name: str, max_input_tokens: int | None = None):
        self.name = name
        self.max_input_tokens = max_input_tokens
        self.counts = AnswerCounts()

    def __enter__(self) -> Model:
        """Return the model itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Let go of what the model holds, and count what it answered."""
        add_answer_counts(self.counts.kept, self.counts.asked)
        self.close()

    def close(self) -> None:
        """Let go of what the model holds."""
        return

    def generate(self, request: Request) -> dict:
        """Return the answer to one request.

        Raises
        ------
        ModelError
            If there is none.
        """
        (answer,) = self.generate_all([request])
        if isinstance(answer, ModelError):
            raise answer
        return answer

    @abstractmethod
    def generate_all(self, requests: Sequence[Request]) -> list[dict | ModelError]:
        """Return the answer to each request, or why there is none, in their order."""

    @abstractmethod
    def embed(
        self, texts: Sequence[str], about: Sequence[tuple[str, ...]] = ()
    ) -> list[list[float]] | None:
        """Return a vector of length 1 for each text, or None if the model has none.

        Parameters
        ----------
        texts
            Texts, none of them empty.
        about
            For each text, the pseudonyms of those whom it concerns.

        Raises
        ------
        ModelError
            If a vector is missing; the others are kept.
        """


class Provider(Protocol):
    """Makes one call, once. Raises Transient or ModelError."""

    async def generate(self, request: Request, digest: str) -> tuple[dict, dict]:
        """Return a checked answer and the tokens used."""

    async def embed(self, texts: Sequence[str], model: str) -> Embeddings:
        """Return a checked vector per text."""

    async def close(self) -> None:
        """End the connection."""
