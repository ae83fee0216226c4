"""Start jobs warm: fork them from a process that has imported what they need.

Snakemake starts a new Python for each job with a script, and most of a small job's time
goes into its imports. Here one process of the run imports them once; for each job it
forks, and the child runs the script as Python would. Jobs keep their own process, exit
code, log, benchmark and signals. On clusters, in conda environments and containers, and
wherever else forking is not safe, jobs start as Snakemake starts them.

Snakemake 9.27 has no setting for the command that runs a script, so its method
`PythonScript.execute_script` is wrapped; where that has changed, nothing is.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import json
import os
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NoReturn

from setproctitle import setproctitle

from egregora.workflow.interrupts import FORK_SERVER, IGNORE_SIGNALS_COMMAND

# Set to anything, jobs start as Snakemake starts them.
COLD_VARIABLE = "EGREGORA_COLD_START"
# What most jobs import. Nothing that starts a thread or opens a connection: these do
# not survive a fork.
IMPORTED_FIRST = (
    "snakemake.script",
    "ibis.backends.duckdb",
    "ibis.backends.duckdb.converter",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "egregora.storage",
    "egregora.workflow.joblog",
)
# What several jobs of a whole run import; a run of one job does without.
IMPORTED_LATER = (
    "egregora.llm.models",
    "egregora.offline.digest",
    "egregora.posts.public",
    "egregora.posts.render",
    "egregora.privacy.guard",
    "egregora.settings",
)
# Functions, each with its module, that keep what they have once made.
CALLED_LATER = (
    ("egregora.privacy.redactor", "compile_patterns"),
    ("egregora.text.language", "identifier"),
)
# NumPy and PyArrow start threads while they are imported, unless they are told not to.
ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
SECONDS_TO_END = 10
# prctl(2): the signal that a process gets when its parent ends.
PR_SET_PDEATHSIG = 1


class ForkServer:
    """The process that jobs are forked from, seen from the run.

    It starts with the first job, and ends with the run, however that ends: it reads
    from a socket whose other end the run holds. Its jobs end with it.
    """

    def __init__(self, scripts: Path) -> None:
        self.scripts = scripts
        self.lock = threading.Lock()
        self.socket: socket.socket | None = None
        self.process: subprocess.Popen | None = None
        self.started: SimpleQueue[int] = SimpleQueue()
        self.ended: dict[int, SimpleQueue[int]] = {}

    def start(self) -> None:
        """Start the process."""
        ours, theirs = socket.socketpair()
        # The shell ignores the signals of the terminal before Python could miss one.
        command = f'{IGNORE_SIGNALS_COMMAND}exec "$0" "$@"'
        # -P: modules are never looked for in the folder of the blog.
        arguments = [sys.executable, "-P", "-m", FORK_SERVER, str(theirs.fileno())]
        path = os.pathsep.join([str(self.scripts), os.environ.get("PYTHONPATH", "")])
        self.process = subprocess.Popen(
            ["bash", "-c", command, *arguments],
            pass_fds=[theirs.fileno()],
            env=os.environ | ONE_THREAD | {"PYTHONPATH": path.rstrip(os.pathsep)},
        )
        theirs.close()
        self.socket = ours
        threading.Thread(target=self.read, daemon=True).start()
        atexit.register(self.end)

    def read(self) -> None:
        """Hand on what the process says, until it ends."""
        with suppress(OSError), self.socket.makefile("r", encoding="utf-8") as lines:
            for line in lines:
                event = json.loads(line)
                if "started" in event:
                    if event["started"]:
                        self.ended[event["started"]] = SimpleQueue()
                    self.started.put(event["started"])
                else:
                    self.ended[event["ended"]].put(event["code"])
        self.started.put(0)
        for ended in self.ended.values():
            ended.put(-signal.SIGKILL)

    def fork(self, script: str, environment: Mapping[str, str]) -> ForkedJob:
        """Start a job.

        Raises
        ------
        OSError
            If the process is not there any more, or cannot fork.
        """
        request = {"script": script, "folder": os.getcwd()}
        request["environment"] = dict(environment)
        with self.lock:
            if self.socket is None:
                self.start()
            self.socket.sendall((json.dumps(request) + "\n").encode())
            pid = self.started.get()
        if not pid:
            raise ConnectionResetError("the fork server does not fork")
        return ForkedJob(pid, self.ended[pid])

    def end(self) -> None:
        """End the process, and wait until it has ended."""
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(SECONDS_TO_END)


class ForkedJob:
    """A job that was forked, as far as Snakemake uses `subprocess.Popen`."""

    def __init__(self, pid: int, ended: SimpleQueue[int]) -> None:
        self.pid = pid
        self.ended = ended
        self.returncode: int | None = None

    def wait(self) -> int:
        """Return the exit code when the job has ended; of a signal, its negative."""
        if self.returncode is None:
            self.returncode = self.ended.get()
        return self.returncode

    def terminate(self) -> None:
        """Ask the job to end."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """End the job at once."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


