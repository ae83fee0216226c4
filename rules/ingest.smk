"""Read the exports.

Needs the exports that the settings name. Leaves <ingested>, one row per message with
real names, and the files of the archives beside <attachments>.
"""


rule ingest:
    """Read the messages and files of all exports into one conversation."""
    input:
        exports=exports_of_blog,
    output:
        ingested=update("<ingested>"),
        attachments=update("<attachments>"),
    log:
        "<logs>/ingest.log",
    benchmark:
        "<benchmarks>/ingest.tsv"
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=4000,
        runtime=60,
    params:
        timezone=lookup(dpath="timezone", within=config),
        date_order=lookup(dpath="date_order", within=config),
        max_megabytes=lookup(dpath="media/max_megabytes", within=config),
        phones=fingerprint_of_phones,
        code=imported_code("ingest.py"),
    script:
        "../scripts/ingest.py"
