"""A conversation of people from eight countries, with the truth about who is in it.

Each `Said` holds a text, what of it must not be seen again, and what must stay. The
texts are invented; the numbers are from ranges that nobody has, or hold only by their
check digits.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

# As exported → given name, family name; both empty where one word is all.
ROSTER = {
    "Iolanda Vasconcelos": ("Iolanda", "Vasconcelos"),
    "Gérson Brandt 🎸": ("Gérson", "Brandt"),
    "Rosa Figueira": ("Rosa", "Figueira"),
    "Jaqueline dos Santos Prates": ("Jaqueline", "Prates"),
    "Evandro Lima": ("Evandro", "Lima"),
    "Tainá (síndica)": ("Tainá", ""),
    "Dra. Zuleika Abrantes": ("Zuleika", "Abrantes"),
    'Lauro "Lalo" Bittencourt': ("Lauro", "Bittencourt"),
    "Will Ashcombe": ("Will", "Ashcombe"),
    "Grace Okonkwo-Hale": ("Grace", "Okonkwo"),
    "Siobhán O'Rourke": ("Siobhán", "Rourke"),
    "May Thistlewood": ("May", "Thistlewood"),
    "Dexter Pemberton": ("Dexter", "Pemberton"),
    "Jürgen Köhlmann": ("Jürgen", "Köhlmann"),
    "Annegret Weißhaupt": ("Annegret", "Weißhaupt"),
    "Detlef von der Mühlen": ("Detlef", "Mühlen"),
    "Xóchitl Arizmendi": ("Xóchitl", "Arizmendi"),
    "Íñigo Echeverría de la Torre": ("Íñigo", "Echeverría"),
    "Nuria Zubizarreta": ("Nuria", "Zubizarreta"),
    "Hyacinthe Lemoyne": ("Hyacinthe", "Lemoyne"),
    "Øystein Bjørnstad": ("Øystein", "Bjørnstad"),
    "Venkatesh Iyer": ("Venkatesh", "Iyer"),
    "Priyanka Chattopadhyay": ("Priyanka", "Chattopadhyay"),
    "अनुराधा त्रिपाठी": ("अनुराधा", "त्रिपाठी"),
    "देवेंद्र": ("देवेंद्र", ""),
    "خديجة الحمداني": ("خديجة", "الحمداني"),
    "طارق": ("طارق", ""),
    "Abdulrahman Al-Qahtani": ("Abdulrahman", "Qahtani"),
    "欧阳慧琳": ("慧琳", ""),
    "赵一航": ("一航", ""),
    "Zhu Meilin": ("Meilin", ""),
    "Людмила Горбатенко": ("Людмила", "Горбатенко"),
    "Тимофей": ("Тимофей", ""),
    "한지훈": ("지훈", ""),
    "佐久間 陽葵": ("陽葵", "佐久間"),
    "~ Perpétua": ("Perpétua", ""),
}
NUMBERS = {
    "+55 31 99555-0142": "5531995550142",
    "+44 7700 900461": "447700900461",
    "+49 1512 3456789": "4915123456789",
}
NICKNAMES = {"Jaque": "Jaqueline dos Santos Prates", "Tio Bira": None}
WORDS = ["Colégio Alto da Serra", "Quintessa"]
REGIONS = ["BR", "US", "GB", "DE", "ES", "MX", "IN", "CN", "SA", "FR", "RU"]
# Only a name where it is used as one.
ORDINARY = {"Rosa", "Lima", "Will", "Grace", "May", "Figueira"}
GONE = "Nuria Zubizarreta"
SETTINGS = {
    "opt_out": [GONE],
    "forget": [],
    "names": NICKNAMES,
    "words": WORDS,
    "regions": REGIONS,
}


@dataclass(frozen=True)
class Said:
    """One text, what of it identifies people, and what must stay."""

    text: str
    gone: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    kind: str = "name"
    notice: bool = field(default=False)


def wide(text: str) -> str:
    """Return text in full-width letters."""
    return "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c
        for c in unicodedata.normalize("NFD", text)
    )


def bare(text: str) -> str:
    """Return text without accents."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")


