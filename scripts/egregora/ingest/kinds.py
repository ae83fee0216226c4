"""The kind of each message: column expressions over authors and texts.

Structure decides first, the words of a language (`phrases`) second. What WhatsApp adds
to a text goes to `kind`, `media_name` and `edited`; what the person wrote stays.

Most messages are plain text, so every search comes after a cheap test. The steps are
separate views: otherwise a column would be computed again wherever it is used.
"""

from __future__ import annotations

import re
from collections.abc import Collection

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis import _

from egregora.ingest import phrases
from egregora.ingest.phrases import any_of
from egregora.privacy.notices import is_printed_notice

# Left-to-right and right-to-left mark: iPhones print one before what WhatsApp says.
LEFT_MARK, RIGHT_MARK = "\u200e", "\u200f"
SIDE_MARKS = LEFT_MARK + RIGHT_MARK
NO_STRING = ibis.null("string")

# In `<…>` at the end of a text: a remark of WhatsApp's.
ANY_REMARK = rf"[ {SIDE_MARKS}]*<[^<>\n]{{3,60}}>$"
EDITED_REMARK = rf"<[{SIDE_MARKS}]?(?:{any_of(phrases.EDITED)})[.。]?>$"
# People do not type the mark. A remark about a file names it or says “attached”.
REMARK_AFTER_MARK = (
    rf"[^{SIDE_MARKS}] ?[{SIDE_MARKS}]+<[^<>\n:：.{SIDE_MARKS}]{{3,60}}[.。]?>$"
)
ATTACHED_WORDS = any_of(phrases.ATTACHED_IPHONE)
ATTACHED_REMARK = rf"<[{SIDE_MARKS}]?(?:{ATTACHED_WORDS})>$"

# Names that WhatsApp gives to files.
WHATSAPP_FILE_NAME = r"^(?:[A-Z]{3}-\d{8}-WA\d+|-?\d{7,8}-.+)\.\w+$"
ANY_FILE_NAME = r"[^<>\n/\\:：]+"
ANDROID_ATTACHMENT = rf"^({ANY_FILE_NAME}) \((?:{any_of(phrases.ATTACHED)})\)$"
LIKELY_ANDROID_ATTACHMENT = (
    rf"^({ANY_FILE_NAME}\.(?i:{any_of(phrases.FILE_EXTENSIONS)})) \([^()]{{3,40}}\)$"
)
# `<attached: F>`, `<F eklendi>` and `F <attached>` with words that are known, and the
# first with any word before a name that WhatsApp gave.
IPHONE_ATTACHMENTS = (
    rf"<\s?(?:{ATTACHED_WORDS})\s?[:：]\s?({ANY_FILE_NAME}?)\s?>",
    rf"<({ANY_FILE_NAME}\.\w{{1,8}}) (?:{ATTACHED_WORDS})>",
    rf"^({ANY_FILE_NAME}\.\w{{1,8}}) <(?:{ATTACHED_WORDS})>",
    rf"<\s?[^<>:：\n]{{2,30}}\s?[:：]\s?(-?\d{{7,8}}-{ANY_FILE_NAME}?)\s?>",
)
# iPhones repeat a document's name and say how many pages it has.
PAGE_COUNT = r"^[^\n]* • [^\n]*\d[^\n]*$"

