"""Laughter as people type it: kkkk, rsrs, hahaha, jajaja, huehue, mdr, ㅋㅋ.

The pattern is for folded words and reads the same in Python and in DuckDB.
"""

from __future__ import annotations

import re

LAUGHTER = "|".join(
    (
        r"[kjhs]*kk+[kjhsa]*",
        r"[aeiou]*(?:h+[aeiou]+){2,}h*",
        r"[aeiou]*(?:j+[aeiu]+){2,}j+|[aeiou]*(?:j+[aei]+){2,}j*",
        r"a*(?:k+[ae]+){3,}k*|a*(?:x+a+){2,}x*|(?:ks){2,}k*",
        r"r?(?:s+r+){2,}s*|(?:r+s+){2,}r*|rs",
        r"[aush]{6,}|[aeush]{8,}",
        r"l+o+l+|lm+f*a+o+|ro+t?fl+|(?:x+d+)+|p?mdr|ptdr",
        r"а*(?:х+[аеи]+){2,}х*|а*х+а+х+",
        r"ه{2,}|خ{2,}|ㅋ+|ㅎ+|ᄏ+|ᄒ+|哈+|呵+|嘿+|笑+|草+|ｗ+",
    )
)
LAUGHTER_WORD = re.compile(LAUGHTER)


def is_laughter(word: str) -> bool:
    """Return whether a folded word only laughs."""
    return LAUGHTER_WORD.fullmatch(word) is not None
