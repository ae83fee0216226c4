"""Where a text names people.

A word that is also a common word counts as a name only where capitals and the words
around it say so. Names are found within longer words (`#TeamMariana`, `ILoveRoberto`)
and spelled out (`M a r i a n a`) too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from egregora.privacy.name_index import NameEntry, NameIndex
from egregora.privacy.normalize import (
    ANY_WORD,
    INVISIBLE_CHARACTERS,
    UNSPACED_LETTER,
    fold_name,
    word_set,
)
from egregora.privacy.wordlists import (
    ADDRESS_PRONOUNS,
    BEFORE_ENGLISH_MONTHS,
    BEFORE_MONTHS,
    CONJUNCTIONS,
    DETERMINERS,
    ENGLISH_MONTHS,
    GREETINGS,
    HUMAN_VERBS,
    LANGUAGE_MARKERS,
    MONTHS,
    NAME_PARTICLES,
    PERSONAL_TITLES,
    SAINTLY_PLACES,
    SAINTS,
    SENTENCE_OPENERS,
    SPEECH_VERBS,
    STRONG_TITLES,
    THING_NOUNS,
)
from egregora.text.vocabulary import is_ordinary

# Shorter ones stand by chance at the edge of a word, or among initials.
MIN_PART_LETTERS = 3
MIN_EDGE_LETTERS = 5
MIN_SPELLED_LETTERS = 4
SPELLED_OUT_WORD = re.compile(
    r"(?<![^\W_])[^\W\d_]([ .\-_*·])(?:[^\W\d_]\1){2,40}[^\W\d_](?![^\W_])"
)
NamePart = tuple[int, int, str]


def find_names_in_word(
    word: str, lexicon: NameIndex, *, is_tag: bool = False
) -> Iterator[NamePart]:
    """Yield start, end and replacement of each name within a written word.

    Parameters
    ----------
    word
        A word that is none of the lexicon's itself.
    lexicon
        Who is named by what. Names that are also words are not looked for.
    is_tag
        It is a hashtag, where words stand together in small letters too.
    """
    humps = camel_case_bounds(word)
    place = 0
    while place < len(humps) - 1:
        for last in range(len(humps) - 1, place, -1):
            start, end = humps[place], humps[last]
            entry = entry_of_part(word[start:end], lexicon, MIN_PART_LETTERS)
            if entry and (start, end) != (0, len(word)):
                yield start, end, lexicon.owner(entry)
                place = last - 1
                break
        place += 1
    if is_tag and len(humps) == 2:
        yield from find_name_at_edges(word, lexicon)


def find_name_at_edges(word: str, lexicon: NameIndex) -> Iterator[NamePart]:
    """Yield the longest name that a word begins or ends with, as `named` does."""
    sizes = range(len(word) - 1, MIN_EDGE_LETTERS - 1, -1)
    places = ((start, start + n) for n in sizes for start in (len(word) - n, 0))
    if part := first_name_part(word, places, lexicon, MIN_EDGE_LETTERS):
        yield part


def camel_case_bounds(word: str) -> list[int]:
    """Return where the parts of `CamelCase` begin, and its end."""
    inner = [
        place
        for place in range(1, len(word))
        if word[place].isupper() and word[place - 1].islower()
    ]
    return [0, *inner, len(word)]


def find_spelled_out_names(text: str, lexicon: NameIndex) -> Iterator[NamePart]:
    """Yield start, end and replacement of each name whose letters stand apart."""
    for found in SPELLED_OUT_WORD.finditer(text):
        letters = found[0][::2]
        sizes = range(len(letters), MIN_SPELLED_LETTERS - 1, -1)
        places = ((at, at + n) for n in sizes for at in (0, len(letters) - n))
        if part := first_name_part(letters, places, lexicon, MIN_SPELLED_LETTERS):
            start, end, shown = part
            yield found.start() + 2 * start, found.start() + 2 * end - 1, shown


def may_be_spelled_out(words: Collection[str]) -> bool:
    """Tell whether as many words of a text are single letters as a name has."""
    return [*map(len, words)].count(1) >= MIN_SPELLED_LETTERS


def first_name_part(
    word: str, places: Iterable[tuple[int, int]], lexicon: NameIndex, shortest: int
) -> NamePart | None:
    """Return the first part of `word`, by start and end, that names somebody."""
    for start, end in places:
        if entry := entry_of_part(word[start:end], lexicon, shortest):
            return start, end, lexicon.owner(entry)
    return None


def entry_of_part(part: str, lexicon: NameIndex, shortest: int) -> NameEntry | None:
    """Return whom a part of a word names, unless it is a word itself."""
    form = fold_name(part)
    entry = lexicon.entry(form) if len(form) >= shortest else None
    return entry if entry and not entry.ordinary else None


SENTENCE_OPENING_SIGNS = "\"'“”‘’„«»([{*_~ \t\u00a0\u200e\u200f\u2068"
SENTENCE_ENDING_SIGNS = ".!?…\n;•>-–—|¡¿"
MID_SENTENCE_SIGNS = ",:/&+@#'’%\0"
SENTENCE_END_AFTER = re.compile(r"[\"'”’»)\]*_~]*\s*(?:[.!?…\n]|$|[^\w\s,;:'\"-])")
STANDS_ALONE = re.compile(
    r"(?!\.\s?\d)[\"'”’»)\]*_~]*(?:,|\s*(?:[.!?…\n]|$|[^\w\s,;:'\"()&/+-]))"
)
ADDRESS_BEFORE = re.compile(r"(?:^|[.!?\n])\s*\w+(?:\s+\w+)?,\s*\Z")
LAUGHTER_AFTER = re.compile(
    r"\s*(?:k{2,}|(?:ha|he|rs|ja){2,}|lol|:\)|<3)", re.IGNORECASE
)
# No title is of several sentences.
SEVERAL_SENTENCES = re.compile(r"\w[.!?…]\s+\w")
NUMBER_AFTER = re.compile(r"[\s,]{0,3}\d{1,4}\b")
NUMBER_BEFORE = re.compile(
    r"(?<![\d:/])\d{1,4}(?:st|nd|rd|th|º|ª|°)?[\s.,]{1,2}(?:of |de )?\Z"
)
COPULAS = word_set(
    """
    e eh is are was sao ist sind est sont son era were como like
    """
)
SUBJECT_PRONOUNS = word_set(
    """
    eu i yo ich je io ele ela he she we they
    """
)
PLURAL_ARTICLES = frozenset(("the", "os", "los", "les"))
# Verbs that are names: "eu caio".
NAMES_AS_VERBS = frozenset(("caio",))
# Verbs that no verb of a person follows: "Will is late" speaks of Will.
NAMES_AS_AUXILIARIES = frozenset(("will", "may"))
MIN_CAPITAL_SHARE = 0.6
MIN_TITLE_WORDS = 4
MAX_NOUN_DISTANCE = 6
ARTICLES = frozenset(("a", "an", "the"))
# Lists name people after a dash: "21/09 Jabaquara - Miranda".
AFTER_DASH = re.compile(r"\s[-–—]\s\Z")


class Casing:
    """What capitals tell in one text, and in which languages it is."""

    def __init__(self, text: str, found: list) -> None:
        long = [word.written for word in found if len(word.written) > 2]
        capitals = sum(written[:1].isupper() for written in long)
        shouted = sum(written.isupper() for written in long)
        self.is_shouted = len(long) > 1 and shouted > MIN_CAPITAL_SHARE * len(long)
        is_title = len(long) >= MIN_TITLE_WORDS and not SEVERAL_SENTENCES.search(text)
        self.is_titled = is_title and capitals > MIN_CAPITAL_SHARE * len(long)
        forms = {word.form for word in found}
        scores = {
            name: len(forms & telling) for name, telling in LANGUAGE_MARKERS.items()
        }
        most = max(scores.values())
        self.languages = {name for name, score in scores.items() if score * 2 >= most}

    @property
    def is_telling(self) -> bool:
        """Capitals mark names here: the text is neither a title nor shouted."""
        return not (self.is_shouted or self.is_titled)

    def is_ordinary(self, entry) -> bool:
        """Tell whether a name is also a word of the languages of this text."""
        return "any" in entry.ordinary or not self.languages.isdisjoint(entry.ordinary)


def cannot_name_person(text: str, found: list, place: int) -> bool:
    """Tell whether a word cannot name a person where it stands, ordinary or not."""
    word = found[place]
    if not place or not word.written[:1].islower():
        return False
    before = found[place - 1]
    if not text[before.end : word.start].isspace():
        return False
    return before.form in ("the", "an") or (
        word.form in NAMES_AS_VERBS and before.form in SUBJECT_PRONOUNS
    )


def is_used_as_name(
    text: str, found: list, place: int, casing: Casing, is_given: bool
) -> bool:
    """Tell whether an ordinary word, at `place` among the words, names a person."""
    word = found[place]
    before = found[place - 1] if place else None
    after = found[place + 1] if place + 1 < len(found) else None
    near = bool(before) and word.start - before.end <= 2
    if near and before.form in STRONG_TITLES:
        return True
    if word.written[:1].islower():
        return is_name_in_lower_case(
            text, word, before if near else None, after, is_given
        )
    if not word.written[:1].isupper():
        # Scripts without capitals cannot tell: better one word too few than a name.
        return True
    if near and before.form in PERSONAL_TITLES and not casing.is_shouted:
        return True
    if word.form in MONTHS and is_used_as_month(text, word, before, after):
        return False
    if place and AFTER_DASH.search(text[: word.start]) and not casing.is_shouted:
        return True
    if opens_sentence(text, word.start):
        return is_name_at_start(text, found, place, casing, is_given)
    if near and is_plural_family(before, word, casing):
        return True
    if near and (
        before.form in DETERMINERS or NUMBER_BEFORE.search(text[: word.start])
    ):
        return False
    if casing.is_telling or (word.written.isupper() and not casing.is_shouted):
        return not casing.is_titled or word.written.isupper()
    return bool(
        re.search(r",\s*\Z", text[: word.start])
        and SENTENCE_END_AFTER.match(text, word.end)
    )


def is_plural_family(before, word, casing: Casing) -> bool:
    """Tell whether the plural after a small article is a family: the Smiths."""
    is_plural = before.written in PLURAL_ARTICLES and word.form.endswith("s")
    return is_plural and casing.is_telling and "german" not in casing.languages


def is_name_in_lower_case(text: str, word, before, after, is_given: bool) -> bool:
    """Tell whether an ordinary word in small letters names a person."""
    if not is_given:
        return False
    ends = SENTENCE_END_AFTER.match(text, word.end) or LAUGHTER_AFTER.match(
        text, word.end
    )
    if ends and (
        ADDRESS_BEFORE.search(text[: word.start])
        or (before and before.form in GREETINGS)
    ):
        return True
    if after is None or after.start - word.end > 2:
        return False
    if opens_sentence(text, word.start) and after.form in ADDRESS_PRONOUNS:
        return True
    return after.form in SPEECH_VERBS


def opens_sentence(text: str, start: int) -> bool:
    """Tell whether a sentence begins at `start`."""
    place = start - 1
    while place >= 0 and text[place] in SENTENCE_OPENING_SIGNS:
        place -= 1
    if place < 0 or text[place] in SENTENCE_ENDING_SIGNS:
        return True
    return not text[place].isalnum() and text[place] not in MID_SENTENCE_SIGNS


def is_name_at_start(
    text: str, found: list, place: int, casing: Casing, is_given: bool
) -> bool:
    """Tell whether the first word of a sentence names a person."""
    word = found[place]
    after = found[place + 1] if place + 1 < len(found) else None
    if STANDS_ALONE.match(text, word.end) and not casing.is_titled:
        return True
    rest = text[word.end : word.end + 2]
    if rest[:1] == ":" or rest in ("'s", "’s"):
        return True
    if after is None or after.start - word.end > 2:
        return is_given and word.form not in SENTENCE_OPENERS
    is_copula = after.form in COPULAS and after.written not in ("e", "E")
    if after.form in HUMAN_VERBS and (
        not is_copula or word.form in NAMES_AS_AUXILIARIES
    ):
        return True
    if after.form in CONJUNCTIONS and not is_copula and place + 2 < len(found):
        second = found[place + 2]
        capital = second.written[:1].isupper() and casing.is_telling
        return capital or second.form in SUBJECT_PRONOUNS
    if (
        casing.is_telling
        and after.written[:1].isupper()
        and not after.written.isupper()
    ):
        return True
    if is_copula:
        told = {one.form for one in found[place + 2 : place + MAX_NOUN_DISTANCE]}
        return (
            is_given
            and THING_NOUNS.isdisjoint(told)
            and word.form not in SENTENCE_OPENERS
        )
    return is_given and word.form not in SENTENCE_OPENERS and not casing.is_titled


def is_used_as_month(text: str, word, before, after) -> bool:
    """Tell whether a month stands where months do."""
    if NUMBER_AFTER.match(text, word.end) or NUMBER_BEFORE.search(text[: word.start]):
        return True
    openers = BEFORE_ENGLISH_MONTHS if word.form in ENGLISH_MONTHS else BEFORE_MONTHS
    if before and before.form in openers | MONTHS:
        return True
    return bool(after and after.form in MONTHS)


# What may stand between two words of one name: a space, a dot, a hyphen, a line.
NAME_GAP = re.compile(rf"[\s.\-‐-―_·•'’{INVISIBLE_CHARACTERS}]{{1,4}}\Z")
MENTION_SIGN = re.compile(f"@[{INVISIBLE_CHARACTERS}~\\s]{{0,3}}\\Z")
INITIAL_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_])\.?[ \u00a0]?\Z")
INITIAL_AFTER = re.compile(r"[ \u00a0]([^\W\d_])\.(?![^\W_])")
# Words of three letters and verbs that help others: "will may" is no name.
MAX_DOUBTFUL_WORD = 3
MIN_CHEERS = 3  # times that a crowd says a name
MODAL_VERBS = frozenset(("will", "must", "shall"))
ELISION = re.compile(r"(?<![^\W_])[OoDdLl]['’]\Z")


@dataclass(frozen=True)
class LocatedWord:
    """A word of a text: where it stands, and what it is when folded."""

    start: int
    end: int
    form: str
    written: str


def locate_words(text: str) -> list[LocatedWord]:
    """Return the words of a text."""
    return [
        LocatedWord(found.start(), found.end(), fold_name(found[0]), found[0])
        for found in ANY_WORD.finditer(text)
    ]


def find_names(
    text: str, lexicon: NameIndex, *, notice: bool = False
) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and replacement of each person's name in `text`.

    In notices of WhatsApp each capitalised word that is a name is one.
    """
    found = locate_words(text)
    casing = Casing(text, found)
    place = 0
    while place < len(found):
        word = found[place]
        if UNSPACED_LETTER.match(word.written):
            yield from find_unspaced_names(word, lexicon)
            place += 1
            continue
        entry = lexicon.entry(word.form)
        if entry is None:
            is_tag = text[word.start - 1 : word.start] == "#"
            for start, end, shown_there in find_names_in_word(
                word.written, lexicon, is_tag=is_tag
            ):
                yield word.start + start, word.start + end, shown_there
            place += 1
            continue
        last, people = extend_name(text, found, place, entry, lexicon)
        start, end = word.start, found[last].end
        if at := MENTION_SIGN.search(text, max(0, start - 4), start):
            yield (
                at.start(),
                end,
                replacement_for_people(lexicon, entry, people, last > place),
            )
        elif last > place and is_certain_name(found[place : last + 1], lexicon):
            start, end = extend_by_initial(text, start, end, lexicon, people)
            yield start, end, lexicon.chosen(people)
        else:
            last = last_repetition(found, place)
            if entry.given and is_cheered(found, place, last):
                yield start, found[last].end, lexicon.owner(entry)
            elif one := match_single_name(
                text, found, place, entry, lexicon, casing, notice
            ):
                yield one[0], max(one[1], found[last].end), one[2]
        place = last + 1


