"""Phrases that WhatsApp writes itself, by language.

Layouts, authors and most media are found by structure. These words distinguish what
structure cannot. No other module of `ingest` depends on the language of the phone,
except for the parts of the day in `headers`.
"""

from __future__ import annotations

import re
import unicodedata

# Hindi's letters with a dot below come as one character or as two.
HINDI_DOTTED_LETTERS = {
    unicodedata.normalize("NFC", letter): letter
    for letter in map(chr, range(2392, 2400))
}


def split_phrases(*languages: str) -> tuple[str, ...]:
    """Return the phrases of all `languages`, each once, in a fixed order."""
    every = (phrase.strip() for line in languages for phrase in line.split("|"))
    return tuple(sorted(set(every)))


# A message that its author, or an administrator, took back.
DELETED = split_phrases(
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
    "Essa mensagem foi apagada pelo remetente | Você apagou essa mensagem",
    "Este mensaje se eliminó | Has eliminado este mensaje",
    "Vous avez supprimé ce message | Je hebt dit bericht verwijderd",
    "Это сообщение удалено | Это сообщение было удалено | Вы удалили это сообщение",
    "आपने यह मैसेज डिलीट किया | आपने यह मैसेज डिलीट कर दिया | यह मैसेज मिटाया गया",
    "यह संदेश मिटाया गया | यह मैसेज हटा दिया गया | आपने इस मैसेज को डिलीट किया",
    "Pesan ini sudah dihapus | Anda menghapus pesan ini",
    "このメッセージは取り消されました | メッセージは削除されました",
    "삭제된 메시지입니다 | 이 메시지를 삭제했습니다 | 메시지를 삭제했습니다",
    "消息已删除 | 此消息已被删除 | 此消息已删除 | 该消息已被删除",
    "你删除了这条消息 | 您已删除这条消息 | 你已删除这条消息",
    "此訊息已被刪除 | 這則訊息已被刪除 | 這則訊息已刪除",
    "你已刪除此訊息 | 您已刪除這則訊息 | 你已刪除這則訊息 | 您刪除了此訊息",
    "Це повідомлення видалено | Ви видалили це повідомлення",
    "Ta wiadomość została usunięta | Usunięto tę wiadomość | Wiadomość usunięta",
    "Tato zpráva byla odstraněna | Táto správa bola odstránená",
    "Acest mesaj a fost șters | Ați șters acest mesaj",
    "Ezt az üzenetet törölték | Az üzenetet törölték | Törölted ezt az üzenetet",
    "Αυτό το μήνυμα διαγράφηκε | Διαγράψατε αυτό το μήνυμα",
    "הודעה זו נמחקה | ההודעה נמחקה | מחקת הודעה זו",
    "این پیام حذف شد | این پیام حذف شده است | شما این پیام را حذف کردید",
    "یہ میسج حذف کر دیا گیا ہے | یہ پیغام حذف کر دیا گیا | یہ پیغام حذف کیا گیا",
    "Detta meddelande raderades | Du raderade detta meddelande",
    "Det här meddelandet togs bort | Denne besked blev slettet",
    "Denne meldingen ble slettet | Tämä viesti poistettiin",
    "Tin nhắn này đã bị xóa | Tin nhắn đã bị xóa | Bạn đã xóa tin nhắn này",
    "ข้อความนี้ถูกลบ | ข้อความนี้ถูกลบแล้ว | Mesej ini telah dipadamkan",
    "Това съобщение беше изтрито | Ova poruka je izbrisana | Ova je poruka izbrisana",
    "এই মেসেজটি ডিলিট করা হয়েছে | S'ha suprimit aquest missatge",
)