def start_jobs_warm(
    scripts: Path, python_script: Any, shell: Any, benchmarked: Callable[..., Any]
) -> None:
    """Let this run start its jobs warm, where that is safe.

    Parameters
    ----------
    scripts
        The folder of the package.
    python_script, shell, benchmarked
        Snakemake's `script.PythonScript`, `shell.shell` and `benchmark.benchmarked`.
    """
    usual = getattr(python_script, "execute_script", None)
    if not usual or sys.platform != "linux" or os.environ.get(COLD_VARIABLE):
        return
    server = ForkServer(scripts)

    def execute_script(self: Any, fname: str, edit: bool = False) -> None:
        elsewhere = (self.conda_env, self.container_img, self.env_modules)
        job = None
        if not any(elsewhere) and self.shadow_dir is None and not edit:
            with suppress(OSError):  # the server could not start, or has ended
                job = server.fork(fname, job_environment(self))
        if job:
            wait_for(job, self, fname, shell, benchmarked)
        else:
            usual(self, fname, edit)

    python_script.execute_script = execute_script


def wait_for(
    job: ForkedJob, script: Any, path: str, shell: Any, benchmarked: Callable[..., Any]
) -> None:
    """Wait for a job as `snakemake.shell` does.

    Raises
    ------
    subprocess.CalledProcessError
        If it fails.
    """
    with shell._lock:
        shell._processes[script.jobid] = job
    try:
        if script.bench_record is None:
            code = job.wait()
        else:
            with benchmarked(job.pid, script.bench_record):
                code = job.wait()
    finally:
        with shell._lock:
            shell._processes.pop(script.jobid, None)
    if code:
        raise subprocess.CalledProcessError(code, f"{sys.executable} {path}")


def job_environment(script: Any) -> dict[str, str]:
    """Return the environment that `snakemake.shell` gives to a job."""
    threads = dict.fromkeys(
        (
            "OMP_NUM_THREADS",
            "GOTO_NUM_THREADS",
            "OPENBLAS_NUM_THREADS",
            "MKL_NUM_THREADS",
            "VECLIB_MAXIMUM_THREADS",
            "NUMEXPR_NUM_THREADS",
        ),
        str(script.threads),
    )
    folder = script.resources.get("tmpdir")
    temporary = dict.fromkeys(("TMPDIR", "TMP", "TEMPDIR", "TEMP"), folder)
    return dict(os.environ) | threads | (temporary if folder else {})


