"""The classes of what must go and what must stay, and the cases that they make.

A topic has wordings in each language, templates with placeholders. `cases` fills them
for one cast; what was filled in is the truth, or what stands between ‹ and ›.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random

from privacy_bench import values
from privacy_bench.cast import Cast, handles, mistyped, nickname, stretched
from privacy_bench.language import Language

PLACEHOLDER = re.compile(r"\{(\w+)\}")
MARKED = re.compile("‹(.*?)›")
SEEN, HELD = "seen", "held"


@dataclass(frozen=True)
class Line:
    """One message or notice, with the truth about it.

    Attributes
    ----------
    gone, stays
        What of it must not be seen again; what must stay.

    """

    text: str
    gone: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    is_notice: bool = False


@dataclass(frozen=True)
class Case:
    """Lines that belong together, made of one wording."""

    topic: str
    wording: str
    half: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Topic:
    """One class.

    Attributes
    ----------
    counts
        `leaks`: names; `values`: anything else that must go; `words`: of what must
        stay, words are counted; `texts`: whole texts that must stay.
    bar
        Per cent at most of what is leaked or wrongly replaced; None where the issue
        names none.
    wordings
        The templates of a language.
    lines
        The lines of one wording for a cast.

    """

    counts: str
    bar: float | None
    wordings: Callable[[Language], list[str]]
    lines: Callable[[Cast, str], Iterable[Line]]


def fill(cast: Cast, template: str, **given: str) -> Line:
    """Return a message: the template with its placeholders filled, and what must go."""
    gone = [text for name, text in given.items() if "{" + name + "}" in template]

    def value_of(match: re.Match) -> str:
        name = match[1]
        if name in given:
            return given[name]
        text, secrets = filling(cast, name)
        gone.extend(secrets)
        return text

    text = PLACEHOLDER.sub(value_of, template)
    if marked := MARKED.findall(text):
        gone = marked
    return Line(text.replace("‹", "").replace("›", ""), tuple(gone))


def filling(cast: Cast, name: str) -> tuple[str, Iterable[str]]:
    """Return what a placeholder is filled with, and what of it must go."""
    rng, language = cast.rng, cast.language
    if name in ("a", "b", "c", "d"):
        person = cast.outsider()
        return person.full, person.parts
    if name == "full":
        person = cast.member()
        return person.full, person.parts
    if name == "member":
        return cast.member().full, ()
    if name in values.LINKS:
        address, maker = values.LINKS[name]
        secret = maker(rng)
        return address.replace("{}", secret), (secret,)
    if name in ("bearer", "private_key"):
        text = values.TOKENS[name](rng)
        return text, (max(re.split(r"[ \n]", text), key=len),)
    makers: dict[str, Callable[[], str]] = {
        "first": lambda: any_case(cast.member().given, rng),
        "victim": lambda: cast.victim.given.lower(),
        "outsider": lambda: cast.outsider().given,
        "nick": lambda: nickname(language.code, rng),
        "word_surname": lambda: rng.choice(cast.word_members).surname,
        "handle": lambda: rng.choice(handles(cast.member())),
        "card": lambda: values.card(rng),
        "iban": lambda: values.account_number(language.iban, rng),
        "id": lambda: values.IDS[rng.choice(language.ids)](rng),
        "phone": lambda: values.written_phone(rng.choice(language.regions), rng),
        "foreign": lambda: values.foreign_phone(rng.choice(language.foreign), rng),
        "odd": lambda: values.odd_phone(language.regions[0], language.digits, rng),
        "email": lambda: values.email(rng),
        "coordinates": lambda: values.latitude(rng),
    }
    if maker := makers.get(name):
        text = maker()
    else:
        text = (values.TOKENS | values.IDS | values.LABELLED)[name](rng)
    return text, (text,)


def any_case(name: str, rng: Random) -> str:
    """Return a name as quick fingers write it: now and then without its capital."""
    return name.lower() if rng.random() < 0.25 else name


def written(name: str) -> Callable[[Language], list[str]]:
    """Return the wordings that the table of a language has for a class."""
    return lambda language: language.wordings.get(name, [])


def around(*kinds: str, each: int | None = None, of: str = "carriers") -> Callable:
    """Return the wordings of kinds of values, in sentences that announce nothing.

    Parameters
    ----------
    each
        How many sentences each kind is put into; all of them if None.
    of
        Which sentences.

    """

    def wordings(language: Language) -> list[str]:
        frames = getattr(language, of)
        if not frames:
            return []
        found = []
        for place, kind in enumerate(kinds):
            count = each or len(frames)
            chosen = [frames[(3 * place + n) % len(frames)] for n in range(count)]
            found += [frame.replace("{}", "{" + kind + "}") for frame in chosen]
        return found

    return wordings


def only(condition: Callable[[Language], object], wordings: Callable) -> Callable:
    """Return wordings for the languages that a condition holds for."""
    return lambda language: wordings(language) if condition(language) else []


def message(cast: Cast, template: str) -> list[Line]:
    """Return one message."""
    return [fill(cast, template)]


def notice(cast: Cast, template: str) -> list[Line]:
    """Return one notice."""
    line = fill(cast, template)
    return [Line(line.text, line.gone, is_notice=True)]


def later(cast: Cast, name: str, count: int = 2) -> list[Line]:
    """Return messages that name somebody without any mark."""
    chosen = cast.rng.sample(cast.language.frames, count)
    return [Line(frame.replace("{}", name), (name,)) for frame in chosen]


def after_word(cast: Cast, template: str) -> list[Line]:
    """Return a name behind a word like `no`, and the same name in a sentence."""
    return [fill(cast, template), *later(cast, cast.victim.given, 1)]


def marked(cast: Cast, template: str) -> list[Line]:
    """Return what marks somebody as a person, and messages that name them later."""
    code = cast.language.code
    name = nickname(code, cast.rng)
    is_notice = "\u2068" not in template
    line = fill(cast, template, nick=name)
    return [Line(line.text, (name,), is_notice=is_notice), *later(cast, name)]


def named_in_subject(cast: Cast, template: str) -> list[Line]:
    """Return a notice of a group's subject that names somebody, and messages later."""
    name = cast.outsider().given
    line = fill(cast, template, outsider=name)
    return [Line(line.text, (name,), is_notice=True), *later(cast, name)]


