"""Phrases that name a thread or a period, taken from its own words."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from egregora.text.locales import Translator, find_articles, joiners
from egregora.writing.talk import Talk, Turn, is_common
from egregora.writing.words import SPACELESS, Word

LONGEST = 4  # words of a phrase
NOUN = 1.5
NAME = 0.8
FOREIGN = 0.45
BARE = 0.45  # of a word that nothing shows to be a noun
HALF = 0.25  # of an article counts a word such as `with` before a word
SURE = 1.4
BOUND = 0.6  # of the uses of a word, from which on its phrase stands for it


@dataclass
class Uses:
    """How a word or phrase is used."""

    forms: Counter = field(default_factory=Counter)
    turns: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    announced: Counter = field(default_factory=Counter)  # article → times
    named: int = 0  # times written like a name
    foreign: int = 0  # times in another language than the group's
    speaks: bool = False  # used in a language whose articles we know
    total: int = 0

    def add(self, part: list[Word], turn: Turn, language: str) -> None:
        """Count one use."""
        form, before = " ".join(map(shown, part)), part[0].after
        self.named += any(is_name(word) for word in part)
        self.speaks |= any(find_articles(turn.language or language).values())
        self.foreign += turn.language not in (None, language)
        self.forms[form] += 1
        self.turns.add(turn.number)
        self.people.add(turn.by)
        self.total += 1
        announcing = find_articles(turn.language or language)
        if before in announcing:
            self.announced[announcing[before]] += 1


@dataclass(frozen=True)
class Phrase:
    """One or a few words that name a topic."""

    text: str
    article: str  # that usually stands before it, or ""
    words: tuple[str, ...]  # folded
    weight: float
    is_noun: bool = False  # announced as a noun, or written like a name
    is_foreign: bool = False  # mostly said in another language than the group's
    turns: int = 2  # that use it

    @property
    def fits(self) -> bool:
        """Whether it may stand in a headline."""
        return self.is_noun and not self.is_foreign

    @property
    def came_back(self) -> bool:
        """Whether it is more than a word that fell once."""
        return self.turns > 1 or len(self.words) > 1


def phrases_of(turns: Iterable[Turn], talk: Talk) -> list[Phrase]:
    """Return the phrases that name what `turns` are about, weightiest first."""
    uses = counted(turns, talk.brief.language)
    singles = {key: one for key, one in uses.items() if len(key) == 1}
    weighed = {key: phrase(key, one, talk) for key, one in singles.items()}
    found = list(weighed.values())
    for key, one in uses.items():
        if len(key) > 1 and len(one.turns) >= 2 and binds(key, one, singles):
            ends = [weighed[(word,)].weight for word in key if (word,) in weighed]
            found.append(phrase(key, one, talk, least=max(ends)))
    found = [one for one in found if one.weight > 0]
    return distinct(sorted(found, key=lambda one: (-one.weight, one.words)))


def counted(turns: Iterable[Turn], language: str) -> dict[tuple[str, ...], Uses]:
    """Return the words and phrases of `turns` with their uses."""
    uses: dict[tuple[str, ...], Uses] = defaultdict(Uses)
    for turn in turns:
        for clause in clauses(turn.words):
            for start in range(len(clause)):
                for end in range(start + 1, min(start + LONGEST, len(clause)) + 1):
                    part = clause[start:end]
                    if names(part):
                        key = tuple(word.folded for word in part)
                        uses[key].add(part, turn, language)
    return uses


def clauses(said: tuple[Word, ...]) -> list[list[Word]]:
    """Return words in the runs that no punctuation parts."""
    found: list[list[Word]] = []
    for word in said:
        if not word.after:
            found.append([])
        if found:
            found[-1].append(word)
        else:
            found.append([word])
    return found


def names(part: list[Word]) -> bool:
    """Tell whether words may name something: telling at both ends, joined inside."""
    ends = (part[0], part[-1])
    if any(is_common(word.folded) for word in ends):
        return False
    if len(part) == 1:
        return not is_short(part[0].folded)
    inner = part[1:-1]
    if len(part) == LONGEST:
        return len(part) - 2 == sum(word.folded in joiners() for word in inner)
    return all(w.folded in joiners() or not is_common(w.folded) for w in inner)


def is_short(word: str) -> bool:
    """Tell whether a folded word is too short to name something."""
    return len(word) < 4 and not SPACELESS.fullmatch(word)


def shown(word: Word) -> str:
    """Return a word as a phrase shows it: no shouting, no capital for the sentence."""
    text = word.text
    if (text.isupper() and len(text) > 3) or (word.opens and text[1:].islower()):
        return text.lower()
    return text


def is_name(word: Word) -> bool:
    """Tell whether a word is written like a name: a capital inside a sentence."""
    return not word.opens and word.text[:1].isupper() and word.text[1:].islower()


def binds(
    key: tuple[str, ...], uses: Uses, singles: dict[tuple[str, ...], Uses]
) -> bool:
    """Tell whether the words of a phrase mostly occur together."""
    ends = [singles[(word,)].total for word in (key[0], key[-1]) if (word,) in singles]
    return bool(ends) and uses.total >= BOUND * min(ends)


def phrase(key: tuple[str, ...], uses: Uses, talk: Talk, least: float = 0.0) -> Phrase:
    """Return a phrase with its weight: telling, frequent, of many people, a noun."""
    telling = [talk.weight(word) for word in key if not is_common(word)]
    weight = sum(telling) / len(telling) ** 0.7
    announced = sum(n if one else HALF * n for one, n in uses.announced.items())
    noun = 1 + NOUN * announced / uses.total
    name = 1 + NAME * uses.named / uses.total
    own = 1 - (1 - FOREIGN) * uses.foreign / uses.total
    often = math.log(len(uses.turns) + 0.4) * math.sqrt(len(uses.people))
    shown_as = max(noun, name)
    if len(key) == 1 and shown_as < SURE and uses.speaks:
        shown_as *= BARE
    plain = Counter({one: n for one, n in uses.announced.items() if one})
    usual = max(plain, key=lambda one: (plain[one], one), default="")
    article = usual if plain[usual] >= 0.3 * uses.total else ""
    is_noun = shown_as > SURE or len(key) > 2 or not uses.speaks
    is_foreign = uses.foreign > uses.total / 2
    worth = weight * shown_as * own * often
    worth = round(max(worth, 1.01 * least), 4)
    turns = len(uses.turns)
    return Phrase(spelled(uses), article, key, worth, is_noun, is_foreign, turns)


def spelled(uses: Uses) -> str:
    """Return how a phrase is written: most often, but a name like a name."""
    named = uses.named >= 0.25 * uses.total
    return max(
        uses.forms,
        key=lambda one: (
            named and not one.islower(),
            uses.forms[one],
            one.islower(),
            one,
        ),
    )


def distinct(found: list[Phrase]) -> list[Phrase]:
    """Return phrases of which none shares a word with a weightier one."""
    kept: list[Phrase] = []
    for one in found:
        if not any(
            akin(mine, yours) for mine in one.words for k in kept for yours in k.words
        ):
            kept.append(one)
    return kept


def akin(first: str, second: str) -> bool:
    """Tell whether two folded words are forms of one: elevador, elevadores."""
    if first == second:
        return first not in joiners()
    shorter, longer = sorted((first, second), key=len)
    return (
        len(shorter) >= 4
        and len(longer) - len(shorter) <= 2
        and (longer.startswith(shorter) or longer[: len(shorter) - 1] == shorter[:-1])
        and not is_common(shorter)
    )


def listed(phrases: list[Phrase], voice: Translator) -> str:
    """Return phrases as an enumeration, with articles if each has one that is known."""
    whole = all(one.article and voice.has_article(one.article) for one in phrases)
    return voice.join([f"{p.article} {p.text}" if whole else p.text for p in phrases])


def sentence(text: str) -> str:
    """Return `text` with a capital at its start."""
    return text[:1].upper() + text[1:]
