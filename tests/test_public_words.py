"""Which words may be titles, headings, tags, summaries and addresses of pages."""

import pytest

from brief_fixture import sample
from egregora.posts.public import public_answer
from egregora.text.public_words import may_be_public, needs_context

PUBLIC = {
    "pt": ["o elevador parou de novo", "Pandeiro, samambaia e tempestade", "domingo"],
    "es": ["el aguacero del domingo", "El partido terminó tarde"],
    "en": ["the lift stopped again", "Who took the umbrella?", "Friday"],
    "de": ["der Aufzug steht schon wieder", "Regen am Freitag"],
    "fr": ["l'ascenseur est encore en panne", "la pluie du dimanche"],
    "it": ["l'ascensore si è fermato di nuovo", "pioggia di domenica"],
    "ru": ["завтра едем на дачу", "дождь в пятницу"],
    "tr": ["yarın denize gidiyoruz", "asansör yine bozuk"],
    "hi": ["कल स्टेशन पर समय"],
    "ar": ["المطر يوم الجمعة"],
    "zh": ["我们明天去吃火锅"],
    "ja": ["明日の天気"],
}
# Names that no roster has, in capitals or not.
NAMES = {
    "pt": ["a Bolota sempre atrasa", "edvaldo esqueceu o violão", "tia lindalva", "Zé"],
    "es": ["Pepe llegó tarde", "la abuela Eduviges"],
    "en": ["zedra has the keys", "Wendy bailed", "ask mike about it"],
    "de": ["Ottokar kommt später", "frag mal den jürgen"],
    "fr": ["Thierry a les clés", "la voisine odile"],
    "it": ["Gennaro arriva dopo", "chiedi a peppe"],
    "ru": ["Миша несёт гитару", "саша опоздал"],
    "tr": ["Mehmet geç kaldı", "ayşegül söyledi"],
    "hi": ["गजेंद्र को समय", "मंदाकिनी कल"],
    "ar": ["محمد متأخر", "سألت فاطمة"],
    "zh": ["王芳说要去", "小明迟到了"],
    "ja": ["さくらが来る", "健太は遅刻"],
}
# Of health, sex, death and money; abuse and greetings.
UNFIT = {
    "pt": ["o hospital", "a dívida do aluguel", "o velório", "que merda", "bom dia"],
    "es": ["el entierro", "me debes dinero", "la quimio"],
    "en": ["her surgery", "the funeral", "he owes money", "the condom", "good morning"],
    "de": ["die Beerdigung", "im Krankenhaus", "die Schulden"],
    "fr": ["l'enterrement", "à l'hôpital", "le loyer"],
    "it": ["il funerale", "in ospedale", "i soldi"],
    "ru": ["похороны", "в больнице", "деньги"],
    "tr": ["cenaze", "hastanede", "borç para"],
    "hi": ["अस्पताल", "पैसे"],
    "ar": ["المستشفى", "الفلوس"],
    "zh": ["去医院", "借钱"],
    "ja": ["病院", "お金"],
}


def cases(table):
    return [(text, language) for language, texts in table.items() for text in texts]


@pytest.mark.parametrize(("text", "language"), cases(PUBLIC))
def test_ordinary_words_may_stand_in_public(text, language):
    assert may_be_public(text, language)


@pytest.mark.parametrize(("text", "language"), cases(NAMES))
def test_a_word_that_may_be_a_name_may_not(text, language):
    assert not may_be_public(text, language)


@pytest.mark.parametrize(("text", "language"), cases(UNFIT))
def test_nothing_of_health_sex_death_money_abuse_or_greetings_may(text, language):
    assert not may_be_public(text, language)


@pytest.mark.parametrize(
    "text",
    ["chame @someone", "[phone] do porteiro", "www.folha.com.br hoje", "sala 4411"],
)
def test_numbers_addresses_and_what_redaction_left_may_not(text):
    assert not may_be_public(text, "pt")


def test_names_that_readers_see_may_stand_anywhere():
    assert not may_be_public("Merry Trogon perdeu o violão", "pt")
    assert may_be_public("Merry Trogon perdeu o violão", "pt", ["Merry Trogon"])
    assert may_be_public("@Merry\xa0Trogon perdeu o violão", "pt", ["Merry Trogon"])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("that one was better", "en"),
        ("but the lift works", "en"),
        ("eles chegaram tarde", "pt"),
        ("sim, no domingo", "pt"),
        ("das war gestern schon so", "de"),
        ("он опять опоздал", "ru"),
    ],
)
def test_a_line_that_points_back_needs_the_one_before(text, language):
    assert needs_context(text, language)


def test_a_line_with_its_own_nouns_stands_alone():
    assert not needs_context("o elevador parou de novo", "pt")
    assert not needs_context("the lift stopped again", "en")


def test_of_a_models_words_a_name_that_was_said_is_left_out():
    brief = sample()
    answer = {
        "title": "Jurema e o gato",
        "summary": "O gato sumiu. Jurema achou o gato. Foi no domingo.",
        "tags": ["gatos", "jurema", "dinheiro"],
        "body": "## A Jurema\n\ntexto\n\n## O gato\n\n# Quanto dinheiro\nfim",
    }
    message = brief.messages[0]
    told = type(brief)(
        **{
            **vars(brief),
            "messages": [
                type(message)(**{**vars(message), "text": "a jurema achou"}),
                *brief.messages[1:],
            ],
        }
    )
    found = public_answer(answer, told, lambda: {"title": "spare", "summary": "spare"})
    assert found["title"] == "spare"
    assert found["summary"] == "O gato sumiu. Foi no domingo."
    assert found["tags"] == ["gatos"]
    assert found["body"] == "\n\ntexto\n\n## O gato\n\n\nfim"
    # Nobody in the group wrote it: it is the model's own word.
    assert public_answer(answer, brief, dict)["title"] == answer["title"]
