"""What WhatsApp writes itself, by language. The only part that knows languages.

Layouts, authors and most media are found by structure; these words tell apart what
structure cannot.
"""

from __future__ import annotations

import re
import unicodedata

# Hindi's letters with a dot below come as one character or as two.
DOTTED = {
    unicodedata.normalize("NFC", letter): letter
    for letter in map(chr, range(2392, 2400))
}


def phrases(*languages: str) -> tuple[str, ...]:
    """Return the phrases of all `languages`, each once, in a fixed order."""
    every = (phrase.strip() for line in languages for phrase in line.split("|"))
    return tuple(sorted(set(every)))


# A message that its author, or an administrator, took back.
DELETED = phrases(
    "This message was deleted | You deleted this message",
    "Esta mensagem foi apagada | Mensagem apagada | Você apagou esta mensagem",
    "Essa mensagem foi apagada | Esta mensagem foi apagada pelo remetente",
    "Apagou esta mensagem | Eliminou esta mensagem | Esta mensagem foi eliminada",
    "Este mensaje fue eliminado | Se eliminó este mensaje | Eliminaste este mensaje",
    "Diese Nachricht wurde gelöscht | Du hast diese Nachricht gelöscht",
    "Ce message a été supprimé | Vous avez supprimé ce message",
    "Questo messaggio è stato eliminato | Hai eliminato questo messaggio",
    "Dit bericht is verwijderd | U hebt dit bericht verwijderd",
    "U heeft dit bericht verwijderd | Je hebt dit bericht verwijderd",
    "Данное сообщение удалено | Вы удалили данное сообщение",
    "Bu mesaj silindi | Bu mesajı sildiniz",
    "تم حذف هذه الرسالة | أنت حذفت هذه الرسالة",
    "यह मैसेज डिलीट कर दिया गया है",
    "Pesan ini telah dihapus | Pesan ini dihapus | Anda telah menghapus pesan ini",
    "このメッセージは削除されました | このメッセージを削除しました",
    "이 메시지는 삭제되었습니다 | 삭제한 메시지입니다",
    "信息已删除 | 这条消息已被删除 | 您删除这个信息 | 您删除了这条消息",
    "此訊息已刪除 | 您已刪除此訊息",
)

# What follows where an administrator did it, before or after a name.
ADMINS = phrases(
    "admin | administrador | administrator | amministratore | administrateur",
    "администратор | yönetici | مشرف | एडमिन | 管理者 | 관리자",
    "管理员 | 管理員 | beheerder",
)

