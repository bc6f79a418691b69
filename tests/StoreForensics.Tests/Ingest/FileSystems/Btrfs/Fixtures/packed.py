# Run by make.sh: packed.py DIRECTORY writes files whose extents are compressed, of each kind, and stretches of them.
import fcntl, os, random, struct, sys

os.mkdir(sys.argv[1])
os.chdir(sys.argv[1])
noise = random.Random(1).randbytes(1500)
text = b''.join(b'line %d of the file, which is much like the others\n' % (i // 16) for i in range(3500))


def write(name, data):
    with open(name, 'wb') as file:
        file.write(data)
        os.fsync(file.fileno())


write('inline', b'short and short and short and short and short and short ' * 20)
write('text', text)
write('mixed', text[:30000] + noise + text[:30000])
write('zeros', bytes(200000) + b'end')
write('overwritten', text)
with open('overwritten', 'r+b') as file:
    file.seek(40000)
    file.write(b'over' * 3000)
    os.fsync(file.fileno())
with open('text', 'rb') as source, open('cloned', 'wb') as file:  # FICLONERANGE
    fcntl.ioctl(file, 0x4020940D, struct.pack('qQQQ', source.fileno(), 8192, 65536, 4096))
    os.fsync(file.fileno())
