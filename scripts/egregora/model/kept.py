"""A model whose answers are kept: what was answered once is never asked again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from egregora.digests import digest_of
from egregora.errors import ModelError
from egregora.model import vectors
from egregora.model.access import can_be_shown
from egregora.model.answers import Answers
from egregora.model.base import Model
from egregora.model.faults import NotShown
from egregora.model.requests import Request

if TYPE_CHECKING:
    from egregora.model.asking import Asker
    from egregora.model.base import Provider

EMBEDDINGS = "embeddings"
BATCH = 100  # texts per call


class KeptModel(Model):
    """A provider with a folder of answers before it.

    Parameters
    ----------
    settings
        The provider, the name of the model and so on: see `open_model`.
    key
        Secret of the provider, if it wants one.
    answers
        The kept answers.
    seconds
        Deadline of a call, retries included.
    calls
        How many calls may be under way together.
    pause
        Seconds before the first retry.
    batch
        Whether to ask for all answers at once, at the lower price.
    """

    def __init__(
        self,
        settings: Mapping[str, Any],
        key: str | None,
        answers: Answers,
        seconds: float,
        calls: int,
        pause: float,
        batch: bool = False,
    ):
        super().__init__(settings["name"], settings.get("max_input_tokens"))
        self.provider = settings["provider"]
        self.base_url = settings.get("base_url")
        self.key = key
        self.answers = answers
        self.seconds, self.calls, self.pause = seconds, calls, pause
        self.batch = batch

    @cached_property
    def asker(self) -> Asker:
        """Who asks the provider; made for the first answer that is not kept."""
        from egregora.model.asking import Asker
        from egregora.model.slots import Slots
        from egregora.model.standing import Standing

        return Asker(
            self.connected,
            self.takes_key,
            self.seconds,
            self.pause,
            Slots(self.answers.folder, self.calls),
            Standing(self.answers.folder, self.name),
        )

    def connected(self) -> Provider:
        """Return the provider; loads what it takes to talk to this one alone."""
        if self.provider == "openai":
            from egregora.model.openai import OpenAI as Provider
        else:
            from egregora.model.gemini import Gemini as Provider
        return Provider(self.key, self.base_url, self.seconds)

    async def takes_key(self) -> bool:
        """Return whether it is sure, before any call, that the key is no bad one."""
        if self.provider == "gemini":
            from egregora.model.gemini_key import is_taken

            return await is_taken(self.key, self.base_url, self.seconds)
        return self.key is None

    def close(self) -> None:
        """End the connection, if there is one."""
        if "asker" in self.__dict__:
            self.asker.close()

    def generate_all(self, requests: Sequence[Request]) -> list[dict | ModelError]:
        """Return the kept answer to each request, or the provider's, in their order.

        Equal requests are asked once. Each answer is kept the moment it arrives.
        """
        digests = [request.digest(self.provider) for request in requests]
        wanted = dict(zip(digests, requests, strict=True))
        found: dict[str, Any] = {}
        for digest, request in wanted.items():
            if (answer := self.answers.find(request.purpose, digest)) is not None:
                found[digest] = answer
            elif not can_be_shown(self.provider, request.attachments):
                found[digest] = NotShown("the provider cannot be shown such files")
        self.counts.kept += sum(isinstance(one, dict) for one in found.values())

        def keep(digest: str, answer: dict, usage: dict) -> None:
            self.counts.asked += 1
            request = wanted[digest]
            self.keep(
                request.purpose, digest, answer, request.model, request.about, usage
            )

        if missing := {one: wanted[one] for one in wanted if one not in found}:
            found |= self.asked(missing, keep)
        return [found[digest] for digest in digests]

    def kept_answer(self, request: Request) -> dict | None:
        """Return the answer to a request, if it is kept."""
        return self.answers.find(request.purpose, request.digest(self.provider))

    def asked(self, requests: Mapping[str, Request], keep: Any) -> dict[str, Any]:
        """Return the provider's answer to each request by digest, or its fault."""
        if not self.batch:
            return self.asker.generate_all(requests, keep)
        from egregora.model.batching import Batcher

        return Batcher(self.asker, self.answers.folder).generate_all(requests, keep)

    def embed(
        self, texts: Sequence[str], about: Sequence[tuple[str, ...]] = ()
    ) -> list[list[float]]:
        """Return the kept vector of each text, or the provider's, in their order."""
        digests = [self.digest_of_text(text) for text in texts]
        wanted = dict(zip(digests, texts, strict=True))
        concerned = dict(zip(digests, about, strict=True)) if about else {}
        found: dict[str, list[float]] = {}
        for digest in wanted:
            if packed := self.answers.find(EMBEDDINGS, digest):
                found[digest] = vectors.unpacked(packed)
        self.counts.kept += len(found)

        def keep(batch: Mapping[str, str], embedded: list[list[float]]) -> None:
            for digest, vector in zip(batch, embedded, strict=True):
                self.counts.asked += 1
                packed, people = vectors.packed(vector), concerned.get(digest, ())
                self.keep(EMBEDDINGS, digest, packed, self.name, people)
                found[digest] = vector

        # By digest, so that equal texts make equal calls in whatever order they come.
        missing = {one: wanted[one] for one in sorted(wanted) if one not in found}
        if missing:
            batches = [dict(part) for part in parts(missing.items(), BATCH)]
            self.asker.embed_all(batches, self.name, keep)
        if len({len(vector) for vector in found.values()}) > 1:
            raise ModelError(
                f"model.embedder: {self.name} embeds otherwise than it did; delete the "
                f"folder {EMBEDDINGS} of the kept answers, or name another model"
            )
        return [found[digest] for digest in digests]

    def keep(
        self,
        purpose: str,
        digest: str,
        answer: Any,
        model: str,
        about: Sequence[str],
        usage: Mapping[str, int] | None = None,
    ) -> None:
        """Keep an answer of this provider."""
        self.answers.keep(
            purpose,
            digest,
            answer,
            provider=self.provider,
            model=model,
            about=about,
            usage=usage,
        )

    def digest_of_text(self, text: str) -> str:
        """Return the digest of everything that decides the vector of a text."""
        size = vectors.SIZE if self.provider == "gemini" else None
        return digest_of(
            {
                "provider": self.provider,
                "model": self.name,
                "purpose": EMBEDDINGS,
                "size": size,
                "text": text,
            }
        )


def parts(items: Iterable, size: int) -> list[list]:
    """Return `items` in lists of at most `size`."""
    whole = list(items)
    return [whole[start : start + size] for start in range(0, len(whole), size)]
