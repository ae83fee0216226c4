"""Cut the conversation into chunks that can be found again.

Needs <enriched>. Leaves <knowledge>, one row per chunk, with embeddings if the
provider makes them.
"""


rule build_knowledge:
    """Cut the conversation into chunks and embed them."""
    input:
        enriched="<enriched>",
        members="<members>",
    output:
        knowledge=update("<knowledge>"),
    log:
        "<logs>/build_knowledge.log",
    benchmark:
        "<benchmarks>/build_knowledge.tsv"
    conda:
        "../envs/egregora.yaml"
    threads: 2
    resources:
        mem_mb=4000,
        runtime=60,
        model_calls=config["model"]["calls_at_once"],
        model_seconds=config["model"]["deadline_seconds"],
    params:
        every=lookup(dpath="period", within=config),
        model=model_for("embedder"),
        answers=lookup(dpath="answers", within=config),
        code=imported_code("build_knowledge.py"),
    script:
        "../scripts/build_knowledge.py"
