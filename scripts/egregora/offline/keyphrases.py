"""Keyphrases that name a thread or a period, taken from its own words."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from egregora.offline.segments import PeriodConversation, Turn, is_stopword
from egregora.text.locales import Translator, find_articles, joiners
from egregora.text.plain import SPACELESS_RUN, ChatWord

MAX_PHRASE_WORDS = 4  # words of a phrase
NOUN_BONUS = 1.5
NAME_BONUS = 0.8
FOREIGN_PHRASE_FACTOR = 0.45
NO_NOUN_FACTOR = 0.45  # of a word that nothing shows to be a noun
PREPOSITION_SHARE = 0.25  # of an article counts a word such as `with` before a word
MIN_NOUN_SCORE = 1.4
MIN_ARTICLE_SHARE = 0.4  # of the uses of a word, from which on an article is its own
MIN_COLLOCATION_SHARE = (
    0.6  # of the uses of a word, from which on its phrase stands for it
)


@dataclass
class PhraseUses:
    """How a word or phrase is used."""

    forms: Counter = field(default_factory=Counter)
    turns: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    announced: Counter = field(default_factory=Counter)  # article → times
    named: int = 0  # times written like a name
    foreign: int = 0  # times in another language than the group's
    speaks: bool = False  # used in a language whose articles we know
    total: int = 0

    def add(self, part: list[ChatWord], turn: Turn, language: str) -> None:
        """Count one use."""
        form, before = " ".join(map(display_form, part)), part[0].after
        self.named += any(is_written_as_name(word) for word in part)
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
class Keyphrase:
    """One or a few words that name a topic."""

    text: str
    article: str  # that usually stands before it, or ""
    words: tuple[str, ...]  # folded
    weight: float
    is_noun: bool = False  # announced as a noun, or written like a name
    is_foreign: bool = False  # mostly said in another language than the group's
    turns: int = 2  # that use it
    is_shared: bool = True  # used by several people

    @property
    def fits(self) -> bool:
        """Whether it may stand in a headline."""
        return self.is_noun and not self.is_foreign

    @property
    def came_back(self) -> bool:
        """Whether it is more than a word that fell once."""
        return self.turns > 1 or len(self.words) > 1


def keyphrases_of(turns: Iterable[Turn], talk: PeriodConversation) -> list[Keyphrase]:
    """Return the phrases that name what `turns` are about, weightiest first.

    They may stand in public: none holds what may be a name.
    """
    counted = count_phrases(turns, talk.brief.language)
    uses = {
        key: one for key, one in counted.items() if talk.may_be_public(" ".join(key))
    }
    singles = {key: one for key, one in uses.items() if len(key) == 1}
    weighed = {key: weigh_phrase(key, one, talk) for key, one in singles.items()}
    found = list(weighed.values())
    for key, one in uses.items():
        if len(key) > 1 and len(one.turns) >= 2 and is_collocation(key, one, singles):
            ends = [weighed[(word,)].weight for word in key if (word,) in weighed]
            found.append(weigh_phrase(key, one, talk, least=max(ends)))
    found = [one for one in found if one.weight > 0]
    return distinct_phrases(sorted(found, key=lambda one: (-one.weight, one.words)))


def count_phrases(
    turns: Iterable[Turn], language: str
) -> dict[tuple[str, ...], PhraseUses]:
    """Return the words and phrases of `turns` with their uses."""
    uses: dict[tuple[str, ...], PhraseUses] = defaultdict(PhraseUses)
    for turn in turns:
        for clause in split_clauses(turn.words):
            for start in range(len(clause)):
                for end in range(
                    start + 1, min(start + MAX_PHRASE_WORDS, len(clause)) + 1
                ):
                    part = clause[start:end]
                    if may_be_keyphrase(part):
                        key = tuple(word.folded for word in part)
                        uses[key].add(part, turn, language)
    return uses


def split_clauses(said: tuple[ChatWord, ...]) -> list[list[ChatWord]]:
    """Return words in the runs that no punctuation parts."""
    found: list[list[ChatWord]] = []
    for word in said:
        if not word.after:
            found.append([])
        if found:
            found[-1].append(word)
        else:
            found.append([word])
    return found


def may_be_keyphrase(part: list[ChatWord]) -> bool:
    """Tell whether words may name something: telling at both ends, joined inside."""
    ends = (part[0], part[-1])
    if any(is_stopword(word.folded) for word in ends):
        return False
    if len(part) == 1:
        return not is_too_short(part[0].folded)
    inner = part[1:-1]
    if len(part) == MAX_PHRASE_WORDS:
        return len(part) - 2 == sum(word.folded in joiners() for word in inner)
    return all(w.folded in joiners() or not is_stopword(w.folded) for w in inner)


def is_too_short(word: str) -> bool:
    """Tell whether a folded word is too short to name something."""
    return len(word) < 4 and not SPACELESS_RUN.fullmatch(word)


def display_form(word: ChatWord) -> str:
    """Return a word as a phrase shows it: no shouting, no capital for the sentence."""
    text = word.text
    if (text.isupper() and len(text) > 3) or (word.opens and text[1:].islower()):
        return text.lower()
    return text


def is_written_as_name(word: ChatWord) -> bool:
    """Tell whether a word is written like a name: a capital inside a sentence."""
    return not word.opens and word.text[:1].isupper() and word.text[1:].islower()


def is_collocation(
    key: tuple[str, ...], uses: PhraseUses, singles: dict[tuple[str, ...], PhraseUses]
) -> bool:
    """Tell whether the words of a phrase mostly occur together."""
    ends = [singles[(word,)].total for word in (key[0], key[-1]) if (word,) in singles]
    return bool(ends) and uses.total >= MIN_COLLOCATION_SHARE * min(ends)


def weigh_phrase(
    key: tuple[str, ...],
    uses: PhraseUses,
    talk: PeriodConversation,
    least: float = 0.0,
) -> Keyphrase:
    """Return a phrase with its weight: telling, frequent, of many people, a noun."""
    telling = [talk.weight(word) for word in key if not is_stopword(word)]
    weight = sum(telling) / len(telling) ** 0.7
    announced = sum(
        n if one else PREPOSITION_SHARE * n for one, n in uses.announced.items()
    )
    noun = 1 + NOUN_BONUS * announced / uses.total
    name = 1 + NAME_BONUS * uses.named / uses.total
    own = 1 - (1 - FOREIGN_PHRASE_FACTOR) * uses.foreign / uses.total
    often = math.log(len(uses.turns) + 0.4) * math.sqrt(len(uses.people))
    shown_as = max(noun, name)
    if len(key) == 1 and shown_as < MIN_NOUN_SCORE and uses.speaks:
        shown_as *= NO_NOUN_FACTOR
    plain = Counter({one: n for one, n in uses.announced.items() if one})
    usual = max(plain, key=lambda one: (plain[one], one), default="")
    article = usual if plain[usual] >= max(2, MIN_ARTICLE_SHARE * uses.total) else ""
    is_noun = shown_as > MIN_NOUN_SCORE or len(key) > 2 or not uses.speaks
    is_foreign = uses.foreign > uses.total / 2
    worth = weight * shown_as * own * often
    worth = round(max(worth, 1.01 * least), 4)
    turns = len(uses.turns)
    is_shared = all(talk.is_shared(word) for word in key if not is_stopword(word))
    spelling = phrase_spelling(uses)
    return Keyphrase(
        spelling, article, key, worth, is_noun, is_foreign, turns, is_shared
    )


def phrase_spelling(uses: PhraseUses) -> str:
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


def distinct_phrases(found: list[Keyphrase]) -> list[Keyphrase]:
    """Return phrases of which none shares a word with a weightier one."""
    kept: list[Keyphrase] = []
    for one in found:
        if not any(
            same_stem(mine, yours)
            for mine in one.words
            for k in kept
            for yours in k.words
        ):
            kept.append(one)
    return kept


def same_stem(first: str, second: str) -> bool:
    """Tell whether two folded words are forms of one: elevador, elevadores."""
    if first == second:
        return first not in joiners()
    shorter, longer = sorted((first, second), key=len)
    return (
        len(shorter) >= 4
        and len(longer) - len(shorter) <= 2
        and (longer.startswith(shorter) or longer[: len(shorter) - 1] == shorter[:-1])
        and not is_stopword(shorter)
    )


def enumerate_phrases(phrases: list[Keyphrase], voice: Translator) -> str:
    """Return phrases as an enumeration, with articles if each has one that is known."""
    whole = all(one.article and voice.has_article(one.article) for one in phrases)
    return voice.join([f"{p.article} {p.text}" if whole else p.text for p in phrases])
