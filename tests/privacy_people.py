"""An invented group of ten countries, and all the ways in which it names itself.

Other people than `privacy_generator`'s, who are written into whole exports. The
numbers are from ranges that nobody has, or hold only by their check digits.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum import luhn, verhoeff
from stdnum.br import cnpj, cpf
from stdnum.cn import ric
from stdnum.es import dni, nie

from privacy_generator import bare, wide

# As exported → given name, family name.
PEOPLE = {
    "Conceição Valadão": ("Conceição", "Valadão"),
    "Ubirajara Peçanha": ("Ubirajara", "Peçanha"),
    "Thaís Quintanilha": ("Thaís", "Quintanilha"),
    "Jurandir Sodré 🚲": ("Jurandir", "Sodré"),
    "Nélida Guimarães Frota": ("Nélida", "Guimarães"),
    "Prudence Halloway": ("Prudence", "Halloway"),
    "Faith Arkwright": ("Faith", "Arkwright"),
    "Hope Sandoval-Reed": ("Hope", "Sandoval"),
    "Bill Cartledge": ("Bill", "Cartledge"),
    "Gwendolyn Ashdowne": ("Gwendolyn", "Ashdowne"),
    "Cormac O'Driscoll": ("Cormac", "Driscoll"),
    "Jack MacAllister": ("Jack", "MacAllister"),
    "Wolfgang Schäuffele": ("Wolfgang", "Schäuffele"),
    "Käthe Grünwaldt": ("Käthe", "Grünwaldt"),
    "Heinz-Jörg Düsterhöft": ("Heinz", "Düsterhöft"),
    "Joaquín Ibáñez Cárdenas": ("Joaquín", "Ibáñez"),
    "Consuelo Villaseñor": ("Consuelo", "Villaseñor"),
    "Maëlle Duchêne": ("Maëlle", "Duchêne"),
    "Zacharie Le Guennec": ("Zacharie", "Guennec"),
    "Lakshmi Narasimhan": ("Lakshmi", "Narasimhan"),
    "Harpreet Dhaliwal (dentista)": ("Harpreet", "Dhaliwal"),
    "विक्रमादित्य शेखावत": ("विक्रमादित्य", "शेखावत"),
    "सुनयना मेहरोत्रा": ("सुनयना", "मेहरोत्रा"),
    "عبدالرحمن الزهراني": ("عبدالرحمن", "الزهراني"),
    "ياسمين الشمري": ("ياسمين", "الشمري"),
    "Mustafa Al-Rashidi": ("Mustafa", "Rashidi"),
    "司马婉清": ("婉清", "司马"),
    "钱德华": ("德华", ""),
    "Guo Xiaoling": ("Xiaoling", ""),
    "Светлана Ковальчук": ("Светлана", "Ковальчук"),
    "Геннадий Воробьёв": ("Геннадий", "Воробьёв"),
    "Świętosława Łukasiewicz": ("Świętosława", "Łukasiewicz"),
    "Çağla Yıldırım": ("Çağla", "Yıldırım"),
    "~\u202fLudmiła": ("Ludmiła", ""),
}
# Saved by nobody: number as exported → its digits.
NUMBERS = {
    "+55 21 97777-0131": "5521977770131",
    "+1 (212) 555-0172": "12125550172",
    "+44 7700 900337": "447700900337",
}
# Only in notices, and only on contact cards.
NOTICED = {
    "Rosalind Featherstone": ("Rosalind", "Featherstone"),
    "Zenóbio Catanduva": ("Zenóbio", "Catanduva"),
}
CARD = "Anselmo Prestes"
# Leaves in a later export.
LEAVER = "Begoña Etxeberria"
# Words of these names are also ordinary words.
ORDINARY = {"Prudence", "Faith", "Hope", "Bill", "Jack", "Consuelo", "Conceição"}
REGIONS = ["BR", "US", "GB", "DE", "ES", "MX", "IN", "CN", "SA", "FR", "RU"]
# Who is meant by these, only the owner knows.
NICKNAMES = {"Bira": "Ubirajara Peçanha", "Tonho da Van": None}
WORDS = ["Edifício Mirador do Lago"]


@dataclass(frozen=True)
class Told:
    """What one message tells: what of it must be gone, and what must stay.

    Attributes
    ----------
    text
        As typed.
    kind
        Class of what is gone: name, phone and so on; of what stays: word or number.
    gone
        Texts that no file may hold, in any spelling.
    stays
        Whether the text must be found again, whole.
    """

    text: str
    kind: str = "name"
    gone: tuple[str, ...] = ()
    stays: bool = False


FRAMES = (
    "ontem encontrei {} na feira",
    "did anybody hear from {} this week?",
    "pensei que {} já tinha chegado",
    "ayer vi a {} en el puerto",
    "morgen kommt {} mit dem Zug",
    "quelqu'un a vu {} au marché ?",
)


def is_latin(text: str) -> bool:
    """Tell whether a text is in Latin letters."""
    return all(ord(letter) < 0x250 for letter in text)


def names() -> Iterator[Told]:
    """Yield the people in every form of their names."""
    frames = itertools.cycle(FRAMES)
    for exported, (given, family) in (PEOPLE | NOTICED).items():
        plain = exported.strip("~\u202f")
        full = f"{given} {family}".strip()
        told = [part for part in (given, family) if part and part not in ORDINARY]
        # Of a name that is a word, only the whole is sought.
        sure = tuple(told) or (full,)
        yield Told(next(frames).format(full), gone=sure)
        yield Told(f"@\u2068{exported}\u2069 olha isso aqui", gone=sure)
        yield Told(f"> {plain}: combinado então", gone=sure)
        yield Told(f"[10/01/25, 14:05] {plain}: chego às oito", gone=sure)
        yield Told(f"**{full}** e _{full}_ e ~{full}~ e ```{full}```", gone=sure)
        for part in told:
            yield Told(next(frames).format(part), gone=(part,))
            yield Told(next(frames).format("\u200b".join(part)), gone=(part,))
            yield Told(f"{part}, você vem hoje?", gone=(part,))
            yield Told(f"(com {part}) ou sem “{part}”; {part}…", gone=(part,))
        if not is_latin(full):
            continue
        yield from latin(full, given, family, next(frames))
        for part in told:
            yield Told(next(frames).format(part.lower()), gone=(part,))
            yield Told(next(frames).format(part.upper()), gone=(part,))
            yield Told(next(frames).format(bare(part).lower()), gone=(part,))
            yield Told(f"that is {part}'s coat and {part}’s hat", gone=(part,))
            yield Told(f"as {part}s todas do grupo", gone=(part,))


def latin(full: str, given: str, family: str, frame: str) -> Iterator[Told]:
    """Yield the forms that only Latin letters have."""
    yield Told(frame.format(full.upper()), gone=(full,))
    yield Told(frame.format(full.lower()), gone=(full,))
    yield Told(frame.format(bare(full)), gone=(full,))
    yield Told(frame.format(wide(full)), gone=(full,))
    if family:
        yield Told(f"assinado: {given[0]}. {family}", gone=(family,))
        yield Told(f"assinado: {given[0]} {family}, presidente", gone=(family,))
        yield Told(f"na lista: {family}, {given}", gone=(f"{family}, {given}",))
        yield Told(frame.format(f"{given}-{family}"), gone=(f"{given}-{family}",))
        glued = bare(given + family)
        yield Told(f"perfil {glued} e #{glued.lower()}", gone=(glued,))
        yield Told(f"arquivo foto_{bare(given)}_{bare(family)}.jpg",
                   gone=(f"{bare(given)}_{bare(family)}",))  # fmt: skip
        slug = f"{bare(given)}-{bare(family)}".lower()
        yield Told(f"saiu em https://jornal.example/{slug}/perfil", gone=(slug,))


SCENES = (
    Told("Светлане и Геннадию привет, позовите Светлану",
         gone=("Светлан", "Геннади")),
    Told("قال عبدالرحمن وياسمين لعبدالرحمن نعم", gone=("عبدالرحمن", "ياسمين")),
    Told("विक्रमादित्य ने सुनयना को बताया", gone=("विक्रमादित्य", "सुनयना")),
    Told("昨天司马婉清和钱德华来了，婉清很高兴", gone=("婉清", "德华")),
    Told("Duesterhoeft und Gruenwaldt sind da", gone=("Duesterhoeft", "Gruenwaldt")),
    Told("o Bira trouxe o Tonho da Van", gone=("Bira trouxe", "Tonho")),
    Told("moramos no Edificio Mirador do Lago", kind="word", gone=("Mirador do Lago",)),
    Told("o Anselmo Prestes atende amanhã", gone=("Anselmo Prestes", "Prestes")),
    Told("Faith said she would, ask Faith!", gone=("Faith said", "ask Faith")),
    Told("Bill told me that Hope knows it", gone=("Bill told", "Hope knows")),
    Told("thank you, Jack! and @Jack too", gone=("you, Jack", "@Jack")),
    Told("Dear Prudence, come over", gone=("Dear Prudence",)),
    Told("la tía Consuelo viene el lunes", gone=("Consuelo viene",)),
    Told("Dona Conceição fez pamonha", gone=("Conceição fez",)),
    Told("Ubirajarinha e Thaisinha foram", gone=("Ubirajarinha", "Thaisinha")),
    Told("𝐓𝐡𝐚𝐢𝐬 𝐐𝐮𝐢𝐧𝐭𝐚𝐧𝐢𝐥𝐡𝐚 é demais", gone=("Thais Quintanilha",)),
    Told("prof. Wolfgang e Dr. Schäuffele", gone=("Wolfgang", "Schäuffele")),
)  # fmt: skip

PHONES = """
    +55 21 97777-0142|55 21 977770142|(21) 97777-0142|21 97777 0142|021 21 97777-0142
    |21977770142|21.97777.0142|97777-0142|(0xx21) 97777-0142|+55(21)97777-0142
    |(21)3777-0142|3777-0142|+55\u00a021\u00a097777\u20110142
    |+1 212 555 0184|(212) 555-0184|212-555-0184|212.555.0184|1 (212) 555-0184
    |2125550184
    |+44 7700 900558|07700 900558|07700 900 558|020 7946 0321|+44 (0)7700 900558
    |+49 1525 5550137|01525 5550137|0152 55550137|030 23125 042|+49 (0)30 23125 042
    |+34 655 123 987|655 123 987|655-12-39-87|655123987|+52 33 1234 5678|33 1234 5678
    |+91 98200 12345|98200 12345|9820012345|098200-12345|+86 139 1234 5678|139-1234-5678
    |13912345678|+966 55 123 4567|055 123 4567|0551234567|٠٥٥ ١٢٣ ٤٥٦٧
    |+33 7 55 12 34 56|07 55 12 34 56|07.55.12.34.56|0755123456
    |+7 921 555-01-37|8 (921) 555-01-37|89215550137|+54 9 11 5555-0123|+39 347 123 4567
    |+81 90-1234-5678|+61 412 345 678|+27 82 123 4567|+234 803 123 4567|+57 300 1234567
    |https://wa.me/5521977770142|tel:+5521977770142|９７７７７－０１４２
