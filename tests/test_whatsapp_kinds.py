"""Authors, notices, media and the rest are told apart, in many languages."""

import ibis
from ibis import _

from egregora.ingest.authors import heading_of
from egregora.storage import rows_of
from whatsapp import columns, rows, rows_in, zipped

LRM = "\u200e"


def android(*bodies):
    """Return (author, kind, text, media name) of Android messages."""
    chat = "".join(f"20/06/2024, 08:00 - {body}\n" for body in bodies)
    return columns(rows(chat), "author_name", "kind", "text", "media_name")


def iphone(*bodies):
    """Return (author, kind, text, media name) of iPhone messages."""
    chat = "".join(f"[20/06/2024, 08:00:00] {body}\r\n" for body in bodies)
    return columns(rows(chat), "author_name", "kind", "text", "media_name")


def test_notices_have_no_author_also_with_a_colon():
    notices = [
        'Ada changed the group name from "X" to "X: the return"',
        "Ada mudou o nome do grupo para “Clube: o retorno”",
        "Ada a changé le sujet en « Club : le retour: oui »",
        "グループ名が「本: 続き」に変更されました",
        "A hat den Betreff zu „Klub: neu“ geändert",
        "A heeft het onderwerp gewijzigd van 'B: x' naar 'C'",
        "グループ名『本: 続き』に変更されました",
        "A 把群名改为《书: 续》",
        "A changed the subject to ‘Club: x’",
        "Bob left",
        "Your security code with Ana changed. Tap to learn more.",
    ]
    assert android(*notices) == [(None, "system", text, None) for text in notices]


def test_iphone_notices_have_no_author_though_one_is_printed():
    found = iphone(
        f"Clube: {LRM}Messages and calls are end-to-end encrypted.",
        f"Clube: {LRM}Ana added you",
        f"Ana: {LRM}{LRM}Your security code with Ana changed.",
        "Ana: oi",
    )
    assert [row[:2] for row in found] == [(None, "system")] * 3 + [("Ana", "text")]
    assert found[1][2] == "Ana added you"


NAMES = [
    ("Ana", "Ana"),
    ("\u202a+55\u00a011\u00a098888\u20117777\u202c", "+55 11 98888-7777"),
    ("~\u202fLou", "Lou"),
    ("~ Lou", "Lou"),
    ("\u200e~\u00a0Lou", "Lou"),
    ("Dr. A-B (work)", "Dr. A-B (work)"),
    ('João "Jota" Lima', 'João "Jota" Lima'),
    ("D'Ávila", "D'Ávila"),
    ("Ana’s phone", "Ana’s phone"),
    ("Ana 'Nana' Lima", "Ana 'Nana' Lima"),
    ("Sala 10:30", "Sala 10:30"),
    ("あや", "あや"),
    ("👩‍👧 Mãe", "👩‍👧 Mãe"),
    ("~", "~"),
]


def test_a_name_is_as_people_read_it():
    found = android(*(f"{printed}: oi: sim" for printed, _author in NAMES))
    assert found == [(author, "text", "oi: sim", None) for _printed, author in NAMES]


def test_a_saved_name_may_hold_a_colon():
    found = android("Mãe: casa: oi", "Ana: um: a", "Mãe: casa: vem", "Mãe: casa: já")
    assert columns_of(found) == [
        ("Mãe: casa", "oi"),
        ("Ana", "um: a"),
        ("Mãe: casa", "vem"),
        ("Mãe: casa", "já"),
    ]


def test_one_message_without_the_colon_disproves_a_longer_name():
    # Before the others by its line feed, so that first and last text begin alike.
    said = ["Mãe:\ncasa: oi", "Mãe: azul", "Mãe: casa: vem", "Mãe: casa: já"]
    assert columns_of(android(*said)) == [
        ("Mãe", "casa: oi"),
        ("Mãe", "azul"),
        ("Mãe", "casa: vem"),
        ("Mãe", "casa: já"),
    ]


def test_a_person_whose_name_ends_like_a_longer_one_keeps_what_was_said():
    said = [f"Mãe: casa: {n}" for n in range(4)]
    found = android(*said, "A Mãe: casa e jardim", "A Mãe: oi")
    assert columns_of(found)[4:] == [("A Mãe", "casa e jardim"), ("A Mãe", "oi")]


HEADINGS = [
    ("Ana: oi", "Ana"),
    ("10:30: oi", "10:30"),
    ("Ana:", "Ana"),
    ("Ana:\noi: sim", "Ana"),
    ("Ana:oi", ""),
    ("saiu\nAna: oi", ""),
    (": a: b", ": a"),
    ("", ""),
]


