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


@pytest.mark.parametrize(("language", "text", "value"), SECRETS + NUMBERS)
def test_what_was_cleaned_stays_as_it_is(language, text, value, redactor):
    once = redactor.clean(text)
    assert redactor.clean(once) == once


@pytest.mark.parametrize("text", HARMLESS)
def test_what_identifies_nobody_stays(text, redactor):
    assert redactor.clean(text) == text
