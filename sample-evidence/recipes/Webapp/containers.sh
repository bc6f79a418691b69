# The containers of a working day, before anybody breaks in.

run_containers() {
  engine network create --subnet 172.30.4.0/24 --label tier=front shopnet
  engine network create --subnet 198.51.100.0/24 staging
  engine volume create --label tier=front uploads
  engine volume create dbdata
  engine volume create --label tier=test staging-data

  # The binary log driver.
  engine run --detach --name db --network shopnet --volume dbdata:/var/lib/db --log-driver local --env POSTGRES_PASSWORD='FAKE "db" p@ss=word' \
    --label com.docker.compose.project=shop --label com.docker.compose.service=db corp/base:12 \
    sh -c 'echo "db ready"; echo "rows: 17" >/var/lib/db/t1.dat; echo "ERROR: no relation x" >&2; trap "echo bye; exit 0" TERM; while :; do sleep 0.1; done'

  engine run --detach --name web --hostname web --network shopnet --publish 8080:80 --publish 127.0.0.1:9000:9000/udp --volume uploads:/data/uploads \
    --volume /srv/conf:/etc/shop:ro --tmpfs /cache:size=64k --restart unless-stopped --memory 64m --env SESSION_SECRET=FAKE_c2VjcmV0 \
    --label com.docker.compose.project=shop --label com.docker.compose.service=web shop/web:1.4 --port 80 --verbose

  # Fails, with a log that was rotated, and is renamed.
  engine run --name import --entrypoint sh --log-opt max-size=1k --log-opt max-file=3 corp/base:12 \
    -c 'for n in $(seq 60); do echo "row $n imported"; done; echo "out of memory" >&2; exit 137' || true
  engine rename import import-failed

  # Removed, as nobody would miss it.
  engine run --name legacy corp/base:12 sh -c 'echo legacy >/legacy.txt'
  engine rm legacy

  # Its image is gone.
  build_short corp/once:1 "echo once >/once.txt"
  engine run --name orphan corp/once:1 sh -c 'echo orphaned; echo now >/when.txt'
  engine rmi --force corp/once:1

  # Never started; it would have had the host's whole file system.
  engine create --name updater --volume /:/host --workdir /host --cap-add SYS_ADMIN --cap-drop MKNOD --security-opt seccomp=unconfined --device /dev/null:/dev/xnull \
    corp/tool:7 chroot /host sh
}