"""
EMAILS = """
    thais.q@correio.example|u.pecanha+lista@mail.example.com.br|halloway@example.co.uk
    |thais (at) correio.example|thais [at] correio [dot] com
    |faith arroba correio ponto com
    |käthe@grünwaldt.example|mailto:bill.c@example.org|JACK＠EXAMPLE.COM
    |hope at example dot com|contato@peçanha.com.br
"""
HANDLES = """
    @thais.quinta|@bira_pecanha7|insta: xiaoling.guo|https://www.instagram.com/xiaoling.guo/
    |https://x.com/cormac_od/status/1799|https://www.linkedin.com/in/gwendolyn-a-77/
    |https://t.me/wolfgang_s|cormac#7788|https://user:pass@example.org/a
    |tiktok: @jack.mac_a
"""
PLACES = """
    -22.97083, -43.18278|22°58'15"S 43°10'58"W|geo:-22.97083,-43.18278
    |https://maps.google.com/?q=-22.97,-43.18|https://maps.app.goo.gl/ZyXwVu987
    |https://www.google.com/maps/place/Copacabana/@-22.97083,-43.18278,15z
    |https://waze.com/ul?ll=-22.97,-43.18|Rua Barata Ribeiro, 774, apto 501
    |Av. Atlântica, 1702|14 Acacia Avenue|Lindenstraße 27|Calle Alcalá 98
    |25 rue du Bac|22041-011
