"""The roster: who the people are, what they set, and what names them.

People set their alias, bio and website in the chat, or opt out, by commands such as
`/egregora set alias …`. The owner's settings merge names, add nicknames and let people
leave.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from egregora.privacy import aliases
from egregora.privacy.name_forms import name_variants
from egregora.privacy.name_index import (
    OUTSIDER,
    SOMEONE,
    NameIndex,
    fold_alias,
    identity_of,
    pseudonym_of,
)
from egregora.privacy.normalize import (
    ANY_WORD,
    INVISIBLE_CHARACTERS,
    fold_name,
    fold_words,
    word_set,
)
from egregora.privacy.pet_names import pet_names
from egregora.privacy.phones import phone_spellings, region_of_phone
from egregora.privacy.redactor import Redactor
from egregora.privacy.wordlists import EVERYBODY

# Bold, code and quotation marks may stand before a command.
COMMAND_START = re.compile(rf"[\s{INVISIBLE_CHARACTERS}*_~`>\"'“”«»]*[/／⁄]\s?(\w+?)\b")
MAX_COMMAND_OFFSET = 12
COMMAND_NAME = "egregora"
VALUE_QUOTES = "\"'“”„‟‘’‚‛«»‹›「」『』`´"
SETTABLE_FIELDS = ("alias", "bio", "website")
MAX_BIO_LENGTH = 200
MAX_WEBSITE_LENGTH = 200
WEBSITE_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE
)


@dataclass(frozen=True)
class Command:
    """One command: what is done, to what, with which value."""

    verb: str  # set, remove, opt-out or opt-in
    field: str = ""  # alias, bio or website
    value: str = ""


def begins_with_command(text: str) -> bool:
    """Tell whether a message speaks to us, whatever it says."""
    beginning = text[:MAX_COMMAND_OFFSET]
    if not any(slash in beginning for slash in "/／⁄"):
        return False
    found = COMMAND_START.match(text)
    return bool(found) and fold_name(found[1]) == COMMAND_NAME


def parse_command(text: str) -> Command | None:
    """Return the command of a message, or None if it is none that we know."""
    if not begins_with_command(text):
        return None
    rest = text[COMMAND_START.match(text).end() :].strip()
    first, _, more = rest.partition(" ")
    verb = fold_name(first).strip(VALUE_QUOTES + ".,;:!?")
    compact = "".join(ANY_WORD.findall(fold_name(rest)))
    if compact == "optin":
        return Command("opt-in")
    is_setting = verb == "set" or (verb == "remove" and removes_a_field(more))
    if not is_setting and POLITE_WORDS.sub("", compact).startswith(OPT_OUT_WORDS):
        return Command("opt-out")
    name, _, value = more.strip().partition(" ")
    name = fold_name(name).strip(VALUE_QUOTES + ".,;:!?=")
    if verb not in ("set", "remove") or name not in SETTABLE_FIELDS:
        return None
    if verb == "remove":
        return Command(verb, name)
    value = strip_value_quotes(value)
    return Command(verb, name, value if name == "bio" else value.rstrip(".,;!? "))


def removes_a_field(more: str) -> bool:
    """Tell whether what follows `remove` is one of what a person has set."""
    return fold_name(more.strip().partition(" ")[0]).strip(
        VALUE_QUOTES + ".,;:!?*_~"
    ) in (SETTABLE_FIELDS)


# How people begin when they want out, folded and in one word. Whatever begins like this
# is an opt-out: in doubt, people are left out.
OPT_OUT_WORDS = tuple(
    sorted(
        fold_name(word)
        for word in word_set(
            """
            optout optmeout optingout iwantout wantout letmeout takemeout getmeout out
            remove delete erase forget leave quit stop exit unsubscribe exclude hide
            nomore donot dont imout iamout
            sair saia saio sai queromesair querosair mesair remover remova removame
            meremov metir metira tirame tirar apagar apague apagame meapag excluir
            exclua meexclu esquecer esqueca meesquec naoquero naomepubliq deixarde
            cancelar cancela descadastr retirar meretir optarporsair
            salir salgo salirme quitar quitame quitarme borrar borrame borrarme
            eliminar eliminame eliminarme dardebaja darmedebaja dameb baja olvidar
            olvidame olvidarme noquiero fuera sacame sacarme retirarme excluirme
            supprim retir quitter quitte oubli desinscri effac sortir exclu
            enlevemoi enlevezmoi jeneveuxplus arret desabonn
            loschen losche loesch entfern austret raus abmeld vergiss vergess
            nichtmehr ichwillraus widerruf aussteig verlass streich
            esci uscire esco uscita cancella rimuov elimina dimentic toglimi togliet
            nonvoglio disiscriv escludi abbandon
            uitschrijv verwijder stoppen vergeet afmeld wypisz usun zapomnij rezygn
            odhlas smaz odstran zapomen ta bort tabort avreg glomm fjern slett glem
            poista unohda torol felejts iesire sterge elimin
            выйти выход выйду удали убери забудь забыть отпис исключ стереть сотри
            хочувыйти нехочу
            cik cikmak cikar ayril sil silin benisil kaldir unut iptal istemiyorum
            हटा मिटा निकल निकाल बाहर भूल डिलीट
            الخروج الحذف الغاء الغ حذف احذف ازال ازل خروج اخرج انسحاب انسحب امسح لااريد
            退出 删除 刪除 移除 忘记 忘記 不参加 不參加 取消 注销 不要
            削除 退会 抜け やめ 忘れて 消して 除外 退出 탈퇴 삭제 나가기 나갈 제외 지워
            keluar hapus lupakan berhenti xoa thoat roi
            """
        )
    )
)
POLITE_WORDS = re.compile(
    r"^(?:please|pls|plz|kindly|iwantto|iwouldliketo|idliketo|want|porfavor|pfv|pf|quero"
    r"|queria|gostariade|porfa|quiero|quisiera|bitte|ichmochte|ichwill|sil?vousplait"
    r"|svp|jeveux|jevoudrais|perfavore|voglio|vorrei|пожалуйста|хочу|прошу|lutfen|ben[iı]"
    r"|कृपया|मुझे|मेराडेटा|من?فضلك|ارجو|اريد|请|請|我要|我想|把我|将我|私を|お願い)+"
)


def strip_value_quotes(value: str) -> str:
    """Return a value on one line, without the quotes around it."""
    value = " ".join(value.split())
    if value[:1] and value[0] in VALUE_QUOTES:
        closing = max(value.rfind(quote) for quote in VALUE_QUOTES)
        if closing > 0:
            return value[1:closing].strip()
    return value.strip(VALUE_QUOTES + " ")


def parse_website(value: str) -> str | None:
    """Return an address that may stand on a page, or None."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return None
    is_plain = len(value) <= MAX_WEBSITE_LENGTH and re.fullmatch(
        r"[!#-&(-;=?-Z_a-z~]+", value
    )
    if not is_plain or parts.scheme.lower() not in ("http", "https") or port == 0:
        return None
    if "@" in parts.netloc or not WEBSITE_HOST.fullmatch(parts.hostname or ""):
        return None
    return value


