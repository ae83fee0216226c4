"""Build the blog as HTML.

reads   pages        Markdown of the posts; profiles and media lie in folders beside it
        guard        what an edited post must not show
        covers       folder of the covers that a model painted, if one did
        posts, periods, profiles, members, elo_ratings, elo_history, enriched,
        media        tables
writes  home         index.html of the folder of the pages, which is replaced whole
        built        digest of the posts that the pages show
params  site         title, url and description
        language     of the pages; "auto": what the posts are in
        show_reasons   whether pages of posts say what the judge said
raises  EgregoraError   a post or profile that cannot be shown; names the file
"""

from pathlib import Path
from typing import TYPE_CHECKING

from egregora import contracts
from egregora.posts.frontmatter import front_matter_of_post, language_in
from egregora.privacy.guard import Guard
from egregora.site.build import build_site
from egregora.site.load import blog_of, tables_for_site, unit_of_period
from egregora.site.takedown import digest_of_posts, record_build
from egregora.storage import read_table, rows_of
from egregora.text.language import language_of_pages
from egregora.text.locales import Translator
from egregora.workflow import console
from egregora.workflow.joblog import conclude, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake

NAMED = ("posts", "periods", "profiles", "members", "elo_ratings", "elo_history")
SITE = Path("site")


def main() -> None:
    """Read the tables, say what the pages show, build them."""
    given, params = snakemake.input, snakemake.params
    table = {
        name: read_table(given[name], contracts.CONTRACTS[name])
        for name in (*NAMED, "enriched", "media")
    }
    rows = {name: rows_of(table[name]) for name in NAMED}
    periods = [row["period"] for row in rows["periods"]]
    every = unit_of_period(periods[0]) if periods else "week"
    found = tables_for_site(table["enriched"], table["media"], every)
    rows |= {name: rows_of(counts) for name, counts in found.items()}
    digest = digest_of_posts()
    heads = [front_matter_of_post(Path(page)) for page in given.pages]
    texts = [f"{row['title']}. {row['summary']}" for row in rows["posts"]]
    named = [language_in(head) for head in heads]
    language = language_of_pages(params.language, named, " ".join(texts))
    words = Translator(language, "pages")
    covers = {path.stem for one in given.covers for path in Path(one).glob("*.jpg")}
    pages = build_site(
        blog_of(rows, params.site, words, params.show_reasons, covers),
        SITE,
        Path(snakemake.output.home).parent,
        Guard.load(given.guard).redactor.clean,
    )
    record_build(digest, snakemake.output.built)
    people = console.format_count(len(rows["profiles"]), "person", "people")
    posts = console.format_count(len(periods), "post")
    conclude("%s, %s, %s", console.format_count(pages, "page"), posts, people)


if __name__ == "__main__":
    with run_log(snakemake):
        main()
