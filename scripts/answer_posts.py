"""Ask for what a part of the posts needs, together.

reads   briefs    briefs.Brief  all that the writer of a period is given
writes  answered  the periods; its name tells what was asked about them
params  prompt        the instructions
        digests       period → digest of its brief
        model         who writes
        instructions  wishes for the tone
        answers       folder of the kept answers
env     GEMINI_API_KEY  with the provider gemini
raises  DamagedFile    a brief is not whole
        MissingSecret  the provider's key is not in the environment
        ModelError     a batch job failed. Without batch, the job of each post that
                       has no answer tells
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from egregora.errors import ModelError
from egregora.files import write_json
from egregora.llm.cache import prefetch
from egregora.llm.models import open_model
from egregora.llm.types import ProviderUnavailable
from egregora.periods.briefs import read_brief
from egregora.posts.prompt import ask_for_post, parse_prompts
from egregora.workflow.console import format_count
from egregora.workflow.joblog import conclude, leave_unfinished, report, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Have the answers for the posts of a part kept."""
    params, resources = snakemake.params, snakemake.resources
    told, digests = parse_prompts(params.prompt, params.instructions), params.digests

    def post(path, model):
        return ask_for_post(read_brief(path, digests[Path(path).stem]), model, told)

    with open_model(
        params.model,
        params.answers,
        seconds=resources.model_seconds,
        calls=resources.model_calls,
        batch=resources.model_batch,
    ) as model:
        posts = [partial(post, one) for one in snakemake.input.briefs]
        try:
            lacking = prefetch(model, posts)
        except ModelError as error:
            if resources.model_batch:
                raise
            if isinstance(error, ProviderUnavailable):
                report("answer_posts: %s", error)
            lacking = len(posts)
    answered = Path(snakemake.output.answered)
    for former in answered.parent.glob(f"{answered.name.partition('-')[0]}-*.json"):
        former.unlink()
    write_json(answered, [Path(one).stem for one in snakemake.input.briefs])
    conclude("%s, %d without an answer", format_count(len(posts), "post"), lacking)
    if lacking:
        leave_unfinished()


if __name__ == "__main__":
    with run_log(snakemake):
        main()
