"""Names and words as they are compared, and sets of such words.

Comparison ignores case, accents, width, invisible marks, and letters of another script
that look the same. `to_plain_characters` keeps each character at its place, for
searches whose positions must hold in the text as written.
"""

from __future__ import annotations

import re
import unicodedata


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


# Seen by nobody: joiners, direction marks, fillers, variation selectors, tags.
INVISIBLE_CHARACTERS = (
    "\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)

# Marks that writers drop. Vowel signs of Indic scripts and the voicing marks of kana
# are not among them: they are letters in all but name.
DROPPED_ACCENTS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u093c\u09bc\u0a3c\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)

# Signs that stay with the letter before them.
COMBINING_SIGNS = (
    "\u0900-\u0903\u093a\u093b\u093e-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983"
    "\u09be-\u09cd\u09d7\u0a01-\u0a03\u0a3e-\u0a4d\u0a70\u0a71\u0a81-\u0a83\u0abc"
    "\u0abe-\u0acd\u0b01-\u0b03\u0b3c\u0b3e-\u0b57\u0b82\u0bbe-\u0bcd\u0c00-\u0c04"
    "\u0c3e-\u0c56\u0c81-\u0c83\u0cbc\u0cbe-\u0cd6\u0d00-\u0d03\u0d3e-\u0d4d"
    "\u0d81-\u0d83\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc"
    "\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3\u302a-\u302f\u3099\u309a"
)

# Scripts that are written without spaces between words, or glue words to names.
UNSPACED_LETTERS = (
    "\u0e00-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0ebd-\u0ec6\u1000-\u102a"
    "\u1100-\u115e\u1161-\u11ff\u1780-\u17b3\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029"
    "\u3038-\u303c\u3041-\u3096\u309d-\u30ff\u3131-\u3163\u3165-\u318e\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7fb\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
)

MARKS_IN_WORDS = INVISIBLE_CHARACTERS + DROPPED_ACCENTS + COMBINING_SIGNS

# A run of letters, with the marks on and between them. A run of an unspaced script is
# a word of its own, whatever stands beside it.
ANY_WORD = re.compile(
    f"[{UNSPACED_LETTERS}][{UNSPACED_LETTERS}{MARKS_IN_WORDS}]*"
    rf"|[^\W\d_{UNSPACED_LETTERS}]+(?:[{MARKS_IN_WORDS}]+[^\W\d_{UNSPACED_LETTERS}]*)*"
)
UNSPACED_LETTER = re.compile(f"[{UNSPACED_LETTERS}]")

DROPPED_CHARACTER = re.compile(f"[{INVISIBLE_CHARACTERS}{DROPPED_ACCENTS}\u0640]")

# Characters of Han family names in both ways of writing.
TRADITIONAL_HAN = (
    "陳張劉趙黃吳楊孫馬羅鄭謝韓馮鄧許蕭葉呂蘇盧"
    "蔣賈譚鍾龔歐陽鄔顏閻蔔衛齊萬錢湯龍賴龐樊紀"
)
SIMPLIFIED_HAN = (
    "陈张刘赵黄吴杨孙马罗郑谢韩冯邓许萧叶吕苏卢"
    "蒋贾谭钟龚欧阳邬颜阎卜卫齐万钱汤龙赖庞樊纪"
)

# Letters that have no decomposition, and letters that Arabic and Persian writers mix.
EQUAL_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
        "ə": "a",
        "ʼ": "'",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ؤ": "و",
        "ئ": "ي",
    }
    | dict(zip(TRADITIONAL_HAN, SIMPLIFIED_HAN, strict=True))
)

# Before a consonant, a nasal of Devanagari may be written as a dot: देवेन्द्र, देवेंद्र.
DEVANAGARI_NASAL = re.compile(
    "[\u0919\u091e\u0923\u0928\u092e]\u094d(?=[\u0915-\u0939])"
)

