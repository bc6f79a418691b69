# Run by make.sh: xattrs.py DIRECTORY lists all attributes, a line of hexadecimal each: path, name, value.
import os, sys

for directory, directories, files, at in os.fwalk(os.fsencode(sys.argv[1]), follow_symlinks=False):
    for name in sorted(directories + files):
        path = b'/proc/self/fd/%d/%s' % (at, name)
        for attribute in os.listxattr(path, follow_symlinks=False):
            value = os.getxattr(path, attribute, follow_symlinks=False)
            print(os.path.join(os.path.relpath(directory, os.fsencode(sys.argv[1])), name).removeprefix(b'./').hex(), attribute, value.hex())
