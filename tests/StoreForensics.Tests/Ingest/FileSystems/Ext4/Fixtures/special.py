# Run by make.sh: special.py DIRECTORY fills a mounted file system with what the reference tree cannot hold.
import os, stat, struct, sys

os.chdir(sys.argv[1])


def write(path, data, at=0):
    file = os.open(path, os.O_CREAT | os.O_WRONLY, 0o644)
    os.pwrite(file, data, at)
    os.close(file)


# An indexed directory, and names of a file without number.
os.mkdir('many')
write('many/original', b'one file')
for i in range(1500):
    os.link('many/original', 'many/%04d-%s' % (i, 'x' * (60 + i % 50)))

# Directories that grow from nothing: inline ones have a second part, then a block.
for count in (0, 1, 3, 4, 6, 8, 12, 40):
    os.mkdir('dir-%02d' % count)
    for i in range(count):
        write('dir-%02d/%s' % (count, 'n%d' % i + 'y' * (i % 7)), b'')
os.mkdir('dir-removed')
for i in range(30):
    write('dir-removed/%d' % i, b'')
for i in range(29):
    os.unlink('dir-removed/%d' % i)

# Many extents, so that their tree is two levels deep; and blocks far apart, for maps of three levels.
block = os.statvfs('.').f_bsize
for i in range(500):
    write('fragments', bytes([i % 251]) * 100, i * 2 * block)
for far in (3, 13, 300, 700, 66000, 67000, 70000):
    write('far', b'at %d' % far, far * block)
file = os.open('reserved', os.O_CREAT | os.O_WRONLY, 0o644)
try:
    os.posix_fallocate(file, 0, 64 * block)
except OSError:
    pass
os.pwrite(file, b'middle', 20 * block + 5)
os.close(file)

for size in (1, 59, 60, 61, 70, 100, 120, 150, 160, 200, 400, 600, 1023, 1024, 1025):
    write('size-%04d' % size, bytes(i * 7 % 256 for i in range(size)))
for size in (1, 58, 59, 60, 61, 100, 150, 500, 1000, 1023):
    os.symlink('t' * size, 'link-%04d' % size)

for name, kind, major, minor in (('null', stat.S_IFCHR, 1, 3), ('whiteout', stat.S_IFCHR, 0, 0), ('old-most', stat.S_IFBLK, 255, 255), ('new', stat.S_IFCHR, 256, 1),
                                 ('new-minor', stat.S_IFBLK, 8, 256), ('most', stat.S_IFBLK, 4095, 1048575), ('fifo', stat.S_IFIFO, 0, 0), ('socket', stat.S_IFSOCK, 0, 0)):
    os.mknod(name, kind | 0o640, os.makedev(major, minor))
write('owned', b'')
os.chown('owned', 4000000000, 70000)

for seconds in (-2147483648, -2147483647, -1, 0, 1, 2147483647, 2147483648, 4294967295, 4294967296, 6442450943, 6442450944, 10737418239, 15032385535):
    write('time-%d' % seconds, b'')
    os.utime('time-%d' % seconds, ns=(seconds * 10**9 + 999999999, seconds * 10**9 + 1))

acl = struct.pack('<I', 2) + b''.join(struct.pack('<HHI', *entry) for entry in (
    (1, 6, 0xffffffff), (2, 5, 1000), (2, 7, 70000), (4, 4, 0xffffffff), (8, 6, 2000), (16, 7, 0xffffffff), (32, 0, 0xffffffff)))
os.mkdir('acl')
os.setxattr('acl', 'system.posix_acl_default', acl)
write('acl/inherited', b'')
os.setxattr('owned', 'system.posix_acl_access', acl)


def tag(path, name, value):
    try:
        os.setxattr(path, name, value, follow_symlinks=False)
    except OSError:
        pass  # no room: the account tells


for path in ('size-0001', 'size-0150', 'dir-00', 'link-0059', 'link-0500', 'fifo', 'null'):
    tag(path, 'trusted.overlay.opaque', b'y')
    tag(path, 'security.capability', bytes(20))
    tag(path, 'trusted.empty', b'')
for i in range(20):
    tag('size-0400', 'user.%d' % i, b'v' * i)
for i in range(3):  # one block, or one value, for several files
    write('shared-%d' % i, b'')
    tag('shared-%d' % i, 'user.long', b'l' * 500)
    tag('shared-%d' % i, 'user.longer', bytes(j % 253 for j in range(5000)))
tag('size-0600', 'user.longest', bytes(j % 241 for j in range(60000)))
