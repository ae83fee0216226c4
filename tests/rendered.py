"""Markdown as readers get it: its elements and its text."""

from html.parser import HTMLParser

from markdown import Markdown

# What a theme might turn on, raw HTML included, and far more than ours does.
GREEDY = [
    "extra",
    "admonition",
    "nl2br",
    "sane_lists",
    "toc",
    "wikilinks",
    "pymdownx.betterem",
    "pymdownx.blocks.html",
    "pymdownx.caret",
    "pymdownx.critic",
    "pymdownx.details",
    "pymdownx.emoji",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.keys",
    "pymdownx.mark",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    "pymdownx.tilde",
]


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self):
        super().__init__()
        self.found, self.pieces = [], []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag in {"p", "br", "li", "blockquote"}:
            self.pieces.append(" ")

    def handle_data(self, data):
        self.pieces.append(data)

    @property
    def tags(self):
        return {tag for tag, _ in self.found}

    @property
    def text(self):
        return " ".join("".join(self.pieces).split())


def rendered(text, extensions=GREEDY):
    page = Elements()
    page.feed(Markdown(extensions=list(extensions)).convert(text))
    page.close()
    return page
