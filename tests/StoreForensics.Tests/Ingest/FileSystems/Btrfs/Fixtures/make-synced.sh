# Makes the images of synced.tar.zst anew, in an empty directory, as root: sh -e make-synced.sh; what make.sh needs. Each is copied from under a mount, after
# changes of which some were synced and none committed. NAME.tsv has the kernel's account of it after its own replay, and NAME.mounted the moment of
# that (nanoseconds): names that the replay takes away leave it on what they named.

here=$(dirname "$0")

synced() { # NAME, SEED, CHANGES, MOUNT OPTIONS, MKFS OPTIONS
    btrfs device scan --forget # another file system of this number may have been mounted
    truncate -s 120m "$1.img"
    mkfs.btrfs -q -f -L "$1" -U "5d1c2a4e-9b1d-4c11-8d53-7a1f5d9e0c1$2" -m single $5 "$1.img"
    mount -o "loop,noatime,commit=300$4" "$1.img" /media
    python3 "$here/synced.py" /media "$2" first 120
    btrfs -q subvolume create /media/sub
    for i in 1 2 3; do echo $i > /media/sub/k$i; done
    sync
    python3 "$here/synced.py" /media "$2" second "$3"
    if [ -d /media/sub ]; then echo deep > /media/sub/synced; sync /media/sub/synced; fi
    dd if="$(losetup -j "$1.img" -O NAME -n)" of=copy.img bs=1M conv=sparse status=none
    umount /media
    mv copy.img "$1.img"
    cp --sparse=always "$1.img" replayed.img
    date +%s%N > "$1.mounted"
    mount -o loop,noatime replayed.img /media
    umount /media
    mount -o loop,ro,noatime,subvolid=5 replayed.img /media
    python3 "$here/../../Fixtures/account.py" /media > "$1.tsv"
    umount /media
    rm replayed.img
    btrfs inspect-internal dump-super "$1.img" | grep '^log_root[[:space:]]*[1-9]'
}

synced few 1 25 "" ""
synced many 2 90 "" ""
synced packed 1 60 ",compress-force=zstd" ""
synced small 2 90 "" "-n 4096 -O ^no-holes -R ^free-space-tree"
tar --sort=name --owner=0 --group=0 --mtime=@0 -cf - -- *.img *.tsv *.mounted | zstd -q --ultra -22 --long=27 -f -o "$here/synced.tar.zst"
