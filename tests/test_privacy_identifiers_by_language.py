"""What a label announces, and what has a known form, goes in every language."""

import pytest

from egregora.privacy.name_forms import name_variants
from egregora.privacy.name_index import NameIndex
from egregora.privacy.redactor import Redactor

SECRETS = [
    ("pt", "senha: gato123", "gato123"),
    ("pt", "a senha do wifi é cachorroazul", "cachorroazul"),
    ("pt", "Senha do wifi da casa da praia: Praia@2024!", "Praia@2024!"),
    ("pt", "gente, palavra-passe nova: Mar&Sol9", "Mar&Sol9"),
    ("pt", "seu código de acesso é 482913", "482913"),
    ("pt", "o código do portão é 4821", "4821"),
    ("es", "contraseña nueva: perro.verde", "perro.verde"),
    ("es", "la clave es 4821", "4821"),
    ("es", "clave wifi Gatito2020", "Gatito2020"),
    ("es", "tu código de verificación es 553201", "553201"),
    ("en", "the password is hunter2", "hunter2"),
    ("en", 'the wifi password is "blue Monkey 42"', "Monkey"),
    ("en", "482913 is your WhatsApp code", "482913"),
    ("en", "G-482913 is your Google verification code", "482913"),
    ("en", "door code 7731#", "7731"),
    ("en", "pin: 0042", "0042"),
    ("de", "Kennwort lautet Sommer!99", "Sommer!99"),
    ("de", "WLAN-Passwort: KatzeMaus7", "KatzeMaus7"),
    ("de", "der Türcode ist 5512", "5512"),
    ("fr", "mot de passe : Soleil75", "Soleil75"),
    ("fr", "le mdp c'est soleil", "soleil"),
    ("fr", "le digicode: B4512", "B4512"),
    ("it", "la password è gattino22", "gattino22"),
    ("it", "parola d'ordine: Montagna9", "Montagna9"),
    ("it", "codice di verifica 449210", "449210"),
    ("ru", "пароль: котик55", "котик55"),
    ("ru", "пароль от вайфая это kotik55", "kotik55"),
    ("ru", "код домофона 12к4567", "4567"),
    ("tr", "şifremiz: kedi1234", "kedi1234"),
    ("tr", "wifi şifresi kedi1234", "kedi1234"),
    ("hi", "पासवर्ड: dilli2020", "dilli2020"),
    ("hi", "वाईफाई पासवर्ड है chai4567", "chai4567"),
    ("ar", "كلمة السر: abc123", "abc123"),
    ("ar", "كلمة المرور هي قطة99", "قطة99"),
    ("zh", "密码是abc12345", "abc12345"),
    ("zh", "WiFi密码：mima8888", "mima8888"),
    ("zh", "验证码：482913", "482913"),
    ("ja", "パスワードは sakura2020 です", "sakura2020"),
    ("ja", "暗証番号：4821", "4821"),
    ("ko", "비밀번호: goyang12", "goyang12"),
    ("pl", "hasło do wifi: kotek12", "kotek12"),
    ("nl", "wachtwoord: Fiets33", "Fiets33"),
    ("de", "WLANpasswort lautet Sommer!99", "Sommer"),
    ("ja", "Wi-Fi パスワード - falcon-lantern-40", "falcon"),
    ("ja", "sakura2020がパスワードです", "sakura2020"),
    ("zh", "我们家wifi的密码昨天换成了mima8888", "mima8888"),
    ("pt", "a senha que eu coloquei no roteador ontem foi gato123", "gato123"),
    ("cs", "heslo k wifi je kocka12", "kocka12"),
    ("uk", "пароль від вайфаю: kotyk12", "kotyk12"),
    ("el", "ο κωδικός του wifi είναι gata2020", "gata2020"),
    ("he", "הסיסמה לוויפיי: hatul12", "hatul12"),
    ("fa", "رمز وای فای: gorbe12", "gorbe12"),
    ("vi", "mật khẩu wifi là meo12345", "meo12345"),
    ("th", "รหัสผ่าน maew2020", "maew2020"),
    ("bn", "পাসওয়ার্ড: biral12", "biral12"),
    ("sw", "nywila ni paka2020", "paka2020"),
    ("any", "AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"),
    ("any", "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "ghp_abc"),
    ("any", "use sk-proj-abc123DEF456ghi789JKL012", "sk-proj"),
    ("any", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcDEF123", "eyJ"),
    ("any", "xoxb-123456789012-abcdefABCDEF", "xoxb"),
    (
        "any",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----",
        "MII",
    ),
    ("any", "Authorization: Bearer abcdefghijklmnop1234567", "abcdefghijklmnop"),
    ("any", 'api_key = "abcd1234efgh5678"', "abcd1234"),
    ("any", "https://zoom.us/j/123456789?pwd=abc123XYZ", "abc123XYZ"),
    ("any", "zoom.us/j/123456789?pwd=abc123XYZ", "abc123XYZ"),
    ("any", "https://docs.google.com/document/d/1aBcDeFgHiJkL/edit", "1aBcDeFgHiJkL"),
    ("any", "https://bank.example/reset-password?token=abc123def456", "abc123def456"),
    ("any", "https://b.example/x.pdf?X-Amz-Signature=abcdef0123456789", "abcdef01"),
    ("any", "https://www.site.example/reset/9f8e7d6c5b4a", "9f8e7d6c5b4a"),
    ("any", "https://trip.uber.com/abc123", "abc123"),
    ("any", "filled.count.soap é onde estou", "count"),
]
NUMBERS = [
    ("pt", "meu passaporte é FX123456", "FX123456"),
    ("pt", "agência 1234 conta 12345-6", "12345-6"),
    ("pt", "RG: MG-12.345.678", "12.345.678"),
    ("pt", "a placa é ABC1D23", "ABC1D23"),
    ("pt", "nasci em 12 de março de 1985", "1985"),
    ("pt", "cvv 123 validade 12/28", "12/28"),
    ("pt", "CNPJ novo 12.ABC.345/01DE-35", "345/01DE"),
    ("pt", "12ABC34501DE35", "12ABC34501DE35"),
    ("pt", "nove nove oito sete seis cinco quatro três dois", "sete"),
    ("pt", "me liga 11 98765-43O2", "98765"),
    ("pt", "O11 98765 4302", "98765"),
    ("pt", "1️⃣1️⃣ 9️⃣8️⃣7️⃣6️⃣5️⃣-4️⃣3️⃣2️⃣1️⃣", "9️⃣8️⃣7️⃣"),
    ("es", "DNI 12345678Z", "12345678"),
    ("es", "mi CLABE 002010077777777771", "0020100777"),
    ("es", "fecha de nacimiento: 12/03/1985", "12/03"),
    ("es", "matrícula 1234 BCD", "1234"),
    ("es", "612345678", "612345678"),
    ("en", "my passport no. is 533401234", "533401234"),
    ("en", "sort code 12-34-56 account number 12345678", "12345678"),
    ("en", "license plate 7ABC123", "7ABC123"),
    ("en", "born on March 12, 1985", "March 12"),
    ("en", "nine eight seven six five four three two one zero", "seven"),
    ("en", "07911123456", "07911123456"),
    ("de", "Kennzeichen: B-AB 1234", "1234"),
    ("de", "Steuer-ID 12 345 678 901", "345 678"),
    ("de", "geboren am 12.03.1985", "12.03"),
    ("fr", "plaque AB-123-CD", "123"),
    ("fr", "né le 12 mars 1985", "12 mars"),
    ("fr", "0612345678", "0612345678"),
    ("fr", "numéro de sécu 1 85 03 75 123 456 78", "123 456"),
    ("it", "targa AB123CD", "AB123CD"),
    ("it", "nato il 12/03/1985", "12/03"),
    ("ru", "ИНН 770123456789", "770123456789"),
    ("ru", "номер машины А123ВС77", "123"),
    ("ru", "дата рождения: 12.03.1985", "12.03"),
    ("tr", "tc kimlik no: 12345678950", "12345678950"),
    ("tr", "plakası 34 ABC 123", "34 ABC"),
    ("tr", "12.03.1985 doğumluyum", "12.03"),
    ("hi", "आधार नंबर 1234 5678 9012", "5678"),
    ("hi", "मेरा जन्म 12/03/1985", "12/03"),
    ("ar", "رقم الهوية 1023456789", "1023456789"),
    ("ar", "تاريخ الميلاد 12/03/1985", "12/03"),
    ("zh", "身份证号码 110101199003074258", "110101199003074258"),
    ("zh", "车牌 京A12345", "A12345"),
    ("zh", "生日是3月12日", "3月12日"),
    ("ja", "免許証番号 123456789012", "123456789012"),
    ("ja", "1985年3月12日生まれ", "1985年"),
    ("pl", "PESEL 85031212345", "85031212345"),
    # The label has other words behind it, or stands behind the number.
    ("pt", "o passaporte dela ficou com o número novo FX123456", "FX123456"),
    ("en", "533401234 is my passport number", "533401234"),
    ("es", "12345678 es mi número de cuenta", "12345678"),
    ("zh", "身份证我发你，AB1234567", "AB1234567"),
    # Abbreviations, with their dots and without.
    ("es", "Cta. Cte. 19503726", "19503726"),
    ("es", "F. nac.: 06/08/1997", "06/08"),
    ("fr", "DDN : 05/05/1973", "05/05"),
    ("tr", "D.T.: 12.12.1967", "12.12"),
    ("ru", "д.р. 28.01.1979", "28.01"),
    ("ru", "р/с 738418080627", "738418080627"),
    ("de", "mein Auto, Kennz. AX-VC 449", "449"),
    # Inflected labels, and endings of possession.
    ("tr", "müşteri numaram 63562744", "63562744"),
    ("tr", "nüfus cüzdanı JD249546", "JD249546"),
    ("ar", "جواز سفري JA254122", "JA254122"),
    ("ar", "وهويتي 1023456789", "1023456789"),
    ("fi", "passini numero on FP1234567", "FP1234567"),
    ("pl", "numer dowodu: ABC123456", "ABC123456"),
    ("cs", "rodné číslo 850312/1234", "850312"),
    ("sv", "personnummer 850312-1234", "850312"),
    ("uk", "мій паспорт АА123456", "123456"),
    ("el", "ΑΦΜ: 123456789", "123456789"),
    ("he", "מספר חשבון 12345678", "12345678"),
    ("fa", "کد ملی 1234567890", "1234567890"),
    ("vi", "số tài khoản: 1903456789", "1903456789"),
    ("th", "เลขบัญชี 123-4-56789-0", "56789"),
    ("id", "no rek 1234567890", "1234567890"),
    ("ko", "계좌번호 110-123-456789", "456789"),
    ("ro", "CNP 1850312123456", "1850312123456"),
    ("hi", "UPI socket99@okaxis", "socket99"),
    ("ja", "普通 3297919 に振り込んで", "3297919"),
    ("ja", "年金番号2742535243", "2742535243"),
    # Plates by their form, or beside a vehicle.
    ("ru", "моя машина, номер А507МК92", "507"),
    ("hi", "काली कार, प्लेट MH12 LV 5543", "5543"),
    ("ja", "車両番号 品川 300 さ 24-44", "24-44"),
    ("zh", "沪A44025", "44025"),
    # The parts of a card, wherever they stand.
    ("es", "vence el 02/28, código 745 detrás", "745"),
    ("de", "Karte gültig bis 11/29, die drei Ziffern: 512", "512"),
    ("ja", "有効期限：02/33 cvc：499", "499"),
    ("en", "the card ends 09/31 and 482 on the back", "482"),
    # Check digits, without label, in the scripts of their countries too.
    ("ru", "вот оно 500100732259 ок?", "500100732259"),
    ("zh", "在这里找到110101199003074258好", "110101199003074258"),
    ("zh", "链接https://app.example.org/password/reset/9f8e7d6c5b4a吧", "9f8e7d"),
    ("zh", "一三一二三五零九八六九", "三五零"),
    ("ja", "ゼロ きゅう ゼロ いち に はち なな なな はち きゅう ご", "きゅう ゼロ"),
]
STREETS = [
    ("pt", "moro na Rua das Acácias, 1272, apto 32", "1272"),
    ("pt", "rua augusta 1200", "1200"),
    ("es", "Avda. de la Constitución 295, 3º B", "295"),
    ("es", "Calle 72 # 10-34", "10-34"),
    ("en", "it is 762 W 34th St", "762"),
    ("en", "ship it to 808 Elm Lane, Springfield, IL 62704", "62704"),
    ("de", "Lange Str. 591a", "591"),
    ("de", "Am Alten Hof 323, 80331 München", "323"),
    ("fr", "12 bis, rue des fleurs", "12 bis"),
    ("it", "Vicolo Stretto 452/A", "452"),
    ("it", "abito in Via delle Acacie 2115", "2115"),
    ("ru", "живу на улице Акаций, 813", "813"),
    ("ru", "Садовая улица, 667, кв. 7", "667"),
    ("tr", "Bağdat Bulvarı No:194 D:5", "194"),
    ("hi", "मैं मकान नंबर 2261, गाँधी मार्ग में रहता हूँ", "2261"),
    ("ar", "طريق الملك فهد 2366 الدور 3", "2366"),
    ("zh", "人民大道88号3栋502室", "88号"),
    ("ja", "桜町3丁目1682番地", "1682"),
    ("ja", "郵便番号150-0002", "150-0002"),
    ("ko", "서울 강남구 테헤란로 123", "123"),
    ("pl", "ul. Marszałkowska 12 m. 5", "12"),
    ("nl", "Prinsengracht 263", "263"),
    ("hu", "Kossuth utca 12.", "12"),
    ("he", "רחוב הרצל 12", "12"),
    ("id", "Jl. Sudirman No. 12", "12"),
]
HARMLESS = [
    "esqueci a senha de novo",
    "a senha mudou, alguém tem?",
    "password is required for the site",
    "clave del éxito es trabajar mucho",
    "o token expirou",
    "the token was stolen yesterday by somebody",
    "a lei 13.709/2018 diz isso",
    "lei nº 8.078/1990 e art. 5º",
    "(2019-2023) foi bom, (1998) também",
    "ganhou de 6-3 6-4 7-6",
    "IMG-20240503-WA0001.jpg",
    "o servidor é 192.168.1.254",
    "custa R$ 1.234.567,89",
    "1 500 000 euros",
    "SNAP is right",
    "ig is down again",
    "veja em https://pt.wikipedia.org/wiki/Paulo_Freire",
    "booking code QX7RT2",
    "pedido 123456789",
    "voo LA3456 às 14h30",
    "versão 3.11.4 e python 3.12",
    "ISBN 978-85-359-0277-8",
    "são 10.000 passos",
    "nota fiscal 000.123.456",
    "a conta ficou 1.200,00",
    "paguei a conta em 2023",
    "RFC 2616 e ISO 8601",
    "my new run 10000 m",
    "é uma rua legal com 3 lojas",
    "a avenida ficou 2 horas parada",
    "10 minutes down the road",
    "Am Montag 12 Uhr, im Jahr 2020",
    "(1914-1993)",
    "olha: n. 10 viu",
    "La password è una seccatura, diceva il signore",
    "meu carro é um Audi A3 2020",
    "the account manager called 3 times",
    "esqueci a senha do wifi em 12/03/2024",
    "票价5000元，11月3日",
    "права человека 1948",
    "Boeing 737-800, Galaxy S23 Ultra 256GB",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://example.com/a?utm_source=whatsapp&utm_medium=social",
    "https://github.com/snakemake/snakemake/issues/1234",
]


@pytest.fixture(scope="module")
def redactor():
    index = NameIndex()
    for place, name in enumerate(("Paulo Miranda", "Mark Bunch")):
        index.shown.append("@someone")
        index.add(place, name_variants(name), {})
    return Redactor(index, ["BR", "US"])


@pytest.mark.parametrize(("language", "text", "secret"), SECRETS)
def test_a_secret_goes(language, text, secret, redactor):
    assert secret not in redactor.clean(text)


@pytest.mark.parametrize(("language", "text", "number"), NUMBERS)
def test_a_number_that_identifies_somebody_goes(language, text, number, redactor):
    assert number not in redactor.clean(text)


@pytest.mark.parametrize(("language", "text", "number"), STREETS)
def test_a_street_with_its_number_goes(language, text, number, redactor):
    assert number not in redactor.clean(text)


@pytest.mark.parametrize(("language", "text", "value"), SECRETS + NUMBERS + STREETS)
def test_what_was_cleaned_stays_as_it_is(language, text, value, redactor):
    once = redactor.clean(text)
    assert redactor.clean(once) == once


@pytest.mark.parametrize("text", HARMLESS)
def test_what_identifies_nobody_stays(text, redactor):
    assert redactor.clean(text) == text
