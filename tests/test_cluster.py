"""The workflow on a real Slurm of one node, and as pods on a stand-in of Kubernetes."""

import os
import re
import subprocess
import sys

import pytest
import yaml

from cluster.kubernetes import Cluster, decoded
from conftest import BYTECODE, KEY, ROOT, WITHOUT_PLUGINS, new_blog
from small_export import small_export
from tools import machine

SCRIPT = ROOT / "tests/cluster/slurm.sh"
PROFILE = ROOT / "profiles/kubernetes"
# What rules ask of a node: thousandths of a core, less what a node keeps, and memory.
REQUESTS = {
    "ingest": {"cpu": "950m", "memory": "4000M"},
    "anonymize": {"cpu": "1900m", "memory": "4000M"},
    "write_post": {"cpu": "950m", "memory": "500M"},
}
PLUGIN = {
    "PYTHONPATH": os.pathsep.join(map(str, (WITHOUT_PLUGINS, PROFILE))),
    "SHOWN_PLUGINS": "kubernetes",
}
HASTE = (
    *("--seconds-between-status-checks", "1"),
    *("--slurm-init-seconds-before-status-checks", "1"),
)


@pytest.fixture(scope="module")
def slurm(tmp_path_factory):
    gone = machine.missing(machine.SLURM)
    if gone or os.geteuid() != 0:
        pytest.skip(f"Slurm needs root and {', '.join(machine.SLURM)}; missing: {gone}")
    lab = tmp_path_factory.mktemp("slurm")
    started = subprocess.run(
        [SCRIPT, "start", lab], capture_output=True, text=True, check=False
    )
    if started.returncode:
        pytest.skip(f"Slurm does not start here: {started.stderr.strip()[-300:]}")
    yield
    subprocess.run([SCRIPT, "stop", lab], check=True)


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A blog that this machine made alone."""
    blog = small_blog(tmp_path_factory.mktemp("here") / "blog")
    alone = blog.run("site/posts", EGREGORA_KEY=KEY)
    assert alone.code == 0, alone.output
    return blog


def test_a_cluster_writes_the_same_posts(slurm, here, tmp_path):
    there = small_blog(tmp_path / "there")
    profile = ("--profile", ROOT / "profiles/slurm")
    environment = {"EGREGORA_KEY": KEY, "SHOWN_PLUGINS": "slurm"}
    done = there.run("site/posts", *profile, *HASTE, **environment)
    assert done.code == 0, done.output
    submitted = re.findall(
        r"Job \d+ has been submitted with SLURM jobid (\d+)", done.output
    )
    assert len(set(submitted)) == len(submitted) > len(there.posts)
    assert there.files("site/posts") == here.files("site/posts")
    assert len(there.posts) == 2
    # What gathers them, and what tells something, is not sent away.
    assert "localrule collect_posts:" in done.log
    told = there.run("status", *profile, **environment)
    assert told.code == 0, told.output
    assert "enriched" in told.output
    assert "has been submitted" not in told.output


@pytest.fixture
def pods(tmp_path):
    """Yield a stand-in of Kubernetes, and the environment that leads there."""
    pytest.importorskip("snakemake_executor_plugin_kubernetes")
    scratch = tmp_path / "cluster"
    scratch.mkdir()
    # Pods find no plugin, and compile no module twice.
    image = {"PYTHONPATH": WITHOUT_PLUGINS, "PYTHONPYCACHEPREFIX": BYTECODE}
    cluster = Cluster(scratch, {name: str(path) for name, path in image.items()})
    config = cluster.kubeconfig(tmp_path / "kubeconfig")
    yield cluster, PLUGIN | {"KUBECONFIG": str(config)}
    cluster.close()


def test_pods_on_a_volume_write_the_same_posts(pods, here, tmp_path):
    cluster, environment = pods
    there = small_blog(tmp_path / "there")
    volumes = {"blog": tmp_path / "there", "checkout": ROOT}
    command = (
        *("site/posts", "--profile", PROFILE, "--seconds-between-status-checks", "1"),
        "--kubernetes-volume-persistent-volumes",
        *(f"{name}:{path}" for name, path in volumes.items()),
    )
    broken = there.folder / "exports/small.zip"
    whole = broken.read_bytes()
    broken.write_bytes(b"PK")
    failed = there.run(*command, EGREGORA_KEY=KEY, **environment)
    assert failed.code != 0
    assert "ingest: small.zip: the archive is incomplete" in failed.output
    assert not list(there.folder.glob(".snakemake/auxiliary/**/*.log"))

    broken.write_bytes(whole)
    done = there.run(*command, EGREGORA_KEY=KEY, **environment)
    assert done.code == 0, done.output
    assert there.files("site/posts") == here.files("site/posts")
    assert len(there.posts) == 2

    assert {rule for rule, _ in map(command_of, cluster.jobs.values())} == {
        *("ingest", "anonymize", "prepare_media", "enrich_links", "enrich_media"),
        *("enrich", "build_knowledge", "split_periods", "write_post"),
    }
    for job in cluster.jobs.values():
        rule, said = command_of(job)
        mounted = [*map(str, volumes.values()), sys.prefix, sys.base_prefix]
        for path in re.findall(r"(?<![\w./-])/[\w./-]+", said):
            assert path.startswith(tuple(mounted)), f"{rule}: no volume holds {path}"
        (container,) = job["spec"]["template"]["spec"]["containers"]
        mounts = {one["name"]: one["mountPath"] for one in container["volumeMounts"]}
        assert {name: str(path) for name, path in volumes.items()}.items() <= (
            mounts.items()
        )
        assert container["resources"]["requests"] == REQUESTS.get(
            rule, container["resources"]["requests"]
        )
    assert granted() == cluster.used


def test_secrets_of_pods_are_in_no_job_and_are_gone_when_the_run_ends(pods, tmp_path):
    cluster, environment = pods
    blog = small_blog(tmp_path / "blog")
    done = blog.run(
        *("results/private/ingested.parquet", "--profile", PROFILE),
        *("--seconds-between-status-checks", "1"),
        *("--kubernetes-volume-service-account-name", "somebody"),
        EGREGORA_KEY=KEY,
        GEMINI_API_KEY="a key of money",
        **environment,
    )
    assert done.code == 0, done.output
    assert cluster.secrets == {}
    (secret,) = cluster.seen.values()
    held = {name: decoded(value) for name, value in secret.items()}
    assert (held["egregora_key"], held["gemini_api_key"]) == (KEY, "a key of money")
    (job,) = cluster.jobs.values()
    assert job["spec"]["template"]["spec"]["serviceAccountName"] == "somebody"
    everything = [str(job), done.output, *map(repr, blog.files("").values())]
    assert not [one for one in everything if KEY in one or "a key of money" in one]


def test_without_a_cluster_or_the_plugin_one_line_says_so(tmp_path):
    pytest.importorskip("snakemake_executor_plugin_kubernetes")
    blog = small_blog(tmp_path / "blog")
    asked = ("site/posts", "--profile", PROFILE)
    alone = blog.run(*asked, **PLUGIN, KUBECONFIG="/nowhere")
    # A module, where Snakemake looks for a package, stands for one that is missing.
    (tmp_path / "snakemake_executor_plugin_kubernetes.py").write_text(
        "raise ImportError"
    )
    hidden = os.pathsep.join(map(str, (tmp_path, PROFILE)))
    bare = blog.run(*asked, PYTHONPATH=hidden)
    for done, line in (
        (alone, "egregora: no Kubernetes to run jobs on ("),
        (bare, "egregora: profiles/kubernetes needs snakemake-executor-plugin-kube"),
    ):
        assert done.code != 0
        assert done.output.splitlines()[-1].startswith(line)
        assert "Traceback" not in done.output


def test_the_pod_to_start_runs_in_has_the_volume_of_the_profile():
    profile = yaml.safe_load((PROFILE / "profile.yaml").read_text(encoding="utf-8"))
    *_, pod = manifests()
    (container,), (volume,) = pod["spec"]["containers"], pod["spec"]["volumes"]
    (mount,) = container["volumeMounts"]
    claim = volume["persistentVolumeClaim"]["claimName"]
    assert mount["name"] == volume["name"]
    assert (
        f"{claim}:{mount['mountPath']}"
        == (profile["kubernetes-volume-persistent-volumes"])
    )
    assert container["image"] == profile["container-image"]
    spaces = {one["metadata"]["namespace"] for one in manifests()}
    assert spaces == {profile["kubernetes-volume-namespace"]}


def manifests():
    """Return what head.yaml asks a cluster for."""
    return list(yaml.safe_load_all((PROFILE / "head.yaml").read_text(encoding="utf-8")))


def granted():
    """Return each (verb, resource) that head.yaml allows."""
    (role,) = (one for one in manifests() if one["kind"] == "Role")
    return {
        (verb, resource)
        for rule in role["rules"]
        for resource in rule["resources"]
        for verb in rule["verbs"]
    }


def command_of(job):
    """Return the rule of a job, and what its pod runs."""
    (container,) = job["spec"]["template"]["spec"]["containers"]
    said = container["args"][-1]
    return re.search(r"--allowed-rules (\w+)", said)[1], said


def small_blog(folder):
    """Return a blog with an export of two weeks."""
    blog = new_blog(folder, exports=["exports/small.zip"], privacy={})
    small_export(blog.folder / "exports/small.zip", weeks=2, photos=())
    return blog
