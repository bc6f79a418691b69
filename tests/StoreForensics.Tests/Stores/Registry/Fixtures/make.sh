#!/bin/bash
# Writes registry.tar.gz beside itself: the storage of a real registry (Debian 12: docker-registry 2.8.2, skopeo 1.9.3) on 127.0.0.1:5123, and what
# skopeo says of its tags (truth.json). Needs those two, python3 and tar; nothing outside of a temporary directory is written.
#   mill/oat  1    docker manifest of two layers, pushed twice: the tag moved once
#   mill/oat  zst  OCI manifest, a layer in zstd (the other is there in gzip)
#   mill/oat  old  removed through the API: its manifest is deleted, its blobs remain
#   mill/rye  1    the same image as mill/oat:1 was at first
#   one upload to mill/rye that ended early
set -e
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d); trap 'kill $registry 2>/dev/null; rm -rf "$work"' EXIT; cd "$work"
cat > config.yml <<C
version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: $work/disk/var/lib/registry}, delete: {enabled: true}}
http: {addr: "127.0.0.1:5123"}
C
docker-registry serve config.yml >log 2>&1 & registry=$!
# save NAME WORD: a `docker save` of two layers, whose bytes follow from the words alone.
save() {
    python3 - "$1" "$2" <<'P'
import hashlib, io, json, sys, tarfile
name, word = sys.argv[1:]
def layer(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path, text in files:
            member = tarfile.TarInfo(path)
            member.size, member.mtime, member.mode = len(text), 1700000000, 0o644
            tar.addfile(member, io.BytesIO(text.encode()))
    return out.getvalue()
layers = [layer([("etc/mill", "stone\n"), ("etc/old", "x\n")]), layer([("etc/word", word + "\n"), ("etc/.wh.old", "")])]
config = json.dumps({"architecture": "amd64", "os": "linux", "created": "2023-11-14T22:13:20Z", "config": {"Cmd": ["/" + word]},
    "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(l).hexdigest() for l in layers]},
    "history": [{"created": "2023-11-14T22:13:20Z", "created_by": "COPY mill /etc"}, {"created": "2023-11-14T22:13:20Z", "created_by": "RUN " + word}]}).encode()
with tarfile.open(word + ".tar", "w", format=tarfile.USTAR_FORMAT) as tar:
    def put(path, data):
        member = tarfile.TarInfo(path)
        member.size = len(data)
        tar.addfile(member, io.BytesIO(data))
    names = []
    for data in layers:
        names.append(hashlib.sha256(data).hexdigest() + ".tar")
        put(names[-1], data)
    put(hashlib.sha256(config).hexdigest() + ".json", config)
    put("manifest.json", json.dumps([{"Config": hashlib.sha256(config).hexdigest() + ".json", "RepoTags": [name], "Layers": names}]).encode())
P
}
copy() { skopeo copy -q --insecure-policy --dest-tls-verify=false --src-tls-verify=false "$@"; }
save mill/oat:1 first; save mill/oat:1 second; save mill/oat:old third; save mill/oat:zst fourth
sleep 1
copy --format v2s2 docker-archive:first.tar docker://127.0.0.1:5123/mill/oat:1
copy --format v2s2 docker-archive:first.tar docker://127.0.0.1:5123/mill/rye:1
sleep 1
copy --format v2s2 docker-archive:second.tar docker://127.0.0.1:5123/mill/oat:1
copy --format oci --dest-compress-format zstd docker-archive:fourth.tar docker://127.0.0.1:5123/mill/oat:zst
copy --format v2s2 docker-archive:third.tar docker://127.0.0.1:5123/mill/oat:old
skopeo delete --tls-verify=false docker://127.0.0.1:5123/mill/oat:old
python3 - <<'P'
import http.client, urllib.parse
start = http.client.HTTPConnection("127.0.0.1", 5123)
start.request("POST", "/v2/mill/rye/blobs/uploads/")
at = urllib.parse.urlparse(start.getresponse().getheader("Location"))
part = http.client.HTTPConnection("127.0.0.1", 5123)
part.request("PATCH", at.path + "?" + at.query, b"half of a layer", {"Content-Type": "application/octet-stream"})
assert part.getresponse().status == 202
P
for tag in mill/oat:1 mill/oat:zst mill/rye:1; do
    skopeo inspect --tls-verify=false docker://127.0.0.1:5123/$tag | python3 -c 'import json, sys
said = json.load(sys.stdin)
print(json.dumps({"tag": sys.argv[1], "digest": said["Digest"], "created": said["Created"], "layers": said["Layers"],
    "diff_ids": json.loads(sys.argv[2])["rootfs"]["diff_ids"]}))' $tag "$(skopeo inspect --tls-verify=false --config --raw docker://127.0.0.1:5123/$tag)"
done > disk/truth.json
kill $registry; wait $registry || true
tar -C disk --numeric-owner --owner=0 --group=0 --sort=name --format=pax -czf "$here/registry.tar.gz" truth.json var
