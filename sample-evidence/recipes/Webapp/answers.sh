# The engine's own answers, in the words of its client.

write_answers() { # folder
  local to=$1 id name
  rm -rf "$to"
  mkdir -p "$to"/{history,diff,logs}
  # Without what it tells of the machine below.
  engine version --format '{{json .Server}}' | jq '{Version, ApiVersion, GitCommit, GoVersion, Os, Arch}' >"$to/version.json"
  engine info --format '{{json .}}' | jq '{Driver, Images, Containers, ContainersRunning, ContainersStopped, ServerVersion, Name}' >"$to/info.json"
  engine images --all --no-trunc --digests --format '{{json .}}' >"$to/images-all.jsonl"
  engine images --no-trunc --digests --format '{{json .}}' >"$to/images.jsonl"
  engine ps --all --no-trunc --format '{{json .}}' >"$to/ps.jsonl"
  engine inspect --format '{{json .}}' $(engine images --all --quiet --no-trunc | sort --unique) >"$to/images-inspect.jsonl"
  engine inspect --format '{{json .}}' $(engine ps --all --quiet --no-trunc | sort) >"$to/containers-inspect.jsonl"
  engine volume inspect --format '{{json .}}' $(engine volume ls --quiet | sort) >"$to/volumes-inspect.jsonl"
  engine network inspect --format '{{json .}}' $(engine network ls --quiet --no-trunc | sort) >"$to/networks-inspect.jsonl"
  # Of the others, each history is the tail of one of these.
  for id in $(engine images --quiet --no-trunc | sort --unique); do
    engine history --no-trunc --human=false --format '{{json .}}' "$id" >"$to/history/${id#sha256:}.jsonl"
  done
  for name in $(engine ps --all --format '{{.Names}}' | sort); do
    engine diff "$name" >"$to/diff/$name.txt"
    # A build's own container has no log driver, and so no answer.
    engine logs --timestamps "$name" >"$to/logs/$name.stdout" 2>"$to/logs/$name.stderr" || rm "$to/logs/$name".*
  done
}

# What the kernel says of the files after the cut: records that end in NUL, of tab-separated path, type, mode, uid, gid, size, links, inode, mtime,
# ctime and link target; and the directories that hide what lies below them.
write_listing() { # folder
  (
    cd "$ROOT"
    find . -printf '%p\t%y\t%m\t%U\t%G\t%s\t%n\t%i\t%T@\t%C@\t%l\0' | sort --zero-terminated | gzip --best --no-name >"$1/stat.tsv0.gz"
    find overlay2 -path '*/diff/*' -type d -exec getfattr --absolute-names --only-values --name trusted.overlay.opaque {} ';' -print 2>/dev/null \
      | sed --quiet 's/^y//p' | sort >"$1/opaque.txt"
  )
}
