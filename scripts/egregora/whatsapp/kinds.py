"""What a message is: column expressions over authors and texts.

Structure comes first and words of a language (`phrases`) second. WhatsApp's own parts
of a text move to `kind`, `media_name` and `edited`; what the person wrote stays.

Most messages are plain text. So each search stands behind a cheap test, and steps are
kept apart (`view`): else a column would be computed again in each place that uses it.
"""

from __future__ import annotations

import re
from collections.abc import Collection

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis import _

from egregora.whatsapp import phrases
from egregora.whatsapp.phrases import any_of

# Left-to-right and right-to-left mark: iPhones print one before what WhatsApp says.
LEFT, RIGHT = "\u200e", "\u200f"
SIDES = LEFT + RIGHT
NOTHING = ibis.null("string")

# In `<…>` at the end of a text: a remark of WhatsApp's.
REMARK = rf"[ {SIDES}]*<[^<>\n]{{3,60}}>$"
KNOWN_REMARK = rf"<[{SIDES}]?(?:{any_of(phrases.EDITED)})[.。]?>$"
# People do not type the mark. A remark about a file names it or says “attached”.
MARKED_REMARK = rf"[^{SIDES}] ?[{SIDES}]+<[^<>\n:：.{SIDES}]{{3,60}}[.。]?>$"
WORDS = any_of(phrases.ATTACHED_IPHONE)
FILE_REMARK = rf"<[{SIDES}]?(?:{WORDS})>$"

# Names that WhatsApp gives to files.
GIVEN_NAME = r"^(?:[A-Z]{3}-\d{8}-WA\d+|-?\d{7,8}-.+)\.\w+$"
FILE = r"[^<>\n/\\:：]+"
ANDROID_KNOWN = rf"^({FILE}) \((?:{any_of(phrases.ATTACHED)})\)$"
ANDROID_LIKELY = rf"^({FILE}\.(?i:{any_of(phrases.EXTENSIONS)})) \([^()]{{3,40}}\)$"
# `<attached: F>`, `<F eklendi>` and `F <attached>` with words that are known, and the
# first with any word before a name that WhatsApp gave.
TAGS = (
    rf"<\s?(?:{WORDS})\s?[:：]\s?({FILE}?)\s?>",
    rf"<({FILE}\.\w{{1,8}}) (?:{WORDS})>",
    rf"^({FILE}\.\w{{1,8}}) <(?:{WORDS})>",
    rf"<\s?[^<>:：\n]{{2,30}}\s?[:：]\s?(-?\d{{7,8}}-{FILE}?)\s?>",
)
# iPhones repeat a document's name and say how many pages it has.
PAGES = r"^[^\n]* • [^\n]*\d[^\n]*$"

MAPS = r"https?://(?:maps\.google\.|www\.google\.[a-z.]+/maps|maps\.app|foursquare\.)"
VENUE = rf"^[^\n]+\): ?{MAPS}"
LOCATION = rf"^[^:：\n]{{2,24}} ?[:：] ?{MAPS}|{VENUE}"
# `POLL:` or its like in any language, the question, and options with their votes.
# How long the first line may be is told apart: a bound makes the pattern huge.
CAPITALS = r"[\p{Lu}\p{Lo}][\p{Lu}\p{Lo}\p{Lm}\p{M} ]+"
LONGEST_HEAD = 27
VOTES = r"[(（]\p{Nd}+(?: |\p{Lo})[^()（）\n]*[)）]"
POLL = rf"(?s)^{CAPITALS} ?[:：]\n.+\n{CAPITALS} ?[:：].*{VOTES}\s*$"
# A duration, a time or a hint may follow.
CALL = rf"^(?:{any_of(phrases.CALLS)})(?: ?[,.،、，。(（].*| .{{0,6}}\p{{Nd}}.*)?$"
BY_ADMIN = (
    rf"^(?:{any_of(phrases.DELETED)}) [^\n]{{0,20}}"
    rf"(?i:{any_of(phrases.ADMINS)})[^\n]{{0,80}}$"
    rf"|^(?i:{any_of(phrases.DELETED_BY_ADMIN)})[.。]?$"
)
# What it begins with, so that few texts are searched for the rest.
BEGINNING = 3
TAKEN_BACK = sorted(
    {one[:BEGINNING].lower() for one in phrases.DELETED + phrases.DELETED_BY_ADMIN}
)
# What an export prints where there is no text.
NOT_TEXTS = ("", "null")
# What iPhones print for a medium left out, beside its caption.
OMITTED = rf"(?m)<?[{SIDES}]+<?[{SIDES}]?(?i:{any_of(phrases.OMITTED)})>?[.。]?$"
DOCUMENT = rf"^{FILE}\.(?i:{any_of(phrases.EXTENSIONS)}) • [^\n<>]*$"
# Typed, not printed: `<b>`, `<a href="…">`, `</p>`.
HTML = r"[<>=/]|^[!-~]*$|^\s*$"


