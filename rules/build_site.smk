"""Build the blog as HTML.

Needs <posts>, <profiles>, <elo_ratings>, elo_history, <enriched> and <media>. Leaves
public/, site and all.
"""


rule build_site:
    """Build the blog as HTML."""
    input:
        pages=posts_of_periods,
        posts="<posts>",
        periods="<periods>",
        profiles="<profiles>",
        elo_ratings="<elo_ratings>",
        elo_history=rules.rank_posts.output.elo_history,
        enriched="<enriched>",
        media="<media>",
        members="<members>",
        profile_pages=ancient(rules.write_profiles.output.pages),
        published=rules.prepare_media.output.published,
        covers=painted_covers,
    output:
        home=update("public/index.html"),
    log:
        "<logs>/build_site.log",
    benchmark:
        "<benchmarks>/build_site.tsv"
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=4000,
        runtime=60,
    params:
        site=lookup(dpath="site", within=config),
        language=lookup(dpath="posts/language", within=config),
        show_reasons=lookup(dpath="ranking/show_reasons", within=config),
        code=imported_code("build_site.py"),
    script:
        "../scripts/build_site.py"


rule:
    """Build the blog as HTML."""
    name:
        "public"
    input:
        rules.build_site.output.home,