# The same by an administrator, where what tells it stands on both sides of a name (…).
DELETED_BY_ADMIN = split_phrases(
    "Diese Nachricht wurde …Admin… gelöscht",
    "Du hast diese Nachricht als Admin gelöscht",
    "El admin… eliminó este mensaje | Un admin… eliminó este mensaje",
    "La admin… eliminó este mensaje | Una admin… eliminó este mensaje",
    "Админ… удалил(-а) данное сообщение | Админ… удалил(-а) это сообщение",
    "Админ… удалил данное сообщение | Администратор… удалил это сообщение",
    "Bu mesaj …yönetici… tarafından silindi | Bu mesajı yönetici olarak sildiniz",
    "حذف …مشرف… هذه الرسالة | यह मैसेज …एडमिन… ने डिलीट कर दिया",
    "एडमिन… ने यह मैसेज डिलीट…",
    "यह मैसेज …एडमिन… ने डिलीट कर दिया है | یہ میسج …ایڈمن… نے حذف کر دیا ہے",
    "Anda menghapus pesan ini sebagai admin | این پیام را مدیر… حذف کرد",
    "یکی از مدیران این پیام را حذف کرد | ההודעה נמחקה על ידי …מנהל…",
    "管理者…このメッセージを削除しました | このメッセージは…管理者…削除されました",
    "관리자…이 메시지를 삭제했습니다 | 이 메시지는 관리자…삭제되었습니다",
    "이 메시지는 관리자…삭제했습니다 | 관리자…메시지를 삭제했습니다",
    "管理员…删除了这条消息 | 管理员…已删除这条消息",
    "管理员…删除了此消息 | 管理员…已删除此消息",
    "此消息已…管理员…删除 | 这条消息已…管理员…删除 | 您以管理员身份删除了…消息",
    "管理員…刪除了此訊息 | 管理員…已刪除此訊息",
    "管理員…刪除了這則訊息 | 管理員…已刪除這則訊息",
    "此訊息已…管理員…刪除 | 這則訊息已…管理員…刪除 | 您以管理員身分刪除了…訊息",
    "您以管理員身份刪除了…訊息",
)

# What follows where an administrator did it, before or after a name.
ADMINS = split_phrases(
    "admin | administrador | administrator | amministratore | administrateur",
    "администратор | админ | yönetici | مشرف | एडमिन | 管理者 | 관리자",
    "管理员 | 管理員 | beheerder",
)

# What an export without media prints in the place of one, where it has no brackets.
OMITTED_MEDIA = split_phrases(
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
    "immagine omessa | video omesso | audio omesso | sticker non incluso",
    "GIF omessa",
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
    "スタンプは含まれていません | ドキュメントは含まれていません",
    "連絡先カードを省略",
    "이미지 생략됨 | 동영상 생략됨 | 오디오 생략됨 | 스티커 제외됨 | GIF 생략됨",
    "문서 생략됨 | 연락처 카드 생략됨",
    "照片已忽略 | 视频已忽略 | 音频已忽略 | 贴图已省略 | 文档已省略",
    "联系人卡片已忽略",
    "圖像已省略 | 影片已省略 | 音訊已省略 | 貼圖已忽略 | 文件已忽略",
    "聯絡人卡片已省略",
    "photo omitted | view once photo omitted | view once video omitted",
    "album omitted",
    "view once voice message omitted | voice message omitted",
    "imagem omitida | áudio omitido | mensagem de vídeo omitida | GIF oculto",
    "recado de vídeo omitido | recado de vídeo ocultado | mensagem de voz omitida",
    "áudio não revelado | mensagem de vídeo não revelada",
    "video omitido | foto omitida | nota de video omitida | nota de vídeo omitida",
    "Videonachricht weggelassen | Videonotiz weggelassen | Kontaktkarte weggelassen",
    "image omise | note vidéo absente | note vidéo omise | document omis",
    "sticker omesso | videomessaggio omesso | videobericht weggelaten",
    "Contactkaart weggelaten | видеосообщение отсутствует | аудио отсутствует",
    "изображение опущено | видео опущено | аудио опущено | документ опущен",
    "video notu dahil edilmedi | ses kaydı dahil edilmedi",
    "لم يتم إدراج ملف GIF | لم يتم إدراج الملصق | تم استبعاد الصورة",
    "لم يتم إدراج رسالة الفيديو | GIF हटाया गया | GIF हटाई गई | GIF छोड़ा गया",
    "वीडियो नोट छोड़ा गया | catatan video tidak disertakan",
    "GIFは含まれていません | GIF は含まれていません | ビデオは含まれていません",
    "ビデオメッセージは含まれていません",
    "사진 생략됨 | 비디오 생략됨 | 영상 메시지 생략됨",
    "图片已忽略 | 图像已忽略 | 影片已忽略 | GIF已忽略 | GIF 已忽略 | GIF 已省略",
    "視訊已省略 | GIF已省略 | 圖片已省略 | 貼圖已省略 | 文件已省略",
    "obraz pominięto | wideo pominięto | audio pominięto | dokument pominięto",
    "grafika została pominięta | plik wideo został pominięty | naklejka pominięta",
    "bild utelämnad | video utelämnad | billede udeladt | bilde utelatt",
    "kuva jätetty pois | imagine omisă | kép kihagyva | obrázek vynechán",
    "תמונה הושמטה | סרטון וידאו הושמט | שמע הושמט | סטיקר הושמט | מסמך הושמט",
    "зображення пропущено | відео пропущено | hình ảnh bị bỏ qua",
)