def noticed(cast: Cast, template: str) -> list[Line]:
    """Return a notice, and messages that name somebody of it later."""
    person = cast.outsider()
    line = fill(cast, template, a=person.full)
    return [Line(line.text, is_notice=True), *later(cast, person.given)]


def invented(cast: Cast, template: str) -> list[Line]:
    """Return a notice that may make people up, and a message that must stay."""
    line = fill(cast, template)
    after = cast.language.invented[template]
    return [Line(line.text, is_notice=True), Line(after, stays=(after,))]


def as_written(cast: Cast, text: str) -> list[Line]:
    """Return a message that must stay as it is."""
    return [Line(text, stays=(text,))]


def word(cast: Cast, text: str) -> list[Line]:
    """Return a sentence in which the surname of a member is a word."""
    ours = {person.surname for person in cast.word_members}
    surname = next(n for n, t in cast.language.word_surnames.items() if t == text)
    return [Line(text, stays=(text,))] if surname in ours else []


def number(cast: Cast, template: str) -> list[Line]:
    """Return a message with a number that identifies nobody."""
    kept: list[str] = []

    def harmless(match: re.Match) -> str:
        kept.append(values.HARMLESS[match[1]](cast.rng))
        return kept[-1]

    text = PLACEHOLDER.sub(harmless, template)
    return [Line(text, stays=tuple(kept))]


def varied(change: Callable[[Cast], str]) -> Callable[[Cast, str], list[Line]]:
    """Return messages that name a member in some changed form."""

    def lines(cast: Cast, frame: str) -> list[Line]:
        name = change(cast)
        return [Line(frame.replace("{}", name), (name,))]

    return lines


def pet(cast: Cast) -> str:
    """Return a pet name of a member."""
    pets = cast.language.pets
    person = cast.rng.choice([p for p in cast.members if p.given in pets])
    return cast.rng.choice(pets[person.given])


def stretch(cast: Cast) -> str:
    """Return a stretched first name of a member."""
    return stretched(cast.member().given, cast.rng)


def typo(cast: Cast) -> str:
    """Return a first name of a member with one letter wrong."""
    long = [person.given for person in cast.members if len(person.given) >= 5]
    return mistyped(cast.rng.choice(long), cast.rng)


def romanized(cast: Cast) -> str:
    """Return a first name of a member in Latin letters."""
    forms = [f for p in cast.members for f in cast.language.latin.get(p.given, ())]
    return cast.rng.choice(forms)


def inflection(cast: Cast) -> str:
    """Return an inflected first name of a member."""
    language = cast.language
    forms = [f for p in cast.members for f in language.inflected.get(p.given, ())]
    forms += [a.replace("{}", cast.member().given) for a in language.affixes]
    return cast.rng.choice(forms)


def frames(language: Language) -> list[str]:
    """Return sentences around a name."""
    return language.frames


