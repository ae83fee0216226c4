"""The owner's page: who is who, and words that may be names. It can identify people.

All that the chat says is escaped; the page holds no script and loads nothing.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from egregora.files import write_text
from egregora.privacy.candidates import Candidate

PEOPLE_PAGE = Path("results/private/people.html")
STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "td,th{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}"
    "code{background:#eee;padding:.1rem .3rem}"
)


def line_for_settings(candidate: Candidate) -> str:
    """Return the line that makes a candidate known; JSON is YAML as well."""
    name = json.dumps(candidate.form, ensure_ascii=False)
    whose = json.dumps(candidate.whose, ensure_ascii=False)
    return f"privacy: {{names: {{{name}: {whose}}}}}"


def people_page(people: Iterable[Mapping[str, Any]], found: Sequence[Candidate]) -> str:
    """Return the page as HTML.

    Parameters
    ----------
    people
        Rows of `contracts.AUTHORS`.
    found
        Words that may be names.
    """
    rows = "".join(
        f"<tr><td><bdi>{html.escape(one['author_name'])}</bdi></td>"
        f"<td><bdi>{html.escape(one['alias'])}</bdi></td>"
        f"<td>{'opted out' if one['opted_out'] else ''}</td></tr>\n"
        for one in people
    )
    entries = "".join(map(entry_of, found))
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'">
<title>People</title>
<style>{STYLE}</style>
<h1>Who is who</h1>
<p>For you only: do not publish this page.</p>
<table>
<tr><th>In the export</th><th>Readers see</th><th></th></tr>
{rows}</table>
<h1>Words that may be names</h1>
<p>If one is a name, put its line into <code>config.yaml</code>, with the name of
the person as above, or <code>null</code> for somebody outside the group.</p>
{entries or "<p>None.</p>"}
</html>
"""


def entry_of(candidate: Candidate) -> str:
    """Return what the page says of one candidate."""
    lines = "".join(
        f"<li><bdi>{html.escape(line)}</bdi></li>\n" for line in candidate.lines
    )
    return (
        f"<h2><bdi>{html.escape(candidate.form)}</bdi> × {candidate.uses:,}</h2>\n"
        f"<p><code>{html.escape(line_for_settings(candidate))}</code></p>\n"
        f"<ul>\n{lines}</ul>\n"
    )


def write_people_page(
    people: Iterable[Mapping[str, Any]],
    found: Sequence[Candidate],
    path: str | Path = PEOPLE_PAGE,
) -> None:
    """Write the page into the private folder, which only the owner can read."""
    write_text(path, people_page(people, found))
    Path(path).chmod(0o600)
