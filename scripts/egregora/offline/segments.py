"""A brief as turns of a conversation, and the threads that they form.

Long pauses split the turns into episodes, and long episodes are cut where the words
change. Clustering joins those that share telling words into threads.
"""

from __future__ import annotations

import heapq
import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from statistics import median

from egregora.periods.briefs import Brief, Message
from egregora.text.folding import fold
from egregora.text.language import guess_language
from egregora.text.locales import common_words
from egregora.text.plain import (
    COMMAND,
    ChatWord,
    chat_words,
    laughs,
    mention_pattern,
    tidy,
    unsigned,
    without_addresses,
)
from egregora.text.public_words import may_be_public

# Kinds that hold what a person said or showed.
SPOKEN_KINDS = {"text", "media", "media_omitted", "poll", "location"}
UNKNOWN_WEIGHT = 0.12
MIN_SHARED_PEOPLE = 3  # who used a word that names something
STEM_LETTERS = 6  # letters


@dataclass(frozen=True)
class Turn:
    """What one person said at once.

    Attributes
    ----------
    number
        Place of the message in the brief, from 1: how answers cite it.
    by
        Index into the people of the brief.
    laughs
        It only laughs.

    """

    number: int
    by: int
    at: datetime
    text: str
    kind: str
    media: str | None
    words: tuple[ChatWord, ...]
    laughs: bool

    @cached_property
    def length(self) -> int:
        """Characters that say something: no addresses, wide ones twice."""
        plain = " ".join(without_addresses(self.text).split())
        return len(plain) + sum(
            unicodedata.east_asian_width(one) == "W" for one in plain
        )

    @cached_property
    def is_said(self) -> bool:
        """Whether it is worth quoting at all."""
        shows = self.kind == "poll" or self.media is not None
        return not self.laughs and (shows or len(self.words) >= 2)

    @cached_property
    def language(self) -> str | None:
        """Language of its common words, None if they do not tell."""
        return guess_language(word.folded for word in self.words)

    @cached_property
    def asks(self) -> bool:
        """Whether it puts a question."""
        return any(mark in without_addresses(self.text) for mark in "?؟？")

    @cached_property
    def ends_asking(self) -> bool:
        """Whether a question is the last thing that it says."""
        after = re.split("[?؟？]", without_addresses(self.text))[1:]
        return bool(after) and not re.search(r"\w", after[-1])


@dataclass(frozen=True)
class PeriodConversation:
    """The turns of a period, and how much each folded word weighs, at most 1."""

    brief: Brief
    turns: list[Turn]
    weights: dict[str, float]

    def weight(self, word: str) -> float:
        """Return how much a folded word tells about this period."""
        if word in self.weights:
            return self.weights[word]
        return 0.0 if is_stopword(word) else UNKNOWN_WEIGHT

    @cached_property
    def stems(self) -> dict[str, float]:
        """How much each stem of a telling word weighs."""
        found: dict[str, float] = {}
        for word, weight in self.weights.items():
            found[cut_to_stem(word)] = max(found.get(cut_to_stem(word), 0.0), weight)
        return found

    def name(self, turn: Turn) -> str:
        """Return the alias of who said `turn`."""
        return self.brief.people[turn.by].alias

    @cached_property
    def places(self) -> dict[int, int]:
        """Where each turn stands among the turns, by its number."""
        return {turn.number: place for place, turn in enumerate(self.turns)}

    def turn_before(self, turn: Turn) -> Turn | None:
        """Return the turn before `turn`, if it has one."""
        place = self.places[turn.number]
        return self.turns[place - 1] if place else None

    @cached_property
    def users(self) -> dict[str, set[int]]:
        """Who used each stem, as indexes into the people."""
        found: dict[str, set[int]] = {}
        for turn in self.turns:
            for word in turn.words:
                found.setdefault(cut_to_stem(word.folded), set()).add(turn.by)
        return found

    def is_shared(self, word: str) -> bool:
        """Tell whether several people used a folded word: all, where they are few."""
        crowd = min(MIN_SHARED_PEOPLE, len({turn.by for turn in self.turns}))
        return len(self.users.get(cut_to_stem(word), ())) >= crowd

    @cached_property
    def aliases(self) -> tuple[str, ...]:
        """What readers call the people of the period."""
        return tuple(one.alias for one in self.brief.people)

    def may_be_public(self, text: str) -> bool:
        """Tell whether `text` may be a title, heading, tag or summary."""
        return may_be_public(text, self.brief.language, self.aliases)


def cut_to_stem(word: str) -> str:
    """Return what forms of one word share, well enough: sardinha, sardines."""
    return word[:STEM_LETTERS]


