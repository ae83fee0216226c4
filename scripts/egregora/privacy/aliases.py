"""Aliases, which readers see instead of names: chosen by a person, or a code name."""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections.abc import Collection, Iterable

from egregora.privacy.keys import hmac_hex
from egregora.privacy.normalize import fold_name, fold_words, word_set

MAX_ALIAS_LENGTH = 40
# Between the words of an alias in a text, so that a mention ends where its alias ends.
ALIAS_JOINER = "\u00a0"
ALIAS_PATTERN = re.compile(r"[^\W_](?:[\w'’.·-]|[^\W_][\u0300-\u036f]|(?<=\S) (?=\S))*")
LINK_IN_ALIAS = re.compile(r"\w\.\w|://|www", re.IGNORECASE)
MIN_ALIAS_SIMILARITY = 0.85

# Words that are fun for a project and unkind for a person.
UNKIND_WORDS = word_set(
    """
    acrid aggressive aloof amorphous annoying arrogant artificial bald barnacle
    belligerent berserk bizarre boisterous brawny bulky busy camouflaged chubby cocky
    crafty crazy cryptic daft dangerous dark demonic devious devout divergent domestic
    elfish elite enlightened expensive fanatic fat fearless feathered fictional fierce
    finicky flashy flat furious furry fuzzy garrulous gay girlish glaring godlike
    greedy grumpy hairy hasty heavy heretic hissing horned hot hungry hysterical icy
    illegal imaginary immortal imperial imperious impetuous impossible infallible
    inscrutable invisible just kickass knowing lean liberal loose loud loutish
    ludicrous lumpy lurking macho manipulative married masked masterful meaty meek
    messy mild military misty mottled mysterious naughty nippy noisy nondescript
    normal notorious obedient objective ordinary organic orthodox outrageous overjoyed
    partial peculiar perfect pompous popular predictable premium pretty primitive
    private proud provocative prudent qualified quirky rampant radical rational real
    rebel rich roaring romantic rough ruddy sarcastic sassy satisfied savvy sceptical
    screeching secret sexy shaggy shapeless shy simple singing skinny sloppy sly
    snobbish solid spiked spotted statuesque stereotyped sticky strange straight
    strict striped stylish tacky tall talkative tangible tentacled terrestrial tested
    thick therapeutic thundering tough tricky true unbreakable undetectable unnatural
    uppish uptight vagabond vague vehement vengeful venomous victorious virtual
    vociferous voracious wealthy weightless wild wooden sweet hidden honored humble
    uncovered urban augmented bipedal abstract academic imported international
    influential inescapable indefinable invincible hypersonic hypnotic fluorescent
    conscious complex certain capable bouncy beautiful attractive handsome gorgeous
    alluring charming cute lovely seductive vegan spiritual hallowed heavenly
    righteous merciful angelic celestial aboriginal ancient antique old venerable
    mature adder alligator ammonite anaconda ant anteater ape asp baboon barracuda bat
    bedbug bitch boa boar buffalo bug bull buzzard centipede chameleon chicken
    chimpanzee clam cobra cockatoo copperhead cow coyote crab crocodile crow cuckoo
    dinosaur dodo dog donkey earthworm earwig eel elephant flounder fossa frogmouth
    gibbon goat goose gorilla grouse hippo hog hornet hound hyena jackal kakapo leech
    lemming limpet lobster locust louse loon macaque maggot mamba mammoth mandrill
    mantis mastodon millipede mole mollusk mongoose monkey moose mosquito moth mouse
    mule mushroom mussel orangutan ostrich oyster peacock pig pigeon pillbug piranha
    polecat python raccoon raptor rat rattlesnake rhino rooster scorpion serpent shark
    sheep shellfish shrew sidewinder skunk slug snail snake spider sponge stallion
    stingray stoat swine tarantula termite toad turkey velociraptor viper vulture
    walrus warthog wasp weasel whale wildebeest woodlouse worm yak cat carp hare bear
    crane finch robin jaybird martin tody dove booby tit ass cock guan bustard bustard
    coot tuna perch lynx numbat seal swallow swift swan
    """
)


@functools.cache
def kind_words(kind: str) -> tuple[str, ...]:
    """Return the kind words of one of coolname's lists, sorted."""
    from coolname.data import config

    found = {
        word for word in config[kind]["words"] if word.isascii() and word.isalpha()
    }
    return tuple(sorted(word for word in found - UNKIND_WORDS if 3 <= len(word) <= 10))


@functools.lru_cache(maxsize=4096)
def rank_kind_words(pseudonym: str, kind: str) -> tuple[str, ...]:
    """Return a list in an order of the person's own.

    A word that a later version of the list adds or drops moves nobody who does not
    have it.
    """
    seed = pseudonym.encode()
    return tuple(
        sorted(kind_words(kind), key=lambda word: hmac_hex(seed, f"{kind} {word}"))
    )


def code_name(pseudonym: str, taken: Collection[str], names: Collection[str]) -> str:
    """Return an adjective and an animal that nobody has and no name holds.

    Parameters
    ----------
    pseudonym
        Whose.
    taken
        Folded aliases of those who came before.
    names
        Folded words of the roster's names.
    """
    kinds = [
        word for word in rank_kind_words(pseudonym, "adjective") if word not in names
    ]
    animals = [
        word for word in rank_kind_words(pseudonym, "animal") if word not in names
    ]
    for step in range(len(animals)):
        for kind in kinds[: step + 1]:
            found = f"{kind.title()} {animals[step].title()}"
            if fold_name(found) not in taken:
                return found
    return f"Guest {pseudonym[:8].upper()}"


def mention_of_alias(alias: str) -> str:
    """Return an alias as it stands in a text: `@Amber Heron`, with no-break spaces."""
    return "@" + alias.replace(" ", ALIAS_JOINER)


def parse_alias(value: str) -> str | None:
    """Return an alias as somebody may set it, or None if it is not plain text."""
    alias = " ".join(unicodedata.normalize("NFC", value).split())
    if not 2 <= len(alias) <= MAX_ALIAS_LENGTH or not ALIAS_PATTERN.fullmatch(alias):
        return None
    if LINK_IN_ALIAS.search(alias) or not any(letter.isalpha() for letter in alias):
        return None
    if unicodedata.normalize("NFKC", alias) != alias:
        return None
    return alias


def is_free_alias(alias: str, names: Iterable[str], aliases: Iterable[str]) -> bool:
    """Tell whether an alias is neither a real name, nor another's, nor like one."""
    mine, parts = fold_name(alias), set(fold_words(alias))
    for name in names:
        if name in parts or any(are_confusable(name, part) for part in (*parts, mine)):
            return False
    return not any(
        fold_name(other) == mine or are_confusable(fold_name(other), mine)
        for other in aliases
    )


def are_confusable(one: str, other: str) -> bool:
    """Tell whether two folded words may be taken for each other."""
    if min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > 2:
        return one == other
    return difflib.SequenceMatcher(None, one, other).ratio() >= MIN_ALIAS_SIMILARITY
