"""What the pages count: who wrote when, who answered whom, what was shown."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora import words
from egregora.calendar import Every, period_of

# An answer comes within this many seconds of the message before it.
ANSWER_SECONDS = 600

# Words that are shown over time, and from how many messages on.
TOPICS = 14
LEAST_USES = 3
SHORTEST = 4
MILLION = 1_000_000


def every_of(period: str) -> Every:
    """Return what one period covers, from a name such as 2025-W10."""
    return {10: "day", 8: "week", 7: "month"}[len(period)]


def activity(enriched: ir.Table) -> ir.Table:
    """Count messages by local day and hour; notices are left out."""
    return (
        enriched.filter(_.author.notnull())
        .group_by(day=_.local_time.date(), hour=_.local_time.hour())
        .aggregate(messages=_.count())
        .order_by("day", "hour")
    )


def participation(enriched: ir.Table, every: Every) -> ir.Table:
    """Count the messages of each author in each period, most first."""
    return (
        enriched.filter(_.author.notnull())
        .group_by(period=period_of(_.local_time, every), author=_.author)
        .aggregate(messages=_.count())
        .order_by("period", ibis.desc("messages"), "author")
    )


def seen(enriched: ir.Table) -> ir.Table:
    """Return the first and the last local day on which each author wrote."""
    return (
        enriched.filter(_.author.notnull())
        .group_by("author")
        .aggregate(first=_.local_time.date().min(), last=_.local_time.date().max())
        .order_by("author")
    )


def hours_of_periods(enriched: ir.Table, every: Every) -> ir.Table:
    """Count messages by period and local hour."""
    return (
        enriched.filter(_.author.notnull())
        .group_by(period=period_of(_.local_time, every), hour=_.local_time.hour())
        .aggregate(messages=_.count())
        .order_by("period", "hour")
    )


def answers(enriched: ir.Table) -> ir.Table:
    """Count how often each author answers each other one.

    A message answers the one before it if that is another person's and not older
    than `ANSWER_SECONDS`.
    """
    order = ibis.window(order_by="position")
    return (
        enriched.filter(_.author.notnull())
        .select(
            "author",
            answered=_.author.lag().over(order),
            seconds=_.sent_at.epoch_seconds()
            - _.sent_at.epoch_seconds().lag().over(order),
        )
        .filter(_.answered.notnull(), _.author != _.answered)
        .filter(_.seconds.between(0, ANSWER_SECONDS))
        .group_by("author", "answered")
        .aggregate(times=_.count())
        .order_by(ibis.desc("times"), "author", "answered")
    )


def pictures(media: ir.Table, enriched: ir.Table, every: Every) -> ir.Table:
    """Return the published pictures and films with who showed them when."""
    shown = enriched.select(
        "message_id",
        "author",
        "media_note",
        "text",
        "position",
        day=_.local_time.date(),
        period=period_of(_.local_time, every),
    )
    return (
        media.filter(_.path.notnull(), _.media_type.isin(["image", "video", "sticker"]))
        .select(
            "media_id", "path", "media_type", "mime", "width", "height", "message_id"
        )
        .inner_join(shown, "message_id")
        .order_by("position", "media_id")
    )


def topics(enriched: ir.Table, every: Every) -> ir.Table:
    """Count the messages with a word in each period, for the words of their time.

    A word is of its time as far as its uses surprise those who expect it in every
    period alike: the sum of n ln(n / expected) over the periods, which is half of the
    log-likelihood ratio of Dunning (1993). Words of one person alone are left out.

    Returns
    -------
    ir.Table
        `word`, `period`, `messages`; `TOPICS` words, by word and period.

    """
    said = enriched.filter(_.author.notnull(), _.kind.notin(words.WORDLESS)).select(
        "author",
        "message_id",
        period=period_of(_.local_time, every),
        word=words.telling_words(words.plain(_.text).lower()).unique().unnest(),
    )
    folded = words.fold(_.word)
    long = (_.word.length() >= SHORTEST) | _.word.re_search(words.SPACELESS)
    said = said.filter(long, words.is_telling(folded)).mutate(stem=words.stem(folded))
    form = ibis.window(group_by="stem", order_by=[ibis.desc("uses"), "word"])
    forms = (
        said.group_by("stem", "word")
        .aggregate(uses=_.count())
        .mutate(place=ibis.row_number().over(form))
        .filter(_.place == 0)
        .select("stem", "word")
    )
    voices = said.group_by("stem").aggregate(
        voices=_.author.nunique(), all_uses=_.message_id.nunique()
    )
    counts = said.group_by("period", "stem").aggregate(messages=_.message_id.nunique())
    sizes = counts.group_by("period").aggregate(size=_.messages.sum())
    whole = ibis.window()
    expected = _.all_uses * _.size / _.total
    weighed = (
        counts.inner_join(voices, "stem")
        .inner_join(sizes.mutate(total=_.size.sum().over(whole)), "period")
        .filter(_.voices > 1, _.all_uses >= LEAST_USES)
        # Whole numbers: a sum of floats depends on the order of its terms.
        .mutate(surprise=(_.messages * (_.messages / expected).ln() * MILLION).round())
        .mutate(surprise=_.surprise.cast("int64"))
    )
    chosen = (
        weighed.group_by("stem")
        # Words without a meaning of their own are short in any language.
        .aggregate(surprise=_.surprise.sum() * _.stem.length().max())
        .order_by(ibis.desc("surprise"), "stem")
        .limit(TOPICS)
    )
    return (
        counts.inner_join(chosen, "stem")
        .inner_join(forms, "stem")
        .select("word", "period", "messages")
        .order_by("word", "period")
    )


def counted(enriched: ir.Table, media: ir.Table, every: Every) -> dict[str, ir.Table]:
    """Return every table of this module, by the name that `blog.blog_of` gives it."""
    return {
        "activity": activity(enriched),
        "answers": answers(enriched),
        "hours": hours_of_periods(enriched, every),
        "participation": participation(enriched, every),
        "pictures": pictures(media, enriched, every),
        "seen": seen(enriched),
        "topics": topics(enriched, every),
    }
