"""Ask for what many posts need, together.

reads   briefs    briefs.Brief  all that the writer of a period is given
        prompt    the instructions
writes  answered  period → digest of the brief whose answers were asked for
params  digests       period → digest of its brief, which makes this job run
        model         who writes
        instructions  wishes for the tone
        answers       folder of the kept answers
env     GEMINI_API_KEY  with the provider gemini
raises  MissingSecret  the provider's key is not in the environment
        ModelError     the batch job failed. Without batch, the job of each post that
                       has no answer tells, or asks again
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from egregora.briefs import read_brief
from egregora.errors import ModelError
from egregora.files import write_json
from egregora.model import open_model
from egregora.model.ahead import asked_ahead
from egregora.runlog import report, run_log
from egregora.writing.parts import written
from egregora.writing.request import prompts

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Have the answers for all posts kept."""
    params, resources = snakemake.params, snakemake.resources
    prompt = Path(snakemake.input.prompt).read_text(encoding="utf-8")
    told = prompts(prompt, params.instructions)

    def post(path, model):
        return written(read_brief(path), model, told)

    with open_model(
        params.model,
        params.answers,
        seconds=resources.model_seconds,
        calls=resources.model_calls,
        batch=resources.model_batch,
    ) as model:
        posts = [partial(post, one) for one in snakemake.input.briefs]
        try:
            missing = asked_ahead(model, posts)
        except ModelError as error:
            if resources.model_batch:
                raise
            missing = len(posts)
            report("answer_posts: %s", error)
        asked = model.counts.asked
    write_json(snakemake.output.answered, dict(params.digests))
    report("answer_posts: %d answers, %d without", asked, missing)


if __name__ == "__main__":
    with run_log(snakemake):
        main()
