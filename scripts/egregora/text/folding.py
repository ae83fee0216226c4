"""How words are compared: in lower case, without accents, in letters of one kind.

`fold` here and `columns.fold_text` in the database return the same for every text.
Names are compared in a stricter way of their own: see `privacy.normalize`.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that have no accent to lose and that people write in another way, too.
SINGLE_LETTERS = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "ς": "σ",
    "ſ": "s",
}
DOUBLE_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ĳ": "ij"}

FOLDED_LETTERS = str.maketrans(SINGLE_LETTERS | DOUBLE_LETTERS)

# Scripts whose vowels are marks, from Thaana to Vedic extensions: of them, only marks
# that combine go, such as the nukta.
ABUGIDA = "\u0780-\u07bf\u0900-\u1cff\ua800-\uabff"
ABUGIDA_LETTER = re.compile(f"[{ABUGIDA}]")
ABUGIDA_MARKS = "".join(
    chr(code)
    for code in (*range(0x0780, 0x07C0), *range(0x0900, 0x1D00), *range(0xA800, 0xAC00))
    if unicodedata.combining(chr(code))
)
ACCENTS = frozenset(("Mn", "Mc", "Me"))


def fold(text: str) -> str:
    """Return `text` in lower case, without accents: Straße, Łódź → strasse, lodz."""
    lower = text.lower()
    if lower.isascii():
        return lower
    bare = lower
    if ABUGIDA_LETTER.search(lower):
        letters = unicodedata.normalize("NFC", lower)
        bare = "".join(one for one in letters if one not in ABUGIDA_MARKS)
    if not ABUGIDA_LETTER.search(bare):
        letters = unicodedata.normalize("NFD", bare)
        bare = "".join(
            one for one in letters if unicodedata.category(one) not in ACCENTS
        )
    return unicodedata.normalize("NFC", bare).translate(FOLDED_LETTERS)