DISGUISES = {
    "as it is": str,
    "capitals": str.upper,
    "small": str.lower,
    "no accents": bare,
    "decomposed": lambda t: unicodedata.normalize("NFD", t),
    "full width": wide,
    "zero-width inside": lambda t: "\u200b".join(t),
    "soft hyphen": lambda t: f"{t[:2]}\u00ad{t[2:]}",
    "mathematical bold": lambda t: "".join(
        chr(0x1D400 + ord(c) - 65) if "A" <= c <= "Z"
        else chr(0x1D41A + ord(c) - 97) if "a" <= c <= "z" else c
        for c in bare(t)
    ),
}  # fmt: skip


def is_latin(text: str) -> bool:
    """Tell whether a text is in Latin letters."""
    return all("LATIN" in unicodedata.name(c, "") for c in text if c.isalpha())


def names() -> Iterator[Said]:
    """Yield the people, in the forms by which they are named."""
    frames = itertools.cycle(
        (
            "ontem falei com {} sobre a viagem",
            "did you ask {} about the keys?",
            "acho que {} já sabe, né",
            "la foto es de {} y punto",
            "das hat mir {} erzählt",
        )
    )
    for exported, (given, family) in ROSTER.items():
        full = f"{given} {family}".strip()
        for form in dict.fromkeys(one for one in (full, given, family) if one):
            for name, disguise in DISGUISES.items():
                if name not in ("as it is", "zero-width inside") and not is_latin(form):
                    continue
                if form in ORDINARY and name in ("small",):
                    continue
                yield Said(next(frames).format(disguise(form)), (form,))
        yield Said(f"@\u2068{exported}\u2069 olha isso", (exported, given))
        yield Said(f"{given}, você vem?", (given,))
        yield Said(f"obrigada, {given}!", (given,))
        yield Said(f"{given} adicionou alguém", (given,), notice=True)
        yield Said(f'"{exported}" alterou o nome do grupo para "Casa de {given}"',
                   (given,), notice=True)  # fmt: skip
        if is_latin(given):
            yield Said(f"that is {given}'s bike and {given}’s hat", (given,))
            yield Said(f"as {given}s do grupo", (given,))
        if family and is_latin(family):
            yield Said(f"{family}, {given} na lista", (given, family))
            yield Said(f"assinado {given[0]}. {family}", (family,))
            yield Said(
                f"{given}_{family} {given}.{family} {given}-{family}", (given, family)
            )
            yield Said(f"procura {bare(given)}{bare(family)} lá", (given + family,))
            yield Said(f"#{given}{family} no story", (given + family,))
    yield Said(
        "mandei para Аnna? não, для Людмилы Горбатенко", ("Людмил", "Горбатенко")
    )
    yield Said("спроси Людмилу и Тимофея", ("Людмил", "Тимофе"))
    yield Said("قل لخديجة وطارق تعالوا", ("خديجة", "طارق"))
    yield Said("خَدِيجَة هنا", ("خديجة",))
    yield Said("خـديـجـة وخديجه ولطارق", ("خديجة", "خديجه", "طارق"))
    yield Said("للحمداني بيت", ("حمداني",))
    yield Said("देवेन्द्र और त्रिपाठीजी आए", ("देवेन्द्र", "त्रिपाठी"))
    yield Said(
        "歐陽慧琳和趙一航来了，欧阳老师也在，赵总呢",
        ("歐陽", "慧琳", "趙", "欧阳", "赵"),
    )
    yield Said("the ORourkes and AlQahtani", ("Rourke", "Qahtani"))
    yield Said("ask Abdul Rahman or Abdul-Rahman", ("Abdul", "Rahman"))
    yield Said("G.Brandt, BRANDT Gérson, Gérson/Brandt", ("Brandt", "Gérson"))
    yield Said("gerson_brandt2024 e brandt.gerson.jpg", ("gerson", "brandt"))
    yield Said("Gérson Brandt mudou de número. Toque para enviar", ("Gérson", "Brandt"),
               notice=True)  # fmt: skip
    yield Said('Gérson changed the subject from "Jürgens Haus" to "Festa da Perpétua"',
               ("Gérson", "Jürgen", "Perpétua"), notice=True)  # fmt: skip
    yield Said("अनुराधा ने बताया कि देवेंद्र को पता है", ("अनुराधा", "देवेंद्र"))
    yield Said("慧琳你好吗", ("慧琳",))
    yield Said("我昨天见到欧阳慧琳和赵一航了", ("欧阳", "慧琳", "一航"))
    yield Said("지훈이는 어디야? 한지훈 씨!", ("지훈",))
    yield Said("佐久間さんと陽葵ちゃん", ("佐久間", "陽葵"))
    yield Said("a Jaque e o tio Bira chegaram", ("Jaque", "Bira"))
    yield Said(
        "o Colegio Alto da Serra e a QUINTESSA",
        ("Colegio Alto", "QUINTESSA"),
        kind="word",
    )
    yield Said("Iolandinha e Lalo vieram", ("Iolandinha", "Lalo"))
    yield Said("a Nuria disse isso", ("Nuria",))
    yield Said(
        "[31/05, 22:12] Nuria Zubizarreta: meu segredo é este",
        ("segredo",),
        kind="quote",
    )
    yield Said("Juergen Koehlmann hat angerufen", ("Juergen", "Koehlmann"))
    yield Said("Oystein Bjornstad was here", ("Oystein", "Bjornstad"))
    yield Said("Rosa disse que vem, e Will said no", ("Rosa", "Will"))
    yield Said("Grace", ("Grace",))
    yield Said("May Thistlewood in May", ("May Th", "Thistlewood"))


