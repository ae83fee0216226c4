"""Write the posts.

Needs a brief of <briefs>. Leaves a post in results/posts, as it was written, and in
site/posts, as it is published. A post is written again when the digest of its brief changes, not when the
brief is newer; one that a person has edited is never overwritten. With model.batch, the
answers for all posts are asked for first, together.
"""


checkpoint answer_posts:
    """Ask for what all posts need in one batch job; with model.batch alone."""
    input:
        briefs=ancient(briefs_of_periods),
    output:
        answered=update("<results>/answered.json"),
    log:
        "<logs>/answer_posts.log",
    benchmark:
        "<benchmarks>/answer_posts.tsv"
    conda:
        "../envs/egregora.yaml"
    resources:
        mem_mb=2000,
        runtime=minutes(60),
        model_calls=config["model"]["calls_at_once"],
        model_seconds=config["model"]["deadline_seconds"],
        model_batch=is_batch(),
    params:
        prompt=prompt_of("write_post"),
        digests=digests_of_periods,
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
    output:
        draft="<results>/posts/{period}.md",
        post=update("site/posts/{period}.md"),
    log:
        "<logs>/write_post/{period}.log",
    benchmark:
        "<benchmarks>/write_post/{period}.tsv"
    conda:
        "../envs/egregora.yaml"
    threads: threads_of_call()
    resources:
        mem_mb=500,
        runtime=30,
        cpus_per_task=1,
        model_calls=1,
        model_seconds=config["model"]["deadline_seconds"],
    params:
        prompt=prompt_of("write_post"),
        digest=digest_of_period,
        model=model_for("writer"),
        instructions=lookup(dpath="posts/instructions", within=config),
        answers=lookup(dpath="answers", within=config),
        code=imported_code("write_post.py"),
    script:
        "../scripts/write_post.py"
