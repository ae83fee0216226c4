"""Make media fit to show: no metadata, no more pixels than a page needs.

Needs <attachments>, the files beside it, and <anonymized>. Leaves <media>, one row per
file, and the files below site/media.
"""


rule prepare_media:
    """Strip metadata off photos, audio and video and resize them."""
    input:
        attachments="<attachments>",
        anonymized="<anonymized>",
    output:
        media=update("<media>"),
        published=update("site/media/.published.json"),
        told=update("<results>/private/told.json"),
    log:
        "<logs>/prepare_media.log",
    benchmark:
        "<benchmarks>/prepare_media.tsv"
    conda:
        "../envs/egregora.yaml"
    threads: 2
    resources:
        mem_mb=2000,
        runtime=60,
    params:
        publish=lookup(dpath="media/publish", within=config),
        max_megabytes=lookup(dpath="media/max_megabytes", within=config),
        key=fingerprint_of_key,
        code=imported_code("prepare_media.py"),
    script:
        "../scripts/prepare_media.py"
