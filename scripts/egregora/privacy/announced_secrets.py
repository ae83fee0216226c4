"""Passwords, codes and keys that a label announces, in any language.

What follows "senha:", "password is" or "密码是" goes whatever it looks like. Positions
are of text from `normalize.to_plain_characters`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from egregora.privacy.announced_numbers import (
    AMOUNT_AFTER,
    END_OF_SENTENCE,
    MAX_BETWEEN_WORDS,
    MAX_FAR_DISTANCE,
    QUOTES,
    UNSPACED_COPULA,
    YEAR,
)
from egregora.privacy.labels import (
    SECRET_KINDS,
    Label,
    Labelled,
    find_labels,
    folded_phrases,
    is_between,
)
from egregora.privacy.normalize import (
    MARKS_IN_WORDS,
    UNSPACED_LETTERS,
    fold_name,
    word_set,
)
from egregora.privacy.phones import DATE_IN_TEXT
from egregora.text.folding import fold
from egregora.text.vocabulary import is_ordinary

SECRET = "[secret]"
MAX_SECRET_WORDS = 5

# What says that a value follows: a sign, or a verb that means "is".
SIGN = re.compile(r"[:=：＝→>]|[-–—](?=\s)|\n")

COPULAS = word_set(
    """
    is are was it's é eh são sao era es son ist sind lautet lauten est sont c'est c’est
    è sono это है हैं هي هو jest är er to was were era eram fue era war waren était foi
    fica ficou heißt heisst will reads says вот byla bylo je jsou on olsun oldu είναι
    זה היא הוא است هست là adalah ialah ni là yra ir esta está lautete sarà sera być
    """
)

CODE_TOKEN = re.compile(r"[^\s,;<>]{3,}")

# What a value was replaced by already.
STANDS_FOR_VALUE = re.compile(rf"[\s\\{re.escape(QUOTES)}]*[a-z]+\\?\]|\0")


def announced_secrets(seen: str) -> Iterator[Labelled]:
    """Yield start, end and placeholder of each password or the like."""
    for label in find_labels(seen, SECRET_KINDS):
        span = secret_after(seen, label) or code_before(seen, label)
        if span := span or secret_later(seen, label):
            yield *span, SECRET


def secret_after(seen: str, label: Label) -> tuple[int, int] | None:
    """Return the span of the secret that follows its label, if one does."""
    if label.is_unspaced:
        return unspaced_secret(seen, label)
    place, announced, passed = label.end, False, 0
    if ending := ENDING_OF_NAME.match(seen, place):
        place = ending.end()
    while True:
        gap = SPACE.match(seen, place)
        place = gap.end()
        if sign := SIGN.match(seen, place):
            place = ANY_SPACE.match(seen, sign.end()).end()
            return secret_span(seen, place, weak=sign[0] == "\n")
        word = WORD_BEFORE_SIGN.match(seen, place)
        if not word or not (gap[0] or passed):
            return None
        folded = fold_name(word[0].strip(QUOTES + ",;"))
        follows_sign = WORDS_THEN_SIGN.match(seen, word.end())
        if passed < MAX_BETWEEN_WORDS and (
            folded in folded_phrases("between")
            or (follows_sign and word[0].isalpha() and len(word[0]) <= MAX_WORD_BETWEEN)
        ):
            announced |= word[0].lower() in COPULAS
            place, passed = word.end(), passed + 1
            continue
        if folded.strip(".!?…") in folded_phrases("without"):
            return None
        if announced:
            if is_phrase_of_prose(seen, place):
                return None
            return secret_span(seen, place, label.is_weak)
        code = CODE_TOKEN.match(seen, place)
        if code and (
            looks_like_code(code[0])
            or (not passed and is_lone_word(seen, code, label.is_weak))
        ):
            return without_quotes(seen, code.start(), code.end())
        return None


ARTICLES = word_set("a an una un uno um uma ein eine einen une en et bir एक")


def is_phrase_of_prose(seen: str, place: int) -> bool:
    """Tell whether at a place an article and words follow: è una seccatura."""
    line = re.compile(r"[^\n.,;!?…]*").match(seen, place)[0]
    first, *others = line.split() or [""]
    return first.lower() in ARTICLES and bool(others) and all(map(str.isalpha, others))


# An ending behind an abbreviation: PIN'im, PIN-kódom.
ENDING_OF_NAME = re.compile(r"['’][^\W\d_]{1,6}(?!\w)")
SPACE, ANY_SPACE = re.compile(r"[ \t]*"), re.compile(r"\s*")
WORD_BEFORE_SIGN = re.compile(r"[^\s:=：＝→\n]+")
MAX_WORD_BETWEEN = 16
WORDS_THEN_SIGN = re.compile(
    rf"(?:[ \t]+[^\s:=：＝]{{1,{MAX_WORD_BETWEEN}}}){{0,3}}[ \t]*[:=：＝]"
)
CLOCK_OR_AMOUNT = re.compile(r"\d{1,2}[:h]\d{0,2}|\d+[.,]\d{2}|\d+%|[^\w\s]*")


def looks_like_code(word: str) -> bool:
    """Tell whether a word is no word of prose: digits or signs within, mixed case."""
    bare = word.strip(QUOTES + ".,;:!?…")
    if len(bare) < MIN_CODE_LENGTH or CLOCK_OR_AMOUNT.fullmatch(bare):
        return False
    if re.fullmatch(DATE_IN_TEXT, bare):
        return False
    has_sign = re.search(rf"[^\w\s'’.,\-{MARKS_IN_WORDS}]|_", bare)
    mixed = re.search(r"[a-zß-ÿа-я][A-ZÀ-ÞА-Я]", bare)
    return bool(re.search(r"\d", bare) or has_sign or mixed)


MIN_CODE_LENGTH = 4


def without_quotes(seen: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a span without the quotation marks around it."""
    while start < end and seen[start] in QUOTES:
        start += 1
    while start < end and seen[end - 1] in QUOTES + ",":
        end -= 1
    return (start, end) if start < end else None