def test_a_heading_is_what_stands_before_the_first_colon_and_blank():
    messages = ibis.memtable({"body": [body for body, _heading in HEADINGS]})
    found = rows_of(messages.select(heading=heading_of(_.body)))
    assert [row["heading"] for row in found] == [one for _body, one in HEADINGS]


def columns_of(found):
    return [(author, text) for author, _kind, text, _media in found]


def test_notices_name_people_whose_names_hold_a_colon():
    said = [f"Mãe: casa: {n}" for n in range(4)]
    notices = [
        "Mãe: casa saiu",
        "Ana adicionou Mãe: casa",
        "Mãe: casa removeu Ana",
    ]
    found = android(*said, *notices, "Ana: Mãe: casa", "Mãe: casa: é: sim")
    assert found == [
        *(("Mãe: casa", "text", f"{n}", None) for n in range(4)),
        *((None, "system", notice, None) for notice in notices),
        ("Ana", "text", "Mãe: casa", None),
        ("Mãe: casa", "text", "é: sim", None),
    ]


def test_two_messages_do_not_make_a_name():
    assert columns_of(android("Ana: PS: a", "Ana: PS: b")) == [
        ("Ana", "PS: a"),
        ("Ana", "PS: b"),
    ]


def test_a_full_width_colon_ends_no_name():
    assert android("あや: 位置情報：ここ")[0][:2] == ("あや", "text")


def test_nothing_and_null_are_empty_messages():
    found = android("Ada: ", "Ada:", "Ada: null", "Ada: NULL", f"Ada: {LRM}")
    kinds = [kind for _author, kind, _text, _media in found]
    assert kinds == ["empty", "empty", "empty", "text", "empty"]
    assert [text for *_rest, text, _media in found] == ["", "", "", "NULL", ""]


OMITTED_ON_ANDROID = [
    "<Media omitted>",
    "<Mídia oculta>",
    "<Arquivo de mídia oculto>",
    "<Multimedia omitido>",
    "<Medien ausgeschlossen>",
    "<Médias omis>",
    "<Без медиафайлов>",
    "<تم استبعاد الوسائط>",
    "<メディアは含まれていません>",
    "<省略多媒体文件>",
    "<View once voice message omitted>",
    # No language that we know.
    "<Xyz qwerty omitz>",
]


def test_omitted_media_of_android():
    bare = android(*(f"Ada: {body}" for body in OMITTED_ON_ANDROID))
    assert bare == [("Ada", "media_omitted", "", None)] * len(bare)
    captioned = android(*(f"Ada: {body}\nlegenda" for body in OMITTED_ON_ANDROID))
    assert captioned == [("Ada", "media_omitted", "legenda", None)] * len(bare)


TYPED = ["<b>", "<br/>", '<a href="x">', "<b>z</b>", "x < y", "<3", "a <b c>", "<>"]


def test_typed_brackets_are_text():
    found = android(*(f"Ada: {body}" for body in TYPED))
    assert found == [("Ada", "text", body, None) for body in TYPED]


OMITTED_ON_IPHONES = [
    "image omitted",
    "imagem ocultada",
    "áudio ocultado",
    "imagen omitida",
    "Bild weggelassen",
    "image absente",
    "immagine omessa",
    "sticker weggelaten",
    "изображение отсутствует",
    "görüntü dahil edilmedi",
    "تم حذف الملصقات",
    "फ़ोटो हटाई गई",
    "gambar tidak disertakan",
    "画像は含まれていません",
    "이미지 생략됨",
    "照片已忽略",
    "圖像已省略",
    "Contact card omitted",
]


def test_omitted_media_of_iphones():
    found = iphone(*(f"Ada: {LRM}{body}" for body in OMITTED_ON_IPHONES))
    assert found == [("Ada", "media_omitted", "", None)] * len(OMITTED_ON_IPHONES)
    older = iphone(*(f"Ada: <{LRM}{body}>" for body in OMITTED_ON_IPHONES))
    assert older == found


def test_captions_belong_to_the_media_that_iphones_omit():
    omitted = [
        f"a legenda {LRM}image omitted",
        f"a legenda\r\n{LRM}imagem ocultada",
        f"a legenda {LRM}<{LRM}video omitted>",
        f"{LRM}画像は含まれていません\r\na legenda",
    ]
    found = iphone(*(f"Ada: {body}" for body in omitted))
    assert found == [("Ada", "media_omitted", "a legenda", None)] * len(omitted)


