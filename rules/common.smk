"""What the rules ask of the settings and of the workflow. No rule lives here."""

import json
import os
import secrets
import sys
from functools import cache
from pathlib import Path

import yaml

CHECKOUT = Path(workflow.basedir)
SCRIPTS = CHECKOUT / "scripts"
sys.path.insert(0, str(SCRIPTS))

from egregora.workflow import interrupts

if workflow.is_main_process:
    # First of all: loading the rest takes a while.
    interrupts.handle_signals()

from egregora import settings
from egregora.errors import EgregoraError, SettingError
from egregora.llm.access import MODEL_ROLES, check_provider
from egregora.llm.cache import split_into_parts
from egregora.llm.circuit_breaker import CALLS_VARIABLE, RUN_VARIABLE
from egregora.periods.briefs import read_index
from egregora.privacy import boundary, keys
from egregora.site import takedown
from egregora.workflow import (
    buckets,
    code_digest,
    dry_run,
    locks,
    progress,
    targets,
    warm_start,
)
from egregora.workflow.joblog import QUIET_VARIABLE, print_line
from snakemake.benchmark import benchmarked
from snakemake.exceptions import WorkflowError
from snakemake.logging import logger
from snakemake.script import PythonScript

# Targets that only read: they need neither the folder for themselves nor a model.
LOOKING = {"status", "schemas", "validate", "catalog"}
# These make no page.
ASIDE = {"estimate", "forget_names"}


report: "captions/workflow.rst"


onstart:
    # Snakemake's scheduler has just put a handler of its own.
    interrupts.handle_signals()
    interrupts.handle_closed_pipe(False)
    if builds():
        begin()


wildcard_constraints:
    part=r"\d+-[0-9a-f]{12}",
    period=r"\d{4}-(?:W\d{2}|\d{2}(?:-\d{2})?)",


def settings_file() -> str:
    """Return this folder's config.yaml, or the checkout's where it has none."""
    own = Path("config.yaml")
    used = own if own.exists() else CHECKOUT / "config.yaml"
    try:
        settings.check_settings_file(used)
    except EgregoraError as error:
        stop(error)
    return str(used)


def complete_settings(config: dict) -> None:
    """Complete the settings, bound the calls of all jobs, clear up after a killed run."""
    schema = CHECKOUT / "rules/schemas/config.schema.yaml"
    described = yaml.safe_load(schema.read_text(encoding="utf-8"))
    # For a dry run in a process of its own, which must know the same settings.
    os.environ[dry_run.SETTINGS_VARIABLE] = json.dumps(settings.dates_as_text(config))
    # Reports would show the files whole, names of people included.
    workflow.configfiles.clear()
    try:
        typed_in = settings.dates_as_text(workflow.config_settings.config)
        config.update(settings.complete_settings(config, described, typed_in))
        settings.hide_privacy(config)
        workflow.fetched = buckets.localize_exports(config)
        settings.hide_phones(config)
        if workflow.is_main_process:
            interrupts.handle_closed_pipe(not workflow.fetched)
            shell.prefix(f"set -euo pipefail; {interrupts.IGNORE_SIGNALS_COMMAND}")
            show_progress()
            locks.clean_up_folder(wait=not workflow.output_settings.dryrun and builds())
            # While calls are under way, the jobs of the next ones start.
            at_once = config["model"]["calls_at_once"]
            workflow.register_resource("model_calls", 2 * at_once)
    except EgregoraError as error:
        stop(error)


def show_progress() -> None:
    """Show the run in calm lines; what --verbose and dry runs show stays Snakemake's."""
    settings = workflow.output_settings
    quiet = {str(one) for one in settings.quiet or ()} & {"all", "progress"}
    os.environ[QUIET_VARIABLE] = "yes" if quiet else ""
    if dry_run.LISTING_VARIABLE in os.environ:
        logger.addHandler(dry_run.JobListing(os.environ[dry_run.LISTING_VARIABLE]))
    progress.attach_progress(
        logger,
        is_plain=lambda: workflow.dryrun or settings.verbose,
        posts_left=lambda: sum(
            job.rule.name == progress.POST_RULE for job in workflow.dag.needrun_jobs()
        ),
        meant=meant,
        is_quiet=bool(quiet),
        last_lines=last_lines,
    )