IDENTIFIERS = {
    "phone": """
        +55 31 99555-0188|+55 (31) 99555 0188|5531995550188|(31) 99555-0188
        |31 99555-0188
        |031 99555-0188|31.99555.0188|31995550188|99555-0188|(31)3555-0188|3555-0188
        |+1 415 555 0134|(415) 555-0134|415-555-0134|415.555.0134|1-415-555-0134
        |+44 7700 900123|07700 900123|07700900123|020 7946 0018|+44 (0)20 7946 0018
        |+49 151 23456789|0151 23456789|030 901820|0049 30 901820|0170/2345678
        |+34 612 345 678|612 345 678|612345678|91 123 45 67
        |+33 6 12 34 56 78|06 12 34 56 78|06.12.34.56.78|0612345678
        |+52 55 1234 5678|55 1234 5678|+91 98765 43210|98765 43210|098765 43210
        |9876543210
        |+86 138 1234 5678|138 1234 5678|13812345678|+966 50 123 4567|050 123 4567
        |+7 912 345-67-89|8 (912) 345-67-89|8 912 345 67 89
        |+55\u00a031\u00a099555\u20110188|\u202a+55 31 99555-0188\u202c
        |＋５５ ３１ ９９５５５-０１８８
        |+32 470 12 34 56|0470 12 34 56|+31 6 12345678|+41 79 123 45 67|0664 1234567
        |+39 347 123 4567|+48 512 345 678|+46 70 123 45 67|+47 412 34 567
        |+358 40 123 4567
        |0532 123 45 67|+380 67 123 4567|050-123-4567|0803 123 4567|082 123 4567
        |0712 345678|0300-1234567|0812-3456-7890|0917 123 4567|138-1234-5678
        |090-1234-5678|010-1234-5678|0412 345 678|+54 9 11 2345-6789|+56 9 1234 5678
        |300 123 4567|0412-1234567|+52 1 55 1234 5678|+55_31_99555_0188
        |31 • 99555 • 0188|31·99555·0188|31 9 9555-0188|(31) 9.9555.0188
        |https://wa.me/message/ABCDEF
        |٠٥٠ ١٢٣ ٤٥٦٧|+351 912 345 678|+971 50 123 4567|https://wa.me/5531995550188
        |wa.me/5531995550188|https://api.whatsapp.com/send?phone=5531995550188
        |tel:+5531995550188
    """,
    "email": """
        gerson.b@example.com|GERSON+x@mail.example.co.uk|josé.lima@exemplo.com.br
        |gerson (at) example.com|gerson [at] example [dot] com
        |gerson arroba exemplo ponto com
        |gerson at example dot com|gerson＠example.com|mailto:gerson@example.com
        |https://example.org/u?email=gerson@example.com|gerson @ example.com
        |gerson@exam\u200bple.com|gerson@example,com|gerson @ example . com
        |gerson {at} example {dot} com|"gerson b"@example.com
        |gerson [ät] example punkt de
        |ｇｅｒｓｏｎ＠ｅｘａｍｐｌｅ．ｃｏｍ|gerson@example.museum
    """,
    "handle": """
        @lalo.guitarra|@x_tainara99|insta: lalo.guitarra
        |https://www.instagram.com/lalo.guitarra/
        |https://twitter.com/lalo_g/status/1234567890
        |https://www.linkedin.com/in/lalo-b-1234/
        |https://www.tiktok.com/@lalo.g|https://t.me/lalo_g|lalo#1234
        |https://user:secret@example.com/x|facebook.com/lalo.guitarra
        |insta lalo.guitarra
        |https://youtube.com/@lalo|https://linkedin.com/in/lalo-b-1|telegram: @lalo_gx
    """,
    "card": """
        4111 1111 1111 1111|4111111111111111|5500-0000-0000-0004|3714 496353 98431
        |378282246310005|6011 0009 9013 9424|4111.1111.1111.1111
        |4111  1111  1111  1111
        |４１１１ １１１１ １１１１ １１１１|3530111333300000
    """,
    "iban": """
        GB82 WEST 1234 5698 7654 32|GB82WEST12345698765432|DE89 3704 0044 0532 0130 00
        |FR14 2004 1010 0505 0001 3M02 606|ES91 2100 0418 4502 0005 1332
        |BR1800360305000010009795493C1|NL91 ABNA 0417 1643 00
        |IT60X0542811101000000123456
        |de89 3704 0044 0532 0130 00
    """,
    "id": """
        529.982.247-25|52998224725|111.444.777-35|11.222.333/0001-81|11222333000181
        |536-90-4399|12345678Z|X1234567L|2341 2341 2346|234123412346|ABCPV1234D
        |11010519491231002X|RCCMNL83S18D969H|20-05536168-2|756.9217.0769.85
        |30.686.957-4
        |c56a4180-65aa-42ec-a945-5fd21dec0538|529 982 247 25|５２９.９８２.２４７-２５
        |11.222.333 0001 81|12.345.678-Z|X-1234567-L|2341-2341-2346|abcpv1234d
        |110105 19491231 002X|120.12345.67-2|MG-12.345.678|CNH 12345678900
        |NHS 943 476 5919
        |CURP: HEGG560427MVZRRL04|passport AB1234567|SSN 536904399|A123456(3)
        |S1234567D
        |900101-1234568|cédula 1.234.567-2|RG 12.345.678-9
        |título de eleitor 1234 5678 9012
    """,
    "place": """
        -19.92083, -43.93778|19°55'15"S 43°56'16"W
        |https://maps.google.com/?q=-19.92,-43.93
        |https://maps.app.goo.gl/AbCdEf123
        |https://www.google.com/maps/@-19.92083,-43.93778,15z
        |https://waze.com/ul?ll=-19.92,-43.93|geo:-19.92083,-43.93778
        |Rua dos Timbiras, 1532, apto 302
        |Av. Afonso Pena, 1500|221B Baker Street|Bahnhofstraße 12
        |12 rue de la Paix|Calle Mayor 15
        |30130-010|(-19.92083; -43.93778)|19.92083°S, 43.93778°W|-19,92083; -43,93778
        |lat: -19.92083, lng: -43.93778|19º 55' 15" S, 43º 56' 16" O
        |48.8584 N, 2.2945 E
        |S 19° 55.250 W 43° 56.267|588J3W7R+PQ|///filled.count.soap
        |https://osm.org/go/abc
        |https://share.here.com/l/-19.9,-43.9
        |https://www.openstreetmap.org/#map=17/-19.9/-4
        |https://maps.apple.com/?ll=-19.9,-43.9|https://yandex.com/maps/?ll=37.6,55.7
        |12 Main St., Apt 4|1600 Pennsylvania Ave|C/ Mayor, 15|Via Giuseppe Verdi, 5
        |Keizersgracht 123|ul. Marszałkowska 10|ул. Ленина, 15|улица Пушкина, дом 10
        |建国路93号|渋谷区神南1-2-3|강남구 테헤란로 152|شارع الملك فهد 15
        |P.O. Box 123|SW1A 1AA
        |12/3 Church Road|CEP 30130010|Rua dos Timbiras nº 1532
    """,
}

