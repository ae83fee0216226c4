"""Two blogs as HTML that several test files look at: a calm and a hostile one."""

from __future__ import annotations

import pytest

import site_fixture as invented
from conftest import made_once
from egregora import contracts
from egregora.site.build import build_site
from egregora.storage import rows_of, table_of

# Each sets window.pwned, or asks another host, if a page lets it.
PAYLOADS = (
    "<script>pwned=1</script>",
    "<img src=x onerror=pwned=1>",
    "<svg onload=pwned=1>",
    "<svg><script>pwned=1</script></svg>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "<iframe src=javascript:parent.pwned=1></iframe>",
    "<a href='javascript:pwned=1'>x</a>",
    "[x](javascript:pwned=1)",
    "[x](JaVaScRiPt:pwned=1)",
    "[x](data:text/html,<script>pwned=1</script>)",
    "[x](vbscript:pwned)",
    "![x](https://evil.example/pixel.png)",
    "![x](//evil.example/pixel.png)",
    "![x](data:image/svg+xml,<svg onload=pwned=1>)",
    "[x](//evil.example/)",
    "<video src=https://evil.example/v.mp4 autoplay></video>",
    "<details open ontoggle=pwned=1>x</details>",
    "<body onload=pwned=1>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example/><button formaction=javascript:pwned=1>x",
    "<object data=javascript:pwned=1></object>",
    "<embed src=https://evil.example/x.swf>",
    "<math><mtext><table><mglyph><style><img src=x onerror=pwned=1>",
    "<noscript><p title='</noscript><img src=x onerror=pwned=1>'>",
    "</title><script>pwned=1</script>",
    '"><script>pwned=1</script>',
    "' onmouseover='pwned=1",
    '<div id=__config>{"base":"https://evil.example"}</div>',
    "<input autofocus onfocus=pwned=1>",
    "<p style='background:url(https://evil.example/x)'>x</p>",
    "<!--><script>pwned=1</script>-->",
    "<![CDATA[<script>pwned=1</script>]]>",
    "[x](http://[::1)",
    "![x](http://[::1)",
    "{{ 7 * 7 }}{% for x in (1,) %}pwned{% endfor %}{{ config.site_dir }}",
    "&lt;script&gt;pwned=1&lt;/script&gt;",
    "</script><script>pwned=1</script>",
)


def pages_of(public):
    return sorted(public.rglob("*.html"))


@pytest.fixture(scope="session")
def public(tmp_path_factory):
    def make(folder):
        invented.write_sources(folder / "site")
        build_site(invented.blog(), folder / "site", folder / "public")

    return made_once(tmp_path_factory, "public", make) / "public"


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """A blog in which every string that comes from the chat attacks the reader."""

    def make(folder):
        write_hostile(folder / "site")
        build_site(hostile_blog(), folder / "site", folder / "public")

    return made_once(tmp_path_factory, "hostile", make) / "public"


def hostile_rows(name, change):
    rows = rows_of(invented.tables_of_blog()[name])
    changed = [row | change(place) for place, row in enumerate(rows)]
    return table_of(changed, contracts.CONTRACTS[name])


def attack(place):
    return PAYLOADS[place % len(PAYLOADS)]


def hostile_blog(**settings):
    return invented.blog(
        invented.tables_of_blog()
        | {
            "posts": hostile_rows(
                "posts",
                lambda n: {
                    "title": "".join(PAYLOADS) if n == 0 else attack(n),
                    "summary": "".join(PAYLOADS),
                    "tags": list(PAYLOADS[n::8]),
                },
            ),
            "members": hostile_rows("members", lambda n: {"alias": attack(n * 3)}),
            "profiles": hostile_rows(
                "profiles",
                lambda n: {
                    "bio": "".join(PAYLOADS),
                    "website": "javascript:pwned=1"
                    if n % 2
                    else 'https://a.example/"x',
                    "favourite_emoji": list(PAYLOADS[:5]),
                },
            ),
            "enriched": hostile_rows("enriched", lambda n: {"media_note": attack(n)}),
        },
        title="".join(PAYLOADS),
        description="".join(PAYLOADS),
        **settings,
    )


def write_hostile(site):
    invented.write_sources(site)
    for place, path in enumerate(
        sorted([*site.glob("posts/*"), *site.glob("profiles/*")])
    ):
        text = "\n\n".join(PAYLOADS)
        headings = "\n\n".join(f"## {one}" for one in PAYLOADS)
        head = {
            "title": attack(place),
            "template": "404.html",
            "hide": ["x"],
            "icon": "../x",
        }
        invented.write_markdown(
            path,
            head,
            f"{text}\n\n{headings}\n\n## __config\n\n> {text}\n",
        )
