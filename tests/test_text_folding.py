"""Folding, laughter and noise are the same in Python and in DuckDB."""

import unicodedata

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egregora.storage import rows_of
from egregora.text import columns
from egregora.text.folding import fold
from egregora.text.laughter import is_laughter
from egregora.text.locales import common_words
from egregora.text.vocabulary import ordinary_words


def by_duckdb(function, texts):
    table = ibis.memtable({"text": texts}, schema={"text": "string"})
    rows = rows_of(table.select(made=function(table.text), text=table.text))
    return {row["text"]: row["made"] for row in rows}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Straße", "strasse"),
        ("ŁÓDŹ", "lodz"),
        ("Smørrebrød", "smorrebrod"),
        ("Æsir Þór Ðe", "aesir thor de"),
        ("cœur", "coeur"),
        ("İstanbul ılık", "istanbul ilik"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("Ёлка й", "елка и"),
        ("São e\u0301", "sao e"),
        ("مُحَمَّد", "محمد"),
        ("שָׁלוֹם", "שלום"),
        # Vowels of these scripts are marks, and stay.
        ("हिंदी", "हिंदी"),
        ("คุณ", "คณ"),
        ("가을", "가을"),
    ],
)
def test_words_are_folded(text, folded):
    assert fold(text) == folded
    assert by_duckdb(columns.fold_text, [text])[text] == folded


def test_each_character_is_folded_alike():
    known = [
        chr(code)
        for code in range(0x20, 0x20000)
        if unicodedata.category(chr(code)) not in ("Cs", "Cn", "Co")
    ]
    made = by_duckdb(columns.fold_text, known)
    assert {one: fold(one) for one in known} == made


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(categories=["L", "M", "N", "P"], max_codepoint=0xFFFF)))
def test_folded_twice_is_folded_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("language", ["pl", "da", "de", "tr", "hr", "hi", "ta", "el"])
def test_lists_of_ordinary_words_are_folded(language):
    words = ordinary_words(language)
    assert words
    assert {fold(word) for word in words} == words


def test_stop_words_are_folded():
    assert {fold(word) for word in common_words()} == common_words()


LAUGHS = [
    "kk",
    "kkkk",
    "kkkkkk",
    "haha",
    "hahaha",
    "ahahah",
    "hehe",
    "hihi",
    "hoho",
    "jaja",
    "jajaja",
    "jejeje",
    "rs",
    "rsrs",
    "rsrsrs",
    "huehue",
    "hueheuhue",
    "ksks",
    "xaxaxa",
    "lol",
    "looool",
    "lmao",
    "rofl",
    "xd",
    "xdxd",
    "mdr",
    "ptdr",
    "ахаха",
    "хаха",
    "хехе",
    "ㅋㅋ",
    "ㅎㅎ",
    "ههه",
    "哈哈",
]
WORDS = [
    "sr",
    "srs",
    "casa",
    "coco",
    "koko",
    "kaka",
    "kiki",
    "jojo",
    "xixi",
    "asa",
    "juju",
    "saara",
    "haus",
    "shush",
    "banana",
    "cha",
    "ask",
    "kids",
    "hash",
    "ajuda",
    "hoje",
    "jejum",
    "raha",
    "hahn",
]


@pytest.mark.parametrize("word", LAUGHS)
def test_laughter_is_laughter_and_tells_nothing(word):
    assert is_laughter(word)
    assert not by_duckdb(columns.is_telling, [word])[word]


@pytest.mark.parametrize("word", WORDS)
def test_words_are_no_laughter(word):
    assert not is_laughter(word)
    assert by_duckdb(columns.is_telling, [word])[word]


@pytest.mark.parametrize("word", ["siiim", "goool", "sdfghjkl", "2025"])
def test_noise_tells_nothing_and_is_no_laughter(word):
    assert not is_laughter(word)
    assert not by_duckdb(columns.is_telling, [word])[word]
