"""All stages that ask a model, walked through with one that only pretends.

Each asks as its script does, of what the stages before it would leave: a stage whose
answers are all kept leaves what it leaves in a run, and nothing has to be paid twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ibis.expr.types as ir

from egregora.briefs import Brief, brief_from
from egregora.digests import digest_of
from egregora.enrichment import enriched
from egregora.estimating.pretending import FILLER, Due, PretendedModel
from egregora.fetching.pages import Pages
from egregora.knowledge import chunks, embeddings, knowledge
from egregora.links import link_requests, links, shared_links
from egregora.media_notes import (
    can_be_looked_at,
    media_notes,
    media_requests,
    shown_media,
    with_told,
)
from egregora.model import settled_or_refused
from egregora.model.answers import Answers
from egregora.periods import contents
from egregora.privacy.guard import Guard
from egregora.profiles.messages import written as written_messages
from egregora.profiles.portraits import requests as portrait_requests
from egregora.profiles.samples import opening_text
from egregora.ranking.judging import entry, judge_by
from egregora.ranking.schedule import comparisons
from egregora.site.painting import requests as cover_requests
from egregora.site.pictures import without_photo
from egregora.storage import read_table, rows_of, write_table
from egregora.tables import ENRICHED, KNOWLEDGE, LINKS, MEDIA_NOTES, Contract
from egregora.text.language import identify_language
from egregora.writing.parts import written
from egregora.writing.request import prompts

POST = " ".join([FILLER] * 40)  # about as long as a post
ROLES = {
    "enrich_links": "enricher",
    "enrich_media": "enricher",
    "build_knowledge": "embedder",
    "write_post": "writer",
    "rank_posts": "judge",
    "write_profiles": "writer",
    "paint_covers": "illustrator",
}
# Stages whose answers depend on none of their own.
BATCHED = {"enrich_links", "enrich_media", "write_post", "write_profiles"}


@dataclass(frozen=True)
class Blog:
    """What the stages are given.

    Attributes
    ----------
    anonymized, members, media
        Tables.
    posts
        Rows of `tables.POSTS`, if there are any.
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
    answers: Answers
    files: Path
    told: Mapping[str, Mapping[str, Any]]
    scratch: Path
    batch: bool = False


