"""Jobs that are forked from a process that has imported what they need."""

import os
import signal
import subprocess
import sys
import textwrap

import psutil
import pytest

from conftest import new_blog
from egregora.workflow.warm_start import FORK_SERVER, ForkServer
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
        ("import sys; sys.exit(3)", 3),
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
        open({str(found)!r}, "w").write("\\n".join(lines))
    """
    assert run(source, GIVEN="this") == 0
    script = str(tmp_path / "job.py")
    expected = ["__main__", script, script, "this", os.getcwd(), "1"]
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


def test_the_process_ends_with_the_run_that_is_killed(root):
    source = f"""
        import os, pathlib, signal, sys
        sys.path.insert(0, {str(root / "scripts")!r})
        from egregora.workflow.warm_start import ForkServer
        server = ForkServer(pathlib.Path({str(root / "scripts")!r}))
        server.start()
        print(server.process.pid, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(source)], stdout=subprocess.PIPE
    )
    assert done.returncode == -signal.SIGKILL
    until(lambda: not psutil.pid_exists(int(done.stdout)))


def fork_servers(folder):
    """Return the fork servers of the runs in a folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if FORK_SERVER in process.cmdline() and process.cwd() == str(folder):
                found.append(process)
        except psutil.Error:
            continue
    return found


def test_no_process_survives_a_run_that_succeeds_or_fails(tmp_path):
    blog = new_blog(tmp_path / "blog")
    done = blog.run("results/private/ingested.parquet")
    assert done.code == 0, done.output
    assert not fork_servers(blog.folder)
    (blog.folder / "results/private/ingested.parquet").write_bytes(b"damaged")
    assert blog.run("results/anonymized.parquet").code != 0
    assert not fork_servers(blog.folder)