def with_kinds(messages: ir.Table, held: Collection[str] = ()) -> ir.Table:
    """Tell what each message is.

    Parameters
    ----------
    messages
        One row per message, with `author_name`, `text` and `bracketed`, which is true
        where an iPhone printed it.
    held
        Names of the media in the archives: a file that is there was attached,
        whatever the language of the word beside its name.

    Returns
    -------
    ir.Table
        The same rows without `bracketed`, with `kind`, `media_name` and `edited`;
        `text` is what the person wrote, `author_name` is null for notices.

    """
    remarked = messages.mutate(
        is_marked=is_marked(_.text),
        edited=_.author_name.notnull() & is_edited(_.text),
    ).view()
    plain = remarked.mutate(
        text=ibis.ifelse(_.edited, _.text.re_replace(REMARK, ""), _.text)
    ).view()
    lined = plain.mutate(plain=without_sides(_.text)).view()
    filed = (
        lined.mutate(line=first_line(_.plain))
        .view()
        .mutate(
            android_name=android_name(_.line, held),
            iphone_name=iphone_name(_.text, _.plain),
        )
        .view()
    )
    spellings = {"plain": list(phrases.KINDS), "phrase": list(phrases.KINDS.values())}
    known = ibis.memtable(pa.table(spellings))
    told = filed.left_join(known, "plain").mutate(kind=kind_of(_)).view()
    is_notice = told.kind == "system"
    return told.select(
        *(name for name in messages.columns if name not in REMADE),
        "kind",
        author_name=ibis.ifelse(is_notice, NOTHING, told.author_name),
        text=text_of(told),
        media_name=ibis.ifelse(
            is_notice, NOTHING, told.android_name.coalesce(told.iphone_name)
        ),
        edited=told.edited & ~is_notice,
    )


REMADE = {"bracketed", "author_name", "text"}


def may_be_more(text: ir.StringValue) -> ir.BooleanValue:
    """Return whether `text` may be anything but what a person, or a notice, says.

    Cheap, and true of everything that `with_kinds` changes: a mark, a bracket or an
    address is in it, or it begins with words that are WhatsApp's.
    """
    known = ibis.memtable(pa.table({"known": [*NOT_TEXTS, *phrases.KINDS]}))
    is_known = text.isin(known.known) | is_taken_back(text)
    return (
        has_sides(text)
        | text.contains("<")
        | text.contains("(")
        | text.contains("（")
        | text.contains("://")
        | is_known
    )


def is_marked(text: ir.StringValue) -> ir.BooleanValue:
    """Return whether `text` begins with an invisible mark, as WhatsApp's own do."""
    return text.startswith(LEFT) | text.startswith(RIGHT)


def has_sides(text: ir.StringValue) -> ir.BooleanValue:
    """Return whether an invisible mark of WhatsApp's is in `text`."""
    return text.contains(LEFT) | text.contains(RIGHT)


def without_sides(text: ir.StringValue) -> ir.StringValue:
    """Return `text` without the marks that WhatsApp puts around its own words."""
    bare = text.replace(LEFT, "").replace(RIGHT, "")
    return ibis.ifelse(has_sides(text), bare, text)


def first_line(text: ir.StringValue) -> ir.StringValue:
    """Return `text` up to its first line feed."""
    return ibis.ifelse(text.contains("\n"), text.re_extract("^[^\n]*", 0), text)


def is_edited(text: ir.StringValue) -> ir.BooleanValue:
    """Return whether `text` ends with the remark that it was edited."""
    by_mark = text.re_search(MARKED_REMARK) & ~text.re_search(FILE_REMARK)
    is_remark = text.re_search(KNOWN_REMARK) | by_mark
    return ibis.ifelse(text.endswith(">"), is_remark, False)


