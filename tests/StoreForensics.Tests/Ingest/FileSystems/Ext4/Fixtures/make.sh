# Run by Ext4Recipe in a directory with the images of the reference tree, with nothing mounted at /media: adds images of what that tree cannot hold, and the
# kernel's account of every image. Linux 6.18, e2fsprogs 1.47.0. NAME.list has a line for each name: find's words, ended by NUL; NAME.births has inodes
# and birth times, which find does not tell; NAME.sums has SHA-256; NAME.xattrs all attributes. Those of dirty-* are of a copy whose journal the kernel replayed.

here=$(dirname "$0")
uuid=0b5c2a4e-9b1d-4c11-8d53-7a1f5d9e0c01

account() { # NAME, IMAGE, MOUNT OPTIONS
    mount -o "loop,noatime$3" "$2" /media
    python3 "$here/xattrs.py" /media | sort > "$1.xattrs"
    (cd /media && find . -printf '%y|%m|%U|%G|%s|%A@|%T@|%C@|%n|%i|%l|%P\0') > "$1.list"
    (cd /media && find . -execdir stat --printf '%i %.9W\0' -- {} +) | sort -zu > "$1.births"
    (cd /media && find . -type f -execdir sha256sum -z -- {} +) | sort -z > "$1.sums"
    umount /media
}

make() { # NAME, SIZE, MKE2FS OPTIONS, MOUNT OPTIONS
    truncate -s "$2" "$1.img"
    mke2fs -q -F -m 0 -L "$(echo "$1" | cut -c -16)" -U $uuid $3 "$1.img"
    mount -o "loop$4" "$1.img" /media
}

special() { # NAME, SIZE, MKE2FS OPTIONS
    make "$1" "$2" "$3"
    python3 "$here/special.py" /media
    umount /media
}

special special-ext2 3m "-t ext2 -b 1024 -I 128 -N 400 -O dir_index"
special special-ext3 4m "-t ext3 -b 1024 -I 256 -N 400 -J size=1"
special special-ext4 3m "-t ext4 -b 1024 -I 256 -N 400 -O ^has_journal"
special special-values 3m "-t ext4 -b 1024 -I 256 -N 400 -O ea_inode,^has_journal"
special special-inline 3m "-t ext4 -b 1024 -I 512 -N 400 -O inline_data,ea_inode,^has_journal"
special special-inline-256 3m "-t ext4 -b 1024 -I 256 -N 400 -O inline_data,^has_journal"
special special-4k 5m "-t ext4 -b 4096 -I 256 -N 400 -O large_dir,^has_journal"
special special-2k 5m "-t ext4 -b 2048 -I 256 -N 400 -O bigalloc,^has_journal -C 8192"

for image in *.img; do
    account "${image%.img}" "$image" ,ro
done

# In use, and stopped: the image beneath a mounted file system, after transactions that create, delete (with revocations) and use the freed blocks again.
dirty() { # NAME, SIZE, MKE2FS OPTIONS, MOUNT OPTIONS
    make "$@"
    (
        cd /media
        mkdir one two
        for i in $(seq 60); do mkdir "one/directory-$i"; echo "$i" > "one/file-$i"; done
        ln -s one/file-1 link
        sync -f .
        mv one/file-2 two/moved
        rm -r one
        sync -f .
        printf '\300\073\071\230 begins as blocks of the journal do' > escaped
        head -c 100k /dev/zero | tr '\0' x >> escaped
        sync -f .
        head -c 8m /dev/zero 2> /dev/null | tr '\0' z > fill 2> /dev/null || :
        sync -f .
        rm fill
        sync -f .
        mkdir three
        for i in $(seq 40); do echo "$i$i" > "three/file-$i"; done
        head -c 8m /dev/zero 2> /dev/null | tr '\0' w > fill 2> /dev/null || :
        chmod 751 two
        sync -f .
    )
    cp "$1.img" "$1.copy"
    umount /media
    mv "$1.copy" "$1.img"
}

dirty dirty-ext3 4m "-t ext3 -b 1024 -N 300 -J size=1"
dirty dirty-ext3-data 4m "-t ext3 -b 1024 -N 300 -J size=1" ,data=journal
dirty dirty-ext4 4m "-t ext4 -b 1024 -N 300 -J size=1"
dirty dirty-ext4-data 4m "-t ext4 -b 1024 -N 300 -J size=1" ,data=journal
dirty dirty-ext4-32 4m "-t ext4 -b 1024 -N 300 -J size=1 -O ^64bit,^metadata_csum"
dirty dirty-ext4-64 4m "-t ext4 -b 1024 -N 300 -J size=1 -O 64bit,^metadata_csum" ,data=journal
dirty dirty-commit-sums 4m "-t ext4 -b 1024 -N 300 -J size=1 -O ^metadata_csum" ,journal_checksum
dirty dirty-async 4m "-t ext4 -b 1024 -N 300 -J size=1 -O ^metadata_csum" ,journal_async_commit,data=writeback
dirty dirty-4k 9m "-t ext4 -b 4096 -N 300 -J size=4"
dirty dirty-map 4m "-t ext4 -b 1024 -N 300 -J size=1 -O ^extents,^64bit"

# Files in use without a name, listed as a chain and in a file.
orphans() { # NAME, MKE2FS OPTIONS
    make "$1" 4m "$2"
    (
        cd /media
        exec 8> gone 9> gone-too
        echo text >&8
        rm gone gone-too
        echo > stays
        sync -f .
        cp "$OLDPWD/$1.img" "$OLDPWD/$1.copy"
    )
    umount /media
    mv "$1.copy" "$1.img"
}

orphans dirty-orphans "-t ext4 -b 1024 -N 300 -J size=1"
orphans dirty-orphan-file "-t ext4 -b 1024 -N 300 -J size=1 -O orphan_file"

for image in dirty-*.img; do
    cp "$image" replayed
    account "${image%.img}" replayed
done
rm replayed

# Fast commits: what came after the last whole transaction.
make fast 8m "-t ext4 -b 1024 -N 300 -J size=3 -O fast_commit"
mkdir /media/directory
sync -f /media
python3 -c "
import os
f = os.open('/media/directory/fast', os.O_CREAT | os.O_WRONLY); os.write(f, b'fast'); os.fsync(f)"
cp fast.img fast.copy
umount /media
mv fast.copy fast.img