CONTACT_CARD_NAME = re.compile(
    r"^(?:\d{6,}-)?(?P<name>.*?)(?: e (?:mais|outros) \d+)?\.vcf$", re.I
)
# What follows the last letter of a name, such as emoji; brackets and quotes are words'.
SIGN_AFTER_NAME = re.compile(r"[^\W\d_]\s*([^\w\s.,;:!?()\[\]\"'“”’]+)\s*$")


def merge_identities(
    names: Mapping[str, str | None], regions: list[str]
) -> dict[str, str]:
    """Return which identity is another's, by the owner's word."""
    return {
        identity_of(name, regions): identity_of(whose, regions)
        for name, whose in names.items()
        if whose is not None
    }


def split_nicknames(
    names, roster, regions
) -> tuple[dict[str, Person], dict[str, str | None]]:
    """Return the further names of people, and those of nobody in the roster."""
    nicknames, strangers = {}, {}
    for name, whose in names.items():
        person = whose and roster.get(identity_of(whose, regions))
        if person:
            nicknames[name] = person
        else:
            strangers[name] = whose
    return nicknames, strangers


def find_person(name, roster, same, nicknames, regions) -> Person | None:
    """Return whom the owner means by a name or number."""
    identity = identity_of(name, regions)
    if person := roster.get(same.get(identity, identity)) or nicknames.get(name):
        return person
    folded = [
        one for one in roster.values() if fold_name(one.identity) == fold_name(identity)
    ]
    return folded[0] if len(folded) == 1 else None


# How phones call who exported the chat: nobody's names.
PRONOUNS = word_set(
    """
    you você voce vc tú tu ti yo eu usted vos du sie ich vous toi moi io lei jij u je ik
    вы ты я siz sen ben आप मैं أنت انت انا anda kamu saya あなた 私 您 你 我 나 회원님
    ty ja jag mig sinä minä mim
    """
)
# Who answers without being anybody.
BOTS = word_set("meta ai whatsapp chatgpt copilot luzia bot gpt gemini claude admin")
NOT_NAMES = frozenset(map(fold_name, PRONOUNS | BOTS)) | EVERYBODY


def names_nobody(name: str) -> bool:
    """Tell whether a name as exported is a pronoun, a bot, or everybody."""
    return all(word in NOT_NAMES for word in fold_words(name))