VALUE_BEFORE = re.compile(
    r"(\S{4,40})[ \t]+(?:(?:is|was|are|é|eh|era|foi|es|fue|son|ist|sind|war|est"
    r"|c['’]est|è|sono|это|вот|है|हैं|هو|هي|=|as|como|als|jest|är|er|on|je|είναι|זה|היא|است|là"
    r"|adalah|-|–|—|→|<-|←)[ \t]+|\()(?:[^\s\d]{1,12}[ \t]+){0,4}\(?$"
)
VALUE_BEFORE_UNSPACED = re.compile(
    r"([!-~]{4,40})[ \t]*"
    r"(?:[がはをのこれ是就这個个我们家的、，,（( ]|WiFi|Wi-Fi|wifi){0,12}$"
)


def code_before(seen: str, label: Label) -> tuple[int, int] | None:
    """Return the span of a code that stands before its label: 4821 is the pin."""
    if label.is_unspaced and label.is_weak:
        return None
    offset = max(0, label.start - MAX_FAR_DISTANCE)
    pattern, is_code = VALUE_BEFORE, looks_like_code
    if label.is_unspaced:
        pattern, is_code = VALUE_BEFORE_UNSPACED, is_code_of_digits
    before = pattern.search(seen[offset : label.start])
    if not before or not is_code(before[1]):
        return None
    return without_quotes(seen, offset + before.start(1), offset + before.end(1))


def is_lone_word(seen: str, word: re.Match[str], weak: bool) -> bool:
    """Tell whether a long word that no dictionary has ends what a label announces."""
    bare = word[0].strip(QUOTES + ".,;:!?…")
    rest = re.compile(r"[.!?…]*[ \t]*(?:\n|$)").match(seen, word.end())
    return (
        bool(rest)
        and not weak
        and len(bare) >= MIN_LONE_WORD
        and bare.isalpha()
        and bare.isascii()
        and not is_ordinary(fold(bare))
        and not is_ordinary(fold(bare), OTHER_LANGUAGES)
    )


MIN_LONE_WORD = 8
OTHER_LANGUAGES = ("ru", "tr", "hi", "ar", "nl", "pl", "uk")


def secret_span(seen: str, place: int, weak: bool) -> tuple[int, int] | None:
    """Return the span of a secret that begins at a place: its words, five at most."""
    line = re.compile(r"[^\n]*").match(seen, place)[0]
    sentence = re.split(r"[;,]\s|[.!?…](?:\s|$)", line, maxsplit=1)[0]
    words = list(re.finditer(r"\S+", sentence))
    if not words or STANDS_FOR_VALUE.match(line):
        return None
    first = words[0]
    if fold_name(first[0].strip(QUOTES + ".,;!?…")) in folded_phrases("without"):
        return None
    if looks_like_code(first[0]) or len(words) > MAX_SECRET_WORDS:
        if weak and not looks_like_code(first[0]):
            return None
        last = first
        for word in words[1:MAX_SECRET_WORDS]:  # a code in groups
            if not looks_like_code(word[0]) and not word[0].isdigit():
                break
            last = word
    elif weak and len(words) > 1:
        return None
    else:
        last = words[-1]
    end = place + last.end()
    if last is first:  # signs at the end may belong to a password
        whole = re.compile(r"\S+").match(seen, place + first.start())
        end = whole.end() if looks_like_code(whole[0]) else end
    return without_quotes(seen, place + first.start(), end)


def unspaced_secret(seen: str, label: Label) -> tuple[int, int] | None:
    """Return the span of a secret after a label of a script without spaces."""
    said = UNSPACED_COPULA.match(seen, label.end)
    if STANDS_FOR_VALUE.match(seen, said.end()):
        return None
    code = ASCII_CODE.match(seen, said.end())
    if code and (
        UNSPACED_SIGN.search(said[0])
        or looks_like_code(code[0])
        or is_strange_word(code[0])
    ):
        return without_quotes(seen, code.start(), code.end())
    if label.is_weak or not UNSPACED_IS.search(said[0]):
        return None
    word = UNSPACED_VALUE.match(seen, said.end())
    if not word or any(one in word[0] for one in folded_phrases("without")):
        return None
    if VERB_ENDING.search(seen, word.start(), word.start() + MAX_PHRASE):
        return None
    return word.span()