# Photos and the like that may be seen once, on the phone alone.
VIEWED_ONCE = split_phrases(
    "You received a view once photo… | You received a view once video…",
    "You received a view once message… | You received a view once voice message…",
    "You sent a view once… | View once photo | View once video",
    "View once voice message",
    "Você recebeu uma foto de visualização única…",
    "Você recebeu um vídeo de visuali…",
    "Você recebeu uma mensagem de visualização única… | Foto de visualização única",
    "Recebeste uma foto de visualização única… | Recebeu uma foto de visualização…",
    "Recibiste una foto de visualización única… | Recibiste un video de visualizaci…",
    "Recibiste un mensaje de visualización única… | Has recibido una foto de…única…",
    "Du hast ein Einmal-Foto… | Du hast ein Einmal-Video…",
    "Du hast ein Foto zur Einma…",
    "Du hast ein Video zur Einmalansicht… | Du hast eine Einmal-Nachricht…",
    "Einmalansicht… | Vous avez reçu une photo à vue unique…",
    "Vous avez reçu une vidéo à…",
    "Vous avez reçu un message à vue unique… | Hai ricevuto una foto visualizzabile…",
    "Hai ricevuto un video visualizzabile…",
    "Hai ricevuto un messaggio visualizzabile…",
    "Je hebt een foto ontvangen… | Je hebt een eenmalige… | U hebt een eenmalige…",
    "Вы получили фото для одноразового… | Вы получили одноразовое…",
    "Вы получили видео для…",
    "Tek görüntülük bir fotoğraf aldınız… | Tek görüntülük… | Tek seferlik…aldınız…",
    "لقد تلقيت صورة للعرض مرة واحدة… | تلقيت صورة للعرض… | تلقيت فيديو للعرض…",
    "आपको एक बार देखने… | आपको 'एक बार देखें'… | Anda menerima foto sekali lihat…",
    "1回限り表示の写真を… | 閲覧は1回限りの… | 한 번 보기 사진… | 您收到了一次性…",
    "你收到了一次性…",
    "您收到了阅后即焚… | 您收到一張限閱一次… | Otrzymano zdjęcie jednorazowe…",
)
# A message that has not arrived.
NOT_ARRIVED = split_phrases(
    "Waiting for this message… | Aguardando mensagem… | Aguardando esta mensagem…",
    "Aguardando essa mensagem… | A aguardar esta mensagem… | A aguardar mensagem…",
    "Esperando el mensaje… | Esperando este mensaje… | Warte auf diese Nachricht…",
    "Warten auf diese Nachricht… | Auf diese Nachricht wird gewartet…",
    "En attente de ce message… | En attente du message… | In attesa del messaggio…",
    "In attesa di questo messaggio… | Wachten op dit bericht…",
    "Bezig met wachten op…",
    "Ожидание сообщения… | Ожидание этого сообщения… | Ожидание данного сообщения…",
    "Bu mesaj bekleniyor… | Mesaj bekleniyor… | في انتظار هذه الرسالة…",
    "بانتظار هذه الرسالة…",
    "इस मैसेज का इंतज़ार है… | इस मैसेज का इंतज़ार… | Menunggu pesan ini…",
    "このメッセージを待っています… | メッセージを待機中…",
    "이 메시지를 기다리는 중… | 메시지를 기다리는 중…",
    "正在等待此消息… | 等待此消息… | 正在等待此訊息… | 等待此訊息…",
    "Oczekiwanie na tę wiadomość…",
    "This message can't be displayed… | This message couldn't load…",
)

