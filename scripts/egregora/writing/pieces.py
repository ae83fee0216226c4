"""What a post shows of its brief, as Markdown: quotes, pictures, polls and links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cached_property
from urllib.parse import quote

from egregora.briefs import Brief, Link, Media, Message
from egregora.text.locales import Translator
from egregora.writing import markdown
from egregora.writing.polls import poll_in
from egregora.writing.quotable import Quotable
from egregora.writing.text import one_line
from egregora.writing.words import mentions, unsigned

QUOTE = 420  # characters of a message
NOTE = 300
CLOCK = timedelta(minutes=10)  # after which a quote says the time again
SHOWN = {"image", "sticker", "audio", "video"}
SIGNS = {"audio": "🎧", "video": "🎬", "document": "📎", "other": "📎", "image": "📷"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Page:
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
    def quotable(self) -> Quotable:
        """What people said, to look quotes up in."""
        return Quotable(self.brief)

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
            return f"“{markdown.line(self.named(one.text), QUOTE)}”"
        if kind == "media" and (one := self.medium(key)):
            return self.picture(one)
        if kind not in {"link", "message", "media"}:
            self.dropped["references"] += 1
        return markdown.escaped(label)

    def link(self, link: Link, label: str = "") -> str:
        """Return a link under its title."""
        title = (
            label or self.clean(link.title or "") or markdown.short_address(link.url)
        )
        return markdown.link(link.url, title) or markdown.escaped(title)

    def memory(self, period: str, label: str = "") -> str:
        """Return a link to an earlier post that the brief remembers."""
        if period not in {one.period for one in self.brief.memories}:
            self.dropped["references"] += 1
            return markdown.escaped(label)
        name = label or self.voice.period_name(period)
        return f"[{markdown.escaped(name)}]({period}.md)"

    def exchange(self, messages: list[Message]) -> str:
        """Return messages as one quote: who said it, when, and what was shown."""
        parts = [part for one in messages for part in self.quote(one)]
        return markdown.quoted(*parts) if parts else ""

    def quote(self, message: Message) -> list[str]:
        """Return one message as paragraphs of a quote."""
        if message.kind == "poll" and (poll := self.poll(message)):
            return poll
        text = markdown.block(self.named(message.text), QUOTE)
        file = self.file(message)
        if not text and not file:
            return []
        head = f"**{markdown.escaped(self.name(message.by))}**{self.clock(message)}:"
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
        near = before is not None and timedelta() <= at - before < CLOCK
        return "" if near else f" ({time})"

    def day(self, key: str) -> str:
        """Return a day of the period; quotes that follow do not say it again."""
        if not (
            DAY.fullmatch(key) and self.brief.first_day <= key <= self.brief.last_day
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
        return mentions(one.alias for one in self.brief.people)

    def file(self, message: Message) -> list[str]:
        """Return the file of a message, once per post."""
        media = self.media.get(message.media or "")
        if media is None or media.id in self.shown:
            return []
        if media.path is None:
            note = markdown.line(self.named(media.note), NOTE)
            sign = SIGNS.get(media.media_type, "")
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
        if media.media_type in SHOWN:
            return f"![{markdown.escaped(note or said)}]({address})"
        sign = SIGNS.get(media.media_type, "📎")
        return f"{sign} [{markdown.escaped(said)}]({address})"

    def figure(self, media: Media) -> str:
        """Return a file with who sent it and what they wrote beside it."""
        message = next((m for m in self.brief.messages if m.id == media.message), None)
        said = self.named(message.text) if message else ""
        if media.id in self.shown or not (shown := self.picture(media, said)):
            return ""
        words = markdown.line(said, NOTE)
        name = f"**{markdown.escaped(self.owner(media))}**"
        return f"{shown}\n\n{name}: {words}" if words else f"{shown}\n\n{name}"

    def poll(self, message: Message) -> list[str]:
        """Return a poll as its question and a list of what was voted for, or []."""
        asked, options = poll_in(self.named(message.text))
        if len(options) < 2 or not asked:
            return []
        head = f"**{markdown.escaped(self.name(message.by))}**{self.clock(message)}:"
        votes = [
            f"- {markdown.line(text)}: {self.voice.count(number, 'vote')}"
            for text, number in options
        ]
        return [f"{head} **{markdown.line(asked)}**", "\n".join(votes)]

    def remembered(self, line: str) -> str:
        """Return a passage of the chat, the alias before it in bold."""
        name, said = self.quotable.spoken(line)
        if name:
            alias = markdown.escaped(one_line(name))
            return f"**{alias}**: {markdown.line(self.named(said))}"
        return markdown.opening(markdown.line(self.named(line)))
