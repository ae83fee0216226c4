"""The HTML that a post may hold: an allow-list, whatever wrote it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from html import escape, unescape

import nh3

from egregora.site.blog import TONES

TAGS = set(
    """a abbr audio b blockquote br caption code col colgroup dd del details div dl dt
    em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp
    small span strong sub summary sup table tbody td tfoot th thead time tr u ul
    video""".split()  # noqa: SIM905
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "audio": {"src", "controls", "preload", "aria-label"},
    "img": {"src", "alt", "title", "loading", "width", "height"},
    "ol": {"start"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"src", "controls", "preload", "poster", "aria-label", "width", "height"},
    **{f"h{depth}": {"id"} for depth in range(1, 7)},
}
CLASSES = {
    "p": {"turn-said"},
    "strong": {"who", *(f"tone-{tone}" for tone in range(TONES))},
}
LINK_REL = "noopener noreferrer nofollow"
# A link or an image, as nh3 writes it.
ADDRESSED = re.compile(r'<(?P<tag>a|img)(?P<given>(?: [\w-]+="[^"]*")*)>')
GIVEN = re.compile(r' ([\w-]+)="([^"]*)"')
OWN_ID = re.compile(r"s(?:-[\w-]*)?(?:_\d+)?")


def cleaned(html: str, page: str, is_published: Callable[[str], bool]) -> str:
    """Return the parts of `html` that cannot act.

    Links lead to http, https or this site; images and players show files of this
    site; ids are those that headings are given.

    Parameters
    ----------
    html
        Content of a page.
    page
        Address of the page, from the site's root, such as posts/2025-W10.html.
    is_published
        Tells whether an address, from the site's root, is a file of the site.

    """

    def kept(tag: str, name: str, value: str) -> str | None:
        if name in ("src", "poster"):
            return value if is_published(place_of(value, page)) else None
        if name == "id":
            return value if OWN_ID.fullmatch(value) else None
        if name == "href" and is_elsewhere(value):
            return None
        return value

    kept_html = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags={"script", "style", "template", "noscript", "iframe"},
        attributes=ATTRIBUTES,
        attribute_filter=kept,
        allowed_classes=CLASSES,
        url_schemes={"http", "https"},
        link_rel=LINK_REL,
    )
    return ADDRESSED.sub(whole, kept_html)


def whole(element: re.Match) -> str:
    """Return the tag of a link or image, or what is left of one without address."""
    given = dict(GIVEN.findall(element["given"]))
    if element["tag"] == "a":
        return element[0] if "href" in given else "<a>"
    if "src" in given:
        return element[0]
    return escape(unescape(given.get("alt", "")), quote=False)


def place_of(address: str, page: str) -> str:
    """Return where a relative address leads, from the site's root; "" if outside."""
    if re.search(r"[:\\?#\s]|^/", address):
        return ""
    place = posixpath.normpath(posixpath.join(posixpath.dirname(page), address))
    return "" if place.startswith("..") else place


def is_elsewhere(address: str) -> bool:
    """Tell whether an address names another host without saying http or https."""
    bare = re.sub(r"[\x00-\x20]", "", address).replace("\\", "/")
    return bare.startswith("//")
