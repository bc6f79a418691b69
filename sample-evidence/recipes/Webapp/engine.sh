# The engine in namespaces of its own. Sourced by record.sh, which sets WORK.
#
# The data root must be /var/lib/docker, because the engine writes that path into its files. So the engine gets a mount namespace in which
# a folder of WORK lies there, a network namespace for its bridges and rules, a UTS namespace for the host's name, and a process
# namespace: ending its first process ends everything in it at once, which is what a power cut does.

SOCKET=$WORK/engine.sock
ROOT=$WORK/host/var/lib/docker

# The client, speaking to this engine only.
engine() { command docker --host "unix://$SOCKET" "$@"; }

# A command inside the engine's namespaces.
inside() { nsenter --target "$(cat "$WORK/init.pid")" --mount --net --uts --pid -- "$@"; }

start_engine() { # hostname, options of dockerd
  mkdir -p "$ROOT" "$WORK/bin" "$WORK/home" "$WORK/etc"
  # Containers get copies of these.
  printf '127.0.0.1 localhost %s\n' "$1" >"$WORK/etc/hosts"
  printf 'nameserver 192.0.2.53\nsearch shop.example\n' >"$WORK/etc/resolv.conf"
  write_runc "$WORK/bin/runc"
  WORK=$WORK HOME=$WORK/home unshare --mount --net --uts --pid --fork --kill-child --mount-proc --propagation private \
    bash -c '
      set -e
      hostname "$1"; shift
      ip link set lo up
      # What the host has of these is hidden, not changed.
      for place in /run /srv /etc/docker; do mount -t tmpfs tmpfs "$place"; done
      for file in hosts resolv.conf; do mount --bind "$WORK/etc/$file" "/etc/$file"; done
      mount --bind "$WORK/host/var/lib" /var/lib
      PATH="$WORK/bin:$PATH" dockerd --storage-driver overlay2 "$@" >"$WORK/dockerd.log" 2>&1 &
      # The first process of the namespace stays: it collects those that lose their parent.
      while :; do wait -n || true; sleep 1; done
    ' engine "$1" --host "unix://$SOCKET" --host unix:///run/docker.sock "${@:2}" </dev/null >"$WORK/init.log" 2>&1 &
  UNSHARE=$!
  for _ in $(seq 60); do
    pgrep --parent "$UNSHARE" >"$WORK/init.pid" || true
    engine version >/dev/null 2>&1 && return 0
    sleep 0.5
  done
  tail -n 20 "$WORK/init.log" "$WORK/dockerd.log" >&2
  return 1
}

cut_power() {
  kill -KILL "$(cat "$WORK/init.pid")"
  wait "$UNSHARE" 2>/dev/null || true
  # What the engine leaves outside its namespaces: the control groups of its containers.
  local container
  for container in "$ROOT"/containers/*; do
    find /sys/fs/cgroup -depth -type d -path "*/docker/${container##*/}*" -exec rmdir {} + 2>/dev/null || true
  done
}
