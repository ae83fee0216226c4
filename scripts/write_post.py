"""Write the post of one period.

reads   brief   briefs.Brief         all that the writer is given
        guard   results/guard.json   what must not get through
writes  draft   the post, as it was written
        post    the post, as it is published; one that a person changed stays, and the
                new version goes to results/rewritten; if it shows somebody who opted
                out, it goes to results/private/edited instead
params  prompt        the instructions
        digest        of the brief, which makes this job run
        model         who writes
        instructions  wishes for the tone
        answers       folder of the kept answers
env     GEMINI_API_KEY  with the provider gemini
raises  DamagedFile     the brief or the guard is not whole
        MissingSecret   the provider's key is not in the environment
        ModelError      the model did not answer
"""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from egregora.files import write_text
from egregora.llm.models import open_model
from egregora.periods.briefs import read_brief
from egregora.posts.files import cleaner_for_brief, publish_post, set_aside
from egregora.posts.prompt import ask_for_post, parse_prompts
from egregora.posts.public import public_answer
from egregora.posts.render import render_post
from egregora.privacy.guard import Guard
from egregora.workflow.joblog import report, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake

logger = logging.getLogger("egregora.write_post")


def main() -> None:
    """Write and publish the post of one period."""
    params, resources, output = snakemake.params, snakemake.resources, snakemake.output
    brief = read_brief(snakemake.input.brief, params.digest)
    guard = Guard.load(snakemake.input.guard)

    def offline(_=None):
        from egregora.offline.digest import write_digest

        return write_digest(brief)

    with open_model(
        params.model,
        params.answers,
        offline=offline,
        seconds=resources.model_seconds,
    ) as model:
        prompts = parse_prompts(params.prompt, params.instructions)
        answer = ask_for_post(brief, model, prompts)
    if params.model["provider"] != "offline":
        answer = public_answer(answer, brief, spare=offline)
    clean = cleaner_for_brief(guard, brief)
    made = render_post(answer, brief, params.digest, model.name, clean)
    logger.info("%s: dropped %s; removed %s", brief.period, made.dropped, guard.removed)
    rewritten = Path(output.draft).parents[1] / "rewritten" / Path(output.post).name
    aside = rewritten.parents[1] / "private/edited" / rewritten.name
    if set_aside(made.text, Path(output.post), aside, guard.names_left):
        report("write_post: %s showed somebody who left; it is %s", output.post, aside)
    if not publish_post(made.text, Path(output.post), rewritten):
        edited = "write_post: %s was edited; the new version is %s"
        report(edited, output.post, rewritten)
    write_text(output.draft, made.text)


if __name__ == "__main__":
    with run_log(snakemake):
        main()
