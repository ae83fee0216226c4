"""A run shows few lines, each of which tells something."""

import io
import logging
from types import SimpleNamespace

import pytest

from egregora.errors import EgregoraError
from egregora.workflow.console import DISK_FULL, FOLDER_IN_USE, format_duration
from egregora.workflow.joblog import (
    QUIET_VARIABLE,
    add_answer_counts,
    conclude,
    disk_error_hint,
    job_summary,
    run_log,
)
from egregora.workflow.progress import Progress, attach_progress


class Terminal(logging.StreamHandler):
    name = "DefaultStreamHandler"


@pytest.fixture
def shown():
    """Return a logger like Snakemake's, and the lines that it shows."""
    terminal = Terminal(io.StringIO())
    logger = logging.Logger("snakemake")
    logger.addHandler(terminal)
    posts = iter((3, 2, 1))
    attach_progress(logger, is_plain=lambda: False, posts_left=lambda: next(posts))
    return logger, lambda: terminal.stream.getvalue().splitlines()


def told(logger, event, message="", level=logging.INFO, **fields):
    logger.log(level, message, extra={"event": SimpleNamespace(name=event), **fields})


def starts(logger, number, rule, log, **wildcards):
    told(
        logger,
        "JOB_INFO",
        jobid=number,
        rule_name=rule,
        log=[str(log)],
        wildcards=wildcards,
    )


def test_noise_is_left_to_the_log_and_news_are_shown(shown):
    logger, lines = shown
    for noise in ("Building DAG of jobs...", "Execute 2 jobs...", "Using shell: sh"):
        logger.info(noise)
    told(logger, "WORKFLOW_STARTED", "Host: vm")
    told(logger, "RUN_INFO", stats={"ingest": 1, "write_post": 3, "total": 4})
    logger.info("Nothing to be done (all there).")
    assert lines() == [
        "4 steps: ingest, 3 write_post",
        "Nothing to be done (all there).",
    ]


@pytest.mark.parametrize(("ahead", "answers"), [(0, "3 kept, 6"), (2, "1 kept, 8")])
def test_the_last_post_tells_how_many_there_are_and_what_was_asked(
    shown, tmp_path, ahead, answers
):
    logger, lines = shown
    log = tmp_path / "ahead.log"
    log.write_text(f"INFO egregora: took 1 s; answers: 0 kept, {ahead} asked\n")
    starts(logger, 9, "answer_posts", log, part="0-0123456789ab")
    told(logger, "JOB_FINISHED", job_id=9)
    for number in range(3):
        log = tmp_path / f"{number}.log"
        log.write_text("INFO egregora: took 0.1 s; answers: 1 kept, 2 asked\n")
        starts(logger, number, "write_post", log, period=f"2025-W1{number}")
        told(logger, "JOB_FINISHED", job_id=number)
    (line,) = lines()
    assert line.startswith("write_post: 3 of 3 posts, ")
    assert line.endswith(f"; answers: {answers} asked")


@pytest.mark.parametrize(
    ("status", "log", "lines_before"),
    [
        ("returned non-zero exit status 1.", "ERROR egregora: no", []),
        # The log could not be written either.
        ("returned non-zero exit status 1.", "", []),
        (
            "returned non-zero exit status 137.",
            "INFO egregora: 3",
            ["ingest: was killed, or ran out of memory"],
        ),
    ],
)
def test_a_failed_job_ends_in_one_line_that_names_its_log(
    shown, tmp_path, status, log, lines_before
):
    logger, lines = shown
    path = tmp_path / "i.log"
    path.write_text(f"2025-01-01 {log}\n")
    starts(logger, 1, "ingest", path)
    error = logging.ERROR
    told(logger, "ERROR", f"Command {status}", error, exception="RuleException")
    told(logger, "JOB_ERROR", "", error, jobid=1, rule_name="ingest", log=[str(path)])
    message = "WorkflowError:\nAt least one job did not complete successfully."
    told(logger, "ERROR", message, error, exception="WorkflowError")
    assert lines() == [
        *lines_before,
        f"egregora: failed: ingest; see {path}. What was made is kept; the same "
        "command goes on from there",
    ]