WORDS_THAT_STAY = """
    comprei uma camisa rosa | as rosas da varanda murcharam | cor de rosa é lindo
    | Rosa é uma cor quente | uma lima bem verde e duas laranjas | suco de lima
    | a figueira do quintal | I will go tomorrow | will you come? | Will you come?
    | Will it rain? | where there's a will there's a way | what a grace
    | she moves with grace | grace period ends soon | you may leave now
    | May I come in? | it may rain in May | em maio, May 5 | see you in May
    | last May was cold | May 2024 was wet | banana e semana | a semana santa
    | todos os dias | bom dia | os santos da casa | dois dias depois
    | taróloga e pesquisa | ele evadiu-se | o laudo saiu | a torre da igreja
    | de la torre se ve el mar | São Paulo é grande | Costa do Sauípe | vou de lima
    | eu lavo, você seca | die Straße ist lang | im Mai ist es schön
    | maybe in a while | willing and able | disgraceful! | he is graceful
    | 今天天气很好
    | 我们去航海吧 | 小时候的事 | 老师好 | 我等了三小时 | tudo igual | dados do jogo
    | o rahmanismo | al dente | insta é legal | o telegram caiu | the king's road
    | na rua de casa | a rua estava cheia | im Garten am Montag | der Weg ist weit
    | 오늘 날씨 좋다 | السلام عليكم | आज मौसम अच्छा है
    | сегодня хорошая погода
    | a vida é bela | o gerente ligou | fomos ao mercado | the lion sleeps
    | qual o seu signo? | pêra, uva, maçã | quero um café | que graça
    | the willow tree | a rosácea | limão e limonada | Bom dia, grupo!
    | Feliz Natal a todos | parabéns!! | kkkkkkkk | hahaha | oi, tudo bem?
    | @todos olhem
"""