def android_name(line: ir.StringValue, held: Collection[str]) -> ir.StringValue:
    """Return the file of `Name.ext (file attached)`; null for other lines."""
    known = line.re_extract(ANDROID_KNOWN, 1)
    likely = line.re_extract(ANDROID_LIKELY, 1)
    is_sure = likely.re_search(GIVEN_NAME)
    # Names that WhatsApp gave are sure by themselves.
    if sent := sorted(name for name in held if not re.match(GIVEN_NAME, name)):
        is_sure |= likely.isin(sent)
    name = ibis.cases((known != "", known), (is_sure, likely), else_=NOTHING)
    return ibis.ifelse(line.endswith(")"), name, NOTHING)


def iphone_name(text: ir.StringValue, plain: ir.StringValue) -> ir.StringValue:
    """Return the file of `<attached: Name.ext>`; null for texts without."""
    names = [plain.re_extract(tag, 1) for tag in TAGS]
    name = ibis.cases(*((found != "", found) for found in names), else_=NOTHING)
    is_tagged = text.contains(f"{LEFT}<") | text.contains(f"<{LEFT}")
    return ibis.ifelse(
        text.contains("<"), ibis.ifelse(is_tagged, name, NOTHING), NOTHING
    )


def kind_of(m: ir.Table) -> ir.StringValue:
    """Return the kind of each message."""
    name = m.android_name.coalesce(m.iphone_name)
    inner = m.line.substr(1, m.line.length() - 2)
    is_placeholder = m.line.endswith(">") & ~inner.re_search(HTML)
    return ibis.cases(
        (m.author_name.isnull(), "system"),
        (m.plain.isin(NOT_TEXTS), "empty"),
        (name.lower().endswith(".vcf"), "contact"),
        (name.notnull(), "media"),
        (m.phrase.notnull(), m.phrase),
        (is_taken_back(m.plain), "deleted"),
        (ibis.ifelse(m.line.startswith("<"), is_placeholder, False), "media_omitted"),
        (
            ibis.ifelse(m.plain.contains("://"), m.plain.re_search(LOCATION), False),
            "location",
        ),
        (ibis.ifelse(is_poll_like(m), m.plain.re_search(POLL), False), "poll"),
        (is_left_out(m), "media_omitted"),
        (~m.is_marked | ~m.bracketed, "text"),
        (m.plain.re_search(CALL), "call"),
        else_="system",
    )


def is_taken_back(text: ir.StringValue) -> ir.BooleanValue:
    """Return whether `text` says that an administrator deleted a message."""
    beginning = text.substr(0, BEGINNING).lower()
    return ibis.ifelse(beginning.isin(TAKEN_BACK), text.re_search(BY_ADMIN), False)


def is_poll_like(m: ir.Table) -> ir.BooleanValue:
    """Return whether a text begins and ends as polls do."""
    ends_with_votes = m.plain.endswith(")") | m.plain.endswith("）")
    is_head = m.line.endswith(":") | m.line.endswith("：")
    return ends_with_votes & is_head & (m.line.length() <= LONGEST_HEAD)


def is_left_out(m: ir.Table) -> ir.BooleanValue:
    """Return whether an iPhone left a medium out beside a caption or a file's name."""
    by_words = m.text.re_search(OMITTED) | m.plain.re_search(DOCUMENT)
    return ibis.ifelse(m.bracketed & has_sides(m.text), by_words, False)


def text_of(m: ir.Table) -> ir.StringValue:
    """Return what the person wrote: the caption of media, else the text."""
    caption = m.plain
    for tag in TAGS:
        caption = caption.re_replace(tag, "")
    beside = without_sides(m.text.re_replace(OMITTED, ""))
    is_repeated = m.iphone_name.endswith("-" + caption.strip())
    return ibis.cases(
        (m.kind == "text", m.text),
        (m.kind.isin(["empty", "deleted"]), ""),
        (is_repeated, ""),
        (m.iphone_name.notnull(), caption.strip().re_replace(PAGES, "")),
        (
            (m.kind == "media_omitted") & is_left_out(m),
            beside.strip().re_replace(PAGES, ""),
        ),
        (
            m.android_name.notnull() | (m.kind == "media_omitted"),
            m.plain.substr(m.line.length() + 1),
        ),
        else_=m.plain,
    )
