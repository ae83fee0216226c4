"""Whatever begins like an opt-out is one, in any language and any dress."""

import pytest

from egregora.privacy.people import Command, begins_with_command, parse_command

OPT_OUTS = """
opt-out | opt-out please | opt-out, thanks | Opt Out!!! | OPTOUT | please opt me out
remove me | remove my messages | delete me | forget me | stop | leave | unsubscribe
I want out | exit | quit | don't publish me | please remove me from this
sair | quero sair | me remove | me remova por favor | remover | apagar | me apaga
excluir | me tira daí | não quero | esqueça de mim | por favor remover
salir | quiero salir | quítame | bórrame | eliminar | darme de baja | olvídame
supprimer | je veux quitter | supprimez-moi | retirer | oublie-moi | désinscrire
löschen | bitte löschen | austreten | abmelden | raus | vergiss mich | entfernen
esci | voglio uscire | cancellami | rimuovimi | eliminami | dimenticami
выйти | хочу выйти | удалить меня | удали | забудь меня | отписаться
çık | beni sil | lütfen sil | ayrıl | kaldır | unut
हटाओ | मुझे हटाओ | मिटा दो | निकालो | बाहर
إلغاء | حذف | احذفني | خروج | أريد الخروج | انسحاب
退出 | 我要退出 | 删除我 | 請刪除 | 移除 | 削除 | 退会
私を削除して | やめます | 탈퇴 | 삭제해 주세요
uitschrijven | verwijder mij | wypisz mnie | usuń mnie | keluar | hapus saya
"""
WORDINGS = [
    text.strip() for text in OPT_OUTS.replace("\n", "|").split("|") if text.strip()
]
DRESSES = [
    "/egregora {}",
    "*/egregora {}*",
    "_/Egregora {}_",
    "`/egregora {}`",
    "/egregora {}\nobrigado a todos!",
    "\u200e“/EGRÉGORA {}”",
]


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("wording", WORDINGS)
def test_whatever_begins_like_an_opt_out_is_one(wording, dress):
    text = dress.format(wording)
    assert begins_with_command(text)
    assert parse_command(text) == Command("opt-out")


@pytest.mark.parametrize(
    "text", ["/egregora opt-in", "/egregora set alias Stop", "/egregora remove alias"]
)
def test_what_a_person_sets_is_no_opt_out(text):
    assert parse_command(text).verb != "opt-out"
