"""Printed local times → instants.

A time that occurs twice, when clocks go back, is read as the first. A time that never
was, when clocks go forward, is read as if they had not: 02:30 becomes 03:30.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa
import pyarrow.compute as pc

from egregora.errors import SettingError

EPOCH = datetime(1970, 1, 1)
DAY = 86_400


def instants(local_time: pa.ChunkedArray, timezone: str) -> pa.ChunkedArray:
    """Return the instants of local times in a zone, as timestamps in UTC.

    Parameters
    ----------
    local_time
        Timestamps in seconds, without a zone.
    timezone
        IANA name, such as `America/Sao_Paulo`.

    Raises
    ------
    SettingError
        If there is no such zone.

    """
    seconds = local_time.cast(pa.int64())
    span = pc.min_max(seconds)
    offsets = None
    for start, offset in changes(timezone, span["min"].as_py(), span["max"].as_py()):
        if offsets is None:
            offsets = pa.scalar(offset)
        else:
            offsets = pc.if_else(pc.less(seconds, start), offsets, offset)
    micros = pc.multiply(pc.subtract(seconds, offsets), 1_000_000)
    return micros.cast(pa.timestamp("us", "UTC"))


def changes(timezone: str, first: int, last: int) -> list[tuple[int, int]]:
    """Return since when which offset from UTC holds, in local seconds.

    Parameters
    ----------
    timezone
        IANA name.
    first, last
        The local seconds since 1970 in question.

    Returns
    -------
    list of tuple of int
        Start and offset of each span; the first start is `first`.

    """
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingError(
            f"timezone: {timezone} is unknown; give an IANA name such as "
            "America/Sao_Paulo"
        ) from None

    def offset(second: int) -> int:
        at = (EPOCH + timedelta(seconds=second)).replace(tzinfo=zone, fold=0)
        return int(at.utcoffset().total_seconds())

    spans = [(first, offset(first))]
    day = first
    while day < last:
        after = min(day + DAY, last)
        if offset(after) != spans[-1][1]:
            before = day
            while after - before > 1:
                middle = (before + after) // 2
                if offset(middle) == spans[-1][1]:
                    before = middle
                else:
                    after = middle
            spans.append((after, offset(after)))
        day = max(after, min(day + DAY, last))
    return spans