def is_stopword(word: str) -> bool:
    """Tell whether a folded word never names a topic."""
    bare = re.split("['’]", word)[0]
    return (
        (len(bare) < 3 and bare.isascii())
        or word in common_words()
        or bare in common_words()
    )


def conversation_of(brief: Brief) -> PeriodConversation:
    """Return the turns of `brief`, without notices and commands to Egregora."""
    names = mention_pattern(one.alias for one in brief.people)
    turns = [
        turn_of(number, message, names)
        for number, message in enumerate(brief.messages, 1)
        if is_turn(message)
    ]
    return PeriodConversation(brief, turns, term_weights(brief))


def is_turn(message: Message) -> bool:
    """Tell whether a person said or showed something."""
    return (
        message.by is not None
        and message.kind in SPOKEN_KINDS
        and not COMMAND.match(message.text)
        and bool(message.text.strip() or message.media)
    )


def turn_of(number: int, message: Message, names: re.Pattern) -> Turn:
    """Return a message as a turn."""
    said = chat_words(tidy(message.text), names)
    text = unsigned(tidy(message.text), names)
    return Turn(
        number=number,
        by=message.by,
        at=datetime.fromisoformat(message.at),
        text=text,
        kind=message.kind,
        media=message.media,
        words=tuple(said),
        laughs=laughs(text) and not message.media,
    )


def term_weights(brief: Brief) -> dict[str, float]:
    """Return the folded terms of `brief` with their weight, the weightiest 1."""
    found: dict[str, float] = {}
    for one in brief.terms:
        word = fold(one.term)
        if one.weight > 0 and not is_stopword(word):
            found[word] = max(found.get(word, 0.0), one.weight)
    top = max(found.values(), default=1.0)
    return {word: round(math.sqrt(one / top), 4) for word, one in found.items()}


MAX_THREAD_TURNS = 60  # turns of a thread
MAX_PART_DISTANCE = 60  # parts back to which a thread may go
MIN_CLUSTER_SIMILARITY = 0.2
MAX_BONUS_GAP = timedelta(hours=10)
NEARBY_BONUS = 0.1  # what lies soon after is likelier about the same
MIN_SHARED_WEIGHT = 0.6  # weight of the shared words


class Cluster:
    """Parts that are one thread so far."""

    def __init__(self, parts: list[list[Turn]], stems: Counter[str]) -> None:
        """Begin with some parts and how often they use each telling stem."""
        self.parts, self.stems = parts, stems
        self.turns = sum(map(len, parts))
        self.begins = parts[0][0].at
        self.ends = max(part[-1].at for part in parts)
        self.vector: dict[str, float] = {}

    def joined(self, other: Cluster) -> Cluster:
        """Return both as one."""
        parts = sorted(self.parts + other.parts, key=lambda part: part[0].number)
        return Cluster(parts, self.stems + other.stems)


def cluster_parts(
    parts: list[list[Turn]], talk: PeriodConversation
) -> list[list[list[Turn]]]:
    """Return `parts` in groups, the two most alike joined first, then the next.

    Parameters
    ----------
    parts
        Unbroken runs of turns, in order.
    talk
        What the words weigh.
    """
    groups = {
        at: Cluster([part], count_stems(part, talk)) for at, part in enumerate(parts)
    }
    spread = Counter(one for group in groups.values() for one in group.stems)
    rarity = {one: math.log(1 + len(parts) / times) for one, times in spread.items()}
    for group in groups.values():
        group.vector = stem_vector(group.stems, rarity, talk)
    versions = Counter()
    heap: list[tuple[float, int, int, int, int]] = []

    def offer(at: int) -> None:
        for other in groups:
            if other != at and abs(other - at) <= MAX_PART_DISTANCE:
                first, second = sorted((at, other))
                alike = cluster_similarity(groups[first], groups[second], talk)
                if alike > MIN_CLUSTER_SIMILARITY:
                    found = (-alike, first, second, versions[first], versions[second])
                    heapq.heappush(heap, found)

    for at in range(1, len(parts)):
        for other in range(max(0, at - MAX_PART_DISTANCE), at):
            alike = cluster_similarity(groups[other], groups[at], talk)
            if alike > MIN_CLUSTER_SIMILARITY:
                heapq.heappush(heap, (-alike, other, at, 0, 0))
    while heap:
        _, first, second, *seen = heapq.heappop(heap)
        current = first in groups and second in groups
        if current and seen == [versions[first], versions[second]]:
            groups[first] = groups[first].joined(groups.pop(second))
            groups[first].vector = stem_vector(groups[first].stems, rarity, talk)
            versions[first] += 1
            offer(first)
    return [groups[at].parts for at in sorted(groups)]


