#!/bin/bash
# Makes recovered.ext4.img.gz: a small ext4 with a store in which containers were removed. Needs root and a loop device.
# Nothing of it is of a real host: the files are what an engine writes, as far as its readers ask for it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
image=$(mktemp) mount=$(mktemp -d)
trap 'umount "$mount" 2>/dev/null || true; rm -rf "$image" "$mount"' EXIT

truncate -s 12M "$image"
mkfs.ext4 -q -F -b 1024 -J size=2 -E lazy_itable_init=0,lazy_journal_init=0,hash_seed=00000000-0000-4000-8000-000000000001 \
    -U 00000000-0000-4000-8000-000000000002 "$image"
mount -o loop,noatime,commit=1 "$image" "$mount"

id() { printf "%s" "$1" | sha256sum | cut -c1-64; }

# name, command, mount id, bytes of its dropped file
container() {
    local id=$(id "$1") mount_id=$(id "mount of $1") root=$mount
    mkdir -p "$root/containers/$id" "$root/image/overlay2/layerdb/mounts/$id" "$root/overlay2/$mount_id/diff/tmp/.cache" "$root/overlay2/$mount_id/work"
    printf '{"ID":"%s","Name":"/%s","Image":"sha256:%s","Driver":"overlay2","Path":"sh","Args":["-c","%s"],"Created":"2026-03-01T10:00:00.5Z",' \
        "$id" "$1" "$(id image)" "$2" >"$root/containers/$id/config.v2.json"
    printf '"State":{"Running":false,"ExitCode":3,"StartedAt":"2026-03-01T10:00:01Z","FinishedAt":"2026-03-01T10:05:00Z"},' >>"$root/containers/$id/config.v2.json"
    printf '"Config":{"Hostname":"%s","Image":"made/image:1","Env":["A=b"],"Labels":{}},"LogPath":"","MountPoints":{}}' "$1" >>"$root/containers/$id/config.v2.json"
    echo '{"Privileged":false,"NetworkMode":"default","LogConfig":{"Type":"json-file","Config":{}}}' >"$root/containers/$id/hostconfig.json"
    printf '{"log":"said by %s\\n","stream":"stdout","time":"2026-03-01T10:00:02.25Z"}\n' "$1" >"$root/containers/$id/$id-json.log"
    printf %s "$mount_id" >"$root/image/overlay2/layerdb/mounts/$id/mount-id"
    printf "LINK%022d" "$3" >"$root/overlay2/$mount_id/link"
    { printf '#!/bin/sh\n# %s\n' "$1"; head -c "$3" /dev/zero | tr '\0' x; } >"$root/overlay2/$mount_id/diff/tmp/.cache/drop.sh"
    mkdir -p "$root/overlay2/l"
    ln -s "../$mount_id/diff" "$root/overlay2/l/LINK$(printf %022d "$3")"
    sync -f "$root"
}

remove() {
    local id=$(id "$1") mount_id=$(id "mount of $1")
    rm -rf "$mount/overlay2/$mount_id" "$mount/image/overlay2/layerdb/mounts/$id" "$mount/containers/$id"
    sync -f "$mount"
}

mkdir -p "$mount/image/overlay2/imagedb/content/sha256"
echo '{"Repositories":{}}' >"$mount/image/overlay2/repositories.json"
container kept 'true' 10
container gone 'echo gone' 5000
container reused 'echo reused' 7000
echo earlier >"$mount/overlay2/$(id 'mount of kept')/diff/tmp/deleted-in-kept"
sync -f "$mount"
rm "$mount/overlay2/$(id 'mount of kept')/diff/tmp/deleted-in-kept"
# One whose blocks another file gets.
head -c 60000 /dev/zero | tr '\0' y >"$mount/overlay2/$(id 'mount of kept')/diff/tmp/lost"
sync -f "$mount"
rm "$mount/overlay2/$(id 'mount of kept')/diff/tmp/lost"
sync -f "$mount"
tr '\0' z </dev/zero 2>/dev/null | dd of="$mount/overlay2/$(id 'mount of kept')/diff/tmp/filler" bs=64k status=none 2>/dev/null || true
sync -f "$mount"
rm "$mount/overlay2/$(id 'mount of kept')/diff/tmp/filler"
sync -f "$mount"
remove reused
container later 'true' 9000
remove gone
umount "$mount"
gzip -9n <"$image" >"$here/recovered.ext4.img.gz"
