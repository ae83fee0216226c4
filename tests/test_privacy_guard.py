"""The guard of what a model answers: no real name in it, none gets past it."""

import json

import pytest

from egregora.errors import SettingError
from egregora.files import write_json
from egregora.privacy.guard import Guard, guard_content
from egregora.privacy.people import people_of

KEY = b"k" * 32
NAMES = ["Marina Duarte", "Rosa Peixoto", "+55 31 95555-0142", "王小明"]
SETTINGS = {
    "opt_out": [],
    "forget": [],
    "names": {"Juca": None},
    "words": ["Colégio Alto da Serra"],
    "regions": ["BR"],
}
ALIAS = {"author_name": "Marina Duarte", "text": "/egregora set alias Sir Avenca"}


@pytest.fixture
def value():
    named = [{"name": name, "last": place} for place, name in enumerate(NAMES)]
    people = people_of(named, [ALIAS], [], {}, SETTINGS, KEY)
    return json.loads(
        json.dumps(guard_content(people.redactor, KEY), ensure_ascii=False)
    )


@pytest.fixture
def guard(value):
    return Guard(value, KEY)


def test_the_file_holds_no_name_word_or_number(value):
    text = json.dumps(value, ensure_ascii=False).casefold()
    for secret in (
        "marina",
        "duarte",
        "rosa",
        "peixoto",
        "juca",
        "95555",
        "小明",
        "serra",
    ):
        assert secret not in text


def test_names_numbers_and_the_owners_words_are_removed(guard):
    text = "Marina e Juca, do Colégio Alto da Serra: +55 31 95555-0142. 小明 também."
    cleaned = guard.clean(text)
    for secret in ("Marina", "Juca", "Serra", "95555", "小明"):
        assert secret not in cleaned
    assert guard.removed["name"] == 4
    assert guard.removed["word"] == 1


def test_aliases_and_placeholders_survive(guard):
    text = "Sir Avenca disse, @Sir\u00a0Avenca, [phone] e @someone."
    assert guard.clean(text) == text
    assert not guard.removed


def test_ordinary_words_survive(guard):
    text = "Uma varanda cor-de-rosa, e a rosa mais bonita."
    assert guard.clean(text) == text


def test_addresses_that_were_not_given_are_removed(guard):
    given = "vejam https://example.org/a?b=1"
    text = (
        "[um](https://example.org/a?b=1), [dois](https://evil.example/x) "
        "https://evil.example/y, ![foto](media/a.jpg), [js](javascript:alert(1))"
    )
    assert guard.clean(text, allowed=given) == (
        "[um](https://example.org/a?b=1), dois , ![foto](media/a.jpg), js"
    )
    assert guard.removed["link"] == 3


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Foi a Positive Bumblebee quem disse.", True),
        ("@Positive\u00a0Bumblebee, e agora?", True),
        ("(**Coruja**) voltou", True),
        ("uma coruja positive no telhado", False),
        ("Positive thinking, a bumblebee", False),
    ],
)
def test_who_left_is_known_by_their_alias_which_the_file_does_not_hold(
    value, text, named
):
    people = people_of([], [], [], {}, SETTINGS, KEY)
    left = guard_content(people.redactor, KEY, ["Positive Bumblebee", "Coruja"])
    assert "bumblebee" not in json.dumps(left).casefold()
    assert Guard(left, KEY).names_left(text) == named


def test_references_and_images_from_elsewhere_are_removed(guard):
    text = (
        "veja [a] e ![x](https://evil.example/pixel.png)\n\n[a]: https://evil.example"
    )
    assert "evil" not in guard.clean(text)


def test_an_invented_phone_or_address_is_removed(guard):
    assert guard.clean("ligue (31) 98888-7777 ou a@b.org") == "ligue [phone] ou [email]"


def test_a_number_that_was_given_stays(guard):
    given = "pedido 31987654321 chegou"
    assert (
        guard.clean("o 31987654321 chegou", allowed=[given]) == "o 31987654321 chegou"
    )


def test_every_text_of_a_nested_answer_is_cleaned(guard):
    answer = {"title": "Marina", "tags": ["Duarte", 3], "more": {"text": None}}
    cleaned = guard.clean_value(answer)
    assert "Marina" not in cleaned["title"]
    assert "Duarte" not in cleaned["tags"][0]
    assert cleaned["tags"][1] == 3
    assert cleaned["more"] == {"text": None}


def test_the_guard_of_another_key_is_refused(value, tmp_path):
    path = tmp_path / "guard.json"
    write_json(path, value)
    assert Guard.load(path, KEY).clean("Duarte") != "Duarte"
    with pytest.raises(SettingError, match="another key"):
        Guard.load(path, b"o" * 32)