def last_lines() -> list[str]:
    """Return what is left to say after a run: that the pages are older than the posts."""
    about_pages = builds() and ASIDE.isdisjoint(sys.argv)
    return (
        [takedown.OUTDATED_NOTICE]
        if about_pages and takedown.is_public_outdated()
        else []
    )


def meant(name: str, is_rule: bool) -> str:
    """Return the line for a target or rule that nothing makes."""
    names = [rule.name for rule in workflow.rules]
    if not is_rule:
        outputs = [one for rule in workflow.rules for one in rule.output]
        names += [str(one) for one in outputs if not one.contains_wildcard()]
        names += [f"{targets.POSTS_PREFIX}{period}.md" for period in known_periods()]
    return targets.describe_unknown_target(name, names)


def builds() -> bool:
    """Return whether this run makes anything; Snakemake tells targets only later."""
    return LOOKING.isdisjoint(sys.argv)


def stop(error: Exception) -> None:
    """End the run with one line."""
    interrupts.end_run(f"egregora: {error}")


def begin() -> None:
    """Take the folder for this run until it ends, and see that the model can answer."""
    os.environ[RUN_VARIABLE] = secrets.token_hex(8)
    os.environ[CALLS_VARIABLE] = str(config["model"]["calls_at_once"])
    try:
        workflow.held_folder = locks.hold_folder(seconds=2)
        if workflow.local_exec:
            # Cores are what limits the jobs of one machine. A limit per second makes the
            # scheduler look for more jobs a second after each, the last one included.
            workflow.scheduler.job_rate_limiter = None
            warm_start.start_jobs_warm(SCRIPTS, PythonScript, shell, benchmarked)
        if may_ask():
            check_provider(config["model"])
    except EgregoraError as error:
        stop(error)


def may_ask() -> bool:
    """Return whether a job of this run may ask the model."""
    dag = workflow.dag
    jobs = {job.rule.name: job.rule for job in dag.needrun_jobs()}
    # Which posts are written is known once the checkpoint has run.
    waits = any(dag.checkpoint_jobs) and "collect_posts" in jobs
    return waits or any("model_calls" in rule.resources for rule in jobs.values())


def exports_of_blog(wildcards) -> list[str]:
    """Return the exports that the settings name, under names that tell nothing."""
    sealed = boundary.is_sealed()
    try:
        fetch_exports()
        found = settings.find_exports(
            config["exports"], Path(), None if sealed else CHECKOUT
        )
        return boundary.anonymous_links(found, keys.load_key())
    except EgregoraError as error:
        return exports_gone(wildcards) if sealed else stop(error)


@cache
def fetch_exports() -> None:
    """Fetch the exports that lie in a bucket; jobs find what their run has fetched."""
    if not workflow.is_main_process:
        return
    for address, copy in workflow.fetched.items():
        if size := buckets.fetch_export(address, copy, stored_at(address)):
            print_line(f"exports: {size:,} bytes fetched")
    buckets.remove_unused_copies(workflow.fetched.values())


def stored_at(address: str) -> buckets.StoredObject:
    """Return what Snakemake's storage plugins know of an address."""
    try:
        return storage(address).flags["storage_object"]
    except WorkflowError:
        raise SettingError(
            f"exports: {address} needs a storage plugin of Snakemake; for s3:// "
            "install snakemake-storage-plugin-s3"
        ) from None


def exports_gone(wildcards) -> list[str]:
    """Return what is taken instead of the exports of a blog that has neither them nor names."""
    try:
        boundary.check_privacy_settings(fingerprint_of_privacy(wildcards))
    except EgregoraError as error:
        stop(error)
    boundary.anonymous_links((), keys.load_key())
    return [boundary.NO_EXPORT]


