"""Jobs that are forked from a process that has imported what they need."""

import os
import signal
import subprocess
import sys
import textwrap
from contextlib import suppress

import psutil
import pytest

from conftest import KEY, new_blog
from egregora.workflow.warm_start import FORK_SERVER, ForkServer
from killing import jobs
from test_interrupts import hear_signals
from waiting import until


@pytest.fixture(scope="module")
def server(root):
    server = ForkServer(root / "scripts")
    yield server
    server.end()


@pytest.fixture
def run(server, tmp_path):
    """Run a script in a fork; return its exit code."""

    def ran(source, **environment):
        script = tmp_path / "job.py"
        script.write_text(textwrap.dedent(source), encoding="utf-8")
        return server.fork(str(script), {**os.environ, **environment}).wait()

    return ran


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", 0),
        ("import sys; sys.exit()", 0),
        ("import sys; sys.exit(3)", 3),
        ("import sys; sys.exit(256 + 7)", 7),
        ("import sys; sys.exit('one line')", 1),
        ("raise ValueError", 1),
        ("import os; os.kill(os.getpid(), 9)", -signal.SIGKILL),
        ("import os; os.kill(os.getpid(), 15)", -signal.SIGTERM),
    ],
)
def test_a_job_ends_with_its_own_exit_code(run, source, code):
    assert run(source) == code


def test_a_job_is_run_as_python_runs_a_script(run, tmp_path):
    found = tmp_path / "found"
    source = f"""
        import os, sys, threading
        lines = [__name__, __file__, *sys.argv, os.environ["GIVEN"], os.getcwd()]
        lines.append(str(threading.active_count()))
        lines.append(open("/proc/self/cmdline").read().split("\\0")[0].strip())
        open({str(found)!r}, "w").write("\\n".join(lines))
    """
    assert run(source, GIVEN="this") == 0
    script = str(tmp_path / "job.py")
    title = f"{sys.executable} {script}"
    expected = ["__main__", script, script, "this", os.getcwd(), "1", title]
    assert found.read_text().split("\n") == expected


def test_a_job_queries_tables_with_threads_of_its_own(run):
    source = """
        from egregora.storage import connection
        rows = connection().raw_sql("select sum(range) from range(1000000)").fetchall()
        assert rows == [(499999500000,)]
        import pyarrow.compute
        assert pyarrow.compute.sum(pyarrow.array(range(100_000))).as_py() == 4999950000
    """
    assert run(source, EGREGORA_THREADS="4") == 0


def test_nothing_of_one_job_is_left_for_the_next(run):
    assert run("import builtins, os; builtins.left = os.environ['LEFT'] = '1'") == 0
    assert run("import os; assert 'LEFT' not in os.environ; left") == 1


def test_a_job_ends_what_it_has_begun(run, tmp_path):
    source = f"""
        import atexit, os, pathlib, threading
        folder = pathlib.Path({str(tmp_path)!r})
        atexit.register((folder / "at exit").touch)
        threading.Timer(0.1, (folder / "thread").touch).start()
        os.dup2(os.open(folder / "output", os.O_CREAT | os.O_WRONLY), 1)
        print("a line without an end", end="")
    """
    assert run(source) == 0
    assert (tmp_path / "at exit").exists()
    assert (tmp_path / "thread").exists()
    assert (tmp_path / "output").read_text() == "a line without an end"


def test_a_job_leaves_no_folder_of_what_did_not_fit_into_memory(run, tmp_path):
    source = f"""
        import os
        os.chdir({str(tmp_path)!r})
        from egregora.storage import connection
        numbers = "select range, hash(range)::varchar as text from range(3000000)"
        connection().raw_sql(f"create table numbers as {{numbers}}")
        assert os.listdir(".tmp")
    """
    assert run(source, EGREGORA_MEMORY_MB="60", EGREGORA_THREADS="1") == 0
    assert not (tmp_path / ".tmp").exists()


def test_no_module_is_taken_from_the_folder_of_the_blog(root, tmp_path, monkeypatch):
    (tmp_path / "duckdb.py").write_text("raise SystemExit(9)")
    (tmp_path / "scripts").mkdir()
    script = tmp_path / "scripts/job.py"
    script.write_text("import duckdb; duckdb.connect")
    monkeypatch.chdir(tmp_path)
    server = ForkServer(root / "scripts")
    try:
        assert server.fork(str(script), os.environ).wait() == 0
    finally:
        server.end()


def test_where_a_library_has_started_threads_nothing_is_forked(root, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=[600], daemon=True).start()\n"
    )
    server = ForkServer(root / "scripts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(tmp_path))
        server.start()
    try:
        for _ in range(2):
            with pytest.raises(OSError, match="does not fork"):
                server.fork("job.py", os.environ)
    finally:
        server.end()


def test_nothing_that_jobs_share_starts_a_thread(run):
    # The second job of this server comes after all that several jobs need.
    for _ in range(3):
        assert run("") == 0


def test_jobs_run_side_by_side(server, tmp_path):
    # Each waits until the other has begun.
    source = """
        import pathlib, sys, time
        here, other = map(pathlib.Path, {names!r})
        here.touch()
        until = time.monotonic() + 60
        while not other.exists():
            assert time.monotonic() < until
            time.sleep(0.01)
    """
    jobs = []
    names = [str(tmp_path / "a"), str(tmp_path / "b")]
    for at, pair in enumerate((names, names[::-1])):
        script = tmp_path / f"{at}.py"
        script.write_text(textwrap.dedent(source.format(names=pair)))
        jobs.append(server.fork(str(script), os.environ))
    assert [job.wait() for job in jobs] == [0, 0]


def processes(session):
    """Return the command lines of the processes of a session."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, ProcessLookupError):
            if os.getsid(process.pid) == session:
                found.append(" ".join(process.cmdline()))
    return found


def begun(blog, target):
    """Start a run in a session of its own."""
    return subprocess.Popen(
        **blog.command(target, EGREGORA_KEY=KEY),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=hear_signals,
    )


@pytest.mark.parametrize("is_whole", [True, False])
def test_no_process_survives_a_run_that_succeeds_or_fails(tmp_path, is_whole):
    blog = new_blog(tmp_path / "blog")
    if not is_whole:
        (blog.folder / "exports/demo.zip").write_bytes(b"damaged")
    run = begun(blog, "results/private/ingested.parquet")
    until(lambda: any(FORK_SERVER in one for one in processes(run.pid)))
    assert (run.wait() == 0) == is_whole
    assert processes(run.pid) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_survives_a_run_that_is_ended(tmp_path, number):
    blog = new_blog(tmp_path / "blog")
    run = begun(blog, "results/private/ingested.parquet")
    until(lambda: jobs(run.pid))
    # Ctrl-C reaches all processes, `kill` reaches one.
    send = os.killpg if number == signal.SIGINT else os.kill
    send(run.pid, number)
    run.wait()
    until(lambda: not processes(run.pid))


def test_jobs_end_with_a_server_that_is_killed(root, tmp_path):
    script = tmp_path / "job.py"
    script.write_text("import time; time.sleep(600)")
    server = ForkServer(root / "scripts")
    job = server.fork(str(script), os.environ)
    server.process.kill()
    assert job.wait() == -signal.SIGKILL
    until(lambda: not psutil.pid_exists(job.pid))
    with pytest.raises(OSError, match=r"does not fork|Broken pipe"):
        server.fork(str(script), os.environ)
    server.end()
