"""The generator of chats says the truth about them, and its scorer can fail."""

import random
import re
from importlib import import_module

import pytest

from privacy_bench import values
from privacy_bench.cast import mistyped
from privacy_bench.chatter import PER_WEEK, WEEKS, conversations, names_shown
from privacy_bench.group import build_group
from privacy_bench.language import INFLECTING, LANGUAGES, load_language
from privacy_bench.scoring import (
    anonymize_group,
    judge,
    lost_words,
    pass_through,
    score,
    shows_name,
    shows_value,
)
from privacy_bench.topics import HELD, SEEN, TOPICS, Line, halves

CODES = [*LANGUAGES, *INFLECTING]
ENOUGH_WORDINGS = 8
ENOUGH_WORDS = 800


@pytest.mark.parametrize("code", CODES)
def test_the_same_seed_gives_the_same_group(code):
    assert build_group(code, 1, 0).export() == build_group(code, 1, 0).export()
    assert build_group(code, 1, 0).export() != build_group(code, 2, 0).export()


@pytest.mark.parametrize("code", CODES)
def test_what_is_planted_stands_in_its_message(code):
    for number in range(2):
        for entry in build_group(code, 3, number).entries:
            for text in (*entry.line.gone, *entry.line.stays):
                assert text
                assert text in entry.line.text
            assert not re.search(r"\{\w*\}|[‹›]", entry.line.text)


@pytest.mark.parametrize("code", CODES)
def test_a_class_has_enough_wordings_in_the_languages_that_it_concerns(code):
    language = load_language(code)
    counts = {name: len(halves(name, language)) for name in TOPICS}
    assert {n: c for n, c in counts.items() if 0 < c < ENOUGH_WORDINGS} == {}


def test_each_class_concerns_most_languages_with_an_alphabet():
    for name in TOPICS.keys() - {"latin"}:
        topic = TOPICS[name]
        concerned = [code for code in LANGUAGES if topic.wordings(load_language(code))]
        assert {"pt", "es", "en", "de", "fr", "it", "tr"} <= {*concerned}, name


@pytest.mark.parametrize("code", CODES)
def test_half_of_the_wordings_of_each_class_is_held_back(code):
    language = load_language(code)
    for name in TOPICS:
        found = [*halves(name, language).values()]
        assert abs(found.count(SEEN) - found.count(HELD)) <= 1


def test_a_new_wording_moves_one_other_at_most():
    def halves_with(*more):
        language = load_language("pt")
        wordings = [*language.wordings["plates"], *more]
        changed = language.__class__(**vars(language) | {
            "wordings": language.wordings | {"plates": wordings}})  # fmt: skip
        return halves("plates", changed)

    before, after = halves_with(), halves_with("a placa nova: {plate_br}")
    assert sum(after[wording] != half for wording, half in before.items()) <= 1


@pytest.mark.parametrize("code", CODES)
def test_there_is_enough_ordinary_text(code):
    texts = TOPICS["ordinary"].wordings(load_language(code))
    assert sum(lost_words(text, text)[1] for text in texts) >= ENOUGH_WORDS


def test_all_that_is_planted_leaks_where_nothing_is_filtered():
    scores = score(
        [build_group("pt", 1, 0), build_group("ja", 1, 0)], "both", pass_through
    )
    for (name, code), count in scores.items():
        hides = TOPICS[name].counts in ("leaks", "values")
        assert count.failed == (count.total if hides else 0), (name, code)


def test_nothing_leaks_and_all_is_lost_where_nothing_is_left():
    def nothing(group):
        return [None for _entry in group.entries]

    for (name, _code), count in score(
        [build_group("en", 1, 0)], "both", nothing
    ).items():
        hides = TOPICS[name].counts in ("leaks", "values")
        assert count.failed == (0 if hides else count.total), name


def test_both_halves_are_counted_apart():
    group = build_group("tr", 1, 0)
    seen, held, both = (score([group], half, pass_through)["secrets", "tr"].total
                        for half in (SEEN, HELD, "both"))  # fmt: skip
    assert seen > 0
    assert held > 0
    assert seen + held == both


