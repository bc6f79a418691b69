"""What a kubelet does for its pods: asks the CRI, and keeps folders below /var/lib/kubelet and /var/log."""
import base64
import hashlib
import json
import os
import pathlib
import shutil
import time
import uuid

from cri import call, message

HOME = pathlib.Path("/var/lib/kubelet")
LOGS = pathlib.Path("/var/log/pods")


def write(path, text, mode=0o644):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


def pull(image):
    return call("PullImage", image={"image": image})["image_ref"]


def state(container):
    return call("ContainerStatus", container_id=container)["status"]["state"]


def ended(container):
    while state(container) != "CONTAINER_EXITED":
        time.sleep(0.1)


def execute(container, script):
    answer = message("ExecSync", container_id=container, cmd=["sh", "-c", script], timeout=20)
    if answer.exit_code:
        raise RuntimeError(f"exec: {answer.exit_code} {answer.stderr!r}")


class Pod:
    def __init__(self, namespace, name, source="api", host=False, uid=None, labels=None):
        self.namespace, self.name, self.source, self.host = namespace, name, source, host
        self.uid = uid or str(uuid.uuid4())
        self.home = HOME / "pods" / self.uid
        self.logs = LOGS / f"{namespace}_{name}_{self.uid}"
        self.logs.mkdir(parents=True)
        self.names = {"io.kubernetes.pod.name": name, "io.kubernetes.pod.namespace": namespace, "io.kubernetes.pod.uid": self.uid}
        self.labels = {**(labels or {}), **self.names}
        self.attempts = {}
        self.token = self.volume("projected", "kube-api-access-x7q2k", {"token": self._token(), "namespace": namespace, "ca.crt": "FAKE\n"})

    def volume(self, kind, name, files=None):
        """A volume's folder; files lie in a dated one behind links, as the kubelet swaps them at once."""
        folder = self.home / "volumes" / f"kubernetes.io~{kind}" / name
        folder.mkdir(parents=True)
        if files:
            dated = time.strftime("..%Y_%m_%d_%H_%M_%S.") + "4116502237"
            for file, text in files.items():
                write(folder / dated / file, text, 0o600 if kind == "secret" else 0o644)
                (folder / file).symlink_to(f"..data/{file}")
            (folder / "..data").symlink_to(dated)
        else:
            folder.chmod(0o777)
        return str(folder)

    def start(self):
        scope = "NODE" if self.host else "POD"
        self.security = {"namespace_options": {"network": scope, "pid": "NODE" if self.host else "CONTAINER", "ipc": "POD"}, "privileged": self.host}
        self.config = {
            "metadata": {"name": self.name, "namespace": self.namespace, "uid": self.uid, "attempt": 0}, "log_directory": str(self.logs),
            "hostname": "" if self.host else self.name, "labels": self.labels,
            "annotations": {"kubernetes.io/config.source": self.source, "kubernetes.io/config.seen": time.strftime("%Y-%m-%dT%H:%M:%S.000000001Z")},
            "linux": {"cgroup_parent": f"/kubepods/besteffort/pod{self.uid}", "security_context": self.security}}
        self.sandbox = call("RunPodSandbox", config=self.config)["pod_sandbox_id"]
        write(self.home / "etc-hosts", f"# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n{self._address()}\t{self.name}\n")
        return self

    def run(self, name, image, command=None, env=None, mounts=()):
        """Mounts are (path of the host, path in the container, whether it is read-only)."""
        attempt = self.attempts[name] = self.attempts.get(name, -1) + 1
        end = self.home / "containers" / name / os.urandom(4).hex()
        write(end, "", 0o666)
        own = [(self.token, "/var/run/secrets/kubernetes.io/serviceaccount", True), (str(self.home / "etc-hosts"), "/etc/hosts", False),
               (str(end), "/dev/termination-log", False)]
        pull(image)
        reference = call("ImageStatus", image={"image": image})["image"]["id"]
        env = {**(env or {}), "KUBERNETES_SERVICE_HOST": "10.96.0.1"}
        config = {
            "metadata": {"name": name, "attempt": attempt}, "image": {"image": reference, "user_specified_image": image}, "command": command or [],
            "envs": [{"key": key, "value": base64.b64encode(value.encode()).decode()} for key, value in env.items()],
            "mounts": [{"host_path": there, "container_path": here, "readonly": fixed} for there, here, fixed in [*mounts, *own]],
            "labels": {**self.names, "io.kubernetes.container.name": name},
            "annotations": {"io.kubernetes.container.restartCount": str(attempt), "io.kubernetes.container.terminationMessagePath": "/dev/termination-log",
                            "io.kubernetes.container.hash": hashlib.sha256(json.dumps([name, image, command]).encode()).hexdigest()[:8]},
            "log_path": f"{name}/{attempt}.log", "linux": {"security_context": self.security, "resources": {"cpu_shares": 2, "oom_score_adj": 1000}}}
        (self.logs / name).mkdir(exist_ok=True)
        container = call("CreateContainer", pod_sandbox_id=self.sandbox, config=config, sandbox_config=self.config)["container_id"]
        call("StartContainer", container_id=container)
        links = pathlib.Path("/var/log/containers")
        links.mkdir(exist_ok=True)
        (links / f"{self.name}_{self.namespace}_{name}-{container}.log").symlink_to(self.logs / name / f"{attempt}.log")
        return container

    def stop(self):
        call("StopPodSandbox", pod_sandbox_id=self.sandbox)

    def remove(self, *containers):
        """As after `kubectl delete`; the folder of the logs stays, as it does until the kubelet's next round."""
        self.stop()
        for container in containers:
            call("RemoveContainer", container_id=container)
        call("RemovePodSandbox", pod_sandbox_id=self.sandbox)
        shutil.rmtree(self.home)
        for link in pathlib.Path("/var/log/containers").glob(f"{self.name}_*"):
            link.unlink()

    def _address(self):
        return call("PodSandboxStatus", pod_sandbox_id=self.sandbox)["status"]["network"]["ip"]

    def _token(self):
        parts = [{"alg": "RS256", "kid": "FAKE"}, {"iss": "https://kubernetes.shop.example", "sub": f"system:serviceaccount:{self.namespace}:default"}]
        return ".".join([*(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts), "RkFLRQ"])
