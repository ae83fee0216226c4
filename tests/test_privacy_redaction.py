"""A word that is also a name is a name only where it is used as one."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import privacy_generator as generator
from egregora.privacy import national_ids
from egregora.privacy.evidence import collect_names
from egregora.privacy.normalize import fold_name, to_plain_characters
from egregora.privacy.people import people_of

KEY = b"k" * 32
NAMES = ["Rosa Peixoto", "Will Pryce", "Clara Nogueira", "Helena Sakamoto",
         "Ana Souza", "Ana Prado", "Caio Brandão 🥁", "Paulo Lima",
         "Marta Dias"]  # fmt: skip


def group(names, **settings):
    """Return what redacts the names of a group."""
    defaults = {
        "opt_out": [],
        "forget": [],
        "names": {},
        "words": [],
        "regions": ["BR"],
    }
    named = [{"name": name, "last": place} for place, name in enumerate(names)]
    return people_of(named, [], [], {}, defaults | settings, KEY).redactor


REDACTOR = group(NAMES)
REDACTOR.lexicon.shown[: len(NAMES)] = [f"@{name.split()[0]}" for name in NAMES]
REDACTOR.lexicon.shown[NAMES.index("Ana Prado")] = "@Ana P"


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("falei com a Rosa ontem", "falei com a @Rosa ontem"),
        ("Rosa, você vem?", "@Rosa, você vem?"),
        ("obrigada, rosa!", "obrigada, @Rosa!"),
        ("valeu dona rosa", "valeu dona @Rosa"),
        ("DONA ROSA", "DONA @Rosa"),
        ("Rosa.", "@Rosa."),
        ("Rosa Peixoto e peixoto", "@Rosa e @Rosa"),
        ("Rosa disse que vem", "@Rosa disse que vem"),
        ("lista: Rosa, Will", "lista: @Rosa, @Will"),
        ("Diolch, Ana Prado. E Will: eu serei.", "Diolch, @Ana P. E @Will: eu serei."),
        ("Diolch, Clara. E Rosa: eu serei.", "Diolch, @Clara. E @Rosa: eu serei."),
        ("ROSA ROSA ROSA", "@Rosa"),
        ("ROSA ROSA ROSA MARIA PEIXOTO CAMPEÃ", "@Rosa MARIA @Rosa CAMPEÃ"),
        ("uma blusa rosa rosa rosa", "uma blusa rosa rosa rosa"),
        ("#ParabénsHelena hoje", "#Parabéns @Helena hoje"),
        ("#parabenshelena e #HelenaMVP", "#parabens @Helena e #@Helena MVP"),
        ("ILoveSakamoto4ever", "ILove @Helena 4ever"),
        ("#OutubroRosa no MaracaNã", "#OutubroRosa no MaracaNã"),
        ("parabéns H E L E N A!", "parabéns @Helena!"),
        ("s.a.k.a.m.o.t.o e H-e-l-e-n-a", "@Helena e @Helena"),
        ("V I V A H E L E N A", "V I V A @Helena"),
        ("a e o e a i o u", "a e o e a i o u"),
        ("@rosa olha", "@Rosa olha"),
        ("uma blusa rosa", "uma blusa rosa"),
        ("COMPREI UMA CAMISA ROSA", "COMPREI UMA CAMISA ROSA"),
        ("Rosa é uma cor", "Rosa é uma cor"),
        ("três Dias de sol", "três Dias de sol"),
        ("Will is late, will he come?", "@Will is late, will he come?"),
        ("Will you come? I will.", "Will you come? I will."),
        ("o will parou na pedra", "o @Will parou na pedra"),
        ("a clara do ovo", "a clara do ovo"),
        ("helena vem? HELENA!", "@Helena vem? @Helena!"),
        ("eu caio se subir", "eu caio se subir"),
        ("o caio cai", "o @Caio cai"),
        ("Caio Brandão 🥁 saiu", "@Caio saiu"),
        ("the helena is a boat", "the helena is a boat"),
        ("São Paulo e o Paulo", "São Paulo e o @Paulo"),
        ("a Ana e a Ana Prado", "a @someone e a @Ana P"),
        ("Prado, Ana", "@Ana P, @someone"),
        ("H. Sakamoto e Helena S. e J. Sakamoto", "@Helena e @Helena e @Helena"),
        ("banana, semana, helenas", "banana, semana, @Helena"),
        ("Heleninha e helenasakamoto", "@Helena e @Helena"),
        ("helena1990 e 2helena", "@Helena 1990 e 2 @Helena"),
        ("@helena.fotos e @helena", "[handle] e @Helena"),
        ("https://example.org/helena-sakamoto.pdf", "[link]"),
        ("https://example.org/rosa.pdf", "https://example.org/rosa.pdf"),
        ("Feliz Dia Das Rosas Para Todos", "Feliz Dia Das Rosas Para Todos"),
    ],
)  # fmt: skip
def test_names_in_context(text, redacted):
    assert REDACTOR.clean(text) == redacted


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("(11) 98765-4321 ou 11 3456-7890", "[phone] ou [phone]"),
        ("fone 98765-4321 10h", "fone [phone] 10h"),
        ("pedido 11987654321", "pedido 11987654321"),
        ("meu cpf 529.982.247-25.", "meu cpf [id]."),
        ("+55 11 98765-4321, R$ 1.500,00", "[phone], R$ 1.500,00"),
        ("a@b.org, c (at) d.com", "[email], [email]"),
        ("let's meet at noon. ok", "let's meet at noon. ok"),
        ("às 10:30 do dia 12/05/2024 98765", "às 10:30 do dia 12/05/2024 98765"),
        ("olha https://wa.me/5511987654321.", "olha [phone]."),
        ("em -23.55052, -46.63331 agora", "em [place] agora"),
        ("Rua das Acácias, 123 às 10", "[place] às 10"),
        ("na rua tem 10 pessoas", "na rua tem 10 pessoas"),
        ("10 minutes on the way", "10 minutes on the way"),
        ("2020-2021-2022, 3.000.000.000, 0.00012345678",
         "2020-2021-2022, 3.000.000.000, 0.00012345678"),
        ("1234 5678 9012 3456", "1234 5678 9012 3456"),
        ("passaporte AB123456", "passaporte [id]"),
        ("fala com @lucas.x99", "fala com [handle]"),
        ("(https://example.org/a_(b))", "(https://example.org/a_(b))"),
    ],
)  # fmt: skip
def test_identifiers_in_context(text, redacted):
    assert REDACTOR.clean(text) == redacted


def test_the_owners_words_go_in_any_dress():
    redactor = group(["Ana Reis"], words=["Colégio Alto da Serra", "Quintessa"])
    assert (
        redactor.clean("o COLEGIO alto da serra, quintessa") == "o [private], [private]"
    )
    assert redactor.clean("colégio alto") == "colégio alto"


def test_what_readers_see_survives():
    redactor = group(["Ana Reis", "Rui Paz"])
    text = "@someone e [phone] e @todos"
    assert redactor.clean(text) == text


LATIN = [name for name in generator.ROSTER if generator.is_latin(name)]
GROUP = group(list(generator.ROSTER))


@given(
    st.sampled_from(LATIN),
    st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]),
    st.sampled_from([str, str.upper, str.lower, str.title, generator.wide]),
    st.sampled_from(["", "\u200b", "\u2060", "\u00ad", "\ufeff", "\u200d"]),
    st.text(string.ascii_lowercase + " .,!?", max_size=20),
)  # fmt: skip
def test_no_full_name_survives_a_disguise(exported, form, disguise, joint, around):
    given_name, family = generator.ROSTER[exported]
    name = f"{given_name} {family}".strip()
    if not family and given_name in generator.ORDINARY:
        return
    hidden = joint.join(unicodedata.normalize(form, disguise(name)))
    cleaned = GROUP.clean(f"{around} {hidden} {around}")
    assert fold_name(name) not in fold_name(cleaned)


@given(st.text())
def test_any_text_is_redacted_without_an_error_and_only_once(text):
    once = GROUP.clean(text)
    assert GROUP.clean(once) == once


@given(st.text())
def test_plain_text_has_its_length(text):
    assert len(to_plain_characters(text)) == len(text)


@given(st.text())
def test_a_folded_text_is_folded(text):
    assert fold_name(fold_name(text)) == fold_name(text)


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        # "nota" is a bill and its number no phone; "anota" is not.
        ("anota: 21977770142 ok", "anota: [phone] ok"),
        ("nota: 21977770142 ok", "nota: 21977770142 ok"),
        ("estou em 25 rue du Bac", "estou em [place]"),
        ("司马来了，婉清也来了", "@Sima 来了，@Sima 也来了"),
    ],
)
def test_forms_that_a_second_group_brought_up(text, redacted):
    redactor = group(["司马婉清"])
    redactor.lexicon.shown[0] = "@Sima"
    assert redactor.clean(text) == redacted


@pytest.mark.parametrize(
    ("name", "text", "redacted"),
    [
        ("Łukasz Wiśniewski", "z Łukaszem, do Wiśniewskiego", "z @X, do @X"),
        ("Marek Dvořák", "Markovi, Dvořákovi", "@X, @X"),
        ("Zuzana Černá", "bez Zuzany, se Zuzanou", "bez @X, se @X"),
        ("Şebnem Öztürk", "Şebnemciğim, Öztürk'ler", "@X, @X'ler"),
        ("יוסי כהן", "ליוסי, ולכהן", "@X, @X"),
        ("Ruy Albarracín", "los Albarracines", "los @X"),
        ("Ana Peláez", "con las Peláeces", "con las @X"),
        ("Mary Ann Smith", "dinner with the Smiths today", "dinner with the @X today"),
        ("Mary Ann Smith", "the smiths of old", "the smiths of old"),
        ("Jan Nowak", "das ist janz normal", "das ist janz normal"),
        # A Cyrillic а, a Latin M.
        ("Mary Ann Smith", "M\u0430ry came", "@X came"),
        ("Мария Иванова", "Mария пришла", "@X пришла"),
        ("Eva Luna", "la luna llena; Eva y Luna", "la luna llena; @X y @X"),
    ],
)
def test_a_name_is_known_in_its_other_forms(name, text, redacted):
    redactor = group([name])
    redactor.lexicon.shown[0] = "@X"
    assert redactor.clean(text) == redacted


@pytest.mark.parametrize(
    "module", sorted({one for _, one, _ in national_ids.NATIONAL_IDS if one})
)
def test_every_check_of_numbers_is_there(module):
    assert not national_ids.is_valid_id(module, "1")


@pytest.mark.parametrize(
    "mention",
    [
        "@5531955550142",
        "@\u20685531955550142\u2069",
        "@+55 31 95555-0142",
        "@~55 31 95555 0142",
        "@31955550142",
    ],
)
def test_a_mention_of_a_number_is_its_members_whoever_saved_it(mention):
    noticed = [{"text": "+55 31 95555-0142 saiu", "first": 0, "last": 0}]
    settings = {
        "opt_out": [],
        "forget": [],
        "names": {},
        "words": [],
        "regions": ["BR"],
    }
    people = people_of(collect_names([], noticed), [], [], {}, settings, b"k" * 32)
    (one,) = people.roster
    assert people.redactor.clean(f"oi {mention} vem") == f"oi {one.shown} vem"
