"""Find out which posts are worth reading first.

Needs <posts>. Leaves <elo_ratings>, one row per post, and elo_history, one row per
comparison.
"""


rule rank_posts:
    """Compare posts with one another and rate them."""
    input:
        posts="<posts>",
        guard=ancient("<guard>"),
        prompt=prompt_of("rank_posts"),
    output:
        elo_ratings=update("<elo_ratings>"),
        elo_history=update("<results>/elo_history.parquet"),
        table=report(
            "<results>/report/ratings.html",
            caption="captions/ratings.rst",
            category="Ratings",
            labels={"shows": "table"},
        ),
        plot=report(
            "<results>/report/ratings.svg",
            caption="captions/rating_plot.rst",
            category="Ratings",
            labels={"shows": "ratings"},
        ),
    log:
        "<logs>/rank_posts.log",
    benchmark:
        "<benchmarks>/rank_posts.tsv"
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=2000,
        runtime=60,
        model_calls=config["model"]["calls_at_once"],
        model_seconds=config["model"]["deadline_seconds"],
    params:
        comparisons_per_post=lookup(dpath="ranking/comparisons_per_post", within=config),
        model=model_for("judge"),
        answers=lookup(dpath="answers", within=config),
        code=imported_code("rank_posts.py"),
    script:
        "../scripts/rank_posts.py"