def serve(descriptor: int) -> None:
    """Fork a job for each request on a socket, until its other end is closed.

    Returns never: the server ends with the run, each child with its job.
    """
    import_first()
    connection = socket.socket(fileno=descriptor)
    woken, waking = os.pipe()
    os.set_blocking(waking, False)
    signal.set_wakeup_fd(waking, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    selector = selectors.DefaultSelector()
    selector.register(connection, selectors.EVENT_READ)
    selector.register(woken, selectors.EVENT_READ)
    received, started = b"", 0
    while True:
        ready = {key.fd for key, _ in selector.select()}
        if woken in ready:
            os.read(woken, 512)
            with suppress(OSError):  # the run has ended
                report_ended_jobs(connection)
        if connection.fileno() in ready:
            read = connection.recv(65_536)
            if not read:
                os._exit(0)
            *requests, received = (received + read).split(b"\n")
            for request in requests:
                if started == 1:
                    prepare_later()
                started += 1
                server = os.getpid()
                pid = fork_alone()
                if pid == 0:
                    signal.set_wakeup_fd(-1)
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    selector.close()
                    for end in (woken, waking):
                        os.close(end)
                    connection.close()
                    end_with_parent(server)
                    run_job(json.loads(request))
                send(connection, {"started": pid or 0})


def fork_alone() -> int | None:
    """Fork; return what `os.fork` does, None if this process has several threads.

    Those that a library has started would be missing in the job.
    """
    return os.fork() if len(os.listdir("/proc/self/task")) == 1 else None


def end_with_parent(parent: int) -> None:
    """Let the kernel end this process when its parent ends, killed or not."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it has ended meanwhile
        os._exit(128 + signal.SIGTERM)


def import_first() -> None:
    """Import and compile what any job needs."""
    for name in IMPORTED_FIRST:
        importlib.import_module(name)
    close_default_connection()
    compile_first_query()
    share_memory()


def prepare_later() -> None:
    """Import and load what several jobs of a whole run need."""
    for name in IMPORTED_LATER:
        importlib.import_module(name)
    for name, function in CALLED_LATER:
        getattr(importlib.import_module(name), function)()
    share_memory()


def share_memory() -> None:
    """Keep the garbage collector of jobs from copying what they share."""
    gc.collect()
    gc.freeze()


def close_default_connection() -> None:
    """Close the connection that importing DuckDB opens, which has threads."""
    import duckdb

    duckdb.default_connection().close()


def compile_first_query() -> None:
    """Load what compiling a first expression loads, without a connection."""
    import ibis
    from ibis.backends.sql.compilers import DuckDBCompiler

    table = ibis.table({"one": "string", "two": "int64"}, name="table")
    query = table.group_by("one").aggregate(two=table.two.sum())
    DuckDBCompiler().to_sqlglot(query).sql(dialect="duckdb")


def report_ended_jobs(connection: socket.socket) -> None:
    """Tell the run which jobs have ended."""
    with suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            code = os.waitstatus_to_exitcode(status)
            send(connection, {"ended": pid, "code": code})


def send(connection: socket.socket, event: Mapping[str, int]) -> None:
    """Tell the run of one event."""
    connection.sendall((json.dumps(event) + "\n").encode())


def run_job(request: Mapping[str, Any]) -> NoReturn:
    """Run a script as `python <script>` would, and end this process."""
    # What `ps` shows, and what finds the jobs of a run. It takes the place of the
    # environment that the process began with: it must still be there.
    setproctitle(f"{sys.executable} {request['script']}")
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    sys.argv = [request["script"]]
    sys.path.insert(0, os.path.dirname(request["script"]))
    code = 0
    try:
        runpy.run_path(request["script"], run_name="__main__")
    except SystemExit as ended:
        code = exit_code(ended)
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
        code = 1
    end_process(code)


def exit_code(ended: SystemExit) -> int:
    """Return the exit code that Python gives for `ended`, and print what it prints."""
    if ended.code is None or isinstance(ended.code, int):
        return (ended.code or 0) & 0xFF
    print(ended.code, file=sys.stderr)
    return 1


def end_process(code: int) -> NoReturn:
    """End this process as Python ends, but leave its memory to the kernel.

    To take apart all that was imported takes longer than most jobs.
    """
    threading._shutdown()  # as `multiprocessing` does: wait for the other threads
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads it any more
        code = code or 120
    os._exit(code)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
