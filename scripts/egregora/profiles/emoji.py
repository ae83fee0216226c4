"""The emoji of a text, each as one however many characters it takes."""

from __future__ import annotations

import ibis.expr.types as ir

from egregora.words import regexp_extract_all

# Shades of skin are nobody's taste in emoji, and tell of the person.
SHADES = r"[\x{1F3FB}-\x{1F3FF}]"
AS_PICTURE = "\ufe0f"

PICTURE = (
    r"[\x{203C}\x{2049}\x{2139}\x{2194}-\x{21AA}\x{231A}\x{231B}\x{2328}\x{23CF}"
    r"\x{23E9}-\x{23FA}\x{24C2}\x{25AA}\x{25AB}\x{25B6}\x{25C0}\x{25FB}-\x{25FE}"
    r"\x{2600}-\x{27BF}\x{2934}\x{2935}\x{2B05}-\x{2B07}\x{2B1B}\x{2B1C}\x{2B50}"
    r"\x{2B55}\x{3030}\x{303D}\x{3297}\x{3299}\x{1F004}-\x{1F1E5}\x{1F200}-\x{1F3FA}"
    r"\x{1F400}-\x{1FAFF}]\x{FE0F}?"
)
FLAG = r"[\x{1F1E6}-\x{1F1FF}]{2}"
REGION = r"\x{1F3F4}[\x{E0061}-\x{E007A}]+\x{E007F}"
KEYCAP = r"[0-9#*]\x{FE0F}?\x{20E3}"
JOINED = rf"{PICTURE}(?:\x{{200D}}{PICTURE})*"
EMOJI = f"{FLAG}|{REGION}|{KEYCAP}|{JOINED}"


def emoji(text: ir.StringValue) -> ir.ArrayValue:
    """Return the distinct emoji of `text`, without shades of skin."""
    return regexp_extract_all(text.re_replace(SHADES, ""), EMOJI).unique()


def same(emoji: ir.StringValue) -> ir.StringValue:
    """Return what two ways of writing one emoji have in common."""
    return emoji.replace(AS_PICTURE, "")
