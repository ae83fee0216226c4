"""Estimate what a run would still cost, without a call.

All stages that ask a model run with a `DryRunModel`, which gives cached answers and
counts the missing ones. A stage gets what the stages before it would leave.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ibis.expr.types as ir

from egregora.contracts import ENRICHED, KNOWLEDGE, LINKS, MEDIA_NOTES, Contract
from egregora.enrichment import enriched
from egregora.files import digest_of
from egregora.inspect.pricing import (
    TokenPrices,
    tokens_of_answer,
    tokens_of_request,
    tokens_of_value,
)
from egregora.knowledge.chunks import embedded_chunks
from egregora.links.pages import PageReader
from egregora.links.table import described_links
from egregora.llm import payloads
from egregora.llm.cache import (
    EMBEDDINGS_PURPOSE,
    TEXTS_PER_CALL,
    CachedModel,
    ResponseCache,
)
from egregora.llm.types import Request
from egregora.media.notes import add_metadata, described_media, shown_media
from egregora.periods.assembly import contents_of_briefs
from egregora.periods.briefs import Brief, brief_from
from egregora.posts.prompt import ask_for_post, parse_prompts
from egregora.privacy.guard import Guard
from egregora.profiles.facts import messages_of_people as written_messages
from egregora.profiles.facts import opening_text
from egregora.profiles.portraits import portraits_of
from egregora.ranking.elo import compared_posts
from egregora.site.covers import painted_covers
from egregora.site.load import posts_without_photo
from egregora.storage import read_table, rows_of, write_table
from egregora.text.language import identify_language
from egregora.workflow.console import Table

# An answer that is not there yet is taken to be as long as most.
FILLER_TEXT = ("something that will be said " * 3).strip()
MAX_INVENTED_ITEMS = 6


@dataclass
class StageEstimate:
    """What is still to be paid for a stage."""

    stage: str
    model: str
    kept: int = 0  # answers that are there
    calls: int = 0
    input: float = 0  # tokens
    output: float = 0
    batch: bool = False  # asked at the price of batches


class DryRunModel(CachedModel):
    """Gives kept answers and invents the others; asks nobody and keeps nothing.

    Parameters
    ----------
    settings
        The provider, the name of the model and so on: see `open_model`.
    answers
        The kept answers.
    stage
        Who asks.
    batch
        Whether it asks at the price of batches.
    """

    def __init__(
        self,
        settings: Mapping[str, Any],
        answers: ResponseCache,
        stage: str,
        batch: bool = False,
    ):
        super().__init__(settings, None, answers, seconds=0, calls=1, pause=0)
        self.due = StageEstimate(stage, self.name, batch=batch)
        self.asker = DryRunClient(self.due, answers)

    def generate_all(self, requests: Sequence[Request]) -> list[Any]:
        """Return the kept answer to each request, or an invented one."""
        answers = super().generate_all(requests)
        self.due.kept = self.counts.kept
        return answers

    def embed(
        self, texts: Sequence[str], about: Sequence[tuple[str, ...]] = ()
    ) -> list[list[float]] | None:
        """Return the kept vector of each text, or None if one is missing."""
        found = {
            text: self.answers.find(EMBEDDINGS_PURPOSE, self.digest_of_text(text))
            for text in dict.fromkeys(texts)
        }
        missing = [text for text, packed in found.items() if not packed]
        self.due.kept += len(found) - len(missing)
        self.due.calls += math.ceil(len(missing) / TEXTS_PER_CALL)
        self.due.input += sum(map(tokens_of_value, missing))
        if missing:
            return None
        return [payloads.unpack_vector(found[text]) for text in texts]


class DryRunClient:
    """Invents answers, and counts them.

    Parameters
    ----------
    due
        Where it counts.
    answers
        The kept answers, which tell how long answers are.
    """

    def __init__(self, due: StageEstimate, answers: ResponseCache):
        self.due, self.answers = due, answers
        self.invented: dict[str, Any] = {}

    def generate_all(
        self, requests: Mapping[str, Request], keep: Callable[..., None]
    ) -> dict[str, Any]:
        """Return an invented answer to each request by digest."""
        purpose = next(iter(requests.values())).purpose
        each = tokens_of_answer(purpose, self.answers)
        new = {name: requests[name] for name in requests.keys() - self.invented.keys()}
        self.due.calls += len(new)
        self.due.input += sum(map(tokens_of_request, new.values()))
        self.due.output += each * len(new)
        self.invented |= {name: invent_answer(one.schema) for name, one in new.items()}
        return {name: self.invented[name] for name in requests}

    def close(self) -> None:
        """There is nothing to close."""


def invent_answer(schema: Mapping[str, Any]) -> Any:
    """Return a value that fits `schema`, as long as most answers."""
    if "enum" in schema:
        return schema["enum"][-1]
    kinds = schema.get("type", "object")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "object":
        parts = schema.get("properties", {}).items()
        return {name: invent_answer(part) for name, part in parts}
    if kind == "array":
        return [invent_answer(schema["items"])] * min(
            MAX_INVENTED_ITEMS, schema.get("maxItems", MAX_INVENTED_ITEMS)
        )
    return {"string": FILLER_TEXT, "boolean": False}.get(kind, 1)


ESTIMATE_HEAD = ("stage", "model", "kept", "calls", "tokens in", "tokens out", "USD")


def estimate_as_table(due: Sequence[StageEstimate], prices: TokenPrices) -> Table:
    """Return what each stage and all together cost; + where a price is not known."""
    rows = [row_of_estimate(one, prices) for one in due]
    costs = [dollars_of_estimate(one, prices) for one in due]
    total = sum(cost for cost in costs if cost is not None)
    cells = row_of_estimate(sum_estimates(due), prices)[:-1]
    rows.append([*cells, f"{total:.2f}" + ("+" * (None in costs))])
    return Table(ESTIMATE_HEAD, rows, right=ESTIMATE_HEAD[2:])


def estimate_notes(due: Sequence[StageEstimate], prices: TokenPrices) -> list[str]:
    """Return what the prices are worth."""
    unknown = sorted(
        {one.model for one in due if dollars_of_estimate(one, prices) is None}
    )
    batched = [one.stage for one in due if one.batch]
    told = [f"Prices as of {prices.read}, without free quota; tokens are rough."]
    if batched:
        told.append(f"At the price of batches: {', '.join(batched)}.")
    if unknown:
        names = ", ".join(unknown)
        told.append(f"No price is known of {names}; set it in model.prices.")
    return told


def estimate_as_json(
    due: Sequence[StageEstimate], prices: TokenPrices
) -> dict[str, Any]:
    """Return what each stage costs, for machines; null where a price is not known."""
    stages = [
        asdict(one) | {"dollars": dollars_of_estimate(one, prices)} for one in due
    ]
    return {"stages": stages, "prices": str(prices.read)}


def sum_estimates(due: Sequence[StageEstimate]) -> StageEstimate:
    """Return the sum of all stages."""
    return StageEstimate(
        "together",
        "all",
        sum(one.kept for one in due),
        sum(one.calls for one in due),
        sum(one.input for one in due),
        sum(one.output for one in due),
    )


def row_of_estimate(due: StageEstimate, prices: TokenPrices) -> list[str]:
    """Return the cells of a stage."""
    cost = dollars_of_estimate(due, prices)
    counts = (due.kept, due.calls, round(due.input), round(due.output))
    price = "?" if cost is None else f"{cost:.2f}"
    return [due.stage, due.model, *(f"{one:,}" for one in counts), price]


def dollars_of_estimate(due: StageEstimate, prices: TokenPrices) -> float | None:
    """Return what a stage costs in dollars; None if its price is not known."""
    if not due.calls:
        return 0.0
    return prices.dollars(due.model, due.input, due.output, due.batch)


INVENTED_POST_TEXT = " ".join([FILLER_TEXT] * 40)  # about as long as a post
ROLES_OF_STAGES = {
    "enrich_links": "enricher",
    "enrich_media": "enricher",
    "build_knowledge": "embedder",
    "write_post": "writer",
    "rank_posts": "judge",
    "write_profiles": "writer",
    "paint_covers": "illustrator",
}
# Stages whose answers depend on none of their own.
BATCHABLE_STAGES = {"enrich_links", "enrich_media", "write_post", "write_profiles"}


@dataclass(frozen=True)
class EstimateInputs:
    """What the stages are given.

    Attributes
    ----------
    anonymized, members, media
        Tables.
    posts
        Rows of `contracts.POSTS`, if there are any.
    guard
        What must not get through.
    models
        Provider and model by role: writer, enricher, judge, embedder, illustrator.
    texts
        Instructions by rule.
    settings
        `links`, `media`, `period`, `min_messages`, `posts`, `ranking`.
    answers
        The kept answers.
    files
        Where the prepared media lie.
    told
        What the files themselves tell, by media.telling.
    scratch
        Folder for tables that are thrown away.
    batch
        Whether answers are asked for in batches where they can be.
    """

    anonymized: ir.Table
    members: ir.Table
    media: ir.Table
    posts: Sequence[Mapping[str, Any]]
    guard: Guard
    models: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, str]
    settings: Mapping[str, Any]
    answers: ResponseCache
    files: Path
    told: Mapping[str, Mapping[str, Any]]
    scratch: Path
    batch: bool = False


class StageWalk:
    """A walk through the stages of a blog, which counts what each has to ask."""

    def __init__(self, blog: EstimateInputs):
        self.blog = blog
        self.due: list[StageEstimate] = []

    def model(self, stage: str) -> DryRunModel:
        """Return the model of a stage, and count what it is asked."""
        settings = self.blog.models[ROLES_OF_STAGES[stage]]
        batch = self.blog.batch and stage in BATCHABLE_STAGES
        model = DryRunModel(settings, self.blog.answers, stage, batch)
        self.due.append(model.due)
        return model

    def kept(self, table: ir.Table, contract: Contract) -> ir.Table:
        """Return `table`, executed once."""
        path = self.blog.scratch / contract.file
        write_table(table, path, contract)
        return read_table(path, contract)

    def links(self) -> ir.Table:
        """Walk through enrich_links; pages that were not read yet are left out."""
        blog, chosen = self.blog, self.blog.settings["links"]
        reader = PageReader(blog.answers.folder, blog.guard.clean)
        with self.model("enrich_links") as model:
            table = described_links(
                blog.anonymized,
                model,
                blog.texts["enrich_links"],
                blog.guard,
                blog.settings["period"],
                chosen["limit"],
                reader.known if chosen["fetch"] else None,
            )
        return self.kept(table, LINKS)

    def media_notes(self) -> ir.Table:
        """Walk through enrich_media."""
        blog = self.blog
        files = rows_of(shown_media(blog.media, blog.anonymized))
        shown = add_metadata(files, blog.told, blog.guard)
        with self.model("enrich_media") as model:
            table = described_media(
                shown,
                model,
                blog.texts["enrich_media"],
                blog.guard,
                blog.settings["media"]["describe"],
                blog.files,
            )
        return self.kept(table, MEDIA_NOTES)

    def knowledge(self, messages: ir.Table) -> ir.Table:
        """Walk through build_knowledge."""
        blog = self.blog
        with self.model("build_knowledge") as model:
            table = embedded_chunks(
                messages, blog.members, blog.settings["period"], model
            )
        return self.kept(table, KNOWLEDGE)

    def briefs(self, messages: ir.Table, known: ir.Table) -> Iterator[Brief]:
        """Yield what split_periods would write."""
        blog, chosen = self.blog, self.blog.settings
        for content in contents_of_briefs(
            messages,
            known,
            blog.members,
            blog.media,
            chosen["period"],
            chosen["min_messages"],
            chosen["posts"]["language"],
            chosen["posts"]["memories"],
        ):
            yield brief_from(content)

    def posts(self, briefs: Iterator[Brief]) -> dict[str, Mapping[str, Any]]:
        """Walk through write_post; return the posts that are there, or their like."""
        blog = self.blog
        there = {one["digest"]: one for one in blog.posts}
        wishes = blog.settings["posts"]["instructions"]
        told = parse_prompts(blog.texts["write_post"], wishes)
        found = {}
        with self.model("write_post") as model:
            for brief in briefs:
                ask_for_post(brief, model, told)
                found[brief.period] = there.get(brief.digest) or invent_post(brief)
        return found

    def ranking(self, posts: Mapping[str, Mapping[str, Any]]) -> None:
        """Walk through rank_posts."""
        blog = self.blog
        with self.model("rank_posts") as model:
            compared_posts(
                posts,
                model,
                blog.texts["rank_posts"],
                blog.guard,
                blog.settings["ranking"]["comparisons_per_post"],
            )

    def portraits(self, messages: ir.Table) -> None:
        """Walk through write_profiles."""
        blog = self.blog
        said = written_messages(messages)
        opening = "\n".join(one["text"] for one in rows_of(opening_text(said)))
        chosen = blog.settings["posts"]["language"]
        language = identify_language(opening, chosen)
        with self.model("write_profiles") as model:
            prompt = blog.texts["write_profiles"]
            portraits_of(said, blog.members, language, model, prompt)

    def covers(
        self, posts: Mapping[str, Mapping[str, Any]], messages: ir.Table
    ) -> None:
        """Walk through paint_covers, if a model paints."""
        blog = self.blog
        if blog.models["illustrator"].get("name"):
            bare = posts_without_photo(list(posts.values()), blog.media, messages)
            with self.model("paint_covers") as model:
                painted_covers(bare, model, blog.texts["paint_covers"])


def estimate_stages(blog: EstimateInputs) -> list[StageEstimate]:
    """Return what is still to be paid for each stage, in the order of the stages."""
    walk = StageWalk(blog)
    messages = enriched(blog.anonymized, walk.links(), walk.media_notes())
    messages = walk.kept(messages, ENRICHED)
    posts = walk.posts(walk.briefs(messages, walk.knowledge(messages)))
    walk.ranking(posts)
    walk.portraits(messages)
    walk.covers(posts, messages)
    return walk.due


def invent_post(brief: Brief) -> dict[str, Any]:
    """Return a post as long as most, in place of one that is not written."""
    return {
        "period": brief.period,
        "date": date.fromisoformat(brief.last_day),
        "title": f"{brief.period} {FILLER_TEXT}",
        "summary": FILLER_TEXT,
        "text": INVENTED_POST_TEXT,
        "tags": [],
        "authors": [one.author for one in brief.people],
        "digest": digest_of(brief.period),
    }
