"""Whom the notices of WhatsApp name: people who may never have written."""

from __future__ import annotations

import re

from egregora.privacy.folding import INVISIBLE
from egregora.privacy.lists import listed

# A and B are people; the quoted title of a group is nobody.
A, B = '(?P<a>[^"“”«»「:]{1,60}?)', '(?P<b>[^"“”«»「:]{1,90}?)'
TEMPLATES = tuple(
    re.compile(
        form.replace("{A}", A).replace("{B}", B) + r"[.。!]?\s*\Z", re.IGNORECASE
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
ADDED_TO = re.compile(r"\s(?:using|from|to|a este|ao|via)\s.*", re.IGNORECASE)
BETWEEN = re.compile(r",\s+|\s+(?:and|e|y|und|et|en|и|ve|dan|&|و|और)\s+|、|和")
OURSELVES = listed(
    """
    you você voce tú tu usted ustedes du sie vous hai u je вы siz أنت आपने आप anda
    kamu あなた 您 你 我 나 회원님
    this group's esse este your seu sua an admin admins the
    group messages mensagens someone alguém alguien jemand others outros as mensagens
    as
    """
)
# Whom nobody has saved is printed as a number with its country code.
UNSAVED = re.compile(r"\+\d[\d\s().\-‐-―]{6,25}\d")
MARKED = re.compile(f"[{INVISIBLE}]")
MOST_WORDS = 6


def people_in(notice: str) -> list[str]:
    """Return the names of the people whom a notice names, as it writes them."""
    text = MARKED.sub("", notice).strip()
    for template in TEMPLATES:
        if found := template.match(text):
            named = [found["a"]]
            if found.groupdict().get("b"):
                named += BETWEEN.split(found["b"])
            return [name.strip() for name in named if is_person(name)]
    return []


def is_person(name: str) -> bool:
    """Tell whether what a notice holds in the place of a name is one."""
    name = name.strip()
    if UNSAVED.fullmatch(name):
        return True
    if not any(letter.isalpha() for letter in name) or len(name.split()) > MOST_WORDS:
        return False
    first = name.split()[0].casefold()
    if name.casefold() in OURSELVES or first in OURSELVES:
        return False
    return not name[0].islower() or name.startswith("~")