def test_documents_that_iphones_omit_keep_their_author():
    omitted = [
        f"CV (2).pdf • {LRM}2 pages {LRM}document omitted",
        f"{LRM}CV.pdf • {LRM}2 páginas {LRM}documento omitido",
        # No language that we know.
        f"{LRM}CV.pdf • {LRM}2 xyz {LRM}qwerty omitz",
    ]
    found = iphone(*(f"Ada: {body}" for body in omitted))
    assert found == [("Ada", "media_omitted", "", None)] * len(omitted)
    typed = "see CV.pdf • 2 pages"
    assert iphone(f"Ada: {typed}") == [("Ada", "text", typed, None)]


ATTACHED_ON_ANDROID = [
    "file attached",
    "arquivo anexado",
    "ficheiro anexado",
    "archivo adjunto",
    "Datei angehängt",
    "fichier joint",
    "file allegato",
    "bestand bijgevoegd",
    "файл добавлен",
    "dosya ekli",
    "الملف مرفق",
    "添付ファイル有り",
    "파일 첨부됨",
    "文件附件",
    # No language that we know, but a name that WhatsApp gave.
    "xyz qwerty",
]


def test_attached_media_of_android():
    name = "IMG-20251028-WA0035.jpg"
    bare = android(*(f"Ada: {LRM}{name} ({word})" for word in ATTACHED_ON_ANDROID))
    assert bare == [("Ada", "media", "", name)] * len(bare)
    lines = [f"Ada: {name} ({word})\numa\nlegenda" for word in ATTACHED_ON_ANDROID]
    assert android(*lines) == [("Ada", "media", "uma\nlegenda", name)] * len(bare)


def test_documents_keep_the_names_that_people_gave():
    name = "Einladung Uwe & Britta (2).pdf"
    assert android(f"Ada: {name} (Datei angehängt)") == [("Ada", "media", "", name)]


def test_prose_about_a_file_is_text():
    body = "veja o arquivo.pdf (muito bom)"
    assert android(f"Ada: {body}") == [("Ada", "text", body, None)]


def test_a_file_of_the_archive_was_attached_in_any_language(tmp_path):
    chat = "20/06/2024, 08:00 - Ada: Plano A.pdf (xyz qwerty)\n"
    path = tmp_path / "chat.zip"
    path.write_bytes(zipped(("WhatsApp Chat.txt", chat), ("Plano A.pdf", b"%PDF")))
    assert columns(rows_in([path]), "kind", "media_name") == [("media", "Plano A.pdf")]


def test_a_contact_card_is_a_contact():
    assert android("Ada: Zé.vcf (file attached)") == [("Ada", "contact", "", "Zé.vcf")]
    card = f"{LRM}<attached: 00000002-Zé.vcf>"
    assert iphone(f"Ada: {card}") == [("Ada", "contact", "", "00000002-Zé.vcf")]


PHOTO = "00000035-PHOTO-2022-03-27-21-41-55.jpg"


ATTACHED_ON_IPHONES = [
    f"<attached: {PHOTO}>",
    f"<anexado: {PHOTO}>",
    f"<adjunto: {PHOTO}>",
    f"<Anhang: {PHOTO}>",
    f"< pièce jointe : {PHOTO} >",
    f"<{PHOTO} eklendi>",
    f"<附件：{PHOTO}>",
    f"< 첨부됨: {PHOTO}>",
    f"<المُرفق: {PHOTO}>",
    f"<qwerty: {PHOTO}>",
]


def test_attached_media_of_iphones():
    bare = iphone(*(f"Ada: {LRM}{tag}" for tag in ATTACHED_ON_IPHONES))
    assert bare == [("Ada", "media", "", PHOTO)] * len(bare)
    before = iphone(*(f"Ada: a legenda {LRM}{tag}" for tag in ATTACHED_ON_IPHONES))
    assert before == [("Ada", "media", "a legenda", PHOTO)] * len(bare)
    below = iphone(*(f"Ada: {LRM}{tag}\r\nabaixo" for tag in ATTACHED_ON_IPHONES))
    assert below == [("Ada", "media", "abaixo", PHOTO)] * len(bare)


