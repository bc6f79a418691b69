# Run as root in an empty directory: images copied from under a mounted, freshly written file system, each with its journal not played back, and the
# kernel's account of a copy that e2fsck has played back. Linux 6.18, e2fsprogs 1.47.0, attr. As in make.sh.
. "$(dirname "$0")/account.sh"

dirty() {
    name=$1; truncate -s "$2" work.img; shift 2
    mke2fs -q -F -m 0 -N 400 "$@" work.img
    mkdir -p mounted
    mount -o loop,commit=1 work.img mounted
    mkdir mounted/a mounted/b
    for i in $(seq 1 60); do echo "$i" > "mounted/a/f$i"; done
    sync
    for i in $(seq 1 40); do echo new > "mounted/b/g$i"; rm "mounted/a/f$i"; done
    setfattr -n user.x -v y mounted/b/g1
    # A file whose first bytes are the journal's own mark: journaled data escapes it.
    printf '\300\073\071\230mark' > mounted/b/escaped
    chattr +j mounted/b/escaped 2>/dev/null || true
    printf '\300\073\071\230again' > mounted/b/escaped
    # Directories that go and whose blocks come back as data: revoked.
    for i in $(seq 1 30); do mkdir "mounted/a/d$i"; done
    sync
    rm -r mounted/a/d*
    for i in $(seq 1 20); do head -c 3000 /dev/zero | tr '\0' x > "mounted/b/data$i"; done
    python3 - <<'P'
import os
for path in ("mounted/b", "mounted/a", "mounted/b/escaped", "mounted/b/data20"):
    f = os.open(path, os.O_RDONLY)
    os.fsync(f)
    os.close(f)
P
    dd if="$(losetup -j "$PWD/work.img" -O NAME -n)" of="$name.img" bs=1M status=none
    umount mounted
    cp "$name.img" played.img
    e2fsck -fy played.img > /dev/null 2>&1 || true
    mv "$name.img" "$name.kept"; mv played.img "$name.img"
    account "$name"
    mv "$name.kept" "$name.img"
    rm -f work.img
}

dirty fsck-ext3-1k 6m -t ext3 -b 1024 -I 128 -J size=1
dirty fsck-ext4-1k 6m -t ext4 -b 1024 -I 256 -J size=1
dirty fsck-ext4-4k-64 12m -t ext4 -b 4096 -I 256 -J size=4 -O 64bit,metadata_csum
dirty fsck-ext4-32 6m -t ext4 -b 1024 -I 256 -J size=1 -O ^64bit,^metadata_csum
rm -rf mounted work.img