# Calls, as iPhones attribute them to a person; what follows is a duration or a hint.
CALL_PHRASES = split_phrases(
    "Missed voice call | Missed video call | Voice call | Video call",
    "Missed group voice call | Missed group video call | Silenced voice call",
    "Silenced video call | Missed call | Missed group call | Group call",
    "Group voice call | Group video call",
    "Chamada de grupo | Chamada em grupo | Ligação em grupo | Chamada perdida",
    "Chamada de grupo perdida | Ligação perdida | Chamada de voz não atendida",
    "Chamada de vídeo não atendida | Ligação de voz não atendida",
    "Llamada grupal | Llamada perdida de voz | Videollamada grupal",
    "Llamada grupal perdida | Gruppenanruf | Verpasster Gruppenanruf",
    "Appel manqué | Appel de groupe | Appel de groupe manqué | Appel groupé",
    "Chiamata persa | Chiamata di gruppo | Chiamata di gruppo persa",
    "Gemiste oproep | Groepsoproep | Gemiste groepsoproep",
    "Пропущенный звонок | Групповой звонок | Пропущенный групповой звонок",
    "Cevapsız arama | Grup araması | Cevapsız grup araması",
    "مكالمة فائتة | مكالمة جماعية | مكالمة جماعية فائتة",
    "मिस्ड वॉइस कॉल | मिस्ड वीडियो कॉल | वॉइस कॉल | वीडियो कॉल | ग्रुप कॉल",
    "वॉइस कॉल मिस हो गई | वीडियो कॉल मिस हो गई | मिस्ड ग्रुप कॉल",
    "Panggilan tak terjawab | Panggilan grup | Panggilan grup tak terjawab",
    "音声通話不在着信 | 音声通話の不在着信 | ビデオ通話の不在着信 | グループ通話",
    "부재중 음성 통화 | 부재중 음성통화 | 부재중 음성 전화 | 부재중 영상 통화",
    "음성통화 | 영상통화 | 그룹 통화 | 부재중 그룹 통화",
    "未接来电 | 群组通话 | 未接群组通话 | 未接來電 | 群組通話 | 未接群組通話",
    "Nieodebrane połączenie głosowe | Nieodebrane połączenie wideo",
    "Połączenie głosowe | Połączenie wideo | Missat röstsamtal | Röstsamtal",
    "Cuộc gọi thoại nhỡ | Cuộc gọi video nhỡ | Cuộc gọi thoại | Cuộc gọi video",
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
    "Call | Call failed | Voice chat | Voice chat ended | No answer | Answered call",
    "Canceled call | Declined call | Outgoing call | Incoming call | Call ended",
    "Chamada | Ligação | Chamada falhou | Falha na ligação | Ligação falhou",
    "Sem resposta",
    "Chat de voz | Conversa de voz | Chamada recusada | Chamada cancelada",
    "Llamada | Llamada fallida | Error en la llamada | Sin respuesta",
    "Llamada cancelada",
    "Anruf | Anruf fehlgeschlagen | Sprachchat | Keine Antwort | Anruf abgelehnt",
    "Appel | Échec de l'appel | Appel échoué | Discussion vocale | Pas de réponse",
    "Chiamata | Chiamata non riuscita | Chat vocale | Nessuna risposta | Oproep",
    "Oproep mislukt | Spraakchat | Geen antwoord | Звонок | Сбой звонка | Нет ответа",
    "Голосовой чат | Arama | Arama başarısız | Sesli sohbet | Cevap yok | Yanıt yok",
    "مكالمة | فشلت المكالمة | دردشة صوتية | لا يوجد رد | कॉल | कॉल नहीं लगी",
    "वॉइस चैट",
    "जवाब नहीं मिला | Panggilan | Panggilan gagal | Obrolan suara",
    "Tidak ada jawaban",
    "通話 | 通話に失敗 | 音声チャット | 応答なし | 통화 | 통화 실패 | 음성 채팅",
    "응답 없음",
    "通话 | 通话失败 | 语音聊天 | 无人接听 | 无应答 | 通話失敗 | 語音聊天 | 無人接聽",
    "Połączenie | Połączenie nieudane | Czat głosowy | Brak odpowiedzi",
)

