"""Ask for what all posts need in one batch job.

reads   briefs    briefs.Brief  all that the writer of a period is given
writes  answered  period → digest of the brief whose answers were asked for
params  prompt        the instructions
        digests       period → digest of its brief, which makes this job run
        model         who writes
        instructions  wishes for the tone
        answers       folder of the kept answers
env     GEMINI_API_KEY
raises  DamagedFile    a brief is not whole
        MissingSecret  the provider's key is not in the environment
        ModelError     the job failed; its answers are not kept
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from egregora.briefs import read_brief
from egregora.files import write_json
from egregora.model import open_model
from egregora.model.ahead import asked_ahead
from egregora.runlog import conclude, run_log
from egregora.writing.parts import written
from egregora.writing.request import prompts

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Have the answers for all posts kept."""
    params, resources = snakemake.params, snakemake.resources
    told, digests = prompts(params.prompt, params.instructions), params.digests

    def post(path, model):
        return written(read_brief(path, digests[Path(path).stem]), model, told)

    with open_model(
        params.model,
        params.answers,
        seconds=resources.model_seconds,
        calls=resources.model_calls,
        batch=resources.model_batch,
    ) as model:
        missing = asked_ahead(
            model, [partial(post, one) for one in snakemake.input.briefs]
        )
        asked = model.counts.asked
    write_json(snakemake.output.answered, dict(params.digests))
    conclude("%d answers, %d without", asked, missing)


if __name__ == "__main__":
    with run_log(snakemake):
        main()