def extend_name(text, found, place, entry, lexicon) -> tuple[int, frozenset[int]]:
    """Return the last word of the name that begins at `place`, and whose it may be."""
    people, last, ahead = entry.people, place, place + 1
    while ahead < len(found):
        if not NAME_GAP.match(text[found[ahead - 1].end : found[ahead].start]):
            break
        following = lexicon.entry(found[ahead].form)
        if following and people & following.people:
            people, last = people & following.people, ahead
        elif not may_stand_within_name(found[ahead]):
            break
        ahead += 1
    return last, people


def last_repetition(found: list[LocatedWord], place: int) -> int:
    """Return the last of the words that repeat the one at `place`: "Rosa Rosa Rosa"."""
    last = place
    while last + 1 < len(found) and found[last + 1].form == found[place].form:
        if found[last + 1].start - found[last].end > 1:
            break
        last += 1
    return last


def is_cheered(found: list[LocatedWord], place: int, last: int) -> bool:
    """Tell whether a word in capitals is said so often that it is somebody's name."""
    return last - place >= MIN_CHEERS - 1 and found[place].written[:1].isupper()


def may_stand_within_name(word: LocatedWord) -> bool:
    """Tell whether a word may stand within a name: a particle or an initial."""
    if word.form in CONJUNCTIONS:
        return False
    return word.form in NAME_PARTICLES or (
        len(word.form) == 1 and word.written.isupper()
    )


