"""Gather the posts.

Needs all posts. Leaves <posts>, one row per post, and no post of a period that is
gone in site/posts.
"""


localrules:
    collect_posts,


rule collect_posts:
    """Gather all posts into a table; remove posts of periods that are gone."""
    input:
        posts=posts_of_periods,
        guard="<guard>",
    output:
        posts=update("<posts>"),
    log:
        "<logs>/collect_posts.log",
    benchmark:
        "<benchmarks>/collect_posts.tsv"
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=2000,
        runtime=60,
    params:
        code=imported_code("collect_posts.py"),
    script:
        "../scripts/collect_posts.py"


rule:
    """Write all posts."""
    name:
        "site/posts"
    input:
        posts_of_periods,
        "<posts>",
