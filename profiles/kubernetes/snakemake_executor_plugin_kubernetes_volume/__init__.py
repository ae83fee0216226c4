"""Jobs as pods that share a volume: Snakemake's executor for Kubernetes, told so.

By itself it takes for granted that pods share no files, whatever --shared-fs-usage
says, and wants everything in a bucket, results/private included. Here the blog and the
checkout lie on a ReadWriteMany volume that all pods mount at the same path, the one
that Snakemake runs in included.
"""

import os
import shlex
import sys
from dataclasses import replace
from pathlib import Path

try:
    import snakemake_executor_plugin_kubernetes as plugin
    from kubernetes.client import ApiException, CoreV1Api
    from kubernetes.config import ConfigException
    from urllib3.exceptions import HTTPError
except ImportError:
    sys.exit(
        "egregora: profiles/kubernetes needs snakemake-executor-plugin-kubernetes; "
        "install it"
    )

# Reach the jobs in a Secret of the cluster, which is deleted when the run ends.
SECRETS = ("EGREGORA_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY", "OPENAI_API_KEY")
# What all jobs of a run know of it.
SHARED = ("EGREGORA_RUN", "EGREGORA_CALLS", "EGREGORA_QUIET")

ExecutorSettings = plugin.ExecutorSettings

common_settings = replace(
    plugin.common_settings,
    implies_no_shared_fs=False,
    job_deploy_sources=False,
    pass_default_storage_provider_args=False,
    auto_deploy_default_storage_provider=False,
)


class Pods(CoreV1Api):
    """What Kubernetes tells of pods."""

    def read_namespaced_pod_log(self, *args, **kwargs):
        """Return what a pod said; none has had a container before its only one."""
        return super().read_namespaced_pod_log(*args, **{**kwargs, "previous": False})


class Executor(plugin.Executor):
    """Runs each job as a pod, in this folder."""

    def __post_init__(self):
        """Speak to the cluster; end in one line where it does not answer."""
        try:
            super().__post_init__()
        except (ApiException, ConfigException, HTTPError) as error:
            told = getattr(error, "reason", None) or error
            sys.exit(
                f"egregora: no Kubernetes to run jobs on ({told}); see KUBECONFIG, and "
                "the rights in profiles/kubernetes/head.yaml"
            )
        self.kubeapi = Pods()

    def report_job_error(self, job_info, msg=None, aux_logs=(), **kwargs):
        """Show the line that a job failed with; keep none, as they may name people."""
        name = job_info.job.name
        for path in map(Path, aux_logs or ()):
            lines = path.read_text(encoding="utf-8").splitlines()
            told = [line for line in lines if line.startswith((f"{name}:", f"{name} "))]
            print(*told[-1:], sep="\n", file=sys.stderr, flush=True)
            path.unlink()
        super().report_job_error(job_info, msg=msg, **kwargs)

    def envvars(self) -> dict[str, str]:
        """Return the variables that are secret."""
        given = {name: os.environ[name] for name in SECRETS if name in os.environ}
        return {**super().envvars(), **given}

    def get_job_exec_prefix(self, job) -> str:
        """Return what goes before the command of a job."""
        known = [
            f"export {name}={shlex.quote(os.environ[name])}"
            for name in SHARED
            if name in os.environ
        ]
        return " && ".join([f"cd {shlex.quote(os.getcwd())}", *known])
