"""Paint covers for posts without a photo, where an illustrator is set.

Needs <posts>, <enriched> and <media>. Leaves a picture per post in site/covers.
"""


rule paint_covers:
    """Paint a cover for each post that shows no photo."""
    input:
        posts="<posts>",
        enriched="<enriched>",
        media="<media>",
        prompt=prompt_of("paint_covers"),
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
        model=model_for("illustrator"),
        answers=lookup(dpath="answers", within=config),
        code=imported_code("paint_covers.py"),
    script:
        "../scripts/paint_covers.py"
