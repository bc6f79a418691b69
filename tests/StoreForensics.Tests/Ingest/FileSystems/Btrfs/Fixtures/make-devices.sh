# Makes the images of devices.tar.zst anew, in an empty directory, as root: sh -e make-devices.sh; what make.sh needs. NAME-N.img are the devices of one file
# system each, and NAME.tsv is the kernel's account of it.

here=$(cd "$(dirname "$0")" && pwd)
m=$PWD/mounted
mkdir -p "$m"
several() { # NAME, NUMBER, DEVICES, MKFS OPTIONS
    btrfs device scan --forget 2>/dev/null || true
    loops=""; i=1
    while [ $i -le $3 ]; do
        truncate -s 130m $1-$i.img
        loops="$loops $(losetup -f --show $1-$i.img)"; i=$((i+1))
    done
    mkfs.btrfs -q -f -L $1 -U 5d1c2a4e-9b1d-4c11-8d53-7a1f5d9e0c2$2 $4 $loops
    mount -o noatime $(echo $loops | cut -d' ' -f1) $m
    python3 - $m <<'P'
import os,sys
r=sys.argv[1]
os.mkdir(r+'/d')
open(r+'/inline','w').write('inline\n')
open(r+'/striped','wb').write(b''.join(b'%07d\n'%i for i in range(60000)))
for i in range(40): open(r+'/d/f%d'%i,'wb').write((b'%d '%i)*(i*500))
P
    mount -o remount,compress-force=zstd $m
    python3 -c "open('$m/packed','wb').write(b''.join(b'%07d\n'%(i%999) for i in range(90000)))"
    sync -f $m
    umount $m
    mount -o ro,noatime $(echo $loops | cut -d' ' -f1) $m
    python3 "$here/../../Fixtures/account.py" $m > $1.tsv
    umount $m
    for l in $loops; do losetup -d $l; done
}
several raid1 0 2 "-d raid1 -m raid1"
several raid0 1 3 "-d raid0 -m raid1"
several raid10 2 4 "-d raid10 -m raid10"
several single 3 2 "-d single -m dup"
several raid1c3 4 3 "-d raid1c3 -m raid1c3"
rmdir "$m"
tar --sort=name --owner=0 --group=0 --mtime=@0 -cf - -- *.img *.tsv | zstd -q -19 --long=27 -f -o "$here/devices.tar.zst"
