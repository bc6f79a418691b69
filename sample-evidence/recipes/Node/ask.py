"""Writes what the CRI says of pods, containers and images: ask.py FOLDER"""
import json
import pathlib
import sys

from cri import call

TO = pathlib.Path(sys.argv[1])
(TO / "cri").mkdir(parents=True)


def keep(name, answer):
    (TO / "cri" / f"{name}.json").write_text(json.dumps(answer, ensure_ascii=False))


def table(name, head, rows):
    (TO / name).write_text("".join("\t".join(map(str, row)) + "\n" for row in [head, *rows]))


pods, containers = call("ListPodSandbox")["items"], call("ListContainers")["containers"]
names = {pod["id"]: pod["metadata"] for pod in pods}
table("pods.txt", ("NAMESPACE", "POD", "UID", "ATTEMPT", "STATE", "CREATED(ns)", "ID"),
      ((p["metadata"]["namespace"], p["metadata"]["name"], p["metadata"]["uid"], p["metadata"]["attempt"], p["state"], p["created_at"], p["id"]) for p in pods))
table("containers.txt", ("POD", "CONTAINER", "ATTEMPT", "STATE", "CREATED(ns)", "ID"),
      ((names[c["pod_sandbox_id"]]["name"], c["metadata"]["name"], c["metadata"]["attempt"], c["state"], c["created_at"], c["id"]) for c in containers))
for pod in pods:
    keep(f"sandbox-{pod['id']}", call("PodSandboxStatus", pod_sandbox_id=pod["id"], verbose=True))
for container in containers:
    keep(f"container-{container['id']}", call("ContainerStatus", container_id=container["id"], verbose=True))
keep("images", call("ListImages")["images"])
