"""Say what the shared links are about.

Needs <anonymized>. Leaves <links>, one row per distinct URL.
"""


rule enrich_links:
    """Describe each shared link."""
    input:
        anonymized="<anonymized>",
        guard=ancient("<guard>"),
    output:
        links=update("<links>"),
    log:
        "<logs>/enrich_links.log",
    benchmark:
        "<benchmarks>/enrich_links.tsv"
    conda:
        "../envs/egregora.yaml"
    threads: threads_of_call()
    resources:
        mem_mb=2000,
        runtime=minutes(240),
        cpus_per_task=1,
        model_calls=config["model"]["calls_at_once"],
        model_seconds=config["model"]["deadline_seconds"],
        model_batch=is_batch(),
    params:
        prompt=prompt_of("enrich_links"),
        links=lookup(dpath="links", within=config),
        period=lookup(dpath="period", within=config),
        model=model_for("enricher"),
        answers=lookup(dpath="answers", within=config),
        code=imported_code("enrich_links.py"),
    script:
        "../scripts/enrich_links.py"