# What says that a value follows in Latin letters, and that any word is one.
UNSPACED_IS = re.compile(r"[:=：＝→是为為は叫]|은|는|คือ")
UNSPACED_SIGN = re.compile(rf"{UNSPACED_IS.pattern}|[がを-]|이|가")
MIN_STRANGE_WORD = 6


def is_strange_word(word: str) -> bool:
    """Tell whether a word of Latin letters is in no dictionary."""
    bare = word.strip(QUOTES + ".,;:!?…").lower()
    is_latin = bare.isascii() and bare.isalpha()
    return is_latin and len(bare) >= MIN_STRANGE_WORD and not is_ordinary(bare)


# A verb of Japanese: what is said of the password is no password.
VERB_ENDING = re.compile("ませ|ます|まし|ない|した|って|てい|れて|切れ|たい|たら")
MAX_PHRASE = 16
ASCII_CODE = re.compile(r"[!-~]{3,}")
UNSPACED_VALUE = re.compile(
    rf"[{UNSPACED_LETTERS}\w]{{1,12}}?(?=です|だよ|だ|哦|啊|吧|[\s。、，,.!！?？\n]|$)"
)


def secret_later(seen: str, label: Label) -> tuple[int, int] | None:
    """Return the span of a secret further on in the sentence.

    What a word such as "now" announces goes, else what no word looks like.
    """
    line = REST_OF_LINE.match(seen, label.end, label.end + MAX_LATER_DISTANCE)
    announced = NOW.search(line[0])
    if announced:
        value = VALUE_LATER.match(seen, label.end + announced.end())
        bare = value[1].strip(QUOTES + ".,!") if value else ""
        if value and not is_between(bare) and not is_ordinary(fold(bare)):
            return without_quotes(seen, *value.span(1))
    far = label.end + MAX_FAR_DISTANCE
    stop = END_OF_SENTENCE.search(seen, label.end, far)
    last = min(stop.start() if stop else len(seen), far)
    later = RUN_OF_ASCII if label.is_unspaced else CODE_TOKEN
    foreign = not LATIN_LETTER.search(label.text)
    for value in later.finditer(seen, label.end, last):
        is_code = is_code_of_digits(value[0]) or (
            (foreign or is_joined(value[0])) and is_strange_word(value[0])
        )
        if is_code and not AMOUNT_AFTER.match(seen, value.end()):
            whole = CODE_TOKEN.match(seen, value.start())
            return without_quotes(seen, *whole.span())
    return None


LATIN_LETTER = re.compile(r"[a-z\u00df-\u024f]")
MIN_JOINED_WORD = 4


def is_joined(word: str) -> bool:
    """Tell whether a word is two English ones in a row: blueparrot."""
    bare = word.strip(QUOTES + ".,;:!?…").lower()
    return any(
        is_ordinary(bare[:cut], ("en",)) and is_ordinary(bare[cut:], ("en",))
        for cut in range(MIN_JOINED_WORD, len(bare) - MIN_JOINED_WORD + 1)
    )


REST_OF_LINE = re.compile(r"[^\n]*")
VALUE_LATER = re.compile(r"[\s\"'“«]*([!-~]{4,}|[^\s,;.]{4,})")
RUN_OF_ASCII = re.compile(r"[!-~]{4,}")


def is_code_of_digits(word: str) -> bool:
    """Tell whether a word looks like a code, and is no year."""
    bare = word.strip(QUOTES + ".,;:!?…")
    has_digit = any(map(str.isdigit, bare))
    return (
        has_digit
        and looks_like_code(bare)
        and not YEAR.fullmatch(bare)
        and not STANDS_FOR_VALUE.match(word)
    )


# How far behind a label a word such as "now" may announce the secret.
MAX_LATER_DISTANCE = 48
NOW = re.compile(
    r"(?<![^\W_])(?:now|new one|agora|a nova|ahora|la nueva|jetzt|neu|maintenant"
    r"|désormais|ora|adesso|теперь|сейчас|новый|şimdi|artık|yeni)(?![^\W_])[ \t]*"
    r"(?:(?:it['’]?s|it is|is|é|eh|es|ist|est|è|это|c['’]est)(?![^\W_]))?[ \t:]*"
    r"|(?:अब|नया)[ \t]*(?:है[ \t]*)?"
    r"|(?:الآن|الان|أصبحت|صارت)"
    r"[ \t]*(?:هي|هو)?[ \t]*"
    r"|(?:现在|現在|今は|新しいのは|지금은)(?:是|は|は)?",
    re.IGNORECASE,
)
