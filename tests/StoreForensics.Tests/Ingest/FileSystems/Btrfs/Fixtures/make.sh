# Makes the committed images anew, in an empty directory, as root, with nothing mounted at /media: sh -e make.sh; Linux 6.18 with btrfs, btrfs-progs 6.2,
# util-linux, python3, tar, zstd. NAME.tsv has the kernel's account of NAME.img from its top subvolume down (see ../../Xfs/Fixtures/account.py). dirty is copied
# from under a mount, with a log tree; pair-N are two devices that share their data out and have two copies of their metadata.

here=$(dirname "$0")
uuid=5d1c2a4e-9b1d-4c11-8d53-7a1f5d9e0c0

account() { # NAME
    mount -o "loop,ro,noatime,subvolid=5" "$1.img" /media
    python3 "$here/../../Fixtures/account.py" /media > "$1.tsv"
    umount /media
}

forms() { # NAME, SIZE, NUMBER OF THE UUID, NAMES, MKFS OPTIONS
    truncate -s "$2" "$1.img"
    mkfs.btrfs -q -f -L "$1" -U "$uuid$3" $5 "$1.img"
    mount -o loop,noatime "$1.img" /media
    python3 "$here/../../Fixtures/forms.py" /media "$4" btrfs
    for packing in zlib lzo zstd; do
        mount -o "remount,compress-force=$packing" /media
        python3 "$here/packed.py" "/media/$packing"
    done
    mount -o remount,compress=no /media
    mkdir /media/sub
    btrfs -q subvolume create /media/sub/volume
    btrfs -q subvolume create /media/sub/volume/nested
    echo inner > /media/sub/volume/file
    echo deepest > /media/sub/volume/nested/file
    sync
    btrfs -q subvolume snapshot -r /media/sub/volume /media/sub/before
    echo changed > /media/sub/volume/file
    sync
    fstrim /media
    umount /media
    account "$1"
}

forms dup 120m 1 160 ""
forms mixed 40m 2 60 "--mixed -n 4096 -O ^no-holes -R ^free-space-tree"
forms wide 120m 3 60 "-n 65536 -m single"

truncate -s 120m dirty.img
mkfs.btrfs -q -f -U "${uuid}4" -m single dirty.img
mount -o loop,noatime,commit=300 dirty.img /media
echo old > /media/old
sync
echo new > /media/new
sync /media/new
dd if="$(losetup -j dirty.img -O NAME -n)" of=copy.img bs=1M conv=sparse status=none
umount /media
mv copy.img dirty.img

truncate -s 130m pair-1.img pair-2.img
one=$(losetup -f --show pair-1.img)
two=$(losetup -f --show pair-2.img)
mkfs.btrfs -q -f -U "${uuid}5" -d raid0 -m raid1 "$one" "$two"
mount "$one" /media
echo inline > /media/inline
python3 -c "open('/media/striped', 'wb').write(b''.join(b'%07d\n' % i for i in range(24576)))"
umount /media
losetup -d "$one" "$two"

tar --sort=name --owner=0 --group=0 --mtime=@0 -cf - -- *.img *.tsv | zstd -q --ultra -22 --long=27 -f -o "$here/btrfs.tar.zst"