NUMBERS_THAT_STAY = """
    em 2024 | de 1999 a 2003 | 1999-2003 | 2019/2020 | R$ 1.500,00 | R$ 12.345.678,90
    | US$ 1,299.99 | € 1 200 300 | 1.234.567 pessoas | 10.000.000 | 10 000 000
    | 250 mil | às 10:30 | 18h45 | 10:30:15 | 22/11/2025 | 2025-11-22
    | 2025-11-22 18:30 | 11/22/25, 6:30 PM | 3x1 | 2-1 | 7 a 1 | 21-19, 15-21, 15-13
    | v1.2.3 | Python 3.11.7 | 10.0.19045.3803 | 192.168.0.1 | pedido 48213377
    | pedido nº 123456789 | order #4815162342 | ticket 20250317
    | protocolo 2025031712345 | 99,9% | 3.14159 | 1920x1080 | 5 km em 27:31
    | 42,195 km | sala 1204 | linha 4 amarela | ISBN 978-85-359-0277-5 | 1/2 xícara
    | 2 x 500 g | 12 ovos, 200 ml | -12 °C | 100.000 km | 120/80 | página 1024
    | nota 9,5 | 1500 kcal | R$50 | 1.000 | 10k | 2ª temporada, episódio 11
    | BR-381, km 452 | voo 3456 | A4, 75 g | 1234 | 12345 | 123456 | capítulo 12.3.1
    | grupo de 30 | mesa 7 | 20250317 | RTX 4090 | F1 2021 | 1 2 3 4 5 6 | de 8 a 10
    | 10h-12h | seg 12/05, ter 13/05 | 05/12 06/12 07/12 | 2023, 2024, 2025
    | 1024 768 | 0800 | https://www.youtube.com/watch?v=dQw4w9WgXcQ
    | https://g1.globo.com/mg/noticia/2025/03/17/a.ghtml
    | https://arxiv.org/abs/2401.12345
    | https://example.com.br/p?id=1234567890123&ref=wa
    | https://en.wikipedia.org/wiki/Saci_(folklore)
    | https://www.instagram.com/p/C1abc2DEF/ | https://github.com/duckdb/duckdb
    | 300 mg | 12:30-14:00 | 4 + 5 = 9 | C4+H2 | 3,5 x 2,40 m | 2+2 | 80-90% | 1-2-3
    | 5.000,00 | 12 345,67 | Airbus A320-200 | 1.000.000 | 2026/27 | 7/7 | 10/10
    | 4.5.2024 | 100-150 reais | n. 10 | 3º lugar | 200 m² | pág. 12-15 | 14h às 18h
    | rua sem saída 2025 | na rua até 2025 | no CEP 12 | AB12 | o dia 5 | 30 e 31
    | build 1234567890 | código 123456 | senha 4321 | #123456
"""