# Where somebody is, without the address that tells a location by its form.
LIVE_LOCATIONS = split_phrases(
    "live location shared | localização em tempo real compartilhada",
    "Localização atual compartilhada | localização em tempo real partilhada",
    "ubicación en tiempo real compartida | Live-Standort wird geteilt",
    "Live-Standort geteilt | localisation en direct partagée",
    "posizione attuale condivisa | posizione in tempo reale condivisa",
    "live locatie gedeeld | геоданные отправлены | canlı konum paylaşıldı",
    "Ubicación en vivo compartida | تمت مشاركة الموقع المباشر",
    "लाइव लोकेशन शेयर की गई",
    "lokasi terkini dibagikan | lokasi langsung dibagikan",
    "ライブロケーションを共有しました",
    "실시간 위치 공유됨 | 실시간 위치를 공유했습니다",
    "已共享实时位置 | 实时位置已共享 | 已分享即時位置 | 即時位置已分享",
)

# The words in parentheses behind the name of a file (Android).
ATTACHED = split_phrases(
    "file attached | arquivo anexado | ficheiro anexado | archivo adjuntado",
    "archivo adjunto | Datei angehängt | fichier joint | file allegato",
    "bestand bijgevoegd | файл добавлен | dosya ekli | الملف مرفق | file terlampir",
    "添付ファイル有り | 添付ファイルあり | 파일 첨부됨 | 文件附件 | 附件檔案",
    "फ़ाइल अटैच की गई | फ़ाइल अटैच है | 添付ファイル | 파일 첨부 | 档案附件",
    "plik załączony | прикріплено файл | файл додано | tệp đính kèm | đính kèm tệp",
    "ไฟล์ที่แนบมา | ไฟล์แนบ | fail dilampirkan | קובץ מצורף | soubor přiložen",
    "συνημμένο αρχείο | fil bifogad | vedhæftet fil | прикачен файл | fitxer adjunt",
    "файл прикріплено | plik dołączony | załączony plik | bifogad fil",
    "fil vedhæftet",
    "fil vedlagt | tiedosto liitetty | soubor byl přiložen | fájl csatolva",
    "fișier atașat | αρχείο επισυνάφθηκε | הקובץ מצורף | پرونده پیوست شد",
)

# The words in brackets beside the name of a file (iPhone). Any word will do beside an
# invisible mark, which people do not type.
ATTACHED_IPHONE = split_phrases(
    "attached | anexado | anexo | adjunto | Anhang | pièce jointe | allegato",
    "bijgevoegd | прикреплено | eklendi | المُرفق | अटैच किया गया | terlampir",
    "添付ファイル | 첨부됨 | 附件",
)

