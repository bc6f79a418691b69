#!/bin/bash
# Makes Xfs/Fixtures/recovered.xfs.img.gz and Btrfs/Fixtures/recovered.btrfs.img.gz: small file systems with a store in which containers were removed, as
# Ext4/Fixtures/recovered.sh makes one. Needs root and loop devices; Linux 6.18, xfsprogs 6.1.0, btrfs-progs 6.2. Nothing of it is of a real host.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mount=$(mktemp -d) image=$(mktemp)
trap 'umount "$mount" 2>/dev/null || true; rm -rf "$image" "$mount"' EXIT

id() { printf "%s" "$1" | sha256sum | cut -c1-64; }

# name, command, bytes of its dropped file
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
    rm -rf "$mount/overlay2/$mount_id" "$mount/image/overlay2/layerdb/mounts/$id"
    sync -f "$mount"
    rm -rf "$mount/containers/$id"
    sync -f "$mount"
}

scenario() { # kind, options of mount
    mount -o "loop,noatime$2" "$image" "$mount"
    mkdir -p "$mount/image/overlay2/imagedb/content/sha256"
    echo '{"Repositories":{}}' >"$mount/image/overlay2/repositories.json"
    container kept 'true' 10
    container gone 'echo gone' 5000
    container reused 'echo reused' 7000
    local kept=$mount/overlay2/$(id 'mount of kept')/diff/tmp
    if [ "$1" = xfs ]; then
        mkdir "$kept/names"
        for i in $(seq 10 49); do : >"$kept/names/name-$i"; done
    fi
    echo earlier >"$kept/deleted-in-kept"
    head -c 60000 /dev/zero | tr '\0' y >"$kept/lost"
    sync -f "$mount"
    rm "$kept/deleted-in-kept" "$kept/lost"
    sync -f "$mount"
    if [ "$1" = xfs ]; then
        # One that gets all blocks that are free, and keeps most of them. A full btrfs cannot even shorten a file.
        tr '\0' z </dev/zero 2>/dev/null | dd of="$kept/filler" bs=64k status=none 2>/dev/null || true
        sync -f "$mount"
        truncate -s -4M "$kept/filler"
        sync -f "$mount"
    fi
    remove reused
    container later 'true' 9000
    remove gone
    if [ "$1" = xfs ]; then
        # Names that stay in the free parts of their directory; one was moved away.
        rm "$kept/names/name-17" "$kept/names/name-18" "$kept/names/name-33"
        mv "$kept/names/name-40" "$kept/names/moved"
        sync -f "$mount"
    fi
    umount "$mount"
    gzip -9n <"$image" >"$here/../$3/Fixtures/recovered.$1.img.gz"
}

rm -f "$image"; truncate -s 32M "$image"
mkfs.xfs --unsupported -q -f -d agcount=1 -l size=10m -m uuid=5d1c2a4e-9b1d-4c11-8d53-7a1f5d9e0c09 "$image"
scenario xfs "" Xfs
rm -f "$image"; truncate -s 40M "$image"
mkfs.btrfs -q -f --mixed -m single -d single -n 4096 -U 5d1c2a4e-9b1d-4c11-8d53-7a1f5d9e0c0a "$image"
scenario btrfs ",nodiscard,max_inline=0" Btrfs
