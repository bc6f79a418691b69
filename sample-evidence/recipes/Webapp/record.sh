#!/bin/bash
# Records the sample webapp-20.10 with a real engine: ./record.sh FOLDER
#
# Needs root and, of Debian 12: docker.io (20.10) containerd runc iptables iproute2 procps busybox-static attr libcap2-bin jq. Needs no network.
# Every run gives other ids and times. FOLDER gets the archive, its digest and engine/, the engine's own answers from just before the cut.
set -euo pipefail
umask 022
OUT=$(realpath -m "${1:?folder to write}")
HERE=$(cd "$(dirname "$0")" && pwd)
WORK=$(mktemp -d)
export DOCKER_BUILDKIT=0 DOCKER_CONFIG=$WORK/home/.docker
unset DOCKER_HOST DOCKER_CONTEXT
. "$HERE/../runc.sh"
. "$HERE/engine.sh"
. "$HERE/answers.sh"
. "$HERE/images.sh"
. "$HERE/containers.sh"
. "$HERE/intrusion.sh"

finish() {
  [ ! -s "$WORK/init.pid" ] || cut_power || true
  rm -rf --one-file-system "$WORK"
}
trap finish EXIT

start_engine app1 --bip 172.17.0.1/24
serve_script
build_images
run_containers
break_in
tidy_up
settle
mkdir -p "$OUT"
write_answers "$OUT/engine"
cut_power
rm "$WORK/init.pid"
write_listing "$OUT/engine"

# PAX keeps nanoseconds and extended attributes (opaque directories, file capabilities); a fixed name for its headers, as tar's own holds its process id.
tar --directory="$WORK/host" --sort=name --format=posix --pax-option='exthdr.name=%d/PaxHeaders/%f' --numeric-owner --xattrs --xattrs-include='*' \
  --create --file=- var/lib/docker | gzip --best --no-name >"$OUT/webapp-20.10.tar.gz"
cd "$OUT"
sha256sum webapp-20.10.tar.gz >SHA256SUMS
ls -l "$OUT"
