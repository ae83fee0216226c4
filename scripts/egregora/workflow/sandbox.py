"""A process of its own for reading hostile files, with limits of time and memory.

Any parser can be made slow or greedy by its input. The process writes no file and sees
no secret of the environment.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

SANDBOX_SECONDS = 20
SANDBOX_BYTES = 1_500_000_000  # bytes

SANDBOX_BOOT_CODE = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    "from egregora.workflow.sandbox import serve_sandbox; serve_sandbox(*sys.argv[2:])"
)
# What finds programs and libraries; nothing else is handed on.
PASSED_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")


def run_sandboxed(
    function: Callable[..., dict[str, Any]],
    content: bytes,
    *,
    seconds: float = SANDBOX_SECONDS,
    **options: Any,
) -> dict[str, Any] | None:
    """Return `function(content, **options)`, run in a process of its own.

    Parameters
    ----------
    function
        Stands at the top of a module, and returns what JSON can hold.
    content
        What is read.
    seconds
        Time that it may take.
    options
        JSON values.

    Returns
    -------
    dict or None
        None if it failed, or took more than it may.
    """
    called = (function.__module__, function.__name__)
    boot = [json.dumps(sys.path), *called, str(seconds), json.dumps(options)]
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-B", "-c", SANDBOX_BOOT_CODE, *boot],
            input=content,
            stdout=subprocess.PIPE,
            # What a parser complains of may quote the file.
            stderr=subprocess.DEVNULL,
            env={
                name: os.environ[name]
                for name in PASSED_VARIABLES
                if name in os.environ
            },
            timeout=seconds,
            check=True,
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return None


def serve_sandbox(module: str, name: str, seconds: str, options: str) -> None:
    """Call a function in the other process: content on stdin, JSON on stdout."""
    limit_resources(float(seconds))
    function = getattr(importlib.import_module(module), name)
    value = function(sys.stdin.buffer.read(), **json.loads(options))
    sys.stdout.buffer.write(json.dumps(value).encode("ascii"))


def limit_resources(seconds: float) -> None:
    """Bound what this process may take, as far as the system knows how."""
    try:
        import resource
    except ImportError:
        return
    bounds = {"CPU": int(seconds) + 1, "AS": SANDBOX_BYTES, "FSIZE": 0, "CORE": 0}
    for name, bound in bounds.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (bound, bound))