def test_old_and_odd_attachments_of_iphones():
    old = "2015-08-04-PHOTO-00004762.jpg"
    assert iphone(f"Ada: {old} <{LRM}attached>") == [("Ada", "media", "", old)]
    negative = "-0000013-AUDIO-2024-01-01-10-00-00.opus"
    assert iphone(f"Ada: {LRM}<attached: {negative}>") == [
        ("Ada", "media", "", negative)
    ]
    card = f"{LRM}Zé.vcf {LRM}<attached: 00000002-Zé.vcf>"
    assert iphone(f"Ada: {card}") == [("Ada", "contact", "", "00000002-Zé.vcf")]
    plan = f"CV.pdf • {LRM}2 pages {LRM}<attached: 00000047-CV.pdf>"
    assert iphone(f"Ada: {plan}") == [("Ada", "media", "", "00000047-CV.pdf")]


DELETED = [
    "This message was deleted",
    "You deleted this message",
    "Mensagem apagada",
    "Esta mensagem foi apagada.",
    "Você apagou esta mensagem",
    "Se eliminó este mensaje.",
    "Diese Nachricht wurde gelöscht.",
    "Ce message a été supprimé",
    "Questo messaggio è stato eliminato",
    "Dit bericht is verwijderd",
    "Данное сообщение удалено",
    "Bu mesaj silindi",
    "تم حذف هذه الرسالة",
    "यह मैसेज डिलीट कर दिया गया है.",
    "Pesan ini telah dihapus",
    "このメッセージは削除されました。",
    "이 메시지는 삭제되었습니다",
    "这条消息已被删除。",
    "此訊息已刪除。",
]


def test_deleted_messages_keep_their_author():
    expected = [("Ada", "deleted", "", None)] * len(DELETED)
    assert android(*(f"Ada: {phrase}" for phrase in DELETED)) == expected
    assert iphone(*(f"Ada: {LRM}{phrase}" for phrase in DELETED)) == expected


BY_ADMIN = [
    "This message was deleted by admin Bob Reis",
    "You deleted this message as admin",
    "Esta mensagem foi apagada pelo admin Bob",
    "Você apagou esta mensagem como administrador",
    "Diese Nachricht wurde gelöscht vom Administrator Bob.",
    "Diese Nachricht wurde von Admin Bob gelöscht",
    "Mensagem apagada por um admin (Bob)",
    "Esta mensagem foi apagada pelo/a administrador/a Bob",
    "Un admin., Bob, eliminó este mensaje.",
    "Ce message a été supprimé par l'admin Bob",
    "Questo messaggio è stato eliminato dall'amministratore Bob",
    "Dit bericht is verwijderd door beheerder Bob",
    "Данное сообщение удалено админом (Bob)",
    "Администратор Bob удалил(-а) данное сообщение",
    "Bu mesaj Bob adlı yönetici tarafından silindi",
    "حذف المشرف Bob هذه الرسالة.",
    "यह मैसेज एडमिन Bob ने डिलीट कर दिया है",
    "Pesan ini dihapus oleh admin Bob",
    "管理者のBobがこのメッセージを削除しました",
    "このメッセージは管理者により削除されました。",
    "관리자 Bob님이 이 메시지를 삭제했습니다",
    "이 메시지는 관리자에 의해 삭제되었습니다.",
    "管理员 Bob 已删除这条消息。",
    "此消息已被管理员 Bob 删除",
    "管理員 Bob 刪除了這則訊息",
    "此訊息已由管理員 Bob 刪除",
]


def test_what_an_administrator_deleted_is_deleted():
    expected = [("Ada", "deleted", "", None)] * len(BY_ADMIN)
    assert android(*(f"Ada: {phrase}" for phrase in BY_ADMIN)) == expected
    assert iphone(*(f"Ada: {LRM}{phrase}" for phrase in BY_ADMIN)) == expected


def test_prose_about_deletions_is_text():
    bodies = [
        "This message was deleted by mistake",
        "o admin: You deleted this message",
        "Diese Nachricht wurde von meiner Frau gelöscht",
        "Wieso Diese Nachricht wurde von Admin Bob gelöscht",
        "管理员为什么删除了这条消息？",
    ]
    assert android(*(f"Ada: {body}" for body in bodies)) == [
        ("Ada", "text", body, None) for body in bodies
    ]


ANDROID, IPHONE = "20/06/2024, 08:00 - ", "[20/06/2024, 08:00:00] "


def edited(*bodies, header=ANDROID):
    """Return (text, edited, kind) of messages."""
    chat = "".join(f"{header}Ada: {body}\n" for body in bodies)
    return columns(rows(chat), "text", "edited", "kind")


