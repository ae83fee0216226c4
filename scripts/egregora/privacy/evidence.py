"""Evidence for the roster: small tables from the conversation, and their rows.

Names of authors, notices and the people whom they name, possible commands, contact
cards, and words that follow a determiner, so that they are used as words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.privacy.normalize import INVISIBLE_CHARACTERS, fold_name, word_set
from egregora.privacy.wordlists import DETERMINERS, DETERMINERS_BY_LANGUAGE
from egregora.text.columns import strip_accents

# A and B are people; the quoted title of a group is nobody.
FIRST_NAME_GROUP, SECOND_NAME_GROUP = (
    '(?P<a>[^"“”«»「:]{1,60}?)',
    '(?P<b>[^"“”«»「:]{1,90}?)',
)
NOTICE_TEMPLATES = tuple(
    re.compile(
        form.replace("{A}", FIRST_NAME_GROUP).replace("{B}", SECOND_NAME_GROUP)
        + r"[.。!]?\s*\Z",
        re.IGNORECASE,
    )
    for form in (
        "{A} (?:added|invited|approved) {B}(?: to (?:the|this) group)?",
        "{A} (?:removed) {B}(?: from (?:the|this) group)?",
        "{A} (?:left|was added|was removed|joined|has joined|joined from .*)"
        "(?: the group| this group)?",
        "{A} joined using (?:this group's|an|the group) invite link.*",
        "{A} joined (?:via|from) .*",
        "{A} (?:changed|created|deleted|turned|pinned|started|updated|reset|set) .*",
        "{A} (?:is now|is no longer) an admin",
        "{A} changed their phone number to a new number.*",
        "{A} changed to {B}",
        "your security code with {A} (?:has )?changed.*",
        "{A} adicionou {B}(?: a este grupo| ao grupo)?",
        "{A} removeu {B}(?: deste grupo| do grupo)?",
        "{A} mudou para {B}",
        "{A} (?:saiu|foi adicionad.*|foi removid.*|entrou.*|saiu do grupo)",
        "{A} (?:mudou|alterou|criou|fixou|apagou|definiu|ativou|desativou|iniciou) .*",
        "{A} (?:agora é|não é mais) .*admin.*",
        "seu código de segurança com {A} mudou.*",
        "{A} (?:añadió|agregó|eliminó|sacó) a {B}(?: del grupo| al grupo)?",
        "{A} cambió a {B}",
        "{A} (?:salió|fue añadid.*|fue eliminad.*|se unió.*|salió del grupo)",
        "{A} (?:cambió|creó|fijó|activó|desactivó) .*",
        "(?:tu|el) código de seguridad con {A} cambió.*",
        "{A} hat {B} (?:hinzugefügt|entfernt)",
        "{A} hat zu {B} gewechselt",
        "{A} (?:hat die gruppe verlassen|wurde hinzugefügt|wurde entfernt|ist"
        " .*beigetreten.*)",
        "{A} hat (?:den|das|die) .*(?:geändert|erstellt|angepinnt|gelöscht"
        "|aktiviert).*",
        "deine sicherheitsnummer (?:für|mit) {A} hat sich geändert.*",
        "{A} a (?:ajouté|retiré|supprimé) {B}",
        "{A} est passé[e()]* à {B}",
        "{A} (?:est parti.*|a été ajouté.*|a quitté.*|a rejoint.*|a modifié .*"
        "|a changé .*"
        "|a créé .*|a épinglé .*)",
        "{A} ha (?:aggiunto|rimosso) {B}",
        "{A} (?:ha abbandonato.*|è stat[oa] .*|ha cambiato .*|ha creato .*|si"
        " è unit.*)",
        "{A} heeft {B} (?:toegevoegd|verwijderd)",
        "{A} (?:heeft de groep verlaten|heeft het .*|heeft de .*|is toegevoegd.*)",
        r"{A} добавил(?:\(-а\)|а)? {B}",
        r"{A} удалил(?:\(-а\)|а)? {B}",
        r"{A} (?:покинул(?:\(-а\)|а)?.*|изменил(?:\(-а\)|а)? .*|создал(?:\(-а\)|а)? .*"
        "|присоединил.*)",
        "{A}, {B} kişisini (?:ekledi|çıkardı)",
        "{A} (?:ayrıldı|gruptan ayrıldı|.* katıldı|.* değiştirdi|.* oluşturdu)",
        "{A} أضاف {B}",
        "{A} أزال {B}",
        "{A} (?:غادر.*|غيّر .*|أنشأ .*|انضم.*)",
        "{A} ने {B} को (?:जोड़ा|हटाया)",
        "{A} (?:ने ग्रुप छोड़.*|ने .* बदल.*|ने .* बनाया.*|शामिल.*)",
        "{A} menambahkan {B}",
        "{A} mengeluarkan {B}",
        "{A} (?:keluar|telah mengubah .*|mengubah .*|membuat .*|bergabung.*)",
        "{A}が{B}を(?:追加|削除)しました",
        "{A} ?(?:が ?退出.*|が退出しました|が.*変更しました|が.*作成しました"
        "|が参加しました)",
        "{A}님이 {B}님을 (?:추가|내보냈).*",
        "{A}님이 (?:퇴장.*|나갔.*|.*변경했.*|.*참여.*|.*만들.*)",
        "{A} ?(?:添加了|新增了|邀请了|加入了) ?{B}",
        "{A} ?(?:移除了|移除) ?{B}",
        "{A} ?(?:退出|离开|離開|已退出|已离开).*",
        "{A} ?(?:把|將|更改|创建|建立|通过).*",
    )
)
NAME_SEPARATOR = re.compile(r",\s+|\s+(?:and|e|y|und|et|en|и|ve|dan|&|و|और)\s+|、|和")
NOT_PEOPLE = word_set(
    """
    you você voce tú tu usted ustedes du sie vous hai u je вы siz أنت आपने आप anda
    kamu あなた 您 你 我 나 회원님
    this group's esse este your seu sua an admin admins the
    group messages mensagens someone alguém alguien jemand others outros as mensagens
    as
    """
)
# Whom nobody has saved is printed as a number with its country code.
UNSAVED_NUMBER = re.compile(r"\+\d[\d\s().\-‐-―]{6,25}\d")
INVISIBLE_CHARACTER = re.compile(f"[{INVISIBLE_CHARACTERS}]")
MAX_NAME_WORDS = 6


def people_in_notice(notice: str) -> list[str]:
    """Return the names of the people whom a notice names, as it writes them."""
    text = INVISIBLE_CHARACTER.sub("", notice).strip()
    for template in NOTICE_TEMPLATES:
        if found := template.match(text):
            named = [found["a"]]
            if found.groupdict().get("b"):
                named += NAME_SEPARATOR.split(found["b"])
            return [name.strip() for name in named if is_person_name(name)]
    return []


def is_person_name(name: str) -> bool:
    """Tell whether what a notice holds in the place of a name is one."""
    name = name.strip()
    if UNSAVED_NUMBER.fullmatch(name):
        return True
    if (
        not any(letter.isalpha() for letter in name)
        or len(name.split()) > MAX_NAME_WORDS
    ):
        return False
    first = name.split()[0].casefold()
    if name.casefold() in NOT_PEOPLE or first in NOT_PEOPLE:
        return False
    return not name[0].islower() or name.startswith("~")


# A lower-case word after one of these is a word, even if it is somebody's name.
ANY_DETERMINER = "|".join(sorted(DETERMINERS))
WORD_AFTER_DETERMINER = (
    rf"(?:^|[^\p{{L}}\p{{N}}])((?i:{ANY_DETERMINER}) \p{{Ll}}+)(?:$|[^\p{{L}}])"
)
MIN_USES_AS_WORD = 2


@ibis.udf.scalar.builtin(name="regexp_extract_all")
def extract_group(text: str, pattern: str, group: int) -> list[str]:
    """Return what a group of a pattern matches, each time; DuckDB's function."""