def is_certain_name(parts: list[LocatedWord], lexicon: NameIndex) -> bool:
    """Tell whether several words of one person's name are that name."""
    entries = [lexicon.entry(part.form) for part in parts]
    if any(entry and not entry.ordinary for entry in entries):
        return True
    told = [part for part, entry in zip(parts, entries, strict=True) if entry]
    if len({part.form for part in told}) < 2:
        return False
    if all(part.written[:1].isupper() for part in told):
        return True
    return all(
        len(part.form) > MAX_DOUBTFUL_WORD and part.form not in MODAL_VERBS
        for part in told
    )


def match_single_name(
    text, found, place, entry, lexicon, casing, notice
) -> tuple[int, int, str] | None:
    """Return start, end and replacement of a name of one word, if it is used as one."""
    word = found[place]
    before = text[max(0, word.start - 4) : word.start]
    start, end = word.start, word.end
    first = INITIAL_BEFORE.search(before)
    after = INITIAL_AFTER.match(text, end)
    capital = word.written[:1].isupper()
    if is_saintly_place(found, place, text) or cannot_name_person(text, found, place):
        return None
    follows_article = place and found[place - 1].form in DETERMINERS | ARTICLES
    is_surname = not entry.given and word.written.islower()
    if is_surname and follows_article and is_ordinary(word.form):
        return None
    if casing.is_ordinary(entry) and not (notice and capital):
        initialled = capital and first and first[1].isupper() and "." in first[0]
        is_given = bool(entry.given)
        if not initialled and not is_used_as_name(text, found, place, casing, is_given):
            return None
    if first and first[1].isupper() and entry.other and not entry.given:
        start = word.start - len(before) + first.start(1)
    if after and after[1].isupper():
        end = after.end()
    if elision := ELISION.search(before):
        start = word.start - len(before) + elision.start()
    return start, end, lexicon.owner(entry)


