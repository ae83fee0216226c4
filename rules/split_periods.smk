"""Cut the conversation into the periods that become posts.

Needs <enriched>, <knowledge>, <members> and <media>. Leaves <briefs>, a folder with one
brief per period and an index, and <periods>. A checkpoint, because how many posts there
are is known only once the messages have been counted.
"""


localrules:
    list_periods,


checkpoint split_periods:
    """Write the brief of each period: all that its writer is given."""
    input:
        enriched="<enriched>",
        knowledge="<knowledge>",
        members="<members>",
        media="<media>",
    output:
        directory("<briefs>"),
    log:
        "<logs>/split_periods.log",
    benchmark:
        "<benchmarks>/split_periods.tsv"
    conda:
        "../envs/egregora.yaml"
    threads: 2
    resources:
        mem_mb=4000,
        runtime=60,
    params:
        every=lookup(dpath="period", within=config),
        min_messages=lookup(dpath="min_messages", within=config),
        language=lookup(dpath="posts/language", within=config),
        memories=lookup(dpath="posts/memories", within=config),
        code=imported_code("split_periods.py"),
    script:
        "../scripts/split_periods.py"


rule list_periods:
    """List the periods that get a post, with the digest of each brief."""
    input:
        index=index_of_periods,
        # Else the checkpoint, and what it needs, is missing in reports.
        briefs=ancient("<briefs>"),
    output:
        periods=update("<periods>"),
        table=report(
            "<results>/report/periods.html",
            caption="captions/periods.rst",
            category="Periods",
            labels={"shows": "table"},
        ),
        plot=report(
            "<results>/report/messages.svg",
            caption="captions/messages.rst",
            category="Periods",
            labels={"shows": "messages"},
        ),
    log:
        "<logs>/list_periods.log",
    benchmark:
        "<benchmarks>/list_periods.tsv"
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=2000,
        runtime=60,
    params:
        code=imported_code("list_periods.py"),
    script:
        "../scripts/list_periods.py"
