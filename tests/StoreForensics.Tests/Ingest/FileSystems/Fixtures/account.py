# Run by make.sh: account.py DIRECTORY tells what the kernel says of every name: a line of path, kind and mode, owner, group, size, access, modification, change
# and birth time, links, inode, device, target, SHA-256, and name=value of each attribute; bytes in hexadecimal, times in nanoseconds.
import hashlib, os, stat, subprocess, sys

root = os.fsencode(sys.argv[1])
paths = [root]
for directory, directories, files in os.walk(root):
    paths += [os.path.join(directory, name) for name in directories + files]
births = subprocess.run([b'stat', b'--printf', b'%.9W\\0', b'--', *paths], check=True, capture_output=True).stdout.split(b'\0')


def digest(path, size):
    if size > 1 << 30:
        return '-'
    with open(path, 'rb') as file:
        return hashlib.file_digest(file, 'sha256').hexdigest() if hasattr(hashlib, 'file_digest') else hashlib.sha256(file.read()).hexdigest()


for path, birth in sorted(zip(paths, births)):
    s = os.lstat(path)
    isfile, islink = stat.S_ISREG(s.st_mode), stat.S_ISLNK(s.st_mode)
    isdevice = stat.S_ISCHR(s.st_mode) or stat.S_ISBLK(s.st_mode)
    attributes = sorted('%s=%s' % (a, os.getxattr(path, a, follow_symlinks=False).hex()) for a in os.listxattr(path, follow_symlinks=False))
    print(path[len(root):].lstrip(b'/').hex(), '%o' % s.st_mode, s.st_uid, s.st_gid, s.st_size, s.st_atime_ns, s.st_mtime_ns, s.st_ctime_ns,
          birth.decode().replace('.', ''), s.st_nlink, s.st_ino, '%d:%d' % (os.major(s.st_rdev), os.minor(s.st_rdev)) if isdevice else '-',
          os.readlink(path).hex() if islink else '-', digest(path, s.st_size) if isfile else '-', ' '.join(attributes), sep='\t')
