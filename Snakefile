"""Turn WhatsApp exports into a private blog: one rules/<stage>.smk per stage.

exports → ingested (private) | anonymized → knowledge → periods → posts → public
"""

from snakemake.utils import min_version

min_version("9.27")


include: "rules/common.smk"


configfile: settings_file()


complete_settings(config)


pathvars:
    ingested="<results>/private/ingested.parquet",
    attachments="<results>/private/media/index.json",
    anonymized="<results>/anonymized.parquet",
    members="<results>/members.parquet",
    guard="<results>/guard.json",
    media="<results>/media.parquet",
    links="<results>/links.parquet",
    media_notes="<results>/media_notes.parquet",
    enriched="<results>/enriched.parquet",
    knowledge="<results>/knowledge.parquet",
    briefs="<results>/periods",
    periods="<results>/periods.parquet",
    posts="<results>/posts.parquet",
    elo_ratings="<results>/elo_ratings.parquet",
    profiles="<results>/profiles.parquet",


include: "rules/ingest.smk"
include: "rules/anonymize.smk"
include: "rules/prepare_media.smk"
include: "rules/enrich_links.smk"
include: "rules/enrich_media.smk"
include: "rules/enrich.smk"
include: "rules/build_knowledge.smk"
include: "rules/split_periods.smk"
include: "rules/write_post.smk"
include: "rules/collect_posts.smk"
include: "rules/rank_posts.smk"
include: "rules/write_profiles.smk"
include: "rules/build_site.smk"
include: "rules/inspect.smk"


rule all:
    """Make everything: posts, tables, and the blog as HTML."""
    default_target: True
    input:
        rules.list_costs.input,
        rules.list_costs.output,
        page_of_owner,
