"""Write the posts.

Needs a brief of <briefs>. Leaves a post in results/posts, as it was written, and in
site/posts, as it is published. A post is written again when the digest of its brief
changes, not when the brief is newer; one that a person has edited is never overwritten.
Where a model writes, one job asks for many posts, ahead of the jobs that write them:
what it takes to talk to a provider is loaded once for all of these.
"""


checkpoint answer_posts:
    """Ask the model for what a part of the posts needs; with model.batch, for all."""
    input:
        briefs=ancient(briefs_of_part),
    output:
        answered="<results>/answered/{part}.json",
    log:
        "<logs>/answer_posts/{part}.log",
    benchmark:
        "<benchmarks>/answer_posts/{part}.tsv"
    # The next part is asked for while the posts of the last one are written.
    priority: 1
    conda:
        "../envs/egregora.yaml"
    threads: threads_of_call()
    resources:
        mem_mb=2000,
        runtime=minutes(60),
        cpus_per_task=1,
        model_calls=config["model"]["calls_at_once"],
        model_seconds=config["model"]["deadline_seconds"],
        model_batch=is_batch(),
    params:
        prompt=prompt_of("write_post"),
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
        brief=brief_of_period,
        answered=answered_posts,
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
    threads: threads_of_post
    resources:
        mem_mb=500,
        runtime=30,
        cpus_per_task=1,
        model_calls=calls_of_post,
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
