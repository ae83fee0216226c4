"""Put what links and media show beside the messages.

Needs <anonymized>, <links> and <media_notes>. Leaves <enriched>.
"""


rule enrich:
    """Join messages with the notes on their links and media."""
    input:
        anonymized="<anonymized>",
        links="<links>",
        media_notes="<media_notes>",
    output:
        enriched=update("<enriched>"),
    log:
        "<logs>/enrich.log",
    benchmark:
        "<benchmarks>/enrich.tsv"
    conda:
        "../envs/egregora.yaml"
    threads: 2
    resources:
        mem_mb=2000,
        runtime=60,
    params:
        code=imported_code("enrich.py"),
    script:
        "../scripts/enrich.py"
