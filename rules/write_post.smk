"""Write the posts.

Needs a brief of <briefs>. Leaves a post in results/posts, as it was written, and in
site/posts, as it is published. A post is written again when the digest of its brief
changes, not when the brief is newer; one that a person has edited is never overwritten.
Where a model writes, many posts are asked for by one job, ahead of the jobs that write
them: a library that talks to a provider is loaded once for all of these.
"""


rule answer_posts:
    """Ask the model for what a part of the posts need; with model.batch, all of them."""
    input:
        briefs=ancient(briefs_of_part),
        prompt=prompt_of("write_post"),
    output:
        answered=update("<results>/answered/{part}.json"),
    log:
        "<logs>/answer_posts/{part}.log",
    benchmark:
        "<benchmarks>/answer_posts/{part}.tsv"
    # It mostly waits, and the writing of posts waits for it.
    priority: 1
    conda:
        "../envs/egregora.yaml"
    threads: 0
    resources:
        mem_mb=2000,
        runtime=minutes(60),
        # Slurm wants one, where threads may be none.
        cpus_per_task=1,
        model_calls=config["model"]["calls_at_once"],
        model_seconds=config["model"]["deadline_seconds"],
        model_batch=is_batch(),
    params:
        digests=digests_of_part,
        model=model_for("writer"),
        instructions=lookup(dpath="posts/instructions", within=config),
        answers=lookup(dpath="answers", within=config),
        code=imported_code("answer_posts.py"),
    script:
        "../scripts/answer_posts.py"


rule write_post:
    """Write the post of one period."""
    input:
        brief=ancient(brief_of_period),
        answered=ancient(answered_posts),
        guard=ancient("<guard>"),
        prompt=prompt_of("write_post"),
    output:
        draft="<results>/posts/{period}.md",
        post=update("site/posts/{period}.md"),
    log:
        "<logs>/write_post/{period}.log",
    benchmark:
        "<benchmarks>/write_post/{period}.tsv"
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=500,
        runtime=30,
        # It asks for what is not answered yet alone, and takes a slot for that.
        model_calls=0,
        model_seconds=config["model"]["deadline_seconds"],
    params:
        digest=digest_of_period,
        model=model_for("writer"),
        instructions=lookup(dpath="posts/instructions", within=config),
        answers=lookup(dpath="answers", within=config),
        code=imported_code("write_post.py"),
    script:
        "../scripts/write_post.py"