@pytest.mark.parametrize("number", [0, 1], ids=["android", "iphone"])
def test_each_line_of_an_export_is_one_row_of_the_package(number):
    group = build_group("fi", 0, number)
    assert group.is_iphone == bool(number)
    found = anonymize_group(group)
    assert len(found) == len(group.entries)
    assert any("@" in text for text in found if text)


@pytest.mark.parametrize(
    ("text", "name", "is_shown"),
    [
        ("falei com JOSE ontem", "José", True),
        ("falei com @Merry Trogon ontem", "José", False),
        ("uma banana", "Ana", False),
        ("oi ana, tudo?", "Ana", True),
        ("ana_souza", "Ana", True),
        ("T\u200bhaís chegou", "Thaís", True),
        ("我和慧琳去", "慧琳", True),
    ],
)
def test_a_name_is_found_in_any_spelling(text, name, is_shown):
    assert shows_name(text, name) is is_shown


@pytest.mark.parametrize(
    ("text", "value", "is_shown"),
    [
        ("liga 98888 7777", "+55 11 98888-7777", True),
        ("liga [phone]-7777", "+55 11 98888-7777", False),
        ("o pin é 4321", "4321", True),
        ("o pin é [secret]", "4321", False),
        ("lantern-harbor", "lantern-harbor-77", True),
        ("9️⃣8️⃣7️⃣6️⃣5️⃣", "98765", True),
    ],
)
def test_two_thirds_of_a_value_are_a_leak(text, value, is_shown):
    assert shows_value(text, value) is is_shown


def test_words_that_must_stay_are_counted_one_by_one():
    line = Line("o rato roeu a roupa", stays=("o rato roeu a roupa",))
    assert judge(line, "o @x roeu a roupa", "words") == (1, 5)
    assert judge(line, "o @x roeu a roupa", "texts") == (1, 1)
    assert lost_words("他人和家属", "他人和@x") == (2, 5)


@pytest.mark.parametrize("name", ["Stefan", "Øystein", "İlkay", "Аграфена"])
def test_a_typo_is_one_slip_in_the_letters_of_the_name(name):
    rng = random.Random(1)
    for _typo in range(50):
        typo = mistyped(name, rng)
        assert typo != name
        assert abs(len(typo) - len(name)) <= 1
        assert (typo.casefold() > "а") == (name.casefold() > "а")


@pytest.mark.parametrize(
    ("module", "make"),
    [
        ("luhn", values.card),
        ("iban", lambda rng: values.account_number("DE", rng)),
        ("iban", lambda rng: values.account_number("ES", rng)),
        ("br.cpf", values.IDS["cpf"]),
        ("fr.nir", values.IDS["nir"]),
        ("it.codicefiscale", values.IDS["codice"]),
        ("cn.ric", values.IDS["ric"]),
        ("in_.aadhaar", values.IDS["aadhaar"]),
        ("mx.curp", values.IDS["curp"]),
    ],
)
def test_check_digits_hold(module, make):
    rng = random.Random(1)
    for _number in range(20):
        number = re.sub(r"[ .-]", "", make(rng))
        assert import_module(f"stdnum.{module}").is_valid(number), number


def test_the_chatty_groups_say_the_names_that_no_title_may_hold():
    found = list(conversations(1))
    assert len(found) == 20
    assert {talk.group.language for talk in found} == {*LANGUAGES}
    for conversation in found:
        group, names = conversation.group, conversation.names
        texts = [entry.line.text for entry in group.entries]
        assert len(texts) >= WEEKS * PER_WEEK >= 200
        assert len(group.entries) * group.minutes >= 0.95 * WEEKS * 7 * 24 * 60
        authors = [entry.author for entry in group.entries]
        assert names_shown([*texts, *authors], names) == [*names]
        said = [sum(name in text for text in texts) for name in names]
        assert sum(count >= 5 for count in said) >= 6
