"""All that touches Snakemake, the terminal and locks."""
