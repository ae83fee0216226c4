"""The language in which answers write the body of a post, and its resolution.

Markdown that cannot act: paragraphs, `##` and `###` headings, `-` and `1.` lists, `>`
quotes, `**bold**`, `*italic*`, a backslash before a character that is meant as itself,
and references, which are resolved against the brief:

    [[message:12]]            on lines of their own: an exchange, quoted
    [[media:3]]               on a line of its own: a picture or player in its place
    [[link:2]]                the link, under its title or [[link:2|other words]]
    [[memory:2025-W02|words]] a link to an earlier post
    [[day:2025-03-09]]        a day of the period, as the language writes it

References to what the brief does not hold, and quotes of what nobody said, are
dropped and counted. Everything else in an answer is shown as text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cached_property
from urllib.parse import quote

from egregora.periods.briefs import Brief, Link, Media, Message
from egregora.text import markdown
from egregora.text.addresses import has_address
from egregora.text.locales import Translator
from egregora.text.markdown import escape_line, opening_of_line, quote_paragraphs
from egregora.text.plain import (
    ELLIPSIS,
    capitalize_first,
    comparison_key,
    mention_pattern,
    one_line,
    tidy,
    unsigned,
    without_addresses,
)

POLL_OPTION = re.compile(r"^[^:：]+[:：]\s*(.+?)\s*\((\d{1,6})\s*[^()\d]*\)$")


def parse_poll(text: str) -> tuple[str, list[tuple[str, int]]]:
    """Return the question of a poll, and its options with their votes, most first."""
    lines = [one for one in tidy(text).split("\n") if one]
    options = [
        (found[1], int(found[2])) for one in lines if (found := POLL_OPTION.match(one))
    ]
    asked = [one for one in lines if not POLL_OPTION.match(one)]
    return asked[-1] if asked else "", sorted(options, key=lambda one: -one[1])


TIME_BEHIND_ALIAS = re.compile(r"\s*\([^()]*\)\s*$")  # a time behind an alias


class QuoteIndex:
    """What was said in a period and in what it remembers.

    Parameters
    ----------
    brief
        Of the period.

    """

    def __init__(self, brief: Brief) -> None:
        """Make everything comparable."""
        by_alias = defaultdict(list)
        for one in brief.messages:
            if one.by is not None:
                by_alias[brief.people[one.by].alias].append(one.text)
        for memory in brief.memories:
            for line in memory.text.split("\n"):
                alias, _, words = line.partition(": ")
                by_alias[alias].append(words)
        self.aliases = {comparison_key(alias): alias for alias in by_alias}
        self.said_by = {alias: join_passages(said) for alias, said in by_alias.items()}
        texts = [one.text for one in brief.messages]
        self.said = join_passages(texts + [one.text for one in brief.memories])

    def spoken(self, quote: str) -> tuple[str, str]:
        """Return the alias that stands before a quote, or "", and the words quoted."""
        for colon in re.finditer(":", quote):
            before = quote[: colon.start()]
            for name in (before, TIME_BEHIND_ALIAS.sub("", before)):
                if alias := self.aliases.get(comparison_key(name)):
                    return alias, quote[colon.end() :].strip()
        return "", quote

    def holds(self, quote: str) -> bool:
        """Tell whether `quote` is a passage, of the person it names first if any."""
        alias, words = self.spoken(quote)
        passage = bare_quote(words)
        return bool(passage) and passage in self.said_by.get(alias, self.said)


def join_passages(texts: Iterable[str]) -> str:
    """Return `texts` as quotes are looked up in, with and without web addresses."""
    texts = list(texts)
    texts += [without_addresses(one) for one in texts if has_address(one)]
    return " \n ".join(map(comparison_key, texts))


def bare_quote(quote: str) -> str:
    """Return a quote as it is looked up."""
    return comparison_key(quote.strip().rstrip(ELLIPSIS).strip('“”"«» '))


MAX_QUOTE_LENGTH = 420  # characters of a message
MAX_NOTE_LENGTH = 300
QUOTE_TIME_GAP = timedelta(minutes=10)  # after which a quote says the time again
EMBEDDED_MEDIA_TYPES = {"image", "sticker", "audio", "video"}
MEDIA_EMOJI = {
    "audio": "🎧",
    "video": "🎬",
    "document": "📎",
    "other": "📎",
    "image": "📷",
}
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class CitationRenderer:
    """A post that is being composed.

    Parameters
    ----------
    brief
        What references are resolved against.
    voice
        How the post speaks.
    clean
        Takes out of a text of the chat what no page may show.

    """

    def __init__(
        self, brief: Brief, voice: Translator, clean: Callable[[str], str] = str
    ) -> None:
        """Begin with nothing shown and nothing dropped."""
        self.brief, self.voice, self.clean = brief, voice, clean
        self.dropped: Counter[str] = Counter()
        self.shown: set[str] = set()
        self.told_day: date | None = None
        self.told_at: datetime | None = None

    @cached_property
    def media(self) -> dict[str, Media]:
        """Media by id."""
        return {one.id: one for one in self.brief.media}

    @cached_property
    def quotable(self) -> QuoteIndex:
        """What people said, to look quotes up in."""
        return QuoteIndex(self.brief)

    def item(self, items: list, key: str, kind: str):
        """Return the item that a reference cites by its number, or None."""
        if (
            key.strip().isascii()
            and key.strip().isdigit()
            and 0 < int(key) <= len(items)
        ):
            return items[int(key) - 1]
        self.dropped["references"] += 1
        return None

    def message(self, key: str) -> Message | None:
        """Return the cited message, or None if there is none that can be quoted."""
        found = self.item(self.brief.messages, key, "message")
        if found and found.by is None:
            self.dropped["references"] += 1
            return None
        return found

    def medium(self, key: str) -> Media | None:
        """Return the cited file, or None."""
        return self.item(self.brief.media, key, "media")

    def name(self, by: int | None) -> str:
        """Return an alias as text."""
        return "?" if by is None else one_line(self.brief.people[by].alias)

    def owner(self, media: Media) -> str:
        """Return the alias of who sent a file."""
        by = next((m.by for m in self.brief.messages if m.id == media.message), None)
        return self.name(by)

    def reference(self, kind: str, key: str, label: str) -> str:
        """Return a reference inside a paragraph as Markdown."""
        if kind == "link" and (one := self.item(self.brief.links, key, kind)):
            return self.link(one, label)
        if kind == "memory":
            return self.memory(key, label)
        if kind == "day":
            return self.day(key)
        if kind == "message" and (one := self.message(key)):
            return f"“{markdown.line(self.named(one.text), MAX_QUOTE_LENGTH)}”"
        if kind == "media" and (one := self.medium(key)):
            return self.picture(one)
        if kind not in {"link", "message", "media"}:
            self.dropped["references"] += 1
        return markdown.escape_line(label)

    def link(self, link: Link, label: str = "") -> str:
        """Return a link under its title."""
        title = (
            label or self.clean(link.title or "") or markdown.short_address(link.url)
        )
        return markdown.link(link.url, title) or markdown.escape_line(title)

    def memory(self, period: str, label: str = "") -> str:
        """Return a link to an earlier post that the brief remembers."""
        if period not in {one.period for one in self.brief.memories}:
            self.dropped["references"] += 1
            return markdown.escape_line(label)
        name = label or self.voice.period_name(period)
        return f"[{markdown.escape_line(name)}]({period}.md)"

    def exchange(self, messages: list[Message]) -> str:
        """Return messages as one quote: who said it, when, and what was shown."""
        parts = [part for one in messages for part in self.quote(one)]
        return markdown.quote_paragraphs(*parts) if parts else ""

    def quote(self, message: Message) -> list[str]:
        """Return one message as paragraphs of a quote."""
        if message.kind == "poll" and (poll := self.poll(message)):
            return poll
        text = markdown.block(self.named(message.text), MAX_QUOTE_LENGTH)
        file = self.file(message)
        if not text and not file:
            return []
        head = (
            f"**{markdown.escape_line(self.name(message.by))}**{self.clock(message)}:"
        )
        if text:
            return [f"{head} {text}", *file]
        if file[0].startswith("!"):
            return [head, *file]
        return [f"{head} {file[0]}"]

    def clock(self, message: Message) -> str:
        """Return the time of a message, if it does not follow from the one before."""
        at = datetime.fromisoformat(message.at)
        time = self.voice.time(at.time())
        day, before = self.told_day, self.told_at
        self.told_day, self.told_at = at.date(), at
        if day != at.date():
            return f" ({self.voice.weekday(at.date(), short=True)} {time})"
        near = before is not None and timedelta() <= at - before < QUOTE_TIME_GAP
        return "" if near else f" ({time})"

    def day(self, key: str) -> str:
        """Return a day of the period; quotes that follow do not say it again."""
        if not (
            ISO_DATE.fullmatch(key)
            and self.brief.first_day <= key <= self.brief.last_day
        ):
            self.dropped["references"] += 1
            return ""
        self.told_day, self.told_at = date.fromisoformat(key), None
        return self.voice.weekday_and_day(self.told_day)

    def named(self, text: str) -> str:
        """Return a text of the chat, cleaned, people named without the `@`."""
        return unsigned(self.clean(text), self.mentions)

    @cached_property
    def mentions(self) -> re.Pattern:
        """What matches a mention of someone."""
        return mention_pattern(one.alias for one in self.brief.people)

    def file(self, message: Message) -> list[str]:
        """Return the file of a message, once per post."""
        media = self.media.get(message.media or "")
        if media is None or media.id in self.shown:
            return []
        if media.path is None:
            note = markdown.line(self.named(media.note), MAX_NOTE_LENGTH)
            sign = MEDIA_EMOJI.get(media.media_type, "")
            return [f"{sign} *{note}*"] if note else []
        return [self.picture(media, self.named(message.text))]

    def picture(self, media: Media, beside: str = "") -> str:
        """Return a file: a picture or player in its place, or a link.

        What stands `beside` it is not told again for those who cannot see it.
        """
        if media.path is None:
            return ""
        self.shown.add(media.id)
        said = self.voice.say(media.media_type, name=self.owner(media))
        note = one_line(self.named(media.note))
        if beside and note.startswith(one_line(beside)):
            note = ""
        address = f"../media/{quote(media.path)}"
        if media.media_type in EMBEDDED_MEDIA_TYPES:
            return f"![{markdown.escape_line(note or said)}]({address})"
        sign = MEDIA_EMOJI.get(media.media_type, "📎")
        return f"{sign} [{markdown.escape_line(said)}]({address})"

    def figure(self, media: Media) -> str:
        """Return a file with who sent it and what they wrote beside it."""
        message = next((m for m in self.brief.messages if m.id == media.message), None)
        said = self.named(message.text) if message else ""
        if media.id in self.shown or not (shown := self.picture(media, said)):
            return ""
        words = markdown.line(said, MAX_NOTE_LENGTH)
        name = f"**{markdown.escape_line(self.owner(media))}**"
        return f"{shown}\n\n{name}: {words}" if words else f"{shown}\n\n{name}"

    def poll(self, message: Message) -> list[str]:
        """Return a poll as its question and a list of what was voted for, or []."""
        asked, options = parse_poll(self.named(message.text))
        if len(options) < 2 or not asked:
            return []
        head = (
            f"**{markdown.escape_line(self.name(message.by))}**{self.clock(message)}:"
        )
        votes = [
            f"- {markdown.line(text)}: {self.voice.count(number, 'vote')}"
            for text, number in options
        ]
        return [f"{head} **{markdown.line(asked)}**", "\n".join(votes)]

    def remembered(self, line: str) -> str:
        """Return a passage of the chat, the alias before it in bold."""
        name, said = self.quotable.spoken(line)
        if name:
            alias = markdown.escape_line(one_line(name))
            return f"**{alias}**: {markdown.line(self.named(said))}"
        return markdown.opening_of_line(markdown.line(self.named(line)))


HEADING_LINE = re.compile(r"(#{1,6})\s+(.+?)\s*#*$")
LIST_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+(.+)$")
REFERENCES_LINE = re.compile(
    r"(?:>\s*|[-*]\s+)?((?:\[\[(?:message|media):[^\]|]+\]\]\s*)+)$"
)
INLINE_MARK = re.compile(
    r"\\(?P<char>.)"
    r"|\[\[(?P<kind>\w+):(?P<id>[^\]|]+)(?:\|(?P<label>(?:\\.|[^\]\\])*))?\]\]"
    r"|\*\*(?P<bold>(?:\\.|[^*\\])+)\*\*"
    r"|\*(?P<italic>(?:\\.|[^*\\])+)\*"
)
REFERENCE_MARK = re.compile(r"\[\[(\w+):([^\]|]+)\]\]")
QUOTED_SPEECH = re.compile(
    r"“([^“”]{24,})”|«([^«»]{24,})»|\"([^\"]{24,})\"|„([^„“]{24,})“"
)


def escape_for_body(text: str) -> str:
    """Return `text` on one line so that a body shows it as it is."""
    plain = re.sub(r"([\\*\[\]])", r"\\\1", one_line(text))
    return re.sub(r"^([#>+-]|\d+[.)])", r"\\\1", plain)


def format_reference(kind: str, key: object, label: str = "") -> str:
    """Return a reference to something of the brief."""
    return (
        f"[[{kind}:{key}|{escape_for_body(label)}]]" if label else f"[[{kind}:{key}]]"
    )


def resolve_body(body: str, page: CitationRenderer) -> str:
    """Return the body of an answer as Markdown.

    Parameters
    ----------
    body
        In the language above.
    page
        What the references are resolved against; counts what was dropped.

    """
    blocks: list[list[str]] = [[]]
    for raw in tidy(body).split("\n"):
        line = raw.strip()
        found = REFERENCES_LINE.match(line)
        if found:
            blocks = add_to_exchange(found[1], blocks)
        elif not line or re.fullmatch(r"[-=*_~`\s]{3,}", line):
            blocks.append([])
        elif blocks[-1] and block_kind(blocks[-1][-1]) == block_kind(line) != "heading":
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return "\n\n".join(
        filter(None, (render_block(lines, page) for lines in blocks if lines))
    )


def add_to_exchange(line: str, blocks: list[list[str]]) -> list[list[str]]:
    """Add the references of a line to the exchange before it, or open one."""
    if not (blocks[-1] and block_kind(blocks[-1][-1]) == "exchange"):
        blocks.append([])
    for kind, key in REFERENCE_MARK.findall(line):
        blocks[-1].append(f"[[{kind}:{key}]]")
    return blocks


def block_kind(line: str) -> str:
    """Return what kind of block a line belongs to."""
    if REFERENCE_MARK.fullmatch(line) and REFERENCES_LINE.match(line):
        return "exchange"
    if HEADING_LINE.match(line):
        return "heading"
    if line.startswith(">"):
        return "quote"
    return "list" if LIST_ITEM.match(line) else "paragraph"


def render_block(lines: list[str], page: CitationRenderer) -> str:
    """Return a block of lines as Markdown, "" if nothing of it is left."""
    kind = block_kind(lines[0])
    if kind == "exchange":
        return render_exchange(lines, page)
    if kind == "heading":
        marks, title = HEADING_LINE.match(lines[0]).groups()
        return f"{'##' if len(marks) <= 2 else '###'} {render_inline(title, page)}"
    if kind == "quote":
        return render_quote(lines, page)
    if kind == "list":
        items = [render_inline(LIST_ITEM.match(one)[1], page) for one in lines]
        numbered = lines[0][0].isdigit()
        marks = [f"{at}." if numbered else "-" for at in range(1, len(items) + 1)]
        return "\n".join(
            f"{mark} {one}" for mark, one in zip(marks, items, strict=True) if one
        )
    return render_inline(" ".join(lines), page)


def render_exchange(lines: list[str], page: CitationRenderer) -> str:
    """Return cited messages and media as a quote, then pictures."""
    said, shown = [], []
    for kind, key in (REFERENCE_MARK.fullmatch(line).groups() for line in lines):
        if kind == "message" and (one := page.message(key)):
            said.append(one)
        elif kind == "media" and (one := page.medium(key)):
            shown.append(one)
    parts = [page.exchange(said), *map(page.figure, shown)]
    return "\n\n".join(filter(None, parts))


def render_quote(lines: list[str], page: CitationRenderer) -> str:
    """Return those lines of a quote that somebody really said."""
    said = [one_line(strip_body_marks(line.lstrip("> "))) for line in lines]
    real = [line for line in said if line and page.quotable.holds(line)]
    page.dropped["quotes"] += len([line for line in said if line]) - len(real)
    return quote_paragraphs(*map(page.remembered, real)) if real else ""


def strip_body_marks(text: str) -> str:
    """Return `text` of a body without its marks."""
    text = REFERENCE_MARK.sub("", text)
    return re.sub(r"\\(.)|\*\*?", lambda found: found[1] or "", text)


def render_inline(text: str, page: CitationRenderer) -> str:
    """Return one paragraph of a body as Markdown."""
    text = QUOTED_SPEECH.sub(lambda found: check_quoted_speech(found, page), text)
    out, end = [], 0
    for found in INLINE_MARK.finditer(text):
        out.append(escape_line(text[end : found.start()]))
        out.append(render_mark(found, page))
        end = found.end()
    out.append(escape_line(text[end:]))
    return opening_of_line("".join(out).strip())


def check_quoted_speech(found: re.Match, page: CitationRenderer) -> str:
    """Return words in quotation marks, without the marks if nobody said them."""
    words = next(filter(None, found.groups()))
    if "[[" in words or page.quotable.holds(one_line(strip_body_marks(words))):
        return found.group()
    page.dropped["quotes"] += 1
    return words


def render_mark(found: re.Match, page: CitationRenderer) -> str:
    """Return a mark or reference of a paragraph as Markdown."""
    if found["char"]:
        return escape_line(found["char"])
    if found["bold"]:
        return f"**{render_inline(found['bold'], page).strip()}**"
    if found["italic"]:
        return f"*{render_inline(found['italic'], page).strip()}*"
    label = one_line(strip_body_marks(found["label"] or ""))
    shown = page.reference(found["kind"], found["id"].strip(), label)
    return (
        capitalize_first(shown)
        if found["kind"] == "day" and not found.start()
        else shown
    )
