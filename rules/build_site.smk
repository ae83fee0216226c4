"""Build the blog as HTML, with covers painted where an illustrator is set.

Needs <posts>, <profiles>, <elo_ratings>, elo_history, <enriched> and <media>. Leaves
site/covers, if it is set, and public/, site and all, with a record of the posts that it
shows; and what the jobs up to here took.
"""


localrules:
    list_costs,


rule paint_covers:
    """Paint a cover for each post that shows no photo."""
    input:
        posts="<posts>",
        enriched="<enriched>",
        media="<media>",
    output:
        covers=directory("site/covers"),
    log:
        "<logs>/paint_covers.log",
    benchmark:
        "<benchmarks>/paint_covers.tsv"
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=2000,
        runtime=60,
        model_calls=config["model"]["calls_at_once"],
        model_seconds=config["model"]["deadline_seconds"],
    params:
        prompt=prompt_of("paint_covers"),
        model=model_for("illustrator"),
        answers=lookup(dpath="answers", within=config),
        code=imported_code("paint_covers.py"),
    script:
        "../scripts/paint_covers.py"


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
        guard="<guard>",
        profile_pages=ancient(rules.write_profiles.output.pages),
        published=rules.prepare_media.output.published,
        covers=painted_covers,
    output:
        home=update("public/index.html"),
        built="<results>/public.json",
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


rule:
    """Put the blog into a bucket, where `bucket` names one."""
    name:
        "publish"
    input:
        home=rules.build_site.output.home,
    log:
        "<logs>/publish.log",
    localrule: True
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=500,
        runtime=60,
    params:
        bucket=lookup(dpath="bucket", within=config),
    script:
        "../scripts/publish.py"


rule list_costs:
    """List what the jobs of each rule took: seconds and memory."""
    input:
        home=rules.build_site.output.home,
        periods="<periods>",
    output:
        costs=report(
            "<benchmarks>/costs.html",
            caption="captions/costs.rst",
            category="Costs",
            labels={"shows": "table"},
        ),
    log:
        "<logs>/list_costs.log",
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=500,
        runtime=10,
    params:
        code=imported_code("list_costs.py"),
    script:
        "../scripts/list_costs.py"