def count_stems(turns: list[Turn], talk: PeriodConversation) -> Counter[str]:
    """Return how often `turns` use each stem of a telling word."""
    return Counter(
        cut_to_stem(word.folded)
        for turn in turns
        for word in turn.words
        if talk.weight(word.folded) > 0
    )


def stem_vector(
    stems: Counter[str], rarity: dict[str, float], talk: PeriodConversation
) -> dict[str, float]:
    """Return what each stem weighs: telling, used often, and elsewhere rarely."""
    return {
        one: talk.stems.get(one, UNKNOWN_WEIGHT)
        * math.log1p(times)
        * rarity.get(one, 1.0)
        for one, times in stems.items()
    }


def cluster_similarity(
    first: Cluster, second: Cluster, talk: PeriodConversation
) -> float:
    """Return how alike two groups are; 0 if they make too long a thread."""
    if first.turns + second.turns > MAX_THREAD_TURNS:
        return 0.0
    shared = sorted(first.vector.keys() & second.vector.keys())
    if sum(talk.stems.get(one, 0.0) for one in shared) < MIN_SHARED_WEIGHT:
        return 0.0
    soon = second.begins - first.ends < MAX_BONUS_GAP
    return vector_overlap(first.vector, second.vector) + (NEARBY_BONUS if soon else 0.0)


def vector_overlap(first: dict[str, float], second: dict[str, float]) -> float:
    """Return which share of the smaller of two vectors the other holds as well."""
    smaller = min(sum(first.values()), sum(second.values()))
    shared = sorted(first.keys() & second.keys())
    common = sum(min(first[one], second[one]) for one in shared)
    return round(common / smaller, 6) if smaller else 0.0


MIN_EPISODE_PAUSE = timedelta(minutes=20)
MAX_EPISODE_PAUSE = timedelta(hours=4)
PAUSE_FACTOR = 8  # times the usual gap
MAX_EPISODE_TURNS = 40
SEAM_WINDOW = 6


@dataclass(frozen=True)
class Thread:
    """Episodes about one thing, each an unbroken run of turns."""

    episodes: list[list[Turn]]

    @property
    def turns(self) -> list[Turn]:
        """All turns, in order."""
        return [turn for episode in self.episodes for turn in episode]

    @property
    def people(self) -> list[int]:
        """Who took part, most turns first."""
        counted = Counter(turn.by for turn in self.turns)
        return sorted(counted, key=lambda by: (-counted[by], by))


def find_threads(talk: PeriodConversation) -> list[Thread]:
    """Return the threads of a conversation, in the order in which they begin."""
    parts = [
        part
        for one in split_episodes(talk.turns)
        for part in split_long_episode(one, talk)
    ]
    return [Thread(group) for group in cluster_parts(parts, talk)]


def split_episodes(turns: list[Turn]) -> list[list[Turn]]:
    """Return `turns` parted where nobody spoke for unusually long."""
    gaps = [after.at - before.at for before, after in pairwise(turns)]
    usual = [gap for gap in gaps if timedelta() < gap < MAX_EPISODE_PAUSE]
    pause = PAUSE_FACTOR * median(usual) if usual else MIN_EPISODE_PAUSE
    pause = min(max(pause, MIN_EPISODE_PAUSE), MAX_EPISODE_PAUSE)
    found: list[list[Turn]] = []
    for at, turn in enumerate(turns):
        if not found or gaps[at - 1] > pause:
            found.append([])
        found[-1].append(turn)
    return found


def split_long_episode(
    episode: list[Turn], talk: PeriodConversation
) -> list[list[Turn]]:
    """Return an episode in parts that are not too long, cut where the words change."""
    if len(episode) <= MAX_EPISODE_TURNS:
        return [episode]

    def seam(at: int) -> tuple[float, int]:
        before = stem_vector(
            count_stems(episode[max(0, at - SEAM_WINDOW) : at], talk), {}, talk
        )
        after = stem_vector(count_stems(episode[at : at + SEAM_WINDOW], talk), {}, talk)
        pause = (episode[at].at - episode[at - 1].at).total_seconds()
        return math.log1p(max(pause, 0) / 60) - 3 * vector_overlap(before, after), -at

    edge = len(episode) // 5
    cut = max(range(edge, len(episode) - edge), key=seam)
    return split_long_episode(episode[:cut], talk) + split_long_episode(
        episode[cut:], talk
    )