def build_name_index(
    everybody, nicknames, strangers, missing, cards, used, regions, marked=(), titles=()
) -> NameIndex:
    """Return the words that name people; of contact cards only what is capitalised."""
    lexicon = NameIndex()
    for place, person in enumerate(everybody):
        lexicon.shown.append(SOMEONE)
        for name in dict.fromkeys(person.written):
            identity = identity_of(name, regions)
            lexicon.numbers[identity] = place
            if identity.isdecimal():
                lexicon.numbers |= dict.fromkeys(
                    sorted(phone_spellings(identity)), place
                )
            elif not names_nobody(name):
                lexicon.add(place, name_variants(name), used)
                if found := SIGN_AFTER_NAME.search(name):
                    lexicon.signs.add(found[1])
    for name, person in nicknames.items():
        lexicon.add(everybody.index(person), name_variants(name), used)
    lexicon.shown += [OUTSIDER, SOMEONE]
    outside, opted = len(everybody), len(everybody) + 1
    for name in strangers:
        lexicon.add(outside, name_variants(name), used)
    known = {identity_of(name, regions) for p in everybody for name in p.written}
    for name in marked:
        if identity_of(name, regions) not in known and not names_nobody(name):
            lexicon.add(outside, name_variants(name), used)
    for word in titles:
        lexicon.add_outsider(outside, name_variants(word))
    for name in missing:
        lexicon.add(opted, name_variants(name), used)
    for card in cards:
        if found := CONTACT_CARD_NAME.match(card):
            lexicon.add_outsider(outside, name_variants(found["name"]))
    for place, person in enumerate(everybody):
        for name in dict.fromkeys(person.written):
            if not names_nobody(name):
                lexicon.add_pet_names(place, pet_names(name), used)
    lexicon.know_mistakes()
    return lexicon


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
        return SOMEONE if self.opted_out else aliases.mention_of_alias(self.alias)


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
    unknown_commands
        How many messages speak to us and were not understood.
    """

    roster: list[Person]
    authors: dict[str, Person]
    redactor: Redactor
    unmatched: int = 0
    unknown_commands: int = 0

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
    strangers: Iterable[str] = (),
    titles: Iterable[str] = (),
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
    strangers
        Names that WhatsApp marks in mentions, or prints in notices of unknown wording.
    titles
        Words of the group's titles that may be names.
    """
    regions = list(privacy["regions"])
    roster: dict[str, Person] = {}
    same = merge_identities(privacy["names"], regions)
    authors: dict[str, Person] = {}
    for row in named:
        identity = identity_of(row["name"], regions)
        identity = same.get(identity, identity)
        person = roster.get(identity)
        if person is None:
            person = Person(identity, pseudonym_of(key, identity), row["name"])
            roster[identity] = person
        if row["last"] >= person.last:
            person.author_name, person.last = row["name"], row["last"]
        person.written.append(row["name"])
        authors[row["name"]] = person
    nicknames, others = split_nicknames(privacy["names"], roster, regions)
    listed = [*privacy["opt_out"], *privacy["forget"]]
    missing = [
        name
        for name in listed
        if find_person(name, roster, same, nicknames, regions) is None
    ]
    everybody = list(roster.values())
    lexicon = build_name_index(
        everybody, nicknames, others, missing, cards, used, regions, strangers, titles
    )
    lexicon.add_words(privacy["words"])
    numbers = [person.identity for person in everybody if person.identity.isdecimal()]
    homes = {home for number in numbers if (home := region_of_phone(number))}
    regions += sorted(homes - set(regions))
    redactor = Redactor(lexicon, regions)
    for name in privacy["opt_out"]:
        if person := find_person(name, roster, same, nicknames, regions):
            person.opted_out = True
    assign_code_names(everybody, lexicon)
    unknown = apply_commands(said, authors, everybody, redactor)
    for name in privacy["forget"]:
        if person := find_person(name, roster, same, nicknames, regions):
            person.opted_out = True
    for place, person in enumerate(everybody):
        lexicon.shown[place] = person.shown
        if not person.opted_out:
            lexicon.aliases[fold_alias(person.alias)] = place
    for person in everybody:
        if person.bio:
            person.bio = redactor.clean(person.bio)[:MAX_BIO_LENGTH].strip() or None
        if person.website and redactor.clean(person.website) != person.website:
            person.website = None
    redactor.counts.clear()
    unmatched = len(missing) + sum(whose is not None for whose in others.values())
    return People(everybody, authors, redactor, unmatched, unknown)


def assign_code_names(everybody: list[Person], lexicon: NameIndex) -> None:
    """Give each person a code name, in order of first appearance."""
    taken: set[str] = set()
    for person in everybody:
        person.alias = aliases.code_name(person.author, taken, lexicon.entries.keys())
        taken.add(fold_name(person.alias))


def apply_commands(said, authors, everybody, redactor) -> int:
    """Carry out the commands, oldest first: the last one of each person wins.

    Return how many messages speak to us and were not understood.
    """
    unknown = 0
    codes = {person.author: person.alias for person in everybody}
    names = [form for form in redactor.lexicon.entries if len(form) > 1]
    for row in said:
        person = authors.get(row["author_name"])
        command = parse_command(row["text"])
        if person is None or command is None:
            unknown += begins_with_command(row["text"])
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
            wanted = aliases.parse_alias(command.value) if command.value else None
            if command.verb == "remove":
                person.alias = codes[person.author]
            elif (
                wanted
                and aliases.is_free_alias(wanted, names, others)
                and redactor.clean(wanted) == wanted
            ):
                person.alias = wanted
        elif command.field == "bio":
            person.bio = command.value or None
        elif command.field == "website":
            found = parse_website(command.value) if command.value else None
            person.website = found if command.verb == "set" else None
    return unknown
