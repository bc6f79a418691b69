# Run by make.sh: forms.py DIRECTORY NAMES xfs|btrfs|erofs fills a mounted file system with one of each form that files, directories, attributes and links
# have on disk. How much of a thing it takes differs: btrfs puts less into one link or attribute.
import os, socket, subprocess, sys

os.chdir(sys.argv[1])
names = int(sys.argv[2])
leaf, steps, attributes, large = {'xfs': (300, 101, 90, 4000), 'btrfs': (120, 90, 12, 600), 'erofs': (120, 90, 8, 400)}[sys.argv[3]]
os.umask(0o022)


def write(name, *pieces):
    with open(name, 'wb') as file:
        for at, data in pieces:
            file.seek(at)
            file.write(data)


def fill(directory, count, other=None, tail=''):
    os.mkdir(directory)
    if other:
        os.mkdir(other)
    for i in range(count):
        for place in filter(None, (directory, other)):
            os.link('one', '%s/name-%04d%s' % (place, i, tail))


write('one', (0, b'1'))
write('empty')
fill('few', 3)
fill('block', 30)
fill('leaf', leaf)
fill('node', names, 'node-too', '-' * 230)  # grown in turns, so that neither lies in one piece
os.mkdir('few/inner')
os.mkdir('none')
write('holes', *[(i * 65536, b'%d' % i) for i in range(60)])
write('sparse', (0, b'head'), (5 << 30, b'tail'))
write('unwritten', (0, b'head'))
subprocess.run(['fallocate', '-l', '200000', 'unwritten'], check=True)
subprocess.run(['fallocate', '-n', '-o', '1m', '-l', '100000', 'unwritten'], check=True)
os.truncate('unwritten', 150000)
write('long', (0, b''.join(b'%07d\n' % i for i in range(3000))))
os.symlink('few/inner', 'short-link')
os.symlink('x/' * 200 + 'y', 'link')
os.symlink('/' + 'very-long/' * steps + 'end', 'long-link')
os.mknod('device', 0o600 | 0o020000, os.makedev(300, 70000))
os.mknod('disk', 0o640 | 0o060000, os.makedev(8, 1))
os.mkfifo('fifo', 0o622)
socket.socket(socket.AF_UNIX).bind('socket')
write('set-id', (0, b'x'))
os.chown('set-id', 4294967294, 100000)
os.chmod('set-id', 0o6755)
write(b'bytes-\xff\xfe\x0a', (0, b'x'))
write('n' * 255, (0, b'x'))
for name, seconds in (('old', -1_000_000_000), ('oldest', -(1 << 31)), ('later', 5_000_000_000), ('y2038', (1 << 31) - 1)):
    write(name, (0, b'x'))
    os.utime(name, ns=(seconds * 10**9 + 1, seconds * 10**9 + 987654321))
for name in ('attr-short', 'attr-leaf', 'attr-node', 'attr-remote', 'attr-gone'):
    write(name, (0, b'x'))
os.setxattr('attr-short', 'user.a', b'1')
os.setxattr('attr-short', 'security.capability', bytes.fromhex('0100000200040000000000000000000000000000'))
os.setxattr('attr-short', 'user.empty', b'')
for i in range(8):
    os.setxattr('attr-leaf', 'trusted.name-%d' % i, b'value %d ' % i * 30)
for i in range(attributes):
    os.setxattr('attr-node', 'user.name-%d' % i, b'%d' % i * 250)
os.setxattr('attr-remote', 'user.small', b's')
os.setxattr('attr-remote', 'user.large', b'large' * large)
os.setxattr('attr-gone', 'user.gone', b'g' * 3000)
os.removexattr('attr-gone', 'user.gone')
os.setxattr('none', 'trusted.overlay.opaque', b'y')
os.setxattr('link', 'trusted.on-link', b'l', follow_symlinks=False)
os.setxattr('few', 'system.posix_acl_default', bytes.fromhex('02000000' '01000700ffffffff' '02000500e8030000' '04000500ffffffff' '10000500ffffffff' '20000000ffffffff'))
