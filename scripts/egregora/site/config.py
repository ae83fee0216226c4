"""The settings of MkDocs for one blog."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from material import templates

from egregora.files import write_text
from egregora.site.blog import Blog
from egregora.text.locales import FALLBACK, Translator

THEME = Path(__file__).with_name("theme")
LANGUAGES = Path(templates.__file__).with_name("partials") / "languages"


def settings(blog: Blog, nav: list[dict[str, str]], folder: Path) -> dict[str, Any]:
    """Return what mkdocs.yml says: the theme, the search and the Markdown.

    Parameters
    ----------
    blog
        The blog.
    nav
        Title → file of the pages in the menu, in order.
    folder
        Folder of the build: docs below it is read, public below it is written.

    """
    words = blog.words
    palette = [
        scheme("", "default", words("to_light"), "brightness-auto"),
        scheme(": light", "default", words("to_dark"), "weather-sunny"),
        scheme(": dark", "slate", words("to_system"), "weather-night"),
    ]
    return {
        "site_name": blog.title,
        "site_url": blog.address or "",
        "site_description": blog.description,
        "docs_dir": str(folder / "docs"),
        "site_dir": str(folder / "public"),
        # Links that a browser can follow without a server, too.
        "use_directory_urls": False,
        "theme": {
            "name": "material",
            "custom_dir": str(THEME),
            "language": theme_language(words),
            "font": False,
            "favicon": "assets/blog/favicon.svg",
            "icon": {"logo": "material/forum-outline"},
            "palette": palette,
            "features": ["navigation.tabs", "navigation.top", "search.highlight"],
        },
        "extra": {"generator": False, "polyfills": ["assets/blog/files.js"]},
        "extra_css": ["assets/blog/blog.css", "assets/blog/pages.css"],
        "plugins": [{"material/search": {"lang": sorted({FALLBACK, words.language})}}],
        "markdown_extensions": ["tables", "sane_lists"],
        "nav": nav,
        "not_in_nav": "posts/*\nprofiles/*\ntags/*\n",
        "validation": {
            "links": {"not_found": "ignore", "unrecognized_links": "ignore"}
        },
    }


def scheme(when: str, name: str, toggle: str, icon: str) -> dict[str, Any]:
    """Return a choice of colours, with the switch to the next one.

    The first choice follows the system, which prefers one of the others.
    """
    return {
        "media": f"(prefers-color-scheme{when})",
        "scheme": name,
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": f"material/{icon}", "name": toggle},
    }


def theme_language(words: Translator) -> str:
    """Return the language of the theme's own words, English where it has none."""
    known = (LANGUAGES / f"{words.language}.html").is_file()
    return words.language if known else FALLBACK


def write_settings(values: dict[str, Any], path: Path) -> None:
    """Write mkdocs.yml."""
    write_text(path, yaml.safe_dump(values, allow_unicode=True, sort_keys=False))
