"""Chat text is made presentable and its words are told apart from its noise."""

import pytest

from egregora.text.plain import chat_words, isolate, laughs, one_line, shorten, tidy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u2028b\x85c\rd\r\ne\x0bf", "a\nb\nc\nd\ne\nf"),
        ("\u202egro.live\u202c \u200boi\ufeff\x00\x1b[31m", "gro.live oi[31m"),
        ("👩‍👩‍👧 🏴󠁧󠁢󠁷󠁬󠁳󠁿 ❤️", "👩‍👩‍👧 🏴󠁧󠁢󠁷󠁬󠁳󠁿 ❤"),
        ("\U000e0061\U000e0062invisível", "invisível"),
        ("🎉" * 400, "🎉🎉🎉🎉…"),
        ("😂 😂 😂 😂 😂 😂 ok", "😂 😂 😂 😂… ok"),
        ("NÃOOOOOOOOOOOOOOOOOO", "NÃOOOOOOOO"),
        ("Z" + "\u0335" * 50, "Z" + "\u0335" * 4),
        ("  fim  \n  ", "fim"),
    ],
)
def test_floods_and_invisible_marks_are_cut(text, expected):
    assert tidy(text).replace("\ufe0f", "") == expected


def test_one_line_is_one_line():
    assert one_line("a\n\n b\tc") == "a b c"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("curto", 20, "curto"),
        ("Primeira frase. Segunda frase longa.", 20, "Primeira frase. …"),
        ("sem frase nenhuma que acabe aqui", 20, "sem frase nenhuma…"),
        ("umapalavrasóquenãoacabanunca", 10, "umapalavra…"),
    ],
)
def test_long_text_is_cut_at_a_sentence_or_a_word(text, limit, expected):
    assert shorten(text, limit) == expected


def test_only_right_to_left_text_is_isolated():
    assert isolate("مرحبا") == "\u2068مرحبا\u2069"
    assert isolate("oi 😂") == "oi 😂"


@pytest.mark.parametrize(
    "text", ["KKKKKK", "kkkk", "hahaha", "jajaja", "rsrs", "😂😂", "lol", "kkkkk que"]
)
def test_laughter_is_laughter(text):
    assert laughs(text)


@pytest.mark.parametrize(
    "text", ["casa", "sara", "haja luz", "kkk não acredito nisso mesmo", "ok", "👍"]
)
def test_words_are_not_laughter(text):
    assert not laughs(text)


def test_words_leave_out_addresses_marks_and_laughter():
    found = [
        word.folded
        for word in chat_words("Olha https://a.example/Maçã [phone] kkkk, Pão-de-ló!")
    ]
    assert found == ["olha", "pao-de-lo"]


def test_scripts_without_spaces_are_read_in_pairs():
    assert [word.text for word in chat_words("温泉旅行")] == ["温泉", "泉旅", "旅行"]