MAP_ADDRESS = (
    r"https?://(?:maps\.google\.|www\.google\.[a-z.]+/maps|maps\.app|foursquare\.)"
)
VENUE = rf"^[^\n]+\): ?{MAP_ADDRESS}"
LOCATION = rf"^[^:：\n]{{2,24}} ?[:：] ?{MAP_ADDRESS}|{VENUE}"
# `POLL:` or its like in any language, the question, and options with their votes.
# How long the first line may be is told apart: a bound makes the pattern huge.
CAPITAL_WORDS = r"[\p{Lu}\p{Lo}][\p{Lu}\p{Lo}\p{Lm}\p{M} ]+"
MAX_POLL_HEAD = 27
POLL_VOTES = r"[(（]\p{Nd}+(?:\p{Zs}|\p{Lo})[^()（）\n]*[)）]"
POLL = rf"(?s)^{CAPITAL_WORDS} ?[:：]\n.+\n{CAPITAL_WORDS} ?[:：].*{POLL_VOTES}\s*$"
# A duration, a time or a hint may follow.
CALL = (
    rf"^(?:{any_of(phrases.CALL_PHRASES)})"
    r"(?:\p{Zs}?[,.،、，。(（·].*|\p{Zs}.{0,6}\p{Nd}.*)?$"
)
ONCE = rf"^(?i:{any_of(phrases.VIEWED_ONCE)})[.。]?$"
WAITED_FOR = rf"^(?i:{any_of(phrases.NOT_ARRIVED)})[.。]?$"
ADMIN_DELETION = (
    rf"^(?:{any_of(phrases.DELETED)}) [^\n]{{0,20}}"
    rf"(?i:{any_of(phrases.ADMINS)})[^\n]{{0,80}}$"
    rf"|^(?i:{any_of(phrases.DELETED_BY_ADMIN)})[.。]?$"
)
# What it begins with, so that few texts are searched for the rest.
DELETION_PREFIX_LENGTH = 3
DELETION_PREFIXES = sorted(
    {
        one[:DELETION_PREFIX_LENGTH].lower()
        for one in phrases.DELETED + phrases.DELETED_BY_ADMIN
    }
)
# What an export prints where there is no text.
EMPTY_TEXTS = ("", "null")
# What iPhones print for a medium left out, beside its caption.
OMITTED_LINE = (
    rf"(?m)<?[{SIDE_MARKS}]+<?[{SIDE_MARKS}]?"
    rf"(?i:{any_of(phrases.OMITTED_MEDIA)})>?[.。]?$"
)
DOCUMENT_LINE = rf"^{ANY_FILE_NAME}\.(?i:{any_of(phrases.FILE_EXTENSIONS)}) • [^\n<>]*$"
# Typed, not printed: `<b>`, `<a href="…">`, `</p>`.
TYPED_MARKUP = r"[<>=/]|^[!-~]*$|^\s*$"


def add_kinds(
    messages: ir.Table,
    held: Collection[str] = (),
    speakers: ir.Table | None = None,
) -> ir.Table:
    """Tell what each message is.

    Parameters
    ----------
    messages
        One row per message, with `author_name`, `text` and `bracketed`, which is true
        where an iPhone printed it.
    held
        Names of the media in the archives: a file that is there was attached,
        whatever the language of the word beside its name.
    speakers
        `author_name` of those who wrote something without a mark: people, where a
        group's title is printed as the author of notices. None takes all for people.

    Returns
    -------
    ir.Table
        The same rows without `bracketed`, with `kind`, `media_name` and `edited`;
        `text` is what the person wrote, `author_name` is null for notices.

    """
    remarked = messages.mutate(
        is_marked=begins_with_mark(_.text),
        edited=_.author_name.notnull() & ends_with_edited(_.text),
    ).view()
    plain = remarked.mutate(
        text=ibis.ifelse(_.edited, _.text.re_replace(ANY_REMARK, ""), _.text)
    ).view()
    lined = plain.mutate(plain=plain_blanks(remove_side_marks(_.text))).view()
    filed = (
        lined.mutate(line=first_line(_.plain))
        .view()
        .mutate(
            android_name=android_name(_.line, held),
            iphone_name=iphone_name(_.text, _.plain),
        )
        .view()
    )
    spellings = {
        "plain": list(phrases.KIND_OF_PHRASE),
        "phrase": list(phrases.KIND_OF_PHRASE.values()),
    }
    known = ibis.memtable(pa.table(spellings))
    told = (
        add_printed(filed.left_join(known, "plain").view(), speakers)
        .mutate(kind=kind_of_message(_))
        .view()
    )
    is_notice = told.kind == "system"
    return told.select(
        *(name for name in messages.columns if name not in REPLACED_COLUMNS),
        "kind",
        author_name=ibis.ifelse(is_notice, NO_STRING, told.author_name),
        text=text_of_message(told),
        media_name=ibis.ifelse(
            is_notice, NO_STRING, told.android_name.coalesce(told.iphone_name)
        ),
        edited=told.edited & ~is_notice,
    )


REPLACED_COLUMNS = {"bracketed", "author_name", "text"}


def may_be_special(text: ir.StringValue) -> ir.BooleanValue:
    """Return whether `text` may be anything but what a person, or a notice, says.

    Cheap, and true of everything that `with_kinds` changes: a mark, a bracket or an
    address is in it, or it begins with words that are WhatsApp's.
    """
    known = ibis.memtable(pa.table({"known": [*EMPTY_TEXTS, *phrases.KIND_OF_PHRASE]}))
    is_known = text.isin(known.known) | is_deleted_by_admin(text)
    return (
        has_side_marks(text)
        | text.contains("<")
        | text.contains("(")
        | text.contains("（")
        | text.contains("://")
        | is_known
    )


