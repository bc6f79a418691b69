# The engine's own answers, in the words of the CRI and of ctr.

write_answers() { # folder
  local to=$1 id kind
  rm -rf "$to"
  mkdir -p "$to"/{cri,merged,rwdiff,logs}
  inside ctr version | sed -n '/Server/,$p' >"$to/version.txt"
  inside python3 /run/recipe/ask.py /run/answers
  cp -r "$(proc)"/run/answers/. "$to/"
  inside ctr --namespace k8s.io images list >"$to/images.txt"
  inside ctr --namespace k8s.io snapshots list >"$to/snapshots.txt"
  inside ctr --namespace k8s.io snapshots usage -b >"$to/usage.txt"
  for id in $(inside ctr --namespace k8s.io containers list --quiet); do
    inside bash -c 'set -e; mkdir -p /mnt/view; eval "$(ctr --namespace k8s.io snapshots mounts /mnt/view "$1")"
      tar --directory=/mnt/view --create --sort=name . | tar --list --verbose --full-time --numeric-owner --quoting-style=c
      umount /mnt/view' - "$id" >"$to/merged/$id.txt"
    inside python3 /run/recipe/changes.py "$id" >"$to/rwdiff/$id.txt"
  done
  cp -r "$WORK/host/var/log/pods/." "$to/logs/"
}

proc() { echo "/proc/$(cat "$WORK/init.pid")/root"; }

# What the kernel says of the files after the cut: records that end in NUL, of tab-separated path, type, mode, uid, gid, size, links, inode, mtime,
# ctime and link target.
write_listing() { # folder
  (cd "$WORK/host" && find . -printf '%p\t%y\t%m\t%U\t%G\t%s\t%n\t%i\t%T@\t%C@\t%l\0' | sort --zero-terminated | gzip --best --no-name >"$1/stat.tsv0.gz")
}