REMARKS = [
    "<This message was edited>",
    "<Mensagem editada>",
    "<Se editó este mensaje.>",
    "<Diese Nachricht wurde bearbeitet>",
    "<Ce message a été modifié>",
    "<Questo messaggio è stato modificato>",
    "<Dit bericht is bewerkt>",
]


def test_the_remark_that_a_text_was_edited_is_not_its_text():
    bodies = [f"oi\ntudo {remark}" for remark in REMARKS]
    assert edited(*bodies) == [("oi\ntudo", True, "text")] * len(REMARKS)
    bodies = [f"oi {LRM}{remark}" for remark in REMARKS]
    assert edited(*bodies, header=IPHONE) == [("oi", True, "text")] * len(REMARKS)


def test_on_iphones_the_remark_is_known_in_any_language():
    assert edited(f"oi {LRM}<qwerty xyz>", "oi <qwerty xyz>", header=IPHONE) == [
        ("oi", True, "text"),
        ("oi <qwerty xyz>", False, "text"),
    ]


def test_a_caption_can_be_edited():
    name = "IMG-20240620-WA0001.jpg"
    text = f"{name} (file attached)\nlegenda <This message was edited>"
    assert edited(text) == [("legenda", True, "media")]


LOCATIONS = [
    "location: https://maps.google.com/?q=-23.55052,-46.633308",
    "localização: https://maps.google.com/?q=-23.5,-46.6",
    "Standort: https://maps.google.com/?q=-23.5,-46.6",
    "localisation : https://maps.google.com/?q=-23.5,-46.6",
    "位置：https://maps.google.com/?q=-23.5,-46.6",
    "live location shared",
    "Live location shared",
    "lokasi terkini dibagikan",
    "British Library (96 Euston Rd: London): https://foursquare.com/v/4ac518cef964a5",
]


def test_locations():
    found = android(*(f"Ada: {body}" for body in LOCATIONS))
    assert found == [("Ada", "location", body, None) for body in LOCATIONS]
    assert iphone(*(f"Ada: {LRM}{body}" for body in LOCATIONS)) == found


def test_a_link_to_a_map_is_text():
    body = "vamos aqui https://maps.google.com/?q=1,2"
    assert android(f"Ada: {body}") == [("Ada", "text", body, None)]


POLLS = [
    "POLL:\nWhen?\nOPTION: Mon (1 vote)\nOPTION: Tue (0 votes)",
    "ENQUETE:\nQuando?\nOPÇÃO: seg (1 voto)\nOPÇÃO: ter (0 votos)",
    "SONDAGE :\nQuand ?\nOPTION : lundi (3 votes)",
    "UMFRAGE:\nWann: x?\nOPTION: Mo (2 Stimmen)",
    "ОПРОС:\nКогда?\nВАРИАНТ: пн (2 голоса)",
    "استطلاع:\nمتى؟\nخيار: أ (٢ صوت)",
    "アンケート：\nいつ\n選択肢：月（2票）",
    "투표:\n언제\n옵션: 월 (2표)",
    "投票：\n什么时候\n选项：周一 (2 票)",
]


def test_polls():
    expected = [("Ada", "poll", body, None) for body in POLLS]
    assert android(*(f"Ada: {body}\n" for body in POLLS)) == expected
    marked = [LRM + body.replace("\n", f"\r\n{LRM}") for body in POLLS]
    assert iphone(*(f"Ada: {body}" for body in marked)) == expected


def test_a_list_with_counts_is_text():
    body = "Lista:\npão\nleite (2 litros)"
    assert android(f"Ada: {body}") == [("Ada", "text", body, None)]


CALLS = [
    f"Missed voice call, {LRM}Tap to call back",
    f"Voice call. {LRM}2 min",
    "Chamada de vídeo perdida",
    "Videollamada perdida",
    "Verpasster Sprachanruf",
    "不在着信",
    "Missed voice call at 08:00",
    "Group call",
    "Chamada de grupo. 12 min",
    "Llamada grupal",
    "Appel de groupe, Sans réponse",
    "मिस्ड वॉइस कॉल",
    "音声通話、2分",
    "语音通话，2 分钟",
    "未接群組通話",
    "부재중 음성 통화",
]


def test_calls_keep_their_author():
    found = iphone(*(f"Ada: {LRM}{body}" for body in CALLS))
    assert found == [("Ada", "call", body.replace(LRM, ""), None) for body in CALLS]


def test_mentions_keep_the_marks_around_the_name():
    body = "@\u2068Dalva Reis\u2069 fechado"
    assert android(f"Ada: {body}") == [("Ada", "text", body, None)]
