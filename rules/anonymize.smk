"""Replace everything that identifies people: the privacy boundary.

Needs <ingested> and <attachments>. Leaves authors and the owner's page, which can
identify people, and <anonymized>, <members> and <guard>, which cannot.
"""


rule anonymize:
    """Replace names, numbers and addresses; drop who opted out."""
    input:
        ingested="<ingested>",
        attachments="<attachments>",
    output:
        authors=update("<results>/private/authors.parquet"),
        anonymized=update("<anonymized>"),
        members=update("<members>"),
        guard=update("<guard>"),
    log:
        "<logs>/anonymize.log",
    benchmark:
        "<benchmarks>/anonymize.tsv"
    conda:
        "../envs/egregora.yaml"
    threads: 2
    resources:
        mem_mb=4000,
        runtime=60,
    params:
        privacy=fingerprint_of_privacy,
        first=lookup(dpath="from", within=config),
        last=lookup(dpath="to", within=config),
        key=fingerprint_of_key,
        answers=lookup(dpath="answers", within=config),
        code=imported_code("anonymize.py"),
    script:
        "../scripts/anonymize.py"


rule list_people:
    """Write the owner's page: who is who, and words that may be names."""
    input:
        authors=rules.anonymize.output.authors,
        anonymized="<anonymized>",
    output:
        page="<results>/private/people.html",
    log:
        "<logs>/list_people.log",
    benchmark:
        "<benchmarks>/list_people.tsv"
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=2000,
        runtime=30,
    params:
        code=imported_code("list_people.py"),
    script:
        "../scripts/list_people.py"
