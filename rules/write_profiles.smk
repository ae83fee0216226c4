"""Introduce the people.

Needs <enriched> and <members>. Leaves <profiles>, one row per author, and a page each in
site/profiles.
"""


rule write_profiles:
    """Write the profile of each author."""
    input:
        enriched="<enriched>",
        members="<members>",
        guard=ancient("<guard>"),
        prompt=prompt_of("write_profiles"),
    output:
        profiles=update("<profiles>"),
        pages=directory("site/profiles"),
    log:
        "<logs>/write_profiles.log",
    benchmark:
        "<benchmarks>/write_profiles.tsv"
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=2000,
        runtime=minutes(60),
        model_calls=config["model"]["calls_at_once"],
        model_seconds=config["model"]["deadline_seconds"],
        model_batch=is_batch(),
    params:
        model=model_for("writer"),
        language=lookup(dpath="posts/language", within=config),
        answers=lookup(dpath="answers", within=config),
        code=imported_code("write_profiles.py"),
    script:
        "../scripts/write_profiles.py"
