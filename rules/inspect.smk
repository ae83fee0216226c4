"""Look inside. None of these rules changes a table."""


rule catalog:
    """Build the database anew: a view for each table that is there."""
    log:
        "<logs>/catalog.log",
    conda:
        "../envs/egregora.yaml"
    script:
        "../scripts/catalog.py"