def begins_with_mark(text: ir.StringValue) -> ir.BooleanValue:
    """Return whether `text` begins with an invisible mark, as WhatsApp's own do."""
    return text.startswith(LEFT_MARK) | text.startswith(RIGHT_MARK)


def has_side_marks(text: ir.StringValue) -> ir.BooleanValue:
    """Return whether an invisible mark of WhatsApp's is in `text`."""
    return text.contains(LEFT_MARK) | text.contains(RIGHT_MARK)


def remove_side_marks(text: ir.StringValue) -> ir.StringValue:
    """Return `text` without the marks that WhatsApp puts around its own words."""
    bare = text.replace(LEFT_MARK, "").replace(RIGHT_MARK, "")
    return ibis.ifelse(has_side_marks(text), bare, text)


def plain_blanks(text: ir.StringValue) -> ir.StringValue:
    """Return `text` with plain blanks for those that WhatsApp prints in numbers."""
    bare = text.replace("\u00a0", " ").replace("\u202f", " ")
    has_other = text.contains("\u00a0") | text.contains("\u202f")
    return ibis.ifelse(has_other, bare, text)


@ibis.udf.scalar.pyarrow(signature=(("string", "string"), "boolean"))
def prints_notice(author_name, text):
    """Return whether texts that begin with a mark are notices that WhatsApp prints."""
    authors, texts = author_name.to_pylist(), text.to_pylist()
    return pa.array(
        [is_printed_notice(*pair) for pair in zip(authors, texts, strict=True)],
        pa.bool_(),
    )


def add_printed(messages: ir.Table, speakers: ir.Table | None) -> ir.Table:
    """Tell which texts that begin with a mark WhatsApp has printed: `is_printed`.

    People type marks, too: those of keyboards for Hebrew and Arabic. A notice has
    WhatsApp's own words, or the title of the group as its author.
    """
    marked = messages.filter(
        _.is_marked & _.bracketed & _.author_name.notnull() & _.phrase.isnull()
    )
    spoken = (
        marked.select("author_name", "plain")
        .distinct()
        .mutate(known=prints_notice(_.author_name, _.plain))
        .view()
    )
    if speakers is None:
        titles = spoken.filter(ibis.literal(False)).select(group_title="author_name")
    else:
        first = messages.filter(_.is_marked & _.bracketed).aggregate(
            group_title=_.author_name.argmin(_.position)
        )
        known = spoken.filter(_.known & ~_.plain.contains(_.author_name)).select(
            group_title="author_name"
        )
        titles = (
            ibis.union(first, known, distinct=True)
            .filter(_.group_title.notnull())
            .anti_join(speakers, [("group_title", "author_name")])
        )
    found = spoken.filter(_.known).select(printed_by="author_name", printed="plain")
    return (
        messages.left_join(found, [("author_name", "printed_by"), ("plain", "printed")])
        .left_join(titles.distinct(), [("author_name", "group_title")])
        .mutate(is_printed=_.printed.notnull() | _.group_title.notnull())
        .drop("printed_by", "printed", "group_title")
    )


def first_line(text: ir.StringValue) -> ir.StringValue:
    """Return `text` up to its first line feed."""
    return ibis.ifelse(text.contains("\n"), text.re_extract("^[^\n]*", 0), text)


def ends_with_edited(text: ir.StringValue) -> ir.BooleanValue:
    """Return whether `text` ends with the remark that it was edited."""
    by_mark = text.re_search(REMARK_AFTER_MARK) & ~text.re_search(ATTACHED_REMARK)
    is_remark = text.re_search(EDITED_REMARK) | by_mark
    return ibis.ifelse(text.endswith(">"), is_remark, False)


def android_name(line: ir.StringValue, held: Collection[str]) -> ir.StringValue:
    """Return the file of `Name.ext (file attached)`; null for other lines."""
    known = line.re_extract(ANDROID_ATTACHMENT, 1)
    likely = line.re_extract(LIKELY_ANDROID_ATTACHMENT, 1)
    is_sure = likely.re_search(WHATSAPP_FILE_NAME)
    # Names that WhatsApp gave are sure by themselves.
    if sent := sorted(name for name in held if not re.match(WHATSAPP_FILE_NAME, name)):
        is_sure |= likely.isin(sent)
    name = ibis.cases((known != "", known), (is_sure, likely), else_=NO_STRING)
    return ibis.ifelse(line.endswith(")"), name, NO_STRING)


