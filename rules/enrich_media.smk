"""Say what the media show.

Needs <media> and the files below site/media. Leaves <media_notes>, one row per file.
"""


rule enrich_media:
    """Describe each photo, recording and document."""
    input:
        media="<media>",
        anonymized="<anonymized>",
        guard=ancient("<guard>"),
        published=ancient(rules.prepare_media.output.published),
        told=rules.prepare_media.output.told,
    output:
        media_notes=update("<media_notes>"),
    log:
        "<logs>/enrich_media.log",
    benchmark:
        "<benchmarks>/enrich_media.tsv"
    conda:
        "../envs/egregora.yaml"
    threads: threads_of_call()
    resources:
        mem_mb=2000,
        runtime=minutes(60),
        cpus_per_task=1,
        model_calls=config["model"]["calls_at_once"],
        model_seconds=config["model"]["deadline_seconds"],
        model_batch=is_batch(),
    params:
        prompt=prompt_of("enrich_media"),
        describe=lookup(dpath="media/describe", within=config),
        model=model_for("enricher"),
        answers=lookup(dpath="answers", within=config),
        code=imported_code("enrich_media.py"),
    script:
        "../scripts/enrich_media.py"
