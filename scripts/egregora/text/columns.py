"""Text, words, dates and addresses in columns of tables, as expressions."""

from __future__ import annotations

from typing import Literal

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
from ibis import _

from egregora.text.addresses import SQL_ADDRESS, SQL_NO_WORDS
from egregora.text.folding import ABUGIDA, ABUGIDA_MARKS, DOUBLE_LETTERS, SINGLE_LETTERS
from egregora.text.laughter import LAUGHTER
from egregora.text.plain import PLACEHOLDER

# What is not a word although it holds letters: addresses, mentions of people, and what
# redaction leaves, such as [phone]. The words of an alias hold together by U+00A0.
MENTION = r"@[\p{L}\p{M}\p{N}\x{A0}_.\-]+"
NO_WORD = f"{SQL_NO_WORDS}|{MENTION}|{PLACEHOLDER}"

WORD = r"[\p{L}\p{M}\p{N}]+"

# Scripts that are written without spaces between words.
SPACELESS = (
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}"
    r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]"
)

# Shorter words say little; longer ones are not words.
SHORTEST = 3
LONGEST = 40

# Letters by which words are taken for forms of one: sardinha, sardinhas, sardines.
STEM = 6

# A letter thrice in a row is not a spelling: siiim, kkkk, www.
STRETCHED = "|".join(f"{letter}{{3,}}" for letter in "abcdefghijklmnopqrstuvwxyz")

# What is not a word that tells something: laughter, and hands rolled over the keyboard.
# Both are for folded words.
NOISE = rf"{LAUGHTER}|.*(?:{STRETCHED}).*|[bcdfghjklmnpqrstvwxz]{{6,}}"


@ibis.udf.scalar.builtin
def strip_accents(text: str) -> str:
    """Return `text` without accents; DuckDB's function."""


@ibis.udf.scalar.builtin
def nfc_normalize(text: str) -> str:
    """Return `text` with letters and their accents as one; DuckDB's function."""


@ibis.udf.scalar.builtin
def regexp_extract_all(text: str, pattern: str) -> list[str]:
    """Return all that `pattern` matches, in order; DuckDB's function."""


@ibis.udf.scalar.builtin
def list_distinct(words: list[str]) -> list[str]:
    """Return each of `words` once, in no order; DuckDB's function."""


def drop_non_words(text: ir.StringValue) -> ir.StringValue:
    """Return `text` without addresses, mentions and placeholders."""
    return text.re_replace(NO_WORD, " ")


def fold_text(text: ir.StringValue) -> ir.StringValue:
    """Return `text` as words are compared: as `folding.fold` does."""
    lower, vowels = text.lower(), f"[{ABUGIDA}]"
    unmarked = nfc_normalize(lower).re_replace(f"[{ABUGIDA_MARKS}]", "")
    kept = ibis.ifelse(lower.re_search(vowels), unmarked, lower)
    bare = nfc_normalize(ibis.ifelse(kept.re_search(vowels), kept, strip_accents(kept)))
    folded = bare.translate("".join(SINGLE_LETTERS), "".join(SINGLE_LETTERS.values()))
    for letter, letters in DOUBLE_LETTERS.items():
        folded = folded.replace(letter, letters)
    # Most texts have none of these letters, and to find that out is cheap.
    special = "".join([*SINGLE_LETTERS, *DOUBLE_LETTERS])
    return ibis.ifelse(bare.re_search(f"[{special}]"), folded, bare)


def all_words(text: ir.StringValue) -> ir.ArrayValue:
    """Return all words of `text` as written, with repeats."""
    return regexp_extract_all(text, WORD)


def on_one_line(text: ir.StringValue) -> ir.StringValue:
    """Return `text` with spaces for its line breaks."""
    # Most texts have none, and to find that out is cheap.
    return ibis.ifelse(text.contains("\n"), text.replace("\n", " "), text)