PHRASES = {
    "phone": ("anota aí: {}", "{} é o zap dele", "call {} now", "o número ({})"),
    "email": ("escreve para {} hoje", "{}", "mail: {}, ok?"),
    "handle": ("segue {} lá", "{}"),
    "card": ("o cartão é {}", "{}"),
    "iban": ("paga em {} ok", "{}"),
    "id": ("documento {}", "{} é o dele"),
    "place": ("estou em {}", "{}"),
}


def listed(text: str) -> list[str]:
    """Return the entries of a list written with bars."""
    return [one.strip() for one in text.split("|")]


def identifiers() -> Iterator[Said]:
    """Yield the identifiers that are no names, each in several sentences."""
    for kind, values in IDENTIFIERS.items():
        for value, phrase in itertools.product(listed(values), PHRASES[kind]):
            yield Said(phrase.format(value), (value,), kind=kind)
    for number, digits in NUMBERS.items():
        yield Said(f"@{digits} vem cá", (digits,), kind="phone")
        yield Said(f"fala com {number}", (number,), kind="phone")
        yield Said(f"{number} saiu", (number,), kind="phone", notice=True)
        yield Said(f"é o {digits[2:]}", (digits[2:],), kind="phone")


def words_that_stay() -> Iterator[Said]:
    """Yield what holds no name although a word of it is one."""
    yield from (
        Said(text.strip(), stays=(text.strip(),)) for text in listed(WORDS_THAT_STAY)
    )


def numbers_that_stay() -> Iterator[Said]:
    """Yield numbers that identify nobody."""
    for text in listed(NUMBERS_THAT_STAY):
        yield Said(f"olha: {text.strip()} viu", stays=(text.strip(),))


def seen_again(said: Said, text: str) -> list[str]:
    """Return what of `said` can still be read in `text`, in any spelling."""

    def folded(value: str) -> str:
        value = unicodedata.normalize("NFKC", value).casefold()
        value = unicodedata.normalize("NFD", value)
        return "".join(c for c in value if unicodedata.category(c) not in ("Mn", "Cf"))

    left = [one for one in said.gone if folded(one) in folded(text)]
    if said.kind in ("phone", "card", "iban", "id", "place"):
        left += [c for c in text if c.isdecimal()]
    if said.kind == "email":
        left += [
            part for part in ("gerson", "example", "exemplo") if part in folded(text)
        ]
    return left
