"""How people really call each other: pet names, stretched and mistyped names."""

import pytest

from egregora.privacy.misspellings import MistypedNames, squeezed
from egregora.privacy.people import people_of
from egregora.privacy.pet_names import pet_names

SETTINGS = {"opt_out": [], "forget": [], "names": {}, "words": [], "regions": ["BR"]}

PETS = [
    # the member's name, what is written, and how it must read
    ("José Almeida", "acho que o Zé já foi", "acho que o @alias já foi"),
    ("Beatriz Souza", "fala com a Bia", "fala com a @alias"),
    ("Francisco Gómez", "vino Paco con pan", "vino @alias con pan"),
    ("Michael Porter", "going with Mike then home", "going with @alias then home"),
    ("Franziska Huber", "es war Franzi mit Kuchen", "es war @alias mit Kuchen"),
    ("Giuseppe Riva", "la macchina di Beppe", "la macchina di @alias"),
    ("Dominique Roy", "c'est Dom qui vient", "c'est @alias qui vient"),
    ("Александр Петров", "видела Сашу вчера", "видела @alias вчера"),
    ("Mehmet Demir", "dün Memo ile gittik", "dün @alias ile gittik"),
    ("राजेश शर्मा", "कल राजू आया था", "कल @alias आया था"),
    ("王小芳", "昨天芳芳来了", "昨天 @alias 来了"),
    ("佐藤 健", "健ちゃんのせい", "@alias のせい"),
]
MISTYPED = [
    ("Teresa Lima", "Teresaaaa vem logo", "@alias vem logo"),
    ("Patrícia Lima", "a Patrcíia chegou", "a @alias chegou"),
    ("Fernando Lima", "o Fernnando disse", "o @alias disse"),
    ("Katharina Vogt", "Katharna kommt gleich", "@alias kommt gleich"),
    ("Екатерина Орлова", "Екатеринна пришла", "@alias пришла"),
]
# Words beside somebody's name that stay as they are.
ORDINARY = [
    ("Francisco Lima", "um frango e um chá"),
    ("William Stone", "will it rain? I will not bill you"),
    ("Wilhelm Kurz", "der Wille des Volkes"),
    ("Marina Dias", "comprei farinha na marinha"),
    ("Robert Hill", "do not rob the bank"),
]


def cleaned(text, name):
    """Return a text as it leaves the filter in a group of one member."""
    named = [{"name": name, "last": 0}]
    redactor = people_of(named, [], [], {}, SETTINGS, b"k" * 32).redactor
    redactor.lexicon.shown[0] = "@alias"
    return redactor.clean(text)


@pytest.mark.parametrize(("name", "text", "expected"), PETS + MISTYPED)
def test_a_member_is_known_by_other_forms_of_the_name(name, text, expected):
    assert cleaned(text, name) == expected


@pytest.mark.parametrize(("name", "text"), ORDINARY)
def test_words_like_a_members_pet_name_stay(name, text):
    assert cleaned(text, name) == text


def test_pet_names_are_those_of_each_given_name():
    assert {"ze", "beto"} <= {*pet_names("José Roberto Dias")}
    assert pet_names("Zedra Quill") == []


def test_a_run_of_letters_is_made_shorter():
    assert "ana" in squeezed("anaaaa")
    assert "anna" in squeezed("annnna")
    assert not [*squeezed("anna")]


def test_a_mistake_is_one_letter_but_not_the_first():
    known = MistypedNames(["quirina"])
    for written in ("quirna", "quirrina", "quirona", "qurina", "quiirna", "qiurina"):
        assert known.names_beside(written) == ["quirina"], written
    for written in ("quirina", "xuirina", "quna", "quironas"):
        assert known.names_beside(written) == [], written
