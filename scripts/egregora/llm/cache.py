"""The cache of paid answers: a folder with one file per request.

`CachedModel` asks a provider only for missing answers, and only then loads what is
needed to talk to it. `prefetch` asks ahead for what many jobs will need.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egregora.errors import AnswerRefused, EgregoraError, ModelError
from egregora.files import digest_of, read_json, write_json
from egregora.llm import payloads
from egregora.llm.access import is_local_address, supports_files
from egregora.llm.types import Model, Request, UnsupportedFile

if TYPE_CHECKING:
    from egregora.llm.client import Client
    from egregora.llm.types import Provider


class ResponseCache:
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
        kept = read_record(self.path(purpose, digest))
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
            kept = read_record(path)
            # A broken file cannot tell whom it concerns.
            if (
                kept is None
                or not gone.isdisjoint(kept["about"])
                or named.search(json.dumps(kept["answer"], ensure_ascii=False))
            ):
                path.unlink(missing_ok=True)
                deleted += 1
        return deleted


def read_record(path: Path) -> dict[str, Any] | None:
    """Return the record at `path`, or None if it is missing or broken."""
    try:
        kept = read_json(path)
    except (FileNotFoundError, ValueError, RecursionError):
        return None
    whole = isinstance(kept, dict) and {"digest", "answer", "about"} <= kept.keys()
    return kept if whole else None


EMBEDDINGS_PURPOSE = "embeddings"
TEXTS_PER_CALL = 100  # texts per call


class CachedModel(Model):
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
        answers: ResponseCache,
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
    def asker(self) -> Client:
        """Who asks the provider; made for the first answer that is not kept."""
        from egregora.llm.circuit_breaker import CrossProcessSemaphore, ProviderState
        from egregora.llm.client import Client

        return Client(
            self.connected,
            self.takes_key,
            self.seconds,
            self.pause,
            CrossProcessSemaphore(self.answers.folder, self.calls, self.is_local),
            ProviderState(self.answers.folder, self.name),
            self.is_local,
        )

    @property
    def is_local(self) -> bool:
        """Whether the provider is a server of one's own network."""
        return self.provider == "openai" and is_local_address(self.base_url)

    def connected(self) -> Provider:
        """Return the provider; loads what it takes to talk to this one alone."""
        if self.provider == "openai":
            from egregora.llm.openai import OpenAI as Provider
        else:
            from egregora.llm.gemini import Gemini as Provider
        return Provider(self.key, self.base_url, self.seconds)

    async def takes_key(self) -> bool:
        """Return whether it is sure, before any call, that the key is no bad one."""
        if self.provider == "gemini":
            from egregora.llm.transport import accepts_gemini_key

            return await accepts_gemini_key(self.key, self.base_url, self.seconds)
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
            elif not supports_files(self.provider, request.attachments):
                found[digest] = UnsupportedFile(
                    "the provider cannot be shown such files"
                )
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
        from egregora.llm.gemini_batch import BatchClient

        return BatchClient(self.asker, self.answers.folder).generate_all(requests, keep)

    def embed(
        self, texts: Sequence[str], about: Sequence[tuple[str, ...]] = ()
    ) -> list[list[float]]:
        """Return the kept vector of each text, or the provider's, in their order."""
        digests = [self.digest_of_text(text) for text in texts]
        wanted = dict(zip(digests, texts, strict=True))
        concerned = dict(zip(digests, about, strict=True)) if about else {}
        found: dict[str, list[float]] = {}
        for digest in wanted:
            if packed := self.answers.find(EMBEDDINGS_PURPOSE, digest):
                found[digest] = payloads.unpack_vector(packed)
        self.counts.kept += len(found)

        def keep(batch: Mapping[str, str], embedded: list[list[float]]) -> None:
            for digest, vector in zip(batch, embedded, strict=True):
                self.counts.asked += 1
                packed, people = payloads.pack_vector(vector), concerned.get(digest, ())
                self.keep(EMBEDDINGS_PURPOSE, digest, packed, self.name, people)
                found[digest] = vector

        # By digest, so that equal texts make equal calls in whatever order they come.
        missing = {one: wanted[one] for one in sorted(wanted) if one not in found}
        if missing:
            batches = [
                dict(part)
                for part in split_into_batches(missing.items(), TEXTS_PER_CALL)
            ]
            self.asker.embed_all(batches, self.name, keep)
        if len({len(vector) for vector in found.values()}) > 1:
            raise ModelError(
                f"model.embedder: {self.name} embeds otherwise than it did; delete the "
                f"folder {EMBEDDINGS_PURPOSE} of the kept answers, or name "
                "another model"
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
        size = payloads.EMBEDDING_SIZE if self.provider == "gemini" else None
        return digest_of(
            {
                "provider": self.provider,
                "model": self.name,
                "purpose": EMBEDDINGS_PURPOSE,
                "size": size,
                "text": text,
            }
        )


def split_into_batches(items: Iterable, size: int) -> list[list]:
    """Return `items` in lists of at most `size`."""
    whole = list(items)
    return [whole[start : start + size] for start in range(0, len(whole), size)]


PARTS_OF_ONE_SIZE = 8  # parts of one size
PART_DIGEST_LENGTH = 12  # of a digest


class CacheMiss(EgregoraError):
    """There are requests without a kept answer."""

    def __init__(self, requests: Sequence[Request]):
        super().__init__("not asked yet")
        self.requests = list(requests)


class CacheOnlyModel(Model):
    """Gives kept answers, and tells which are lacking."""

    def __init__(self, model: CachedModel):
        super().__init__(model.name, model.max_input_tokens)
        self.model = model

    def generate_all(self, requests: Sequence[Request]) -> list[dict | ModelError]:
        """Return the kept answer to each request; raise Lacking if one is not kept."""
        if lacking := [one for one in requests if self.model.kept_answer(one) is None]:
            raise CacheMiss(lacking)
        return [self.model.kept_answer(one) for one in requests]

    def embed(
        self, texts: Sequence[str], about: Sequence[tuple[str, ...]] = ()
    ) -> None:
        """There is nothing to embed ahead."""
        return


def prefetch(model: CachedModel, jobs: Sequence[Callable[[Model], Any]]) -> int:
    """Ask what jobs will ask until their answers are kept; return how many are not.

    What a job asks may depend on what it was answered before. Each round asks what all
    of them lack by then, together.

    Parameters
    ----------
    model
        Who answers.
    jobs
        Each asks the model that it is given.

    Raises
    ------
    ModelError
        If no request of a round has an answer, and not all are refused.
    """
    failed = 0
    left = list(jobs)
    while left:
        lacking: list[Request] = []
        waiting: list[tuple[Callable[[Model], Any], list[Request]]] = []
        for job in left:
            try:
                job(CacheOnlyModel(model))
            except CacheMiss as found:
                lacking += found.requests
                waiting.append((job, found.requests))
            except EgregoraError:
                # The job itself will tell.
                failed += 1
        if not lacking:
            break
        answers = model.generate_all(lacking)
        errors = [one for one in answers if isinstance(one, ModelError)]
        # What is refused concerns one job, which will tell.
        fatal = [one for one in errors if not isinstance(one, AnswerRefused)]
        if fatal and len(errors) == len(answers):
            raise fatal[0]
        failed += len(errors)
        left = [
            job
            for job, asked in waiting
            if all(model.kept_answer(one) is not None for one in asked)
        ]
    return failed


def split_into_parts(
    digests: Mapping[str, str], size: int, asked: Mapping[str, Any]
) -> dict[str, list[str]]:
    """Return the names that are asked about together, by the name of their part.

    The first parts are of `size`, later ones larger, so that many names make few parts.
    Where a part begins depends on those before it alone. Its name tells what is asked:
    it is another one wherever anything about that changes.

    Parameters
    ----------
    digests
        Name → digest of what is asked about it.
    size
        How many names the first parts have.
    asked
        What else decides what is asked.
    """
    names = sorted(digests)
    parts: dict[str, list[str]] = {}
    done = 0
    while done < len(names):
        part = names[done : done + size]
        told = digest_of({"about": [[one, digests[one]] for one in part], **asked})
        parts[f"{len(parts)}-{told[:PART_DIGEST_LENGTH]}"] = part
        done += size
        size *= 2 if len(parts) % PARTS_OF_ONE_SIZE == 0 else 1
    return parts
