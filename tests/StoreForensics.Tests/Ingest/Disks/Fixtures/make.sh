#!/bin/sh
# Makes disks.tar.zst out of medium.raw (PatternMedium writes it): qemu-img and qemu-io 7.2.22, ewfacquire 20140813, zstd 1.5.4.
# Run in an empty directory that holds medium.raw. Files that begin with "over" or "delta" have the medium of the .raw file of the same stem.
set -e
convert="qemu-img convert -f raw -O"
$convert qcow2 -o compat=0.10 medium.raw v2.qcow2
$convert qcow2 -o compat=1.1 medium.raw v3.qcow2
$convert qcow2 -o cluster_size=512 medium.raw small.qcow2
$convert qcow2 -c medium.raw zlib.qcow2
$convert qcow2 -c -o compression_type=zstd medium.raw zstd.qcow2
$convert qcow2 -o extended_l2=on,cluster_size=64k medium.raw sub.qcow2
$convert qcow2 -c -o extended_l2=on,cluster_size=16k medium.raw subzlib.qcow2
qemu-img create -q -f qcow2 -o data_file=ext.data,cluster_size=64k ext.qcow2 4M
qemu-img convert -n -f raw -O qcow2 medium.raw ext.qcow2
cp v3.qcow2 snap.qcow2 && qemu-img snapshot -c one snap.qcow2
qemu-img create -q -f qcow2 -b v3.qcow2 -F qcow2 over.qcow2
qemu-io -f qcow2 -c 'write -P 0x41 64k 1536' -c 'write -P 0x42 1M 192k' -c 'write -z 2M 128k' -c 'discard 2560k 64k' over.qcow2
qemu-img convert -O raw over.qcow2 over.raw
qemu-img create -q -f qcow2 -o extended_l2=on,cluster_size=64k -b v2.qcow2 -F qcow2 oversub.qcow2
qemu-io -f qcow2 -c 'write -P 0x43 66k 4k' -c 'write -P 0x44 1M 192k' -c 'write -z 1030k 6k' -c 'write -z 2M 128k' oversub.qcow2
qemu-img convert -O raw oversub.qcow2 oversub.raw
for kind in monolithicSparse monolithicFlat twoGbMaxExtentSparse twoGbMaxExtentFlat streamOptimized; do
    $convert vmdk -o subformat=$kind medium.raw $kind.vmdk
done
qemu-img create -q -f vmdk -b monolithicSparse.vmdk -F vmdk delta.vmdk
qemu-io -f vmdk -c 'write -P 0x46 64k 1536' -c 'write -P 0x47 1M 192k' delta.vmdk
qemu-img convert -O raw delta.vmdk delta.raw
$convert vpc -o subformat=fixed,force_size=on medium.raw fixed.vhd
$convert vpc -o subformat=dynamic,force_size=on medium.raw dynamic.vhd
$convert vhdx -o subformat=dynamic,block_size=1M medium.raw dynamic.vhdx
$convert vhdx -o subformat=fixed medium.raw fixed.vhdx
acquire="ewfacquire -u -q -C case-7 -D description -E evidence-1 -e examiner -N notes -m fixed -M physical -b 64 -d sha1"
$acquire -f encase6 -c deflate:fast -t fast medium.raw
$acquire -f encase6 -c deflate:none -S 1048576 -t seg medium.raw
$acquire -f ftk -c deflate:empty-block -t ftk medium.raw
$acquire -f ewf -c deflate:best -t first medium.raw
$acquire -f linen5 -c deflate:best -b 128 -t linen medium.raw
$acquire -f smart -c deflate:fast -t smart medium.raw
rm medium.raw
tar --sort=name --owner=0 --group=0 --mtime=@0 -cf - -- * | zstd --ultra -22 --long=27 > disks.tar.zst