def names_of_authors(ingested: ir.Table) -> ir.Table:
    """Return each author's name with the positions of its first and last message."""
    return (
        ingested.filter(_.author_name.notnull())
        .group_by(name="author_name")
        .aggregate(first=_.position.min(), last=_.position.max())
        .order_by("first")
    )


def distinct_notices(ingested: ir.Table) -> ir.Table:
    """Return the distinct notices of WhatsApp, with the position of the first."""
    return (
        ingested.filter(_.author_name.isnull())
        .group_by("text")
        .aggregate(first=_.position.min(), last=_.position.max())
        .order_by("first")
    )


def possible_commands(ingested: ir.Table) -> ir.Table:
    """Return the messages that may be commands, in the order of the conversation."""
    return (
        ingested.filter(_.author_name.notnull())
        .filter(strip_accents(_.text.lower()).contains("egregora"))
        .select("position", "author_name", "text")
        .order_by("position")
    )


def contact_cards(ingested: ir.Table) -> ir.Table:
    """Return the file names of contact cards."""
    return (
        ingested.filter(_.media_name.lower().endswith(".vcf"))
        .select("media_name")
        .distinct()
        .order_by("media_name")
    )


def words_after_determiners(ingested: ir.Table) -> ir.Table:
    """Return how often each lower-case word follows each article, as words do."""
    found = extract_group(strip_accents(_.text), WORD_AFTER_DETERMINER, 1)
    return (
        ingested.filter(_.author_name.notnull())
        .select(pair=found.unnest())
        .group_by("pair")
        .aggregate(uses=_.count())
        .order_by("pair")
    )


def evidence_tables(ingested: ir.Table) -> dict[str, ir.Table]:
    """Return the small tables that `table.people_from_evidence` takes."""
    return {
        "names": names_of_authors(ingested),
        "notices": distinct_notices(ingested),
        "commands": possible_commands(ingested),
        "cards": contact_cards(ingested),
        "words": words_after_determiners(ingested),
    }


def languages_of_words(
    pairs: Iterable[Mapping[str, Any]],
) -> dict[str, tuple[str, ...]]:
    """Return the words that are used as words, with the languages in which they are."""
    uses: Counter[tuple[str, str]] = Counter()
    for row in pairs:
        article, word = fold_name(row["pair"]).split(" ")
        for language, articles in DETERMINERS_BY_LANGUAGE.items():
            uses[word, language] += row["uses"] * (article in articles)
    often = sorted(pair for pair, count in uses.items() if count >= MIN_USES_AS_WORD)
    found: dict[str, tuple[str, ...]] = {}
    for word, language in often:
        found[word] = (*found.get(word, ()), language)
    return found


def collect_names(
    names: Iterable[Mapping[str, Any]], noticed: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return who is named, as author or in a notice, in order of first appearance."""
    found: dict[str, dict[str, Any]] = {}
    rows = [(row, [row["name"]]) for row in names]
    rows += [(row, people_in_notice(row["text"])) for row in noticed]
    for row, named in sorted(rows, key=lambda pair: pair[0]["first"]):
        for name in named:
            one = found.setdefault(name, {"name": name, "last": row["last"]})
            one["last"] = max(one["last"], row["last"])
    return list(found.values())
