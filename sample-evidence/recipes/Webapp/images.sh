# The images, built by the classic builder as root of the host would.

# What a build step downloads: served inside the engine's network from an address that is reserved for documentation.
serve_script() {
  inside ip address add 192.0.2.44/32 dev lo
  inside busybox httpd -p 192.0.2.44:80 -h "$HERE/remote"
}

build_images() {
  write_rootfs "$WORK/base"
  cp "$HERE/base/Dockerfile" "$WORK/base/"
  build corp/base:12 "$WORK/base"
  engine tag corp/base:12 corp/base:latest

  cp -R "$HERE/web" "$WORK/web"
  build shop/web:1.3 "$WORK/web" --target app --build-arg RELEASE=1.3
  engine tag shop/web:1.3 shop/web:latest
  sleep 1
  build shop/web:1.4 "$WORK/web" --build-arg RELEASE=1.4
  engine tag shop/web:1.4 shop/web:latest

  # Built twice under one name: the first is dangling now.
  build_short corp/report:2 "echo first >/report.txt"
  build_short corp/report:2 "echo second >/report.txt"

  # Breaks off at its third step: leaves that step's container and the image of the second.
  build corp/php:0.1 "$HERE/broken" || true

  # Came and went.
  build_short corp/probe:0.1 "echo short-lived >/probe.txt"
  engine rmi corp/probe:0.1

  # By BuildKit, which keeps its layers under names of 25 letters.
  DOCKER_BUILDKIT=1 engine build --progress plain --tag corp/tool:7 "$HERE/tool"
}

build() { engine build --tag "$1" "${@:3}" "$2"; }

build_short() { printf 'FROM corp/base:12\nRUN %s\n' "$2" | engine build --tag "$1" -; }

# A small userland: BusyBox under the names that the story uses, and files for it to change and delete.
write_rootfs() { # folder
  local tree=$1/tree name
  mkdir -p "$tree"/{bin,dev,etc/app/conf.d,etc/cron.d,opt/legacy/sub,proc,root,sys,tmp,usr/bin,usr/lib,usr/local/bin,var/log}
  cp /bin/busybox "$tree/bin/busybox"
  for name in sh base64 cat chmod chown cp date echo id ln ls mkdir mv printf rm seq sleep test touch true wget; do
    ln -s busybox "$tree/bin/$name"
  done
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n' >"$tree/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$tree/etc/group"
  printf 'listen=8080\n' >"$tree/etc/app/app.conf"
  printf 'level=info\n' >"$tree/etc/app/conf.d/log.conf"
  printf 'SHELL=/bin/sh\n' >"$tree/etc/crontab"
  printf 'old\n' >"$tree/opt/legacy/readme.txt"
  printf 'older\n' >"$tree/opt/legacy/sub/notes.txt"
  printf 'sshd[77]: Accepted password for root\n' >"$tree/var/log/auth.log"
  printf 'stand-in for ping\n' >"$tree/usr/bin/ping"
  chmod 755 "$tree/usr/bin/ping"
  chmod 700 "$tree/root"
  chmod 1777 "$tree/tmp"
  setcap cap_net_raw+ep "$tree/usr/bin/ping"
  find "$tree" -depth -exec touch --no-dereference --date='2024-01-15 08:00:00.123456789 UTC' {} +
  tar --directory="$tree" --format=posix --sort=name --owner=0 --group=0 --numeric-owner --xattrs --xattrs-include='*' --create --file="$1/rootfs.tar" .
  rm -rf "$tree"
}