def is_saintly_place(found: list[LocatedWord], place: int, text: str) -> bool:
    """Tell whether the word is a place named after a saint: São Paulo, San José."""
    if place == 0 or found[place].form not in SAINTLY_PLACES:
        return False
    before, word = found[place - 1], found[place]
    if before.form not in SAINTS or not re.fullmatch(
        r"\.?[ \u00a0-]", text[before.end : word.start]
    ):
        return False
    capitals = before.written[:1].isupper(), word.written[:1].isupper()
    return all(capitals) or (not any(capitals) and word.form in ("paulo", "francisco"))


def extend_by_initial(text, start, end, lexicon, people) -> tuple[int, int]:
    """Return the span of a name with an initial after it."""
    after = INITIAL_AFTER.match(text, end)
    return start, after.end() if after and after[1].isupper() else end


def find_unspaced_names(
    word: LocatedWord, lexicon: NameIndex
) -> Iterator[tuple[int, int, str]]:
    """Yield the names within a run of a script that has no spaces, longest first."""
    same = len(word.form) == len(word.written)
    place = 0
    while place < len(word.form):
        for size in lexicon.sizes:
            form = word.form[place : place + size]
            if len(form) < size or (size < 2 and len(word.form) > 1):
                continue
            if entry := lexicon.entry(form):
                if not same:
                    yield word.start, word.end, lexicon.owner(entry)
                    return
                start = word.start + place
                yield start, start + size, lexicon.owner(entry)
                place += size - 1
                break
        place += 1


def replacement_for_people(
    lexicon: NameIndex, entry: NameEntry, people: frozenset[int], several: bool
) -> str:
    """Return what stands for a mention of a person."""
    return lexicon.chosen(people) if several else lexicon.owner(entry)
