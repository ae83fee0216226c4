"""The people of one conversation: who they are, what they set, what names them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from egregora.privacy import aliases, commands
from egregora.privacy.folding import fold
from egregora.privacy.lexicon import SOMEONE, Lexicon, folded_alias
from egregora.privacy.owner import find, lexicon_of, merged, shared_out
from egregora.privacy.phones import region_of
from egregora.privacy.pseudonyms import identity_of, pseudonym
from egregora.privacy.redaction import Redactor


@dataclass
class Person:
    """Somebody who wrote, or whom a notice names.

    Attributes
    ----------
    identity
        The folded name, or the digits of the number.
    author
        Pseudonym.
    author_name
        The newest form of the name, as exported.
    written
        All its forms, as exported and as the owner lists them.
    alias, bio, website
        What readers see.
    opted_out
        The person leaves every table.
    last
        Position of the newest message under `author_name`.
    """

    identity: str
    author: str
    author_name: str
    written: list[str] = field(default_factory=list)
    alias: str = ""
    bio: str | None = None
    website: str | None = None
    opted_out: bool = False
    last: int = -1

    @property
    def shown(self) -> str:
        """What stands for the person in a text."""
        return SOMEONE if self.opted_out else aliases.mention(self.alias)


@dataclass
class People:
    """The roster, in order of first appearance.

    Attributes
    ----------
    roster
        Everybody.
    authors
        Name as exported → person.
    redactor
        Replaces all of them in a text.
    unmatched
        How many of the owner's entries name nobody of the roster.
    """

    roster: list[Person]
    authors: dict[str, Person]
    redactor: Redactor
    unmatched: int = 0

    @property
    def opted_out(self) -> frozenset[int]:
        """Places in the roster of those who opted out."""
        return frozenset(n for n, one in enumerate(self.roster) if one.opted_out)


def people_of(
    named: Iterable[Mapping],
    said: Iterable[Mapping],
    cards: Iterable[str],
    used: Mapping[str, Collection[str]],
    privacy: Mapping,
    key: bytes,
) -> People:
    """Return the people of a conversation.

    Parameters
    ----------
    named
        `name` in order of first appearance, from authors and notices, and the
        position of its `last` appearance.
    said
        `author_name` and `text` of the messages that may be commands, oldest first.
    cards
        File names of contact cards.
    used
        Folded words that the conversation uses as words → in which languages.
    privacy
        The owner's settings: opt_out, forget, names, words, regions.
    key
        Secret of the pseudonyms.
    """
    regions = list(privacy["regions"])
    roster: dict[str, Person] = {}
    same = merged(privacy["names"], regions)
    authors: dict[str, Person] = {}
    for row in named:
        identity = identity_of(row["name"], regions)
        identity = same.get(identity, identity)
        person = roster.get(identity)
        if person is None:
            person = Person(identity, pseudonym(key, identity), row["name"])
            roster[identity] = person
        if row["last"] >= person.last:
            person.author_name, person.last = row["name"], row["last"]
        person.written.append(row["name"])
        authors[row["name"]] = person
    nicknames, strangers = shared_out(privacy["names"], roster, regions)
    listed = [*privacy["opt_out"], *privacy["forget"]]
    missing = [
        name for name in listed if find(name, roster, same, nicknames, regions) is None
    ]
    everybody = list(roster.values())
    lexicon = lexicon_of(everybody, nicknames, strangers, missing, cards, used, regions)
    lexicon.add_words(privacy["words"])
    numbers = [person.identity for person in everybody if person.identity.isdecimal()]
    homes = {home for number in numbers if (home := region_of(number))}
    regions += sorted(homes - set(regions))
    redactor = Redactor(lexicon, regions)
    for name in privacy["opt_out"]:
        if person := find(name, roster, same, nicknames, regions):
            person.opted_out = True
    name_everybody(everybody, lexicon)
    obey(said, authors, everybody, redactor)
    for name in privacy["forget"]:
        if person := find(name, roster, same, nicknames, regions):
            person.opted_out = True
    for place, person in enumerate(everybody):
        lexicon.shown[place] = person.shown
        if not person.opted_out:
            lexicon.aliases[folded_alias(person.alias)] = place
    for person in everybody:
        if person.bio:
            person.bio = (
                redactor.clean(person.bio)[: commands.LONGEST_BIO].strip() or None
            )
        if person.website and redactor.clean(person.website) != person.website:
            person.website = None
    redactor.counts.clear()
    unmatched = len(missing) + sum(whose is not None for whose in strangers.values())
    return People(everybody, authors, redactor, unmatched)


def name_everybody(everybody: list[Person], lexicon: Lexicon) -> None:
    """Give each person a code name, in order of first appearance."""
    taken: set[str] = set()
    for person in everybody:
        person.alias = aliases.code_name(person.author, taken, lexicon.entries.keys())
        taken.add(fold(person.alias))


def obey(said, authors, everybody, redactor) -> None:
    """Carry out the commands, oldest first: the last one of each person wins."""
    codes = {person.author: person.alias for person in everybody}
    names = [form for form in redactor.lexicon.entries if len(form) > 1]
    for row in said:
        person = authors.get(row["author_name"])
        command = commands.command_of(row["text"])
        if person is None or command is None:
            continue
        if command.verb in ("opt-out", "opt-in"):
            person.opted_out = command.verb == "opt-out"
        elif command.field == "alias":
            others = [
                alias
                for one in everybody
                if one is not person
                for alias in (one.alias, codes[one.author])
            ]
            wanted = aliases.plain_alias(command.value) if command.value else None
            if command.verb == "remove":
                person.alias = codes[person.author]
            elif (
                wanted
                and aliases.is_free(wanted, names, others)
                and redactor.clean(wanted) == wanted
            ):
                person.alias = wanted
        elif command.field == "bio":
            person.bio = command.value or None
        elif command.field == "website":
            found = commands.website(command.value) if command.value else None
            person.website = found if command.verb == "set" else None
