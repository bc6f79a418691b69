# Run by Ext4Recipe in a directory with the images of the reference tree and an empty directory "mounted": adds images of what that tree cannot hold, and the
# kernel's account of every image. Linux 6.18, e2fsprogs 1.47.0.

. "$(dirname "$0")/account.sh"

for image in *.img; do
    account "${image%.img}"
done