def fingerprint_of_key(wildcards) -> str:
    """Return a digest that tells whether the key of the pseudonyms is still the same."""
    return fingerprint_of("egregora")


def fingerprint_of_privacy(wildcards) -> str:
    """Return a digest of the settings on privacy, which hold names: params are stored."""
    return fingerprint_of(os.environ[settings.PRIVACY_VARIABLE])


def fingerprint_of_phones(wildcards) -> str:
    """Return a digest of what the settings say of other phones, names included."""
    return fingerprint_of(os.environ[settings.PHONES_VARIABLE])


def fingerprint_of(text: str) -> str:
    """Return a keyed digest of `text`."""
    try:
        return keys.fingerprint(keys.load_key(), text)
    except EgregoraError as error:
        stop(error)


def prompt_of(rule: str) -> str:
    """Return the instructions that a rule gives to the model."""
    return (SCRIPTS / "prompts" / f"{rule}.md").read_text(encoding="utf-8")


def prompts_of_all() -> dict[str, str]:
    """Return the instructions of all rules that ask a model."""
    return {path.stem: prompt_of(path.stem) for path in SCRIPTS.glob("prompts/*.md")}


def settings_of_estimate() -> dict:
    """Return the settings that decide what a model is asked."""
    names = ("links", "media", "period", "min_messages", "posts", "ranking")
    return {name: config[name] for name in names}


def model_for(role: str) -> dict:
    """Return the provider and the model of a role: writer, enricher, judge, embedder."""
    chosen = config["model"]
    if chosen["provider"] == "offline":
        return {"provider": "offline"}
    given = ("provider", "base_url", "max_input_tokens")
    return {"name": chosen[role]} | {name: chosen[name] for name in given}


def is_batch() -> int:
    """Return 1 where the answers of a stage are asked for in one batch job, else 0."""
    return int(config["model"]["batch"] and config["model"]["provider"] != "offline")


def minutes(usual: int) -> int:
    """Return how long a stage may take; batch jobs end within two days."""
    return max(usual, 3000 * is_batch())


def threads_of_call() -> int:
    """Return the cores that a job takes which mostly waits for calls: none.

    How many of them run at once is `model_calls`, whatever `--cores` is. Slurm wants one
    core for a job nevertheless: `cpus_per_task`.
    """
    return int(config["model"]["provider"] == "offline")


def threads_of_post(wildcards) -> int:
    """Return the cores that the job of a post takes: none where it waits for its call."""
    return int(asks_ahead() or threads_of_call())


def calls_of_post(wildcards) -> int:
    """Return the calls that the job of a post is sure to wait for."""
    return 1 - threads_of_post(wildcards)


def painted_covers(wildcards) -> list[str]:
    """Return the folder of the covers that a model paints, if one is to."""
    paints = config["model"]["provider"] == "gemini" and config["model"]["illustrator"]
    return [rules.paint_covers.output.covers] if paints else []


def imported_code(script: str) -> str:
    """Return a digest of a script and of the modules that it imports, at any depth.

    Snakemake re-runs a job when its script is touched, and never looks at what the
    script imports. Each rule passes this digest as a param instead.
    """
    return code_digest.digest_of_script(script, SCRIPTS)


def index_of_periods(wildcards) -> str:
    """Return the list of the briefs and their digests; waits for `split_periods`."""
    return f"{checkpoints.split_periods.get().output[0]}/index.json"


def periods() -> dict[str, str]:
    """Return the digest of the brief of each period; waits for `split_periods`."""
    index = index_of_periods(None)
    try:
        return digests_in(index, os.stat(index).st_mtime_ns)
    except EgregoraError as error:
        stop(error)


@cache
def digests_in(index: str, changed: int) -> dict[str, str]:
    """Return what an index says, read once per change: every job asks for it."""
    return read_index(index)


def known_periods() -> list[str]:
    """Return the periods of the last run, whether or not they are up to date."""
    try:
        return sorted(read_index("results/periods/index.json"))
    except (EgregoraError, OSError):
        return []