# The words in brackets behind a text that was edited (Android).
EDITED = split_phrases(
    "This message was edited | Mensagem editada | Esta mensagem foi editada",
    "Se editó este mensaje | Este mensaje fue editado | Mensaje editado",
    "Diese Nachricht wurde bearbeitet | Ce message a été modifié",
    "Questo messaggio è stato modificato | Dit bericht is bewerkt",
    "Сообщение изменено | Данное сообщение изменено | Bu mesaj düzenlendi",
    "تم تعديل هذه الرسالة | Pesan ini diedit | Pesan ini telah diedit",
    "यह मैसेज एडिट किया गया | このメッセージは編集されました",
    "메시지가 수정되었습니다",
    "이 메시지는 수정되었습니다 | 此消息已编辑 | 此訊息已編輯 | 这条消息已编辑",
    "Essa mensagem foi editada | Este mensaje se editó | Это сообщение изменено",
    "Сообщение отредактировано | تم تعديل الرسالة | यह मैसेज एडिट किया गया है",
    "यह मैसेज एडिट किया गया था | इस मैसेज को एडिट किया गया है",
    "このメッセージは編集済みです | このメッセージが編集されました | 메시지 수정됨",
    "이 메시지가 수정되었습니다 | 수정된 메시지입니다 | 이 메시지는 편집되었습니다",
    "此消息已被编辑 | 这条消息已被编辑 | 已编辑此消息 | 消息已编辑",
    "此訊息已被編輯 | 這則訊息已編輯 | 這則訊息已被編輯 | 已編輯這則訊息",
    "訊息已編輯",
    "Ta wiadomość została edytowana | Ta wiadomość została zmieniona",
    "Wiadomość edytowana | Це повідомлення змінено | Tato zpráva byla upravena",
    "Detta meddelande redigerades | Tämä viesti on muokattu | ההודעה נערכה",
    "הודעה זו נערכה | Acest mesaj a fost editat | Az üzenet szerkesztve",
    "Tin nhắn này đã được chỉnh sửa | این پیام ویرایش شد | ข้อความนี้ถูกแก้ไข",
)

# A name, in a pattern. WhatsApp's own sentences are no questions.
NAME_IN_PHRASE = r"[^\n?!？！؟]*"

# Endings of files that people send.
FILE_EXTENSIONS = split_phrases(
    "3gp | aac | aiff | amr | apk | avi | avif | bmp | csv | doc | docx | eml | epub",
    "flac | gif | gpx | heic | heif | htm | html | ics | jpe | jpeg | jpg | json",
    "key",
    "kml | kmz | log | m4a | m4v | md | mkv | mov | mp3 | mp4 | mpeg | mpg | numbers",
    "odp | ods | odt | oga | ogg | opus | pages | pdf | pkpass | png | ppt | pptx",
    "psd | rar | rtf | svg | tar | tex | tif | tiff | txt | vcf | wav | webm | webp",
    "wma | wmv | xls | xlsm | xlsx | xml | zip | 7z",
)


def any_of(words: tuple[str, ...]) -> str:
    """Return a pattern of any of `words`, the longest first; `…` is anything."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace("…", NAME_IN_PHRASE) for word in longest)


def printed_spellings(phrase: str) -> tuple[str, ...]:
    """Return `phrase` as phones print it.

    With or without final point and brackets, and with a small or capital first letter.
    """
    two = unicodedata.normalize("NFC", phrase)
    one = two
    for letters, letter in HINDI_DOTTED_LETTERS.items():
        one = one.replace(letters, letter)
    small = (form[0].lower() + form[1:] for form in (two, one))
    capital = (form[0].upper() + form[1:] for form in (two, one))
    return tuple(
        spelling
        for form in dict.fromkeys((two, one, *small, *capital))
        for spelling in (form, f"{form}.", f"{form}。", f"{form} .", f"<{form}>")
    )


# Whole text, less invisible marks → kind.
KIND_OF_PHRASE = {
    spelling: kind
    for kind, meant in (
        ("deleted", DELETED),
        ("media_omitted", OMITTED_MEDIA),
        ("location", LIVE_LOCATIONS),
    )
    for phrase in meant
    for spelling in printed_spellings(phrase)
}
