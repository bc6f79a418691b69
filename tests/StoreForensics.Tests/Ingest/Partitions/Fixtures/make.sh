#!/bin/sh
# Makes partitions.tar.zst: sgdisk 1.0.9, LVM 2.03.16, mke2fs 1.47.0, zstd 1.5.4. As root, in an empty directory; loop devices are needed, the kernel's
# device mapper is not (--driverloaded n: nothing is activated, and LVM writes its metadata all the same).
set -e
truncate -s 24M lvm.raw
sgdisk -o -n 1:2048:+2M -t 1:8300 -c 1:boot -n 2:0:+8M -t 2:8e00 -c 2:'pv one' -n 3:0:+8M -t 3:8e00 -c 3:'pv Zwei ü' lvm.raw
one=$(losetup -f --show -o $((6144 * 512)) --sizelimit $((8 * 1048576)) lvm.raw)
two=$(losetup -f --show -o $((22528 * 512)) --sizelimit $((8 * 1048576)) lvm.raw)
cat > lvm.conf <<END
devices { dir="/dev" scan=["/dev"] use_devicesfile=0 filter=["a|^$one\$|","a|^$two\$|","r|.*|"] }
activation { udev_sync=0 udev_rules=0 monitoring=0 }
backup { backup=0 archive=0 }
END
export LVM_SYSTEM_DIR="$PWD"
pvcreate -ff -y --metadatasize 256k "$one" "$two"
vgcreate -s 128k vg0 "$one" "$two"
create="lvcreate --driverloaded n -an -Zn -Wn -y"
$create -n root -l 16 vg0 "$one"
$create -n span -l 8 vg0 "$two"
lvextend --driverloaded n -l +8 vg0/span "$one"
$create -n strip -i 2 -I 16k -l 16 vg0
lvs --driverloaded n -o lv_name,seg_type,seg_start_pe,seg_pe_ranges,lv_size --units b
#   LV    Type    Start PE Ranges                        LSize
#   root  linear      0 /dev/loop0:0-15                  2097152B
#   span  linear      0 /dev/loop1:0-7                   2097152B
#   span  linear      8 /dev/loop0:16-23                 2097152B
#   strip striped     0 /dev/loop0:24-31 /dev/loop1:8-15 2097152B
vgcfgbackup --driverloaded n -f lvm.txt vg0
losetup -d "$one" "$two"
# The first sector of every 16 KiB of the extents says where on the disk it is.
python3 - <<'END'
disk = bytearray(open('lvm.raw', 'rb').read())
for first, end in ((8192, 22528), (24576, 38912)):
    for n in range(first, end, 32):
        disk[n * 512:n * 512 + 512] = (b'sector %08d;' % n) * 32
open('lvm.raw', 'wb').write(disk)
END
mke2fs -q -t ext4 -b 1024 -E offset=$((2048 * 512)) -L boot -U 11111111-2222-3333-4444-555555555555 lvm.raw 2048
truncate -s 8M gpt4k.raw
loop=$(losetup -f --show -b 4096 gpt4k.raw)
sgdisk -o -n 1:256:+1M -c 1:one -t 1:8300 -n 2:0:+2M -c 2:two -t 2:8200 "$loop"
losetup -d "$loop"
tar --sort=name --owner=0 --group=0 --mtime=@0 -cf - -- gpt4k.raw lvm.raw lvm.txt | zstd --ultra -22 --long=27 > partitions.tar.zst
