# What the kernel says of an image. NAME.list has a line for each name: find's words, ended by NUL; NAME.births has inodes and birth times, which find does not
# tell; NAME.sums has SHA-256.
account() {
    mount -o loop,ro "$1.img" mounted
    (cd mounted && find . -printf '%y|%m|%U|%G|%s|%A@|%T@|%C@|%n|%i|%l|%P\0') > "$1.list"
    (cd mounted && find . -execdir stat --printf '%i %.9W\0' -- {} +) | sort -zu > "$1.births"
    (cd mounted && find . -type f -execdir sha256sum -z -- {} +) | sort -z > "$1.sums"
    umount mounted
}