@pytest.mark.parametrize(
    ("exception", "message", "line"),
    [
        (
            "LockException",
            "Error: Directory cannot be locked.",
            f"egregora: {FOLDER_IN_USE}",
        ),
        ("WorkflowError", "No space left on device", f"egregora: {DISK_FULL}"),
        ("MissingRuleException", "No rule to produce x", "No rule to produce x"),
    ],
)
def test_errors_of_the_folder_are_told_in_our_words(shown, exception, message, line):
    logger, lines = shown
    told(logger, "ERROR", message, logging.ERROR, exception=exception)
    assert lines() == [line]


def test_dry_runs_stay_as_snakemake_shows_them():
    terminal = Terminal(io.StringIO())
    progress = Progress(terminal, is_plain=lambda: True, posts_left=int)
    progress.handle(logging.makeLogRecord({"msg": "Building DAG of jobs..."}))
    assert terminal.stream.getvalue() == "Building DAG of jobs...\n"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.04, "0.0 s"), (9.96, "10 s"), (99, "99 s"), (600, "10 min"), (9000, "2.5 h")],
)
def test_durations_are_read_at_a_glance(seconds, text):
    assert format_duration(seconds) == text


@pytest.fixture
def job(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(job_summary, "what", "")
    monkeypatch.setattr(logging.root, "handlers", [])
    return SimpleNamespace(
        rule="enrich",
        wildcards=[],
        log=["enrich.log"],
        output=["enriched.parquet"],
        threads=1,
        resources={},
    )


def test_a_job_says_what_it_did_and_how_long_it_took(job, capsys, monkeypatch):
    monkeypatch.setattr(job_summary, "kept", 0)
    monkeypatch.setattr(job_summary, "asked", 0)
    with run_log(job):
        conclude("%d messages", 12)
        add_answer_counts(kept=1, asked=2)
    line = capsys.readouterr().err
    assert line.startswith("enrich: 12 messages; answers: 1 kept, 2 asked; ")
    monkeypatch.setenv(QUIET_VARIABLE, "yes")
    with run_log(job):
        conclude("%d messages", 12)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError(28, "No space left on device", "/x"), f"enrich: {DISK_FULL}"),
        (
            OSError(30, "Read-only file system"),
            "enrich: this folder may not be written",
        ),
        (ValueError("a message of the chat"), "enrich: ValueError; see enrich.log"),
    ],
)
def test_an_error_of_the_disk_says_what_to_do_and_none_quotes_the_chat(
    job, caplog, capsys, error, line
):
    with pytest.raises(SystemExit) as ended, run_log(job):
        raise error
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith(line)
    assert type(error).__name__ in caplog.text
    assert "of the chat" not in caplog.text


def test_a_line_is_written_at_once_so_that_jobs_that_run_together_keep_theirs_whole(
    job, monkeypatch
):
    written = []
    terminal = SimpleNamespace(write=written.append, flush=lambda: None)
    monkeypatch.setattr("sys.stderr", terminal)
    with run_log(job):
        conclude("%d messages", 12)
    with pytest.raises(SystemExit), run_log(job):
        raise EgregoraError("no use")
    assert [line[:6] + line[-1] for line in written] == ["enrich\n", "enrich\n"]


def test_a_full_disk_is_told_from_what_duckdb_says():
    error = RuntimeError('IO Error: Could not write file "x": No space left on device')
    assert disk_error_hint(error) == DISK_FULL
    assert disk_error_hint(RuntimeError("anything else")) is None


def with_more_to_say():
    """Return a logger with a line for the end of a run, and its terminal."""
    terminal = Terminal(io.StringIO())
    logger = logging.Logger("snakemake")
    logger.addHandler(terminal)
    attach_progress(
        logger,
        is_plain=lambda: False,
        posts_left=int,
        last_lines=lambda: ["public/ is older"],
    )
    return logger, terminal


@pytest.mark.parametrize(
    "ends", ["Elapsed time: 0:00:02", "Nothing to be done (all there)."]
)
def test_what_is_left_to_say_is_the_last_line(ends):
    logger, terminal = with_more_to_say()
    logger.info(ends)
    assert terminal.stream.getvalue().splitlines()[-1] == "public/ is older"


def test_a_run_that_failed_has_no_more_to_say():
    logger, terminal = with_more_to_say()
    told(logger, "JOB_ERROR", jobid=1, rule_name="ingest", log=None)
    logger.info("Elapsed time: 0:00:02")
    assert "public/ is older" not in terminal.stream.getvalue()