"""
PHRASES = {
    "phone": ("anota: {} ok", "{}", "liga no {}"),
    "email": ("manda para {} hoje", "{}"),
    "handle": ("segue {} lá", "{}"),
    "card": ("o cartão é {}", "{} do banco"),
    "iban": ("paga em {} ok", "{}"),
    "id": ("documento {}", "{} é o dele"),
    "place": ("estou em {}", "{}"),
}


def with_digits(seed: int = 4) -> dict[str, list[str]]:
    """Return cards, accounts and ids whose check digits hold."""
    lot = random.Random(seed)

    def digits(count: int) -> str:
        return "".join(str(lot.randrange(10)) for _ in range(count))

    def iban(country: str, account: str) -> str:
        numeric = "".join(str(int(sign, 36)) for sign in f"{account}{country}00")
        return f"{country}{98 - int(numeric) % 97:02d}{account}"

    def grouped(text: str, size: int = 4) -> str:
        return " ".join(text[n : n + size] for n in range(0, len(text), size))

    found: dict[str, list[str]] = {"card": [], "iban": [], "id": []}
    for start, length in (("4", 16), ("52", 16), ("37", 15), ("6011", 16)):
        number = start + digits(length - len(start) - 1)
        number += luhn.calc_check_digit(number)
        found["card"] += [number, grouped(number), "-".join(grouped(number).split())]
    for country, account in (
        ("DE", digits(18)),
        ("ES", digits(20)),
        ("GB", "NWBK" + digits(14)),
        ("FR", digits(23)),
    ):
        found["iban"] += [iban(country, account), grouped(iban(country, account))]
    for _ in range(3):
        number = digits(9)
        number += cpf._calc_check_digits(number)
        found["id"] += [number, cpf.format(number)]
        number = digits(12)
        number += cnpj.calc_check_digits(number)
        found["id"] += [number, cnpj.format(number)]
        number = digits(8)
        found["id"] += [number + dni.calc_check_digit(number)]
        number = "Y" + digits(7)
        found["id"] += [number + nie.calc_check_digit(number)]
        number = "4" + digits(10)
        number += verhoeff.calc_check_digit(number)
        found["id"] += [number, grouped(number)]
        number = f"110105{lot.randrange(1950, 2004)}0{lot.randrange(1, 10)}1{digits(4)}"
        found["id"] += [number + ric.calc_check_digit(number + "0")]
        found["id"] += [
            f"5{lot.randrange(10, 99)}-{lot.randrange(10, 99)}-7{digits(3)}"
        ]
    found["id"] += ["BNZPM2501F", "CQTPS7719K"]
    return found


def listed(text: str) -> list[str]:
    """Return the entries of a list written with bars."""
    return [one.strip() for one in text.split("|")]


def identifiers() -> Iterator[Told]:
    """Yield numbers and addresses, each in several sentences."""
    values = {
        "phone": listed(PHONES),
        "email": listed(EMAILS),
        "handle": listed(HANDLES),
        "place": listed(PLACES),
        **with_digits(),
    }
    for kind, many in values.items():
        for value, phrase in itertools.product(many, PHRASES[kind]):
            yield Told(phrase.format(value), kind=kind, gone=(value,))
    for number, digits in NUMBERS.items():
        yield Told(f"@{digits} chega aqui", kind="phone", gone=(digits,))
        yield Told(f"fala com {number} hoje", kind="phone", gone=(number,))
        yield Told(f"o zap é {digits}", kind="phone", gone=(digits,))


DECOYS = """
    have a little faith in us | Faith is not enough here | in good faith they signed
    | i hope it works | Hope you are well | there is hope for the garden
    | hopefully tomorrow | the electric bill came | a bill of forty pages
    | who pays the bill? | jack of all trades | the jack is under the car
    | with prudence and patience | la prudencia manda | eso fue un consuelo
    | me da consuelo verlo | qué desconsuelo | a conceição da obra é antiga
    | o conceito mudou | billboards everywhere | hope springs eternal
    | a faithful dog | jackets are on sale | mach das Fenster zu | es ist grün im Wald
    | wo ist der Wolf? | el cárdeno del cielo | una cárcel vieja | a flauta e a frota
    | a frota de ônibus parou | o macaco e a banana | o valado da fazenda
    | le guêpier est grand | du chêne et du hêtre | une belle journée
    | la señora de la villa | 今天天气真好 | 我们明天去爬山 | 中华料理 | 品德很重要
    | 清水很好喝 | الحمد لله على السلامة | صباح الخير جميعا | आज बहुत गर्मी है
    | सब लोग कैसे हैं | сегодня идёт снег | воробей сел на окно | куём железо
    | bugün hava çok güzel | yıldızlar parlıyor | dziś jest ciepło | bom dia, gente
    | São Paulo ganhou | fui para Santa Catarina | o rio subiu muito
    | happy birthday to you | Merry Christmas | all good things | @todos amanhã
    | the mustard is finished | die Reederei hat angerufen | reading in the sun
    | a prudente decisão | vamos ao mercado da vila
