# Makes the committed images anew, in an empty directory, as root, with nothing mounted at /media: sh -e make.sh; Linux 6.18 with erofs, ext4 and loop
# devices, erofs-utils 1.5, python3, tar, zstd. NAME.tsv has the kernel's account of NAME.img (see ../../Fixtures/account.py). The files are made on an ext4,
# which takes attributes of every name space. blob's bytes are on a device that is not kept; lz4's are compressed.

here=$(dirname "$0")
uuid=2c41d7a0-6e4b-4f0e-9b27-1d80c7a9e3f

truncate -s 64m source.ext4
mkfs.ext4 -q -I 512 -O ea_inode source.ext4
mkdir source
mount -o loop,noatime source.ext4 source
mkdir source/forms
python3 "$here/../../Fixtures/forms.py" source/forms 60 erofs
rm source/forms/sparse source/forms/nnnn* # mkfs would write the 5 GiB of the one, and does not take the other's name

image() { # NAME, NUMBER OF THE UUID, MKFS OPTIONS
    mkfs.erofs -U "$uuid$2" $3 "$1.img" source/forms > /dev/null
}

account() { # NAME
    mount -o loop,ro "$1.img" /media
    python3 "$here/../../Fixtures/account.py" /media > "$1.tsv"
    umount /media
}

image inline 1 "-x 1"
image plain 2 "-E noinline_data,force-inode-extended"
image compact 3 "--ignore-mtime -T 1700000000"
image chunks 4 "--chunksize=8192"
image lz4 5 "-z lz4"
image blob 6 "--chunksize=4096 --blobdev=blob.data"
for name in inline plain compact chunks lz4; do
    account $name
done
umount source

tar --sort=name --owner=0 --group=0 --mtime=@0 -cf - -- *.img *.tsv | zstd -q --ultra -22 --long=27 -f -o "$here/erofs.tar.zst"
