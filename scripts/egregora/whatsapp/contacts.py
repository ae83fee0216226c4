"""Names as one phone saved them → names as the phone of the blog did.

An export prints each person by the name in its phone's contacts. What an export from
another phone calls them stands before messages, in mentions and in notices.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from egregora.whatsapp.layouts import MARKS, SPACES

# Between these marks stands the name of somebody who is mentioned.
OPEN, CLOSE = "\u2068", "\u2069"


def renamed(bodies: pa.Array, names: Mapping[str, str]) -> tuple[pa.Array, set[str]]:
    """Return bodies of messages in which people have other names, and who was found.

    Parameters
    ----------
    bodies
        What follows each header.
    names
        Name on the phone of the export → name on the phone of the blog. All change
        at once: two people may change places.

    Returns
    -------
    tuple
        The bodies, and those of `names` that stand in one of them.

    """
    result, found = bodies, set()
    for name, other in names.items():
        heading = rf"^[{MARKS}{SPACES}~]*{printed(name)}[{MARKS}]*:( |\n|$)"
        is_theirs = pc.match_substring_regex(bodies, heading)
        if not pc.any(is_theirs).as_py():
            continue
        found.add(name)
        theirs = pc.replace_substring_regex(
            bodies, heading, other.replace("\\", r"\\") + r":\1", max_replacements=1
        )
        result = pc.if_else(is_theirs, theirs, result)
    is_rest = pc.or_(
        pc.match_substring(result, OPEN),
        pc.invert(pc.match_substring_regex(result, r"^[^\n]*:( |\n|$)")),
    )
    rest = result.filter(is_rest).to_pylist()
    inside = pa.array([mentioned(body, names, found) for body in rest], pa.string())
    return pc.replace_with_mask(result, is_rest, inside), found


def mentioned(body: str, names: Mapping[str, str], found: set[str]) -> str:
    """Return a body with the people in its mentions renamed; in a notice, all.

    Those who are there are added to `found`.
    """
    longest = sorted(names, key=len, reverse=True)
    anybody = "|".join(f"({printed(name)})" for name in longest)
    before, after = f"(?<={OPEN})~?", f"(?={CLOSE})"
    if not re.match(r"[^\n]*:(?: |\n|$)", body):
        before, after = r"(?<!\w)", r"(?!\w)"

    def other(match: re.Match[str]) -> str:
        name = longest[match.lastindex - 1]
        found.add(name)
        return names[name]

    return re.sub(f"{before}(?:{anybody}){after}", other, body)


def printed(name: str) -> str:
    """Return a pattern of `name` with any blanks and hyphens that a phone prints."""
    blank, hyphen = f"[{SPACES}]+", "[-\u2011]"
    words = (re.escape(word).replace(r"\-", hyphen) for word in name.split())
    return blank.join(words)
