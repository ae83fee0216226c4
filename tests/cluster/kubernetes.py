"""A loopback stand-in of Kubernetes' API that runs each job as a process here.

It knows what the executor asks for, checks what a cluster would check of a pod, and
gives a job no variable of the environment that its pod would not have.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import yaml

PATH = re.compile(
    r"/(?:api/v1|apis/batch/v1)/namespaces/(?P<space>[^/]+)/(?P<kind>\w+)"
    r"(?:/(?P<name>[^/]+))?(?P<part>/\w+)?$"
)


class Cluster:
    """The state of the cluster.

    Parameters
    ----------
    scratch
        An empty folder.
    image
        Variables of the environment that come with the image of the pods.

    Attributes
    ----------
    used
        Each (verb, resource) that was asked for, as a Role grants it.
    jobs
        Name → what was to be run, as it was posted.
    secrets
        Name → content of the secrets that there are.
    seen
        Every secret that there was.
    """

    def __init__(self, scratch, image):
        self.scratch, self.image = scratch, image
        self.used, self.jobs, self.running = set(), {}, {}
        self.secrets, self.seen = {}, {}
        cluster = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length) or "null")
                code, said = cluster.answer(self.command, urlsplit(self.path), body)
                content = json.dumps(said).encode()
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def __getattr__(self, name):
                if name.startswith("do_"):
                    return self.answer
                raise AttributeError(name)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        for process in self.running.values():
            process.wait()

    def kubeconfig(self, path):
        """Write what leads a client here."""
        address = f"http://127.0.0.1:{self.server.server_port}"
        named = {"name": "here"}
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{**named, "cluster": {"server": address}}],
            "users": [{**named, "user": {}}],
            "contexts": [{**named, "context": {"cluster": "here", "user": "here"}}],
            "current-context": "here",
        }
        path.write_text(yaml.safe_dump(config), encoding="utf-8")
        return path

    def answer(self, method, url, body):
        """Return the status and the body of the answer to a request."""
        asked = PATH.match(url.path)
        if not asked:
            return 404, {"kind": "Status", "message": url.path}
        kind, name = asked["kind"], asked["name"]
        verb = {"POST": "create", "DELETE": "delete"}.get(method)
        verb = verb or ("get" if name else "list")
        self.used.add((verb, kind + (asked["part"] or "")))
        match verb, kind:
            case "create", "secrets":
                self.secrets[body["metadata"]["name"]] = body["data"]
                self.seen[body["metadata"]["name"]] = body["data"]
                return 201, body
            case "delete", "secrets":
                return 200, {"details": {"name": self.secrets.pop(name) and name}}
            case "create", "jobs":
                self.start(body)
                return 201, body
            case "get", "jobs":
                return 200, {"status": self.status(name)}
            case "list", "pods":
                ((_, name),) = [parse_qs(url.query)["labelSelector"][0].split("=", 1)]
                return 200, {"kind": "PodList", "items": self.pods(name)}
            case "get", "pods" if "previous=true" in url.query.lower():
                return 400, {"message": "previous terminated container not found"}
            case "get", "pods":
                log = self.scratch / name.removesuffix("-pod")
                return 200, log.read_text(encoding="utf-8")
        return 200, {"kind": "Status", "status": "Success"}

    def start(self, job):
        """Run what a pod would run, with what a pod would have."""
        name, pod = job["metadata"]["name"], job["spec"]["template"]["spec"]
        (container,) = pod["containers"]
        claimed = {one["name"] for one in pod["volumes"]}
        assert {one["name"] for one in container["volumeMounts"]} <= claimed
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.scratch)}
        environment |= self.image
        for one in container.get("env") or ():
            key = one["valueFrom"]["secretKeyRef"]
            environment[one["name"]] = decoded(self.secrets[key["name"]][key["key"]])
        self.jobs[name] = job
        with (self.scratch / name).open("w") as log:
            self.running[name] = subprocess.Popen(
                [*container["command"], *container["args"]],
                cwd=self.scratch,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def status(self, name):
        code = self.running[name].poll()
        if code is None:
            return {"active": 1}
        return {"failed": 1} if code else {"succeeded": 1}

    def pods(self, name):
        code = self.running[name].poll()
        state = {"running": {}} if code is None else {"terminated": {"exitCode": code}}
        container = {
            "name": "snakemake",
            "image": "",
            "imageID": "",
            "ready": False,
            "restartCount": 0,
            "state": state,
        }
        status = {"containerStatuses": [container]}
        return [{"metadata": {"name": f"{name}-pod"}, "status": status}]


def decoded(text):
    """Return the text of a value of a secret."""
    return base64.b64decode(text).decode()