def refuse_period(period: str) -> None:
    """End the run if the settings leave `period` without a post."""
    chosen = (config["period"], config["from"], config["to"])
    if reason := targets.explain_impossible_period(period, *chosen):
        left = [
            one
            for one in known_periods()
            if not targets.explain_impossible_period(one, *chosen)
        ]
        stop(EgregoraError(targets.describe_missing_post(period, reason, left)))


def refuse_quiet_period(period: str) -> None:
    """End the run if too little was written in `period`; waits for `split_periods`."""
    if period in periods():
        return
    # What reads tables takes long to load.
    from egregora.periods.assembly import written_in
    from egregora.storage import read_table, rows_of
    from egregora.contracts import ENRICHED

    every = config["period"]
    try:
        enriched = read_table("results/enriched.parquet", ENRICHED)
        ((written,),) = (
            one.values() for one in rows_of(written_in(enriched, every, period))
        )
        reason = targets.explain_quiet_period(written, every, config["min_messages"])
        stop(
            EgregoraError(
                targets.describe_missing_post(period, reason, list(periods()))
            )
        )
    except EgregoraError as error:
        stop(error)


def posts_of_periods(wildcards) -> list[str]:
    """Return the post of each period that gets one, oldest first."""
    return [f"site/posts/{period}.md" for period in sorted(periods())]


def brief_of_period(wildcards) -> str:
    """Return the brief of a period; waits for `split_periods`.

    However new it is, a post is due by its digest alone, unless its last job failed.
    """
    refuse_period(wildcards.period)
    refuse_quiet_period(wildcards.period)
    brief = f"{checkpoints.split_periods.get().output[0]}/{wildcards.period}.json"
    failed = locks.is_aged(f"site/posts/{wildcards.period}.md")
    return brief if failed else ancient(brief)


def asked_for_posts() -> dict:
    """Return what decides, besides the briefs, what a model is asked for posts."""
    return {
        "prompt": prompt_of("write_post"),
        "model": model_for("writer"),
        "instructions": config["posts"]["instructions"],
        "answers": config["answers"],
        "code": imported_code("answer_posts.py"),
    }


def parts_of_periods() -> dict[str, list[str]]:
    """Return the periods that are asked about together, by the name of their part."""
    return parts_of(tuple(periods().items()))


@cache
def parts_of(digests: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    """Return `parts_of_periods`; asked for each post, and the same for all."""
    size = len(digests) if is_batch() else 2 * config["model"]["calls_at_once"]
    return split_into_parts(dict(digests), size, asked_for_posts())


def briefs_of_part(wildcards) -> list[str]:
    """Return the briefs of a part; waits for `split_periods`."""
    briefs = checkpoints.split_periods.get().output[0]
    part = parts_of_periods()[wildcards.part]
    return [f"{briefs}/{period}.json" for period in part]


def digests_of_part(wildcards) -> dict[str, str]:
    """Return the digest of each brief of a part."""
    return {one: periods()[one] for one in parts_of_periods()[wildcards.part]}


def asks_ahead() -> bool:
    """Return whether posts are asked for in parts before they are written.

    A run for single posts asks for these alone.
    """
    targets = workflow.dag_settings.targets
    single = targets and all(one.startswith("site/posts/") for one in targets)
    return config["model"]["provider"] != "offline" and not single


def answered_posts(wildcards) -> list[str]:
    """Return what says that the part of a post was asked for, while it is still to be.

    From then on it is not an input: in a later run the parts may be others, and a post is
    not written again for that. The part is a checkpoint, after which Snakemake asks
    here again, and sees which of the posts are due.
    """
    # On a cluster, the job of a post comes when its part has been asked for.
    if not (asks_ahead() and workflow.is_main_process):
        return []
    parts = parts_of_periods().items()
    (part,) = (name for name, periods in parts if wildcards.period in periods)
    answered = expand(rules.answer_posts.output.answered, part=part)
    return [one for one in answered if not Path(one).exists()]


def digest_of_period(wildcards) -> str:
    """Return the digest of the brief that a post is written from."""
    return periods()[wildcards.period]
