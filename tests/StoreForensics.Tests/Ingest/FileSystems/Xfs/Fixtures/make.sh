# Makes the committed images anew, in an empty directory, as root, with nothing mounted at /media: sh -e make.sh; Linux 6.18 with XFS, xfsprogs 6.1.0, util-linux,
# python3, tar, zstd. NAME.tsv has the kernel's account of NAME.img (see account.py), of dirty once the kernel had played its log back. A file system of version
# 4 cannot be mounted by this kernel: mkfs.xfs and xfs_db write that one by themselves.

here=$(dirname "$0")
uuid=5d1c2a4e-9b1d-4c11-8d53-7a1f5d9e0c02

make() { # NAME, SIZE, MKFS OPTIONS
    truncate -s "$2" "$1.img"
    mkfs.xfs --unsupported -q -f -L "$1" -m uuid=$uuid $3 "$1.img"
}

account() { # NAME, IMAGE, MOUNT OPTIONS
    mount -o "loop,noatime$3" "$2" /media
    python3 "$here/../../Fixtures/account.py" /media > "$1.tsv"
    umount /media
}

forms() { # NAME, SIZE, MKFS OPTIONS, NAMES
    make "$1" "$2" "$3"
    mount -o loop "$1.img" /media
    python3 "$here/../../Fixtures/forms.py" /media "$4" xfs
    umount /media
    account "$1" "$1.img" ,ro
}

forms v5-4k 36m "-d agcount=2 -m bigtime=1,rmapbt=1,reflink=1 -i nrext64=1" 420
forms v5-1k 36m "-d agcount=2 -b size=1024 -n size=4096 -m bigtime=0,reflink=0,rmapbt=0,finobt=0,inobtcount=0 -i sparse=0" 420
forms v5-16k 36m "-d agcount=1 -b size=16384 -i size=1024" 60

# In use, and stopped: the image beneath a mounted file system, after changes that are in the log alone.
make dirty 20m "-d agcount=1 -m bigtime=1 -i nrext64=1"
mount -o loop dirty.img /media
mkdir /media/old /media/gone /media/kept
for i in $(seq 40); do echo "$i" > "/media/old/file-$i"; done
for i in $(seq 20); do ln /media/old/file-1 "/media/gone/name-$i"; done
umount /media
mount -o loop dirty.img /media
(
    cd /media
    rm -r gone
    mkdir new
    for i in $(seq 30); do echo "new $i" > "new/file-$i"; done
    for i in $(seq 80); do ln new/file-1 "new/a-rather-long-name-so-that-blocks-fill-$i"; done
    mv old/file-2 kept/moved
    rm old/file-3
    ln -s "$(printf 'x/%.0s' $(seq 300))" kept/link
    setfattr -n user.late -v "$(printf 'v%.0s' $(seq 2000))" old/file-4 || python3 -c "import os; os.setxattr('old/file-4', 'user.late', b'v' * 2000)"
    chmod 4711 old/file-5
    truncate -s 0 old/file-6
    for i in $(seq 0 2 40); do printf x | dd of=kept/holes bs=4096 seek="$i" conv=notrunc status=none; done
    sync new/file-30 kept/holes .
)
dd if="$(losetup -j dirty.img -O NAME -n)" of=copy.img bs=1M conv=sparse status=none
umount /media
mv copy.img dirty.img
cp --sparse=always dirty.img played.img
mount -o loop played.img /media
umount /media
account dirty played.img ,ro
rm played.img

printf 'setting = 1\n' > conf
: > nothing
{
    echo "/no/boot/block"
    echo "0 0"
    echo "d--755 0 0"
    echo "etc d--750 3 4"
    echo "app.conf ---640 1000 1001 conf"
    echo "set-id -ug755 0 0 conf"
    echo "link l--777 5 6 ../target/of/link"
    echo "long-link l--777 0 0 $(printf 'x/%.0s' $(seq 250))y"
    echo "disk b--660 0 6 8 17"
    echo "tty c--620 0 5 4 300"
    echo "pipe p--600 0 0"
    echo "$"
    for directory in "few 3" "block 40" "leaf 300"; do
        set -- $directory
        echo "$1 d--755 0 0"
        for i in $(seq "$2"); do echo "name-$i ---644 0 0 nothing"; done
        echo "$"
    done
    echo "$"
} > v4.proto
make v4 36m "-d agcount=2 -m crc=0,finobt=0 -i size=256 -n ftype=0 -p v4.proto"
xfs_db -x -c "path /etc/app.conf" -c "attr_set -u short -v 8" v4.img > /dev/null
for i in 1 2 3; do xfs_db -x -c "path /etc/set-id" -c "attr_set -r name-$i -v 300" v4.img > /dev/null; done
xfs_db -x -c "path /etc/set-id" -c "attr_set -s remote -v 9000" v4.img > /dev/null
rm conf nothing v4.proto

tar --sort=name --owner=0 --group=0 --mtime=@0 -cf - -- *.img *.tsv | zstd -q --ultra -22 --long=27 -f -o "$here/xfs.tar.zst"
