"""Images in use, with fast commits behind the journal's transactions: python3 make-fast.py DIRECTORY [SEEDS], as root (Linux 6.18, e2fsprogs 1.47.0).

Each NAME.img is the image beneath a mounted file system after some seconds of changes, each synced by itself; the kernel's account is of a copy that it
mounted, and so played back: NAME.list, NAME.births and NAME.sums as make.sh writes them. Their archive is fast.tar.zst:
tar --sort=name --owner=0 --group=0 --mtime=@0 -cf - fast-* | zstd --ultra -22 --long=27
"""
import os, random, shutil, subprocess, sys

KINDS = [("1k", "-b 1024"), ("4k", "-b 4096"), ("plain", "-b 1024 -O ^metadata_csum,^64bit"), ("inline", "-b 1024 -O inline_data"), ("small", "-b 2048 -I 128")]


def sh(text):
    subprocess.run(["sh", "-ec", text], check=True)


def sync(path):
    at = os.open(path, os.O_RDONLY)
    os.fsync(at)
    os.close(at)


class Work:
    def __init__(self, root, seed):
        self.root, self.random, self.count = root, random.Random(seed), 0
        self.files, self.directories = [], [root]

    def new(self):
        self.count += 1
        return os.path.join(self.random.choice(self.directories), "n%d" % self.count)

    def write(self, path, at, length):
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o640)
        os.pwrite(file, bytes(self.random.randrange(256) for _ in range(length)), at)
        os.fsync(file)
        os.close(file)

    def create(self):
        path = self.new()
        self.write(path, self.random.choice([0, 0, 0, 9000]), self.random.choice([10, 900, 5000, 30000]))
        self.files.append(path)

    def append(self):
        if self.files:
            path = self.random.choice(self.files)
            self.write(path, os.path.getsize(path), self.random.choice([5, 3000]))

    def overwrite(self):
        if self.files:
            path = self.random.choice(self.files)
            self.write(path, self.random.randrange(0, 20000), 1500)

    def truncate(self):
        if self.files:
            path = self.random.choice(self.files)
            os.truncate(path, os.path.getsize(path) // 3)
            sync(path)

    def unlink(self):
        if len(self.files) > 1:
            os.unlink(self.files.pop(self.random.randrange(len(self.files))))

    def link(self):
        if self.files:
            path = self.new()
            os.link(self.random.choice(self.files), path)
            self.files.append(path)
            sync(path)

    def rename(self):
        if self.files:
            at = self.random.randrange(len(self.files))
            path = self.new()
            os.rename(self.files[at], path)
            self.files[at] = path
            sync(path)

    def directory(self):
        path = self.new()
        os.mkdir(path)
        self.directories.append(path)

    def chmod(self):
        if self.files:
            path = self.random.choice(self.files)
            os.chmod(path, self.random.choice([0o600, 0o4755]))
            os.chown(path, self.random.randrange(70000), 5)
            sync(path)

    def reserve(self):
        path = self.new()
        file = os.open(path, os.O_RDWR | os.O_CREAT)
        os.posix_fallocate(file, 0, 20000)
        os.pwrite(file, b"q" * 100, 7000)
        os.fsync(file)
        os.close(file)
        self.files.append(path)

    def steps(self, count):
        every = [self.create] * 4 + [self.append] * 2 + [self.overwrite, self.truncate, self.unlink, self.link, self.rename, self.directory, self.chmod,
                                                        self.reserve]
        for _ in range(count):
            self.random.choice(every)()
        self.create()


def account(name, image, mount):
    sh(f"mount -o loop,noatime {image} {mount}")
    try:
        sh(f"cd {mount} && find . -printf '%y|%m|%U|%G|%s|%A@|%T@|%C@|%n|%i|%l|%P\\0' > {name}.list")
        sh(f"cd {mount} && find . -execdir stat --printf '%i %.9W\\0' -- {{}} + | sort -zu > {name}.births")
        sh(f"cd {mount} && find . -type f -execdir sha256sum -z -- {{}} + | sort -z > {name}.sums")
    finally:
        sh(f"umount {mount}")


def make(directory, name, options, seed):
    image, mount = os.path.join(directory, name + ".img"), os.path.join(directory, "mounted")
    os.makedirs(mount, exist_ok=True)
    sh(f"truncate -s 10m {image} && mke2fs -q -F -m 0 -N 256 -t ext4 -J size=4 {options} -O fast_commit,^resize_inode {image}")
    sh(f"mount -o loop,noatime,commit=60 {image} {mount}")
    try:
        work = Work(mount, seed)
        work.steps(12)
        sh(f"sync -f {mount}")
        work.steps(25)
        shutil.copy(image, image + ".copy")
    finally:
        sh(f"umount {mount}")
    os.rename(image + ".copy", image)
    shutil.copy(image, image + ".played")
    account(os.path.join(directory, name), image + ".played", mount)
    os.remove(image + ".played")


if __name__ == "__main__":
    for seed in range(int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        for kind, options in KINDS:
            make(os.path.abspath(sys.argv[1]), "fast-%s-%d" % (kind, seed), options, seed)