# What an export without media prints in the place of one, where it has no brackets.
OMITTED = phrases(
    "image omitted | video omitted | audio omitted | sticker omitted | GIF omitted",
    "document omitted | Contact card omitted | Video note omitted | media omitted",
    "imagem ocultada | vídeo omitido | áudio ocultado | figurinha omitida",
    "GIF omitido | documento omitido | Cartão do contato omitido",
    "vídeo ocultado | GIF ocultado",
    "imagem não revelada | vídeo não revelado | ficheiro de áudio não revelado",
    "sticker não revelado | documento não revelado | Contacto não revelado",
    "GIF não revelado",
    "imagen omitida | audio omitido | sticker omitido | Video omitido",
    "Tarjeta de contacto omitida",
    "Bild weggelassen | Video weggelassen | Audio weggelassen | Sticker weggelassen",
    "GIF weggelassen | Dokument weggelassen | Kontaktkarte ausgelassen",
    "image absente | vidéo absente | vidéo omise | audio omis | sticker omis",
    "GIF retiré | GIF omis | document manquant | Fiche contact manquante",
    "immagine omessa | video omesso | audio omesso | sticker non incluso | GIF omessa",
    "GIF esclusa | documento omesso | Scheda contatto omessa",
    "afbeelding weggelaten | video weggelaten | audio weggelaten | GIF weggelaten",
    "sticker weggelaten | document weggelaten | Visitekaartje weggelaten",
    "изображение отсутствует | видео отсутствует | аудиофайл отсутствует",
    "стикер не добавлен | GIF отсутствует | документ отсутствует",
    "Карточка контакта отсутствует",
    "görüntü dahil edilmedi | video dahil edilmedi | ses dahil edilmedi",
    "Çıkartma dahil edilmedi | GIF dahil edilmedi | belge dahil edilmedi",
    "Kişi kartı dahil edilmedi",
    "لم يتم إدراج الصورة | لم يتم إدراج الفيديو | لم يتم إدراج المقاطع الصوتية",
    "تم حذف الملصقات | لم يتم إدراج المستند | لم يتم إدراج بطاقة جهة اتصال",
    "फ़ोटो हटाई गई | वीडियो हटाया गया | ऑडियो हटाई गयी | स्टिकर छोड़ा गया",
    "डॉक्यूमेंट छोड़ा गया | कॉन्टैक्ट कार्ड छोड़ा गया",
    "gambar tidak disertakan | video tidak disertakan | audio tidak disertakan",
    "stiker tidak disertakan | GIF tidak disertakan | dokumen tidak disertakan",
    "Kartu kontak tidak disertakan",
    "画像は含まれていません | 動画は含まれていません | 音声は含まれていません",
    "スタンプは含まれていません | ドキュメントは含まれていません | 連絡先カードを省略",
    "이미지 생략됨 | 동영상 생략됨 | 오디오 생략됨 | 스티커 제외됨 | GIF 생략됨",
    "문서 생략됨 | 연락처 카드 생략됨",
    "照片已忽略 | 视频已忽略 | 音频已忽略 | 贴图已省略 | 文档已省略 | 联系人卡片已忽略",
    "圖像已省略 | 影片已省略 | 音訊已省略 | 貼圖已忽略 | 文件已忽略 | 聯絡人卡片已省略",
)

# Calls, as iPhones attribute them to a person; what follows is a duration or a hint.
CALLS = phrases(
    "Missed voice call | Missed video call | Voice call | Video call",
    "Missed group voice call | Missed group video call | Silenced voice call",
    "Silenced video call",
    "Chamada de voz perdida | Chamada de vídeo perdida | Chamada de voz",
    "Chamada de vídeo | Ligação de voz perdida | Ligação de vídeo perdida",
    "Ligação de voz | Ligação de vídeo | Videochamada perdida | Videochamada",
    "Llamada de voz perdida | Videollamada perdida | Llamada de voz | Videollamada",
    "Llamada perdida | Verpasster Sprachanruf | Verpasster Videoanruf | Sprachanruf",
    "Videoanruf | Verpasster Anruf",
    "Appel vocal manqué | Appel vidéo manqué | Appel vocal | Appel vidéo",
    "Chiamata vocale persa | Videochiamata persa | Chiamata vocale | Videochiamata",
    "Gemiste spraakoproep | Gemiste video-oproep | Spraakoproep | Video-oproep",
    "Пропущенный аудиозвонок | Пропущенный видеозвонок | Аудиозвонок | Видеозвонок",
    "Cevapsız sesli arama | Cevapsız görüntülü arama | Sesli arama | Görüntülü arama",
    "مكالمة صوتية فائتة | مكالمة فيديو فائتة | مكالمة صوتية | مكالمة فيديو",
    "Panggilan suara tak terjawab | Panggilan video tak terjawab",
    "Panggilan suara | Panggilan video",
    "不在着信 | ビデオ通話不在着信 | 音声通話 | ビデオ通話",
    "부재중 전화 | 부재중 영상통화 | 음성 통화 | 영상 통화",
    "未接语音通话 | 未接视频通话 | 语音通话 | 视频通话",
    "未接語音通話 | 未接視像通話 | 未接視訊通話 | 語音通話 | 視訊通話",
)

