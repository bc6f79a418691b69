#!/bin/bash
# Records the sample shopnode-2.1 with a real containerd: ./record.sh FOLDER
#
# Needs root; a tree of Debian 14 in TREE (debootstrap; without it, this machine's own) with containerd (2.1) runc containernetworking-plugins iproute2 jq
# procps attr python3-grpcio python3-protobuf protobuf-compiler and the file api.proto of golang-k8s-cri-api-dev; on this machine musl-tools, make and in BUSYBOX
# the unpacked source of Debian's busybox (apt-get source busybox). Needs no network. STORY=quiet leaves the break-in out.
# Every run gives other ids and times. FOLDER gets the archive, its digest and engine/, the engine's own answers from just before the cut.
set -euo pipefail
umask 022
OUT=$(realpath -m "${1:?folder to write}")
NAME=$(basename "$OUT")
HERE=$(cd "$(dirname "$0")" && pwd)
TREE=${TREE:-/}
STORY=${STORY:-break-in}
WORK=$(mktemp -d)
. "$HERE/../runc.sh"
. "$HERE/engine.sh"
. "$HERE/answers.sh"

finish() {
  [ ! -s "$WORK/init.pid" ] || cut_power || true
  rm -rf --one-file-system "$WORK"
}
trap finish EXIT

write_programs
start_node node7
lay_images
inside python3 /run/recipe/registry.py /run/registry &
disown
inside python3 /run/recipe/day.py "$STORY"
[ "$STORY" = quiet ] || inside python3 /run/recipe/intrusion.py
mkdir -p "$OUT"
write_answers "$OUT/engine"
cut_power
rm "$WORK/init.pid"
write_listing "$OUT/engine"

# PAX keeps nanoseconds and extended attributes; a fixed name for its headers, as tar's own holds its process id.
cd "$WORK/host"
tar --sort=name --format=posix --pax-option='exthdr.name=%d/PaxHeaders/%f' --numeric-owner --xattrs --xattrs-include='*' --create --file=- \
  etc/{cni,containerd,cron.d,hostname,kubernetes,os-release,passwd} root var/lib/{cni,containerd,kubelet} var/log/{containers,pods} \
  | gzip --best --no-name >"$OUT/$NAME.tar.gz"
cd "$OUT"
sha256sum "$NAME.tar.gz" >SHA256SUMS
ls -l "$OUT"