def mentions(language: Language) -> list[str]:
    """Return what marks somebody as a person: mentions, and notices of a change."""
    mention = "@\u2068~{nick}\u2069"
    spoken = [carrier.replace("{}", mention) for carrier in language.carriers[:5]]
    return spoken + language.wordings.get("marked", [])


def subjects(language: Language) -> list[str]:
    """Return notices of a group's subject: each with each title."""
    notices = language.wordings.get("subject_notices", [])
    titles = language.wordings.get("titles", [])
    return [text.replace("{title}", title) for text in notices for title in titles]


def ordinary(language: Language) -> list[str]:
    """Return texts in which nobody is named."""
    return [*language.ordinary, *language.public_text]


def numbers(language: Language) -> list[str]:
    """Return sentences with numbers that identify nobody."""
    return around(*values.HARMLESS, each=2)(language) + language.wordings.get(
        "numbers", []
    )


def is_latin(language: Language) -> bool:
    """Whether the names of a language are in Latin letters."""
    return all(c < "\u0250" for c in "".join(language.given))


TOPICS: dict[str, Topic] = {
    "full": Topic("leaks", 0, around("full", of="frames"), message),
    "first": Topic("leaks", 0, around("first", of="frames"), message),
    "marked": Topic("leaks", 0, mentions, marked),
    "subject": Topic("leaks", 0, subjects, named_in_subject),
    "afterno": Topic("leaks", 0, written("after_no"), after_word),
    "notices": Topic("leaks", 0, written("notices"), notice),
    "noticed": Topic("leaks", 0, written("notices"), noticed),
    "invented": Topic("texts", None, lambda lang: [*lang.invented], invented),
    "secrets": Topic("values", 0, written("secrets"), message),
    "cvv": Topic("values", 0, written("cvv"), message),
    "tokens": Topic("values", 0, around(*values.TOKENS, each=2), message),
    "links": Topic("values", 0, around(*values.LINKS, each=2), message),
    "cards": Topic("values", 0, around("card"), message),
    "iban": Topic("values", 0, around("iban"), message),
    "ids": Topic("values", 0, only(lambda lang: lang.ids, around("id")), message),
    "labelled": Topic("values", 5, written("labelled"), message),
    "accounts": Topic("values", 5, written("accounts"), message),
    "phones": Topic("values", 0, around("phone"), message),
    "foreign": Topic("values", 0, around("foreign"), message),
    "odd": Topic("values", 0, around("odd"), message),
    "emails": Topic("values", 0, around("email"), message),
    "handles": Topic("values", None, only(is_latin, around("handle")), message),
    "coordinates": Topic("values", 0, around("coordinates"), message),
    "addresses": Topic("values", None, written("addresses"), message),
    "plates": Topic("values", 10, written("plates"), message),
    "birthdays": Topic("values", 10, written("birthdays"), message),
    "pets": Topic("leaks", 10, only(lambda lang: lang.pets, frames), varied(pet)),
    "stretched": Topic(
        "leaks", 5, only(lambda lang: not lang.is_glued, frames), varied(stretch)
    ),
    "typos": Topic("leaks", 30, only(lambda lang: lang.is_alphabetic, frames),
                   varied(typo)),
    "inflected": Topic("leaks", None, frames, varied(inflection)),
    "latin": Topic("leaks", None, only(lambda lang: lang.latin, frames),
                   varied(romanized)),
    "outsiders": Topic("leaks", 20, written("outsiders"), message),
    "surnames": Topic("leaks", None, written("surnames"), message),
    "homographs": Topic(
        "texts", None, lambda lang: [*lang.word_surnames.values()], word
    ),
    "numbers": Topic("texts", 3, numbers, number),
    "ordinary": Topic("words", 0.03, ordinary, as_written),
}  # fmt: skip


def halves(topic: str, language: Language) -> dict[str, str]:
    """Return each wording of a class with its half, `seen` or `held`.

    Wordings are ordered by a hash of class and wording, and the first half of them is
    seen: a new wording moves one of the others at most.
    """

    def rank(wording: str) -> bytes:
        return hashlib.sha256(f"{topic}\0{wording}".encode()).digest()

    found = dict.fromkeys(TOPICS[topic].wordings(language))
    seen = {*sorted(found, key=rank)[: (len(found) + 1) // 2]}
    return {wording: SEEN if wording in seen else HELD for wording in found}


def cases(cast: Cast) -> Iterator[Case]:
    """Yield the cases of all classes for one cast, each wording once."""
    for name, topic in TOPICS.items():
        for wording, half in halves(name, cast.language).items():
            if lines := tuple(topic.lines(cast, wording)):
                yield Case(name, wording, half, lines)