# Letters that look alike, small or capital, in the same places.
LATIN_OF_CYRILLIC, CYRILLIC_LOOKALIKES = "abcehijkmopstxy", "авсенијкморѕтху"
LATIN_OF_GREEK, GREEK_LOOKALIKES = "abehikmnoptxyz", "αβεηικμνορτχυζ"
TO_LATIN = str.maketrans(
    CYRILLIC_LOOKALIKES + GREEK_LOOKALIKES, LATIN_OF_CYRILLIC + LATIN_OF_GREEK
)
TO_CYRILLIC = str.maketrans(LATIN_OF_CYRILLIC, CYRILLIC_LOOKALIKES)
MIXED_SCRIPTS = re.compile("[a-z][\u0370-\u04ff]|[\u0370-\u04ff][a-z]")
WORD_TO_UNIFY = re.compile("[a-z\u0370-\u04ff]+")


def fold_name(text: str) -> str:
    """Return `text` as it is compared."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).translate(EQUAL_LETTERS).casefold()
    text = DROPPED_CHARACTER.sub("", unicodedata.normalize("NFD", text))
    text = unicodedata.normalize("NFC", text).translate(EQUAL_LETTERS)
    if MIXED_SCRIPTS.search(text):
        text = WORD_TO_UNIFY.sub(lambda word: unify_script(word[0]), text)
    return DEVANAGARI_NASAL.sub("\u0902", text)


def unify_script(word: str) -> str:
    """Return a folded word with the letters that look like most of its others."""
    latin = sum(map(str.isascii, word))
    if latin == len(word) or not latin:
        return word
    return word.translate(TO_LATIN if latin * 2 >= len(word) else TO_CYRILLIC)


def fold_words(text: str) -> list[str]:
    """Return the words of `text`, folded."""
    return [fold_name(word) for word in ANY_WORD.findall(text)]


class CharacterMap(dict):
    """Maps each character to the plain one that stands for it, one to one."""

    def __missing__(self, code: int) -> str:
        """Keep what is known: a digit, a space, a dash, a plain form of one sign."""
        letter = chr(code)
        digit = unicodedata.decimal(letter, None)
        category = unicodedata.category(letter)
        plain = unicodedata.normalize("NFKC", letter)
        if digit is not None:
            found = str(digit)
        elif DROPPED_CHARACTER.match(letter) and (
            category != "Mn" or "\ufe00" <= letter <= "\ufe0f"
        ):
            found = "\u200b"
        elif category == "Zs":
            found = " "
        elif category == "Pd" or letter == "\u2212":
            found = "-"
        else:
            found = plain if len(plain) == 1 else letter
        self[code] = found
        return found


class FoldedCharacterMap(dict):
    """Maps each character to the folded one, one to one; as it is if it becomes two."""

    def __missing__(self, code: int) -> str:
        """Fold one character."""
        folded = fold_name(chr(code))
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


PLAIN_CHARACTERS = CharacterMap()
FOLDED_CHARACTERS = FoldedCharacterMap()


def fold_characters(text: str) -> str:
    """Return `text` folded, each character at its own place."""
    return text.lower() if text.isascii() else text.translate(FOLDED_CHARACTERS)


def to_plain_characters(text: str) -> str:
    """Return `text` with plain digits, spaces and dashes, each at its own place."""
    return text if text.isascii() else text.translate(PLAIN_CHARACTERS)


# A letter of an unspaced script beside Latin letters or digits, units of numbers apart.
GLUED_LETTER = re.compile(
    f"[{UNSPACED_LETTERS}](?=[0-9A-Za-z+(@])"
    "|(?<=[0-9A-Za-z)])(?![年月日時时分秒点號号円元块塊万億亿千百個个人名回次本枚歳岁度倍位桁원])"
    f"[{UNSPACED_LETTERS}]"
)
SEPARATOR = "、"


def separate_scripts(seen: str) -> str:
    """Return plain text with a sign in place of letters glued to a number or address.

    Each other character stays at its place.
    """
    return seen if seen.isascii() else GLUED_LETTER.sub(SEPARATOR, seen)
