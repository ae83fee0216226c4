"""What MkDocs is told while it builds: our pages, clean content, escaped templates."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as Built
from mkdocs.structure.toc import AnchorLink

from egregora.files import write_text
from egregora.site.blog import Blog
from egregora.site.cleaning import cleaned
from egregora.site.markup import PlainWords, slug
from egregora.site.pages import Page
from egregora.site.sources import body_of, told_of

# The policy allows what lies on the site's own host; icons of the theme's style
# sheet are data: images.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "frame-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)

# Only fields to type into may have `autocomplete`; the theme's toggles have it.
TOGGLE = re.compile(r'(<input [^<>]*type="checkbox"[^<>]*) autocomplete="off"')


class BlogPlugin(BasePlugin):
    """Give MkDocs the pages of a blog and keep what people wrote from acting.

    Attributes
    ----------
    current
        File that is being read, for the message if MkDocs refuses it.

    """

    def __init__(
        self,
        blog: Blog,
        pages: Iterable[Page],
        media: Mapping[str, Path],
        clean: Callable[[str], str] = str,
    ):
        """Take what is to be built; `media` is file name → place.

        What a person edited is cleaned; all else was when it was written.
        """
        self.clean = clean
        self.blog = blog
        self.pages = {page.uri: page for page in pages}
        self.media = media
        self.published = {f"media/{name}" for name in media}
        self.current: str | None = None
        self.load_config({})

    def on_config(self, config: MkDocsConfig) -> None:
        """Take raw HTML out of Markdown, and name headings so that none is ours."""
        tones = {person.alias: person.tone for person in self.blog.people}
        config.markdown_extensions.append(PlainWords(tones))
        config.mdx_configs["toc"] = {"slugify": slug}

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages and the media, from where they lie."""
        for uri, page in self.pages.items():
            files.append(File.generated(config, uri, content=self.told(page)))
        for name, path in self.media.items():
            uri = f"media/{name}"
            files.append(File.generated(config, uri, abs_src_path=str(path.resolve())))
        return files

    def told(self, page: Page) -> str:
        """Return the Markdown of a page, without what no page may show."""
        return self.clean(text_of(page)) if page.is_edited else text_of(page)

    def on_pre_page(self, page: Built, *, config: MkDocsConfig, files: Files) -> Built:
        """Remember which file is being read."""
        self.current = page.file.src_uri
        return page

    def on_page_markdown(
        self, markdown: str, *, page: Built, config: MkDocsConfig, files: Files
    ) -> str:
        """Give the page its own head; nothing of the file's decides about the theme."""
        own = self.pages[page.file.src_uri]
        page.meta = {
            "title": own.title,
            "template": own.template,
            "description": own.description,
            "tags": own.tags,
        }
        if own.source is None:
            page.meta["search"] = {"exclude": True}
        return markdown

    def on_page_content(
        self, content: str, *, page: Built, config: MkDocsConfig, files: Files
    ) -> str:
        """Clean the content, and make the headings' names plain text."""
        for link in headings(page.toc.items):
            link.title = html.unescape(link.title)
        return cleaned(content, page.url, self.published.__contains__)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Escape every value that a template shows."""
        self.current = None
        env.autoescape = True
        env.globals.update(
            blog=self.blog, w=self.blog.words, policy=POLICY, published=self.published
        )

    @event_priority(100)
    def before_search(
        self, context: dict[str, Any], *, page: Built, config: MkDocsConfig, nav: Any
    ) -> dict[str, Any]:
        """Escape what the search takes of a page: its results are put in as HTML."""
        page.meta["title"] = html.escape(page.meta["title"])
        page.meta["tags"] = [html.escape(tag) for tag in page.meta["tags"]]
        return context

    @event_priority(-100)
    def after_search(
        self, context: dict[str, Any], *, page: Built, config: MkDocsConfig, nav: Any
    ) -> dict[str, Any]:
        """Give the template what the page shows."""
        own = self.pages[page.file.src_uri]
        page.meta |= {"title": own.title, "tags": own.tags}
        page.previous_page = page.next_page = None
        return context | own.shown

    on_page_context = CombinedEvent(before_search, after_search)

    def on_post_page(self, output: str, *, page: Built, config: MkDocsConfig) -> str:
        """Mend a page."""
        return self.mended(output)

    def on_post_template(
        self, output: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Mend the page of what is not there."""
        return self.mended(output) if template_name.endswith(".html") else output

    def mended(self, page: str) -> str:
        """Return a page without what validators find wrong in the theme."""
        label = html.escape(self.blog.words("search"))
        named = page.replace('role="dialog"', f'role="dialog" aria-label="{label}"')
        return TOGGLE.sub(r"\1", named)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Leave the search's index as a script too, which pages at file:// can read."""
        index = Path(config.site_dir) / "search/search_index.json"
        script = f"var __index = {index.read_text(encoding='utf-8')}"
        write_text(index.with_suffix(".js"), script)


def headings(links: Iterable[AnchorLink]) -> Iterable[AnchorLink]:
    """Yield links and those below them."""
    for link in links:
        yield link
        yield from headings(link.children)


def text_of(page: Page) -> str:
    """Return the Markdown of a page without its front matter."""
    if page.source is None:
        return ""
    return told_of(page.source) if page.draws_numbers else body_of(page.source)
