"""What a container added, changed and deleted, from its writable directory and the ones below: changes.py CONTAINER

A device 0:0 deletes a name; an opaque directory all that is below it and was not made again."""
import os
import re
import stat
import subprocess
import sys


def directories(key):
    """Uppermost first."""
    command = subprocess.run(["ctr", "--namespace", "k8s.io", "snapshots", "mounts", "/mnt", key], check=True, capture_output=True, text=True).stdout
    upper, lower = (re.search(f"{name}=([^, ]+)", command).group(1) for name in ("upperdir", "lowerdir"))
    return upper, [lower_directory if lower_directory.startswith("/") else os.path.join(root(command), lower_directory) for lower_directory in lower.split(":")]


def root(command):
    found = re.search(r"fs\.[^ ]*=([^, ]+)|-o ([^ ]*)", command)
    return os.path.dirname(found.group(1) or "/")


def below(path, lower):
    """What the directories below show at a path, or null."""
    for layer in lower:
        place = layer
        for part in path.strip("/").split("/"):
            place = os.path.join(place, part)
            if not os.path.lexists(place):
                break
            mode = os.lstat(place)
            if stat.S_ISCHR(mode.st_mode) and mode.st_rdev == 0:
                return None
        else:
            return place
    return None


def opaque(place):
    try:
        return os.getxattr(place, "trusted.overlay.opaque") == b"y"
    except OSError:
        return False


upper, lower = directories(sys.argv[1])
for folder, folders, files in os.walk(upper):
    folders.sort()
    for name in sorted(folders + files):
        place = os.path.join(folder, name)
        path = place[len(upper):]
        status = os.lstat(place)
        if stat.S_ISCHR(status.st_mode) and status.st_rdev == 0:
            print("D", path)
            continue
        print("C" if below(path, lower) else "A", path)
        if stat.S_ISDIR(status.st_mode) and opaque(place):
            for layer in lower:
                hidden = layer + path
                for gone in sorted(os.listdir(hidden)) if os.path.isdir(hidden) else []:
                    if not os.path.lexists(os.path.join(place, gone)):
                        print("D", os.path.join(path, gone))