"""
NUMBERS_THAT_STAY = """
    em 1987 | entre 2001 e 2014 | 1987-1994 | 2023/2024 | R$ 2.349,90 | R$ 1.250.000,00
    | US$ 4,750.25 | € 3 400 | 2.500.000 pessoas | 75 mil | às 07:45 | 19h30 | 06:15:40
    | 14/07/2024 | 2024-07-14 | 2024-07-14 08:15 | 7/14/24, 8:15 AM | 4x2 | 3-0
    | 25-23, 22-25, 15-11 | v2.14.0 | Python 3.12.4 | 10.0.22631.4317 | 10.0.0.12
    | pedido 90817263 | pedido nº 555123456 | order #7781234567 | ticket 20240714
    | protocolo 2024071498765 | 97,5% | 2.71828 | 2560x1440 | 10 km em 52:18 | 21,097 km
    | sala 807 | linha 9 esmeralda | ISBN 978-0-14-044926-6 | 3/4 de xícara
    | 4 x 250 g | 6 ovos, 350 ml | -7 °C | 84.000 km | 130/85 | página 512 | nota 8,75
    | 2200 kcal | R$75 | 2.000 | 15k | 3ª temporada, episódio 7 | BR-101, km 318
    | voo 8842 | 80 g/m² | 4321 | 54321 | 654321 | capítulo 3.2.4 | grupo de 45
    | mesa 12
    | 20240714 | RTX 3060 | F1 2022 | 6 5 4 3 2 1 | de 3 a 7 | 9h-11h
    | seg 15/07, ter 16/07 | 08/07 09/07 10/07 | 2021, 2022, 2023 | 1280 720 | 0300
    | https://www.youtube.com/watch?v=aBcDeFgHiJk | https://arxiv.org/abs/2312.00752
    | https://en.wikipedia.org/wiki/Bicycle_(disambiguation)
    | https://noticias.example/2024/07/14/chuva-no-rio.html
    | https://www.instagram.com/p/D9xYz12AbC/ | https://github.com/snakemake/snakemake
    | build 9876543210 | #778899 | 12 x R$ 99,90
    | 1.5.0-rc2 | 16:9 | 5 estrelas | 33 graus | 2h45 de filme | 100 m em 9,58
    | 8 GB de RAM | 500 Mbps | 220 V | lote 3391 | 42 | 3,5 litros | CEP não, 2 quadras
"""


def what_stays() -> Iterator[Told]:
    """Yield words that are no names and numbers that identify nobody."""
    for text in listed(DECOYS):
        yield Told(text, kind="word", stays=True)
    for text in listed(NUMBERS_THAT_STAY):
        yield Told(f"vejam: {text} mesmo", kind="number", stays=True)


def everything() -> list[Told]:
    """Return all that is told, shuffled the same way each time."""
    told = [*names(), *SCENES, *identifiers(), *what_stays()]
    random.Random(7).shuffle(told)
    return told
