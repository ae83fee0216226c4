"""A model's words as one short line."""

from __future__ import annotations

import unicodedata

JOINER = "\u200d"  # holds emoji together
ELLIPSIS = "…"


def one_line(text: str | None, longest: int) -> str | None:
    """Return `text` on one line of `longest` characters at most; None if empty."""
    seen = "".join(map(visible, text or ""))
    words = " ".join(seen.split())
    if len(words) <= longest:
        return words or None
    cut = words[: longest - 1]
    whole = cut.rpartition(" ")[0] if " " in cut[longest // 2 :] else cut
    return whole.rstrip(" ,;:.–-") + ELLIPSIS


def visible(sign: str) -> str:
    """Return `sign`, a space for a control, nothing for what is not seen."""
    category = unicodedata.category(sign)
    if category == "Cc":
        return " "
    return "" if category in ("Cf", "Cs", "Co") and sign != JOINER else sign
