"""The redactor: replaces names, numbers, addresses and mentions in a text.

Also removes lines that quote people who opted out, and recognizes notices that name
them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from urllib.parse import unquote

from egregora.privacy import identifiers, name_matcher
from egregora.privacy.announced_numbers import announced_numbers, plates_by_form
from egregora.privacy.announced_secrets import announced_secrets
from egregora.privacy.identifiers import (
    ANY_DIGIT,
    ANY_URL,
    exposure_of_url,
    find_coordinates,
    may_hold_identifier,
    may_hold_number,
    trim_url,
)
from egregora.privacy.labels import NUMBER_KINDS, SECRET_KINDS, may_label
from egregora.privacy.name_index import (
    MAX_SHORT_NAME,
    NameIndex,
    fold_alias,
    identity_of,
)
from egregora.privacy.name_matcher import find_names, locate_words
from egregora.privacy.national_ids import find_national_ids
from egregora.privacy.normalize import (
    ANY_WORD,
    INVISIBLE_CHARACTERS,
    fold_name,
    separate_scripts,
    to_plain_characters,
)
from egregora.privacy.notices import close_notice
from egregora.privacy.phones import (
    MIN_SPOKEN_DIGITS,
    count_spoken_digits,
    find_phones,
    find_spoken_numbers,
)
from egregora.privacy.secrets import find_secrets, holds_long_run
from egregora.privacy.streets import find_streets
from egregora.privacy.wordlists import EVERYBODY

Replacement = tuple[int, int, str, str]  # start, end, replacement, class

ISOLATED_MENTION = re.compile(
    f"@[{INVISIBLE_CHARACTERS}]*\u2068([^\u2069\n]{{1,80}})\u2069"
)
NUMBER_MENTION = re.compile(
    rf"@[{INVISIBLE_CHARACTERS}~]*\+?"
    rf"(?P<digits>\d(?:[ .()\-{INVISIBLE_CHARACTERS}]{{0,3}}\d){{6,18}})(?!\d)"
)
INVISIBLE_AROUND = "~ \u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067"
MENTION_DIGITS = re.compile(r"\d+")
MAX_PHONE_DIGITS = 15
ALIAS_MENTION = re.compile(r"@([^\W_][^\n@]{0,60})")


def find_mentions(
    text: str, seen: str, lexicon: NameIndex, regions: Iterable[str]
) -> Iterator[Replacement]:
    """Yield the mentions of people, as WhatsApp writes them and as readers see them."""
    for found in ISOLATED_MENTION.finditer(text):
        if fold_name(found[1].lstrip("~ ")) in EVERYBODY:
            yield *found.span(), f"@{found[1].strip(INVISIBLE_AROUND)}", ""
            continue
        shown = replacement_for_mention(found[1], lexicon, regions)
        yield *found.span(), shown, "name"
    for found in NUMBER_MENTION.finditer(seen):
        yield from match_number_mention(found, lexicon)
    for found in ALIAS_MENTION.finditer(text):
        parts = locate_words(found[1])[:6]
        for count in range(len(parts), 0, -1):
            length = parts[count - 1].end
            alias = fold_alias(found[1][:length])
            if (person := lexicon.aliases.get(alias)) is not None:
                end = found.start(1) + length
                yield found.start(), end, lexicon.shown[person], ""
                break


def match_number_mention(found: re.Match, lexicon: NameIndex) -> Iterator[Replacement]:
    """Yield the mention of a number: of a member's, however spaced, or of another's."""
    groups = list(MENTION_DIGITS.finditer(found["digits"]))
    start, offset = found.start(), found.start("digits")
    for count in range(len(groups), 0, -1):
        digits = "".join(group[0] for group in groups[:count])
        if (person := lexicon.person(digits)) is not None:
            end = offset + groups[count - 1].end()
            yield start, end, lexicon.shown[person], "name"
            return
    if 7 <= len(groups[0][0]) <= MAX_PHONE_DIGITS:
        yield start, offset + groups[0].end(), "[phone]", "phone"


def replacement_for_mention(
    name: str, lexicon: NameIndex, regions: Iterable[str]
) -> str:
    """Return what stands for the person of a mention."""
    identity = identity_of(name, regions)
    if (person := lexicon.person(identity)) is not None:
        return lexicon.shown[person]
    known = [
        entry for word in locate_words(name) if (entry := lexicon.entry(word.form))
    ]
    if not known:
        return "@someone"
    people = frozenset.intersection(*(entry.people for entry in known))
    return lexicon.chosen(people) if people else "@someone"


# A copied message: "[31/05, 22:12] Rui: …", "31/05/2024 22:12 - Rui: …", "> Rui: …".
QUOTED_LINE = re.compile(
    rf"[>\s*_{INVISIBLE_CHARACTERS}]*"
    r"(?:\[[^\]\n]{4,40}\]\s*|\d[\d/.:, \u202f\u00a0hAPMapm]{6,30}\s*[-–]\s*)?"
    r"[*_~@\u2068\"“]{0,3}(?P<name>[^:\n]{2,60}?)[*_~\u2069\"”]{0,3}\s?"
    r"(?::|escreveu:|disse:|wrote:|said:)(?:\s|$)"
)


def remove_quotes(text: str, lexicon: NameIndex, gone: Collection[int]) -> str:
    """Return `text` without the lines that quote one of the people `gone`.

    A quote goes on until the next quoted line or an empty one.
    """
    if not gone or ":" not in text:
        return text
    kept, skipping = [], False
    for line in text.split("\n"):
        found = QUOTED_LINE.match(line)
        if found:
            skipping = names_only_opted_out(found["name"], lexicon, gone)
        elif not line.strip():
            skipping = False
        if not skipping:
            kept.append(line)
    return "\n".join(kept).strip("\n") if len(kept) < text.count("\n") + 1 else text


def names_only_opted_out(name: str, lexicon: NameIndex, gone: Collection[int]) -> bool:
    """Tell whether a name is that of one of the people `gone`, and of nobody else."""
    digits = re.sub(r"\D", "", name)
    if digits and (person := lexicon.person(digits)) is not None:
        return person in gone
    entries = [lexicon.entry(word.form) for word in locate_words(name)]
    known = [entry.people for entry in entries if entry]
    if not known or len(known) < len(entries):
        return False
    people = frozenset.intersection(*known)
    return bool(people) and people <= set(gone)


def notice_names_opted_out(
    notice: str, lexicon: NameIndex, gone: Collection[int]
) -> bool:
    """Tell whether a notice names one of the people `gone`."""
    if not gone:
        return False
    for digits in re.findall(r"\+?\d[\d\s().\-\u2011\u00a0]{6,20}\d", notice):
        if lexicon.person(re.sub(r"\D", "", digits)) in gone:
            return True
    for word in locate_words(notice):
        entry = lexicon.entry(word.form)
        capital = word.written[:1].upper() == word.written[:1]
        if entry and capital and set(entry.given or entry.other) & set(gone):
            return True
    return False


BLOT = "\0"
# What a word may announce: a person, a secret or number of theirs, a spoken digit.
NAMED, SECRET, SPOKEN, NUMBERED = 1, 2, 4, 8
# Above these bits stands how many digits a word speaks.
COUNT_BITS = 4

# People say the same again and again where they say little: texts that are remembered.
MAX_REMEMBERED_LENGTH = 40  # characters
MAX_REMEMBERED_TEXTS = 100_000


def compile_patterns() -> None:
    """Compile all patterns that the first text needs, once for many processes."""
    Redactor(NameIndex()).clean("Rua Augusta, 12: a senha é 4x7kq2; 11 91234-5678")


class Redactor:
    """Replaces names, numbers and addresses; counts what it replaced, per class.

    Parameters
    ----------
    lexicon
        Who is named by what.
    regions
        Countries whose national ways of writing numbers are in use.
    """

    def __init__(self, lexicon: NameIndex, regions: Iterable[str] = ()) -> None:
        self.lexicon = lexicon
        self.regions = tuple(regions)
        self.counts: Counter[str] = Counter()
        self.known: dict[str, int] = {}
        self.harmless: set[str] = set()
        self.stand_in: re.Pattern[str] | None = None

    def clean(
        self,
        text: str,
        *,
        notice: bool = False,
        places_only: bool = False,
        allowed: str = "",
    ) -> str:
        """Return `text` with everybody in it replaced.

        Parameters
        ----------
        text
            As written.
        notice
            It is a notice of WhatsApp: capitalised words that are names are names.
        places_only
            It is the text of a location: each address in it is a place.
        allowed
            What has passed already: a number or address that it holds stays.
        """
        if text in self.harmless:
            return text
        marks = self.marks(text)
        named = marks & NAMED
        addressed = (
            marks & (SECRET | SPOKEN)
            or (marks & NUMBERED and ANY_DIGIT.search(text))
            or may_hold_identifier(text)
            or holds_long_run(text)
        )
        if not addressed and not named:
            if (
                len(text) <= MAX_REMEMBERED_LENGTH
                and len(self.harmless) < MAX_REMEMBERED_TEXTS
            ):
                self.harmless.add(text)
            return text
        taken: list[Replacement] = []
        if addressed:
            found = self.identified(text, places_only, marks)
            if allowed:
                found = (one for one in found if text[one[0] : one[1]] not in allowed)
            self.take(taken, found)
        if named:
            self.take(taken, self.owned(text))
            self.take(taken, self.spelled(text, taken))
            self.take(taken, self.people(text, taken, notice))
        return self.replaced(text, taken)

    def clean_notice(self, notice: str) -> str:
        """Return a notice with everybody replaced; only WhatsApp's own words stay."""
        text = self.clean(notice, notice=True)
        return close_notice(text, [found.span() for found in self.stand_ins(text)])

    def stand_ins(self, text: str) -> Iterator[re.Match[str]]:
        """Yield what stands in a text for people and numbers."""
        if self.stand_in is None:
            shown = sorted({*self.lexicon.shown}, key=lambda one: (-len(one), one))
            forms = "|".join(map(re.escape, shown))
            self.stand_in = re.compile(rf"{forms}|\[[a-z]+\]")
        return self.stand_in.finditer(text)

    def has_names(self, text: str) -> bool:
        """Tell whether a text holds a word of the lexicon."""
        return bool(self.marks(text) & NAMED)

    def marks(self, text: str) -> int:
        """Return what the words of a text announce."""
        written = ANY_WORD.findall(text)
        marks = spoken = 0
        for word in written:
            known = self.known.get(word)
            if known is None:
                known = self.known[word] = self.mark_of_word(word)
            if known:
                marks |= known
                spoken += known >> COUNT_BITS
        if not marks & NAMED and (
            "#" in text or name_matcher.may_be_spelled_out(written)
        ):
            marks |= NAMED
        return marks if spoken >= MIN_SPOKEN_DIGITS else marks & ~SPOKEN

    def mark_of_word(self, word: str) -> int:
        """Return what one written word announces."""
        digits = count_spoken_digits(word)
        return (
            NAMED * self.names_somebody(word)
            | SECRET * may_label(word, SECRET_KINDS)
            | NUMBERED * may_label(word, NUMBER_KINDS)
            | SPOKEN * bool(digits)
            | digits << COUNT_BITS
        )

    def names_somebody(self, word: str) -> bool:
        """Tell whether a written word is, or holds, a word of the lexicon."""
        form, lexicon = fold_name(word), self.lexicon
        if lexicon.entry(form) or lexicon.sequences(form):
            return True
        if any(name_matcher.find_names_in_word(word, lexicon)):
            return True
        if word.isascii() or not lexicon.sizes:
            return False
        return any(
            lexicon.entry(form[start : start + size])
            for size in lexicon.sizes
            for start in range(len(form) - size + 1)
        )

    def identified(
        self, text: str, places_only: bool, marks: int
    ) -> Iterator[Replacement]:
        """Yield the identifiers of a text that are no names, most certain first."""
        seen = to_plain_characters(text)
        found = list(find_mentions(text, seen, self.lexicon, self.regions))
        found += self.addresses(text, separate_scripts(seen), places_only)
        yield from found
        seen = blot_out(seen, found)
        secrets = [
            (start, end, "[secret]", "secret")
            for start, end in find_secrets(separate_scripts(seen))
        ]
        if marks & SECRET:
            secrets += [
                (start, end, shown, "secret")
                for start, end, shown in announced_secrets(blot_out(seen, secrets))
            ]
        yield from secrets
        seen = blot_out(seen, secrets)
        if marks & NUMBERED and ANY_DIGIT.search(seen):
            found = [
                (start, end, shown, "id") for start, end, shown in self.announced(seen)
            ]
            yield from found
            seen = blot_out(seen, found)
        if found and not may_hold_identifier(seen):
            return
        apart = separate_scripts(seen)
        for start, end in identifiers.find_emails(apart):
            yield start, end, "[email]", "email"
        if marks & SPOKEN:
            for start, end in find_spoken_numbers(seen):
                yield start, end, "[phone]", "phone"
        has_digits = ANY_DIGIT.search(seen)
        if has_digits or "///" in seen or identifiers.THREE_WORDS.search(seen):
            for start, end in find_coordinates(seen):
                yield start, end, "[place]", "place"
        if has_digits:
            for start, end in plates_by_form(seen):
                yield start, end, "[id]", "id"
            if may_hold_number(seen):
                yield from self.numbered(apart)
            for start, end in find_streets(seen):
                yield start, end, "[place]", "place"
        for start, end in identifiers.find_handles(apart):
            yield from self.handled(apart, start, end)

    def announced(self, seen: str) -> Iterator[tuple[int, int, str]]:
        """Yield what labels announce, if it has no form of its own."""
        own = [*identifiers.find_ibans(seen), *identifiers.find_cards(seen)]
        blotted = blot_out(seen, [(start, end, "", "") for start, end in own])
        yield from announced_numbers(blotted)

    def addresses(
        self, text: str, seen: str, places_only: bool
    ) -> Iterator[Replacement]:
        """Yield the addresses of pages; those that tell of nobody as they are."""
        for found in ANY_URL.finditer(seen):
            url = trim_url(found[0])
            start, end = found.start(), found.start() + len(url)
            kind = "place" if places_only else exposure_of_url(url) or self.exposed(url)
            # Where code lies says nothing; whose it is does.
            if kind == "handle" and (host := identifiers.CODE_HOST.match(url)):
                start += host.end()
            yield start, end, f"[{kind}]" if kind else text[start:end], kind or ""

    def numbered(self, seen: str) -> Iterator[Replacement]:
        """Yield the identifiers that are made of digits."""
        for found in identifiers.BOLETO.finditer(seen):
            yield *found.span(), "[id]", "id"
        for start, end in identifiers.find_ibans(seen):
            yield start, end, "[iban]", "iban"
        for found in identifiers.PIX_KEY.finditer(seen):
            yield *found.span(), "[id]", "id"
        known = self.lexicon.person
        numbers = list(find_phones(seen, self.regions, lambda d: known(d) is not None))
        for start, end, digits in numbers:
            if (person := known(digits)) is not None:
                yield start, end, self.lexicon.shown[person], "name"
            elif seen[start] in "+(":
                yield start, end, "[phone]", "phone"
        for start, end in identifiers.find_cards(seen):
            yield start, end, "[card]", "card"
        for start, end in find_national_ids(seen, self.regions):
            yield start, end, "[id]", "id"
        for start, end, _ in numbers:
            yield start, end, "[phone]", "phone"

    def handled(self, text: str, start: int, end: int) -> Iterator[Replacement]:
        """Yield a handle, unless it is everybody or somebody's name."""
        parts = locate_words(text[start:end])
        if parts and parts[0].form in EVERYBODY:
            return
        if all(self.lexicon.entry(part.form) for part in parts) and not any(
            map(str.isdecimal, text[start:end])
        ):
            return
        yield start, end, "[handle]", "handle"

    def exposed(self, url: str) -> str | None:
        """Return the class of an address that holds somebody's name or number."""
        for run in re.findall(r"\d{7,}", url):
            if self.lexicon.person(run) is not None:
                return "phone"
        address = unquote(url)
        if not self.has_names(address):
            return None
        named: Counter[int] = Counter()
        for word in locate_words(address):
            entry = self.lexicon.entry(word.form)
            if entry and not entry.ordinary and len(word.form) > MAX_SHORT_NAME:
                named.update(entry.people)
        # Articles are about people whom everybody knows; two names are a member's.
        enough = 2 if identifiers.REFERENCE_HOSTS.match(address) else 1
        return "link" if max(named.values(), default=0) >= enough else None

    def owned(self, text: str) -> Iterator[Replacement]:
        """Yield the words that the owner listed."""
        if not self.lexicon.private:
            return
        found = locate_words(text)
        for place, word in enumerate(found):
            for sequence in self.lexicon.sequences(word.form):
                parts = found[place : place + len(sequence)]
                if [self.lexicon.hashed(part.form) for part in parts] == sequence:
                    yield word.start, parts[-1].end, "[private]", "word"

    def people(
        self, text: str, taken: list[Replacement], notice: bool
    ) -> Iterator[Replacement]:
        """Yield the names of people, outside of what is taken."""
        for start, end, shown in find_names(
            blot_out(text, taken), self.lexicon, notice=notice
        ):
            yield start, self.signed(text, end), shown, "name"

    def spelled(self, text: str, taken: list[Replacement]) -> Iterator[Replacement]:
        """Yield the names whose letters stand apart, outside of what is taken."""
        for start, end, shown in name_matcher.find_spelled_out_names(
            blot_out(text, taken), self.lexicon
        ):
            yield start, end, shown, "name"

    def signed(self, text: str, end: int) -> int:
        """Return where a name ends, with the emoji that belong to it."""
        after = end + (text[end : end + 1] in (" ", "\u00a0"))
        for sign in sorted(self.lexicon.signs, reverse=True):
            if text.startswith(sign, after):
                return after + len(sign)
        return end

    @staticmethod
    def take(taken: list[Replacement], spans: Iterable[Replacement]) -> None:
        """Add the spans that overlap none before them; `taken` stays in order."""
        for span in spans:
            place = bisect_left(taken, span)
            follows = place == 0 or taken[place - 1][1] <= span[0]
            if follows and (place == len(taken) or span[1] <= taken[place][0]):
                taken.insert(place, span)

    def replaced(self, text: str, taken: list[Replacement]) -> str:
        """Return `text` with the spans replaced and counted."""
        parts, place = [], 0
        for start, end, shown, kind in sorted(taken):
            parts += [text[place:start], space_replacement(text, start, end, shown)]
            place = end
            if kind:
                self.counts[kind] += 1
        return "".join([*parts, text[place:]])


def blot_out(text: str, spans: Iterable[Replacement]) -> str:
    """Return `text`, of the same length, with the spans blotted out."""
    for start, end, _, _ in spans:
        text = text[:start] + BLOT * (end - start) + text[end:]
    return text


def space_replacement(text: str, start: int, end: int, shown: str) -> str:
    """Return what stands for a person, apart from letters that touched the name."""
    if not shown.startswith("@"):
        return shown
    before = " " if start and text[start - 1].isalnum() else ""
    after = " " if text[end : end + 1].isalnum() else ""
    return f"{before}{shown}{after}"
