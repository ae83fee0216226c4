"""What lies in the folder of a blog, and what a run would do to it.

due       the jobs that a run would start, and Snakemake's reasons
status    each table and the posts: how many, how large, made when, fresh or stale
schemas   the contract of every table
"""
