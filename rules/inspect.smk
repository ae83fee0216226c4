"""Look inside. None of these rules changes a table that others may see.

What they find is told on the terminal, so that none of them runs on another machine.
"""


localrules:
    status,
    schemas,
    catalog,
    forget_names,
    estimate,
    validate,


rule status:
    """Say for each table and the posts whether a run would make them again, and why."""
    log:
        "<logs>/status.log",
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=1000,
        runtime=60,
    params:
        snakefile=workflow.main_snakefile,
        format=lookup(dpath="format", within=config),
    script:
        "../scripts/status.py"


rule schemas:
    """Show the contract of every table."""
    log:
        "<logs>/schemas.log",
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=500,
        runtime=10,
    params:
        format=lookup(dpath="format", within=config),
    script:
        "../scripts/schemas.py"


rule catalog:
    """Build the database again: a view for each table that is there."""
    log:
        "<logs>/catalog.log",
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=1000,
        runtime=10,
    params:
        format=lookup(dpath="format", within=config),
    script:
        "../scripts/catalog.py"


rule forget_names:
    """Remove results/private: who is who, and the files as they were sent."""
    log:
        "<logs>/forget_names.log",
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=500,
        runtime=10,
    script:
        "../scripts/forget_names.py"


rule estimate:
    """Say what is still to be paid to the model, without a call."""
    input:
        anonymized="<anonymized>",
        members="<members>",
        media="<media>",
        guard="<guard>",
        published=rules.prepare_media.output.published,
        told=rules.prepare_media.output.told,
    log:
        "<logs>/estimate.log",
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=4000,
        runtime=60,
    params:
        texts=prompts_of_all(),
        models={role: model_for(role) for role in (*MODEL_ROLES, "illustrator")},
        settings=settings_of_estimate(),
        prices=lookup(dpath="model/prices", within=config),
        batch=bool(is_batch()),
        format=lookup(dpath="format", within=config),
        answers=lookup(dpath="answers", within=config),
    script:
        "../scripts/estimate.py"


rule validate:
    """Check contracts, keys, references, views, and that nobody can be named."""
    log:
        "<logs>/validate.log",
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=4000,
        runtime=60,
    params:
        answers=lookup(dpath="answers", within=config),
        format=lookup(dpath="format", within=config),
    script:
        "../scripts/validate.py"
