# containerd on a host of its own. Sourced by record.sh, which sets WORK, TREE and HERE.
#
# The host is a mount, network, UTS and process namespace on TREE, in which /etc, /root, /var/lib and /var/log are folders of WORK: containerd and the
# kubelet write their absolute paths into what they keep. pivot_root and not chroot, because a container's processes find
# the root of the namespace. Ending its first process ends everything in it at once, which is what a power cut does.

inside() {
  nsenter --target "$(cat "$WORK/init.pid")" --mount --net --uts --pid --root --wd -- \
    env -i PATH=/run/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root "$@"
}

# A userland of 220 kB: BusyBox with the names that the story uses; and a program that waits.
write_programs() {
  mkdir -p "$WORK/recipe" "$WORK/busybox"
  cp "$HERE"/*.py "$WORK/recipe/"
  make -s -C "$BUSYBOX" O="$WORK/busybox" allnoconfig >/dev/null
  local name
  for name in STATIC ASH SH_IS_ASH ASH_ECHO ASH_PRINTF ASH_TEST BASE64 CAT CHMOD CHOWN CP DATE ECHO ID LN LS MKDIR MV NC PRINTF RM SEQ SLEEP \
    TEST TEST1 TOUCH TRUE WGET FEATURE_SH_MATH FEATURE_TOUCH_SUSV3 LONG_OPTS LFS; do
    sed -i "s/^# CONFIG_$name is not set/CONFIG_$name=y/" "$WORK/busybox/.config"
  done
  { yes '' || true; } | make -s -C "$BUSYBOX" O="$WORK/busybox" oldconfig >/dev/null
  make -s -C "$BUSYBOX" O="$WORK/busybox" CC=musl-gcc >/dev/null 2>&1
  cp "$WORK/busybox/busybox" "$WORK/recipe/"
  musl-gcc -static -Os -s -o "$WORK/recipe/pause" "$HERE/pause.c"
}

start_node() { # hostname
  mkdir -p "$WORK"/{root,bin} "$WORK/host"/{etc,root,var/lib,var/log}
  write_etc "$1"
  write_runc "$WORK/bin/runc"
  chmod 700 "$WORK/host/root"
  unshare --mount --net --uts --pid --fork --kill-child --propagation private bash -c '
    set -e
    WORK=$1 TREE=$2
    R=$WORK/root
    hostname "$3"
    ip link set lo up
    ip address add 192.0.2.10/32 dev lo
    ip address add 198.51.100.9/32 dev lo
    mount --bind "$TREE" "$R"
    mount -t proc proc "$R/proc"
    mount --rbind /sys "$R/sys"
    mount --rbind /dev "$R/dev"
    for place in run tmp srv opt mnt; do mount -t tmpfs tmpfs "$R/$place"; done
    mkdir "$R/run/bin" "$R/run/recipe" "$R/mnt/old"
    cp "$WORK/bin/runc" "$R/run/bin/"
    cp "$WORK"/recipe/* "$R/run/recipe/"
    for place in etc root var/lib var/log; do mount --bind "$WORK/host/$place" "$R/$place"; done
    cd "$R"
    pivot_root . mnt/old
    umount -l /mnt/old
    exec chroot . env -i PATH=/run/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root bash -c "
      containerd >/run/containerd.log 2>&1 &
      while :; do wait -n || true; sleep 1; done"
  ' node "$WORK" "$TREE" "$1" </dev/null >"$WORK/init.log" 2>&1 &
  UNSHARE=$!
  for _ in $(seq 60); do
    pgrep --parent "$UNSHARE" >"$WORK/init.pid" || true
    inside ctr version >/dev/null 2>&1 && break
    sleep 0.5
  done
  # An option that is newer than the compiler; it says nothing of the messages' form.
  inside bash -c 'cd /run/recipe; sed "s/ *\[debug_redact = true\]//" /usr/share/gocode/src/k8s.io/cri-api/pkg/apis/runtime/v1/api.proto >api.proto
    protoc --python_out=. api.proto'
}

# What programs of the tree need of /etc, and what belongs to the story.
write_etc() { # hostname
  local etc=$WORK/host/etc
  cp -a "$TREE"/etc/{ld.so.cache,ld.so.conf,ld.so.conf.d,alternatives,nsswitch.conf,os-release} "$etc/"
  cp --remove-destination -L "$TREE/etc/os-release" "$etc/os-release"
  mkdir -p "$etc"/{cni/net.d,containerd/certs.d/_default,cron.d,kubernetes/manifests}
  echo "$1" >"$etc/hostname"
  printf '127.0.0.1 localhost %s\n' "$1" >"$etc/hosts"
  printf 'nameserver 192.0.2.53\n' >"$etc/resolv.conf"
  printf 'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n' >"$etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$etc/group"
  cp "$HERE/config.toml" "$etc/containerd/"
  # Every registry is asked for by way of the shop's mirror.
  printf '[host."http://192.0.2.10:5000"]\n  capabilities = ["pull", "resolve"]\n' >"$etc/containerd/certs.d/_default/hosts.toml"
  cat >"$etc/cni/net.d/10-shop.conflist" <<'CNI'
{"cniVersion": "1.0.0", "name": "shop", "plugins": [{"type": "bridge", "bridge": "cni0", "isGateway": true,
  "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.244.7.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
CNI
}

lay_images() { inside python3 /run/recipe/images.py /run/registry; }

cut_power() {
  sync
  kill -KILL "$(cat "$WORK/init.pid")"
  wait "$UNSHARE" 2>/dev/null || true
  # What containers leave outside the namespaces.
  find /sys/fs/cgroup -depth -type d -path '*/kubepods*' -exec rmdir {} + 2>/dev/null || true
}
