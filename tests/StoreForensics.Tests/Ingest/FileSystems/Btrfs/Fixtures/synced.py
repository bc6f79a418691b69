"""Changes a mounted btrfs by the numbers of a seed; in the second phase some of it is synced. synced.py DIRECTORY SEED first|second COUNT"""
import os
import random
import subprocess
import sys

root, seed, phase, count = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
draw = random.Random(seed * 2 + (phase == "second"))
os.chdir(root)


def names():
    directories, files = ["."], []
    for directory, below, here in os.walk("."):
        directories += [os.path.join(directory, n) for n in below]
        files += [os.path.join(directory, n) for n in here]
    return sorted(directories), sorted(files)


def sync(path):
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    os.fsync(descriptor)
    os.close(descriptor)


def change(kind, directories, files):
    regular = [f for f in files if not os.path.islink(f)]
    file = draw.choice(regular) if regular else None
    if kind == "new":
        file = os.path.join(draw.choice(directories), "f%d" % draw.randrange(40))
        with open(file, "wb") as new:
            new.write(draw.randbytes(draw.choice([0, 10, 500, 3000, 5000])) * draw.choice([1, 1, 5]))
    elif kind == "directory":
        file = os.path.join(draw.choice(directories), "d%d" % draw.randrange(12))
        os.mkdir(file)
    elif kind == "tree" and len(directories) > 3:
        gone = draw.choice([d for d in directories[1:] if not d.startswith("./sub")] or ["./none"])
        subprocess.run(["rm", "-rf", gone], check=True)
        return os.path.dirname(gone)
    elif kind == "moved" and len(directories) > 3:
        file = os.path.join(draw.choice(directories), "d%d" % draw.randrange(12))
        os.rename(draw.choice(directories[1:]), file)
    elif file is None:
        return None
    elif kind in ("written", "appended"):
        with open(file, "r+b") as old:
            size = os.path.getsize(file)
            old.seek(size if kind == "appended" else draw.randrange(size + 1))
            old.write(bytes([draw.randrange(256)]) * draw.choice([1, 100, 4096, 9000, 50000]))
    elif kind == "cut":
        os.truncate(file, draw.randrange(os.path.getsize(file) * 2 + 1))
    elif kind == "renamed":
        to = os.path.join(draw.choice(directories), "f%d" % draw.randrange(40))
        os.rename(file, to)
        return to
    elif kind == "linked":
        to = os.path.join(draw.choice(directories), "l%d" % draw.randrange(40))
        os.link(file, to)
        return to
    elif kind == "removed":
        os.unlink(file)
        return os.path.dirname(file)
    elif kind == "attribute":
        os.setxattr(file, "user.a%d" % draw.randrange(5), draw.randbytes(draw.choice([1, 40, 300])))
    elif kind == "no attribute":
        for name in sorted(os.listxattr(file))[:1]:
            os.removexattr(file, name)
    elif kind == "symlink":
        to = os.path.join(draw.choice(directories), "s%d" % draw.randrange(20))
        os.symlink("x" * draw.randrange(1, 200), to)
        return os.path.dirname(to)
    elif kind == "mode":
        os.chmod(file, draw.choice([0o600, 0o755, 0o4755]))
        os.chown(file, draw.randrange(9), draw.randrange(9))
    elif kind == "hole" and os.path.getsize(file) > 8192:
        size = os.path.getsize(file)
        subprocess.run(["fallocate", "-p", "-o", str(draw.randrange(size // 2)), "-l", str(size // 3), file], check=True)
    elif kind == "reserved":
        subprocess.run(["fallocate", "-n", "-o", str(os.path.getsize(file)), "-l", "30000", file], check=True)
    elif kind == "replaced":
        with open(file + ".new", "wb") as new:
            new.write(b"new" * draw.randrange(3000))
            new.flush()
            os.fsync(new.fileno())
        os.rename(file + ".new", file)
    elif kind == "exchanged" and len(regular) > 1:
        one, other = draw.sample(regular, 2)
        os.rename(one, "between")
        os.rename(other, one)
        os.rename("between", other)
        return one
    return file


KINDS = ["new", "new", "written", "appended", "cut", "renamed", "renamed", "linked", "removed", "directory", "tree", "attribute", "no attribute", "symlink",
         "mode", "hole", "reserved", "replaced", "moved", "exchanged"]

for _ in range(count):
    directories, files = names()
    try:
        touched = change(draw.choice(KINDS), directories, files)
        if phase == "second" and draw.random() < 0.45:
            sync(touched if touched and os.path.lexists(touched) and not os.path.islink(touched) else draw.choice(directories))
    except OSError:
        pass
