"""A working day of the node, before anybody breaks in: day.py STORY"""
import sys
import time

from kubelet import HOME, Pod, ended, execute, pull, write

FRONT = "registry.shop.example/shop/front:2.4"
JOB = "registry.shop.example/shop/job:1.0"

for _ in range(50):
    try:
        pull("registry.shop.example/pause:3.10")
        break
    except Exception:  # The registry and the CRI plugin are about to be there.
        time.sleep(0.2)
write(HOME / "config.yaml", "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nstaticPodPath: /etc/kubernetes/manifests\n")
write("/etc/kubernetes/kubelet.conf", "apiVersion: v1\nkind: Config\nusers: [{name: system:node:node7, user: {token: FAKE-node7}}]\n", 0o600)
write("/etc/kubernetes/manifests/agent.yaml",
      f"apiVersion: v1\nkind: Pod\nmetadata: {{name: agent, namespace: kube-system}}\nspec: {{containers: [{{name: agent, image: '{JOB}'}}]}}\n", 0o600)

agent = Pod("kube-system", "agent-node7", source="file", uid="5f0d8c1e7a2b4936a1c9de70b3384f52", labels={"component": "agent"}).start()
agent.run("agent", JOB, ["sh", "-c", "echo agent of node7 is up; while sleep 1; do :; done"])

# A container that dies once, and a helper that reads what it writes.
front = Pod("shop", "front-6c9f7d8b54-k2xvq", labels={"app": "front"})
mounts = [(front.volume("empty-dir", "data"), "/data", False), (front.volume("configmap", "conf", {"shop.ini": "currency=EUR\n"}), "/etc/shop.d", True)]
database = front.volume("secret", "db", {"password": "FAKE-pw-71"})
front.start()
env = {"DB_HOST": "orders-db"}
if sys.argv[1] != "quiet":
    env["SESSION_SECRET"] = "FAKE_c2Vzc2lvbg"
mounts.append((database, "/etc/db", True))
first = front.run("front", FRONT, env=env, mounts=mounts)
front.run("ship", JOB, ["sh", "-c", "echo shipping; while sleep 1; do :; done"], mounts=[mounts[0]])
time.sleep(1.2)
execute(first, "touch /tmp/die")
ended(first)
front.run("front", FRONT, env=env, mounts=mounts)

# A job that ends well, and one that does not.
for name, script in (("report-29405280-9xk4d", "echo rows: 17; echo 'id;name' >/tmp/report.csv"), ("export-29405281-m7tqp", "echo no space left >&2; exit 3")):
    job = Pod("shop", name, labels={"job-name": name[:15]}).start()
    ended(job.run(name.split("-")[0], JOB, ["sh", "-c", script]))
    job.stop()