def count_of_words(text: ir.StringValue) -> ir.IntegerValue:
    """Return how many words are between the spaces of `text`."""
    pieces = on_one_line(text).split(" ")
    # Most texts have one space between words, and to find that out is cheap.
    uneven = (
        text.contains("  ")
        | text.contains("\n")
        | text.startswith(" ")
        | text.endswith(" ")
        | (text == "")
    )
    counted = pieces.filter(lambda piece: piece != "").length()
    return ibis.ifelse(uneven, counted, text.split(" ").length())


def telling_words(text: ir.StringValue) -> ir.ArrayValue:
    """Return the words of `text` that are long enough to mean something.

    Runs of a script without spaces give their pairs of neighbouring characters.
    """
    whole = all_words(text)
    spaced = whole.filter(lambda word: word.length().between(SHORTEST, LONGEST))
    return ibis.ifelse(
        text.re_search(SPACELESS), whole.map(parts_of_word).flatten(), spaced
    )


def folded_terms(text: ir.StringValue) -> ir.ArrayValue:
    """Return the words of `text` that may mean something, folded, with repeats."""
    return telling_words(fold_text(text))


def parts_of_word(word: ir.StringValue) -> ir.ArrayValue:
    """Return the pairs of a word without spaces, the word itself if it has them."""
    starts = ibis.range(0, word.length() - 1)
    pairs = starts.map(lambda start: word.substr(start, 2))
    empty = ibis.literal([], "array<string>")
    kept = ibis.ifelse(
        word.length().between(SHORTEST, LONGEST), ibis.array([word]), empty
    )
    return ibis.ifelse(word.re_search(SPACELESS), pairs, kept)


def stem_of(term: ir.StringValue) -> ir.StringValue:
    """Return what the forms of a folded word share, in most languages."""
    return term.left(STEM)


def is_telling(term: ir.StringValue) -> ir.BooleanValue:
    """Return whether a folded word is neither laughter nor begins with a number."""
    return ~term.re_search(rf"^(?:{NOISE}|\p{{N}}.*)$")


Every = Literal["day", "week", "month"]

# Weeks are ISO 8601, Monday to Sunday, and the year is the week's own (%G): Monday
# 30 December 2024 falls in 2025-W01.
NAMES: dict[Every, str] = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m"}
UNITS: dict[Every, str] = {"day": "D", "week": "W", "month": "M"}


@ibis.udf.scalar.builtin(
    name="epoch_ms", signature=((dt.Timestamp(timezone="UTC"),), dt.int64)
)
def milliseconds(at):
    """Return the milliseconds of an instant since 1970; DuckDB's function."""


def period_of(local_time: ir.TimestampValue, every: Every) -> ir.StringValue:
    """Return the name of the period that holds a local time."""
    return local_time.strftime(NAMES[every])


def first_day(local_time: ir.TimestampValue, every: Every) -> ir.DateValue:
    """Return the first day of the period that holds a local time.

    It replaces the period where many rows are grouped, as a number costs less.
    """
    return local_time.truncate(UNITS[every]).date()


def year_before(period: ir.StringValue) -> ir.StringValue:
    """Return the name of the same day, ISO week or month one year earlier.

    The name of a day or week that the earlier year does not have names no period.
    """
    year = period.left(4).cast("int32") - 1
    return year.cast("string") + period.substr(4)


HOST = r"^(?:https?://)?(?:[^/?#@]*@)?(?:www\.)?(\[[^\]/]*\]|[^/?#:]+)"


def urls_of(text: ir.StringValue) -> ir.ArrayValue:
    """Return the addresses in `text`, as written and in order, with repeats."""
    return regexp_extract_all(text, SQL_ADDRESS)


def domain_of(url: ir.StringValue) -> ir.StringValue:
    """Return the host of an address in lower case, without www. and port."""
    return url.lower().re_extract(HOST, 1)


def shares(messages: ir.Table) -> ir.Table:
    """Return one row per message and address in it.

    Parameters
    ----------
    messages
        With `position` and `text`.

    Returns
    -------
    ir.Table
        `position`, `url`, and `nth`: the place of the address in the message.
    """
    return (
        messages.filter(_.text.lower().re_search("https?://|www[.]"))
        .select("position", url=urls_of(_.text))
        .unnest("url", offset="nth")
        .group_by("position", "url")
        .aggregate(nth=_.nth.min())
    )