def iphone_name(text: ir.StringValue, plain: ir.StringValue) -> ir.StringValue:
    """Return the file of `<attached: Name.ext>`; null for texts without."""
    names = [plain.re_extract(tag, 1) for tag in IPHONE_ATTACHMENTS]
    name = ibis.cases(*((found != "", found) for found in names), else_=NO_STRING)
    is_tagged = text.contains(f"{LEFT_MARK}<") | text.contains(f"<{LEFT_MARK}")
    return ibis.ifelse(
        text.contains("<"), ibis.ifelse(is_tagged, name, NO_STRING), NO_STRING
    )


def kind_of_message(m: ir.Table) -> ir.StringValue:
    """Return the kind of each message."""
    name = m.android_name.coalesce(m.iphone_name)
    inner = m.line.substr(1, m.line.length() - 2)
    is_placeholder = m.line.endswith(">") & ~inner.re_search(TYPED_MARKUP)
    return ibis.cases(
        (m.author_name.isnull(), "system"),
        (m.plain.isin(EMPTY_TEXTS), "empty"),
        (name.lower().endswith(".vcf"), "contact"),
        (name.notnull(), "media"),
        (m.phrase.notnull(), m.phrase),
        (is_deleted_by_admin(m.plain), "deleted"),
        (ibis.ifelse(m.line.startswith("<"), is_placeholder, False), "media_omitted"),
        (
            ibis.ifelse(m.plain.contains("://"), m.plain.re_search(LOCATION), False),
            "location",
        ),
        (ibis.ifelse(is_poll_like(m), m.plain.re_search(POLL), False), "poll"),
        (is_omitted_media(m), "media_omitted"),
        (~m.is_marked | ~m.bracketed, "text"),
        (m.plain.re_search(CALL), "call"),
        (m.plain.re_search(ONCE), "media_omitted"),
        (m.plain.re_search(WAITED_FOR), "empty"),
        (m.is_printed, "system"),
        else_="text",
    )


def is_deleted_by_admin(text: ir.StringValue) -> ir.BooleanValue:
    """Return whether `text` says that an administrator deleted a message."""
    beginning = text.substr(0, DELETION_PREFIX_LENGTH).lower()
    return ibis.ifelse(
        beginning.isin(DELETION_PREFIXES), text.re_search(ADMIN_DELETION), False
    )


def is_poll_like(m: ir.Table) -> ir.BooleanValue:
    """Return whether a text begins and ends as polls do."""
    ends_with_votes = m.plain.endswith(")") | m.plain.endswith("）")
    is_head = m.line.endswith(":") | m.line.endswith("：")
    return ends_with_votes & is_head & (m.line.length() <= MAX_POLL_HEAD)


def is_omitted_media(m: ir.Table) -> ir.BooleanValue:
    """Return whether an iPhone left a medium out beside a caption or a file's name."""
    by_words = m.text.re_search(OMITTED_LINE) | m.plain.re_search(DOCUMENT_LINE)
    return ibis.ifelse(m.bracketed & has_side_marks(m.text), by_words, False)


def text_as_typed(m: ir.Table) -> ir.StringValue:
    """Return a text as typed: without the mark that iPhones put before their words."""
    is_invitation = m.is_marked & m.bracketed & m.text.startswith(LEFT_MARK)
    return ibis.ifelse(is_invitation, m.text.substr(1), m.text)


def text_of_message(m: ir.Table) -> ir.StringValue:
    """Return what the person wrote: the caption of media, else the text."""
    caption = m.plain
    for tag in IPHONE_ATTACHMENTS:
        caption = caption.re_replace(tag, "")
    beside = remove_side_marks(m.text.re_replace(OMITTED_LINE, ""))
    is_repeated = m.iphone_name.endswith("-" + caption.strip())
    return ibis.cases(
        (m.kind == "text", text_as_typed(m)),
        (m.kind.isin(["empty", "deleted"]), ""),
        ((m.kind == "media_omitted") & m.plain.re_search(ONCE), ""),
        (is_repeated, ""),
        (m.iphone_name.notnull(), caption.strip().re_replace(PAGE_COUNT, "")),
        (
            (m.kind == "media_omitted") & is_omitted_media(m),
            beside.strip().re_replace(PAGE_COUNT, ""),
        ),
        (
            m.android_name.notnull() | (m.kind == "media_omitted"),
            m.plain.substr(m.line.length() + 1),
        ),
        else_=remove_side_marks(m.text),
    )