class Walk:
    """A walk through the stages of a blog, which counts what each has to ask."""

    def __init__(self, blog: Blog):
        self.blog = blog
        self.due: list[Due] = []

    def model(self, stage: str) -> PretendedModel:
        """Return the model of a stage, and count what it is asked."""
        settings = self.blog.models[ROLES[stage]]
        batch = self.blog.batch and stage in BATCHED
        model = PretendedModel(settings, self.blog.answers, stage, batch)
        self.due.append(model.due)
        return model

    def kept(self, table: ir.Table, contract: Contract) -> ir.Table:
        """Return `table`, executed once."""
        path = self.blog.scratch / contract.file
        write_table(table, path, contract)
        return read_table(path, contract)

    def links(self) -> ir.Table:
        """Walk through enrich_links."""
        blog = self.blog
        shared = rows_of(shared_links(blog.anonymized, blog.settings["period"]))
        limit = blog.settings["links"]["limit"]
        asked = [one for one in shared if one["rank"] < limit]
        pages = {}
        if blog.settings["links"]["fetch"]:
            reader = Pages(blog.answers.folder, blog.guard.clean)
            pages = reader.known([one["url"] for one in asked])
        with self.model("enrich_links") as model:
            text = blog.texts["enrich_links"]
            requests = link_requests(asked, model.name, text, pages)
            found = settled_or_refused(model.generate_all(requests), "links")
        pairs = zip(asked, found, strict=True)
        answers = {one["url"]: answer for one, answer in pairs if answer}
        table = links(shared, answers, model.name, blog.guard, pages)
        return self.kept(table, LINKS)

    def media_notes(self) -> ir.Table:
        """Walk through enrich_media."""
        blog = self.blog
        files = rows_of(shown_media(blog.media, blog.anonymized))
        shown = with_told(files, blog.told, blog.guard)
        looks = blog.settings["media"]["describe"]
        asked = [one for one in shown if looks and can_be_looked_at(one)]
        with self.model("enrich_media") as model:
            text = blog.texts["enrich_media"]
            requests = media_requests(asked, model.name, text, blog.files)
            found = settled_or_refused(model.generate_all(requests), "files")
        pairs = zip(asked, found, strict=True)
        answers = {one["media_id"]: answer for one, answer in pairs if answer}
        notes = media_notes(shown, answers, model.name, blog.guard)
        return self.kept(notes, MEDIA_NOTES)

    def knowledge(self, messages: ir.Table) -> ir.Table:
        """Walk through build_knowledge."""
        cut = chunks(messages, self.blog.members, self.blog.settings["period"])
        rows = rows_of(cut.select("chunk_id", "text"))
        with self.model("build_knowledge") as model:
            vectors = model.embed([one["text"] for one in rows])
        embedded = embeddings(rows, vectors) if vectors else None
        return self.kept(knowledge(cut, embedded, model.name), KNOWLEDGE)

    def briefs(self, messages: ir.Table, known: ir.Table) -> Iterator[Brief]:
        """Yield what split_periods would write."""
        blog, chosen = self.blog, self.blog.settings
        for content in contents(
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
        told = prompts(blog.texts["write_post"], wishes)
        found = {}
        with self.model("write_post") as model:
            for brief in briefs:
                written(brief, model, told)
                found[brief.period] = there.get(brief.digest) or invented_post(brief)
        return found

    def ranking(self, posts: Mapping[str, Mapping[str, Any]]) -> None:
        """Walk through rank_posts."""
        blog = self.blog
        with self.model("rank_posts") as model:
            judge = judge_by(model, posts, blog.texts["rank_posts"], blog.guard)
            entries = [entry(one) for one in posts.values()]
            most = blog.settings["ranking"]["comparisons_per_post"]
            for _comparison in comparisons(entries, most, judge):
                pass

    def portraits(self, messages: ir.Table) -> None:
        """Walk through write_profiles."""
        blog = self.blog
        said = written_messages(messages)
        opening = "\n".join(one["text"] for one in rows_of(opening_text(said)))
        chosen = blog.settings["posts"]["language"]
        language = identify_language(opening, chosen)
        with self.model("write_profiles") as model:
            text = blog.texts["write_profiles"]
            asked = portrait_requests(said, blog.members, language, model, text)
            model.generate_all(list(asked.values()))

    def covers(
        self, posts: Mapping[str, Mapping[str, Any]], messages: ir.Table
    ) -> None:
        """Walk through paint_covers, if a model paints."""
        blog = self.blog
        if blog.models["illustrator"].get("name"):
            bare = without_photo(list(posts.values()), blog.media, messages)
            with self.model("paint_covers") as model:
                text = blog.texts["paint_covers"]
                asked = cover_requests(bare, model.name, text)
                model.generate_all(list(asked.values()))


def walked(blog: Blog) -> list[Due]:
    """Return what is still to be paid for each stage, in the order of the stages."""
    walk = Walk(blog)
    messages = enriched(blog.anonymized, walk.links(), walk.media_notes())
    messages = walk.kept(messages, ENRICHED)
    posts = walk.posts(walk.briefs(messages, walk.knowledge(messages)))
    walk.ranking(posts)
    walk.portraits(messages)
    walk.covers(posts, messages)
    return walk.due


def invented_post(brief: Brief) -> dict[str, Any]:
    """Return a post as long as most, in place of one that is not written."""
    return {
        "period": brief.period,
        "date": date.fromisoformat(brief.last_day),
        "title": f"{brief.period} {FILLER}",
        "summary": FILLER,
        "text": POST,
        "tags": [],
        "authors": [one.author for one in brief.people],
        "digest": digest_of(brief.period),
    }