# Where somebody is, without the address that tells a location by its form.
LIVE_LOCATIONS = phrases(
    "live location shared | localização em tempo real compartilhada",
    "Localização atual compartilhada | localização em tempo real partilhada",
    "ubicación en tiempo real compartida | Live-Standort wird geteilt",
    "Live-Standort geteilt | localisation en direct partagée",
    "posizione attuale condivisa | posizione in tempo reale condivisa",
    "live locatie gedeeld | геоданные отправлены | canlı konum paylaşıldı",
)

# The words in parentheses behind the name of a file (Android).
ATTACHED = phrases(
    "file attached | arquivo anexado | ficheiro anexado | archivo adjuntado",
    "archivo adjunto | Datei angehängt | fichier joint | file allegato",
    "bestand bijgevoegd | файл добавлен | dosya ekli | الملف مرفق | file terlampir",
    "添付ファイル有り | 添付ファイルあり | 파일 첨부됨 | 文件附件 | 附件檔案",
    "फ़ाइल अटैच की गई",
    "файл прикріплено | plik dołączony | załączony plik | bifogad fil | fil vedhæftet",
    "fil vedlagt | tiedosto liitetty | soubor byl přiložen | fájl csatolva",
    "fișier atașat | αρχείο επισυνάφθηκε | הקובץ מצורף | پرونده پیوست شد",
)

# The words in brackets beside the name of a file (iPhone). Any word will do beside an
# invisible mark, which people do not type.
ATTACHED_IPHONE = phrases(
    "attached | anexado | anexo | adjunto | Anhang | pièce jointe | allegato",
    "bijgevoegd | прикреплено | eklendi | المُرفق | अटैच किया गया | terlampir",
    "添付ファイル | 첨부됨 | 附件",
)

# The words in brackets behind a text that was edited (Android).
EDITED = phrases(
    "This message was edited | Mensagem editada | Esta mensagem foi editada",
    "Se editó este mensaje | Este mensaje fue editado | Mensaje editado",
    "Diese Nachricht wurde bearbeitet | Ce message a été modifié",
    "Questo messaggio è stato modificato | Dit bericht is bewerkt",
    "Сообщение изменено | Данное сообщение изменено | Bu mesaj düzenlendi",
    "تم تعديل هذه الرسالة | Pesan ini diedit | Pesan ini telah diedit",
    "यह मैसेज एडिट किया गया | このメッセージは編集されました | 메시지가 수정되었습니다",
    "이 메시지는 수정되었습니다 | 此消息已编辑 | 此訊息已編輯 | 这条消息已编辑",
)

# Endings of files that people send.
EXTENSIONS = phrases(
    "3gp | aac | aiff | amr | apk | avi | avif | bmp | csv | doc | docx | eml | epub",
    "flac | gif | gpx | heic | heif | htm | html | ics | jpe | jpeg | jpg | json | key",
    "kml | kmz | log | m4a | m4v | md | mkv | mov | mp3 | mp4 | mpeg | mpg | numbers",
    "odp | ods | odt | oga | ogg | opus | pages | pdf | pkpass | png | ppt | pptx",
    "psd | rar | rtf | svg | tar | tex | tif | tiff | txt | vcf | wav | webm | webp",
    "wma | wmv | xls | xlsm | xlsx | xml | zip | 7z",
)


def any_of(words: tuple[str, ...]) -> str:
    """Return a pattern of any of `words`, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def spellings(phrase: str) -> tuple[str, ...]:
    """Return `phrase` as phones print it: with or without final point and brackets."""
    two = unicodedata.normalize("NFC", phrase)
    one = two
    for letters, letter in DOTTED.items():
        one = one.replace(letters, letter)
    return tuple(
        spelling
        for form in {two: 0, one: 0}
        for spelling in (form, f"{form}.", f"{form}。", f"{form} .", f"<{form}>")
    )


# Whole text, less invisible marks → kind.
KINDS = {
    spelling: kind
    for kind, meant in (
        ("deleted", DELETED),
        ("media_omitted", OMITTED),
        ("location", LIVE_LOCATIONS),
    )
    for phrase in meant
    for spelling in spellings(phrase)
}
