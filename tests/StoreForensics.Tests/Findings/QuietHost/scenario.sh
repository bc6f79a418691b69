#!/bin/bash
# A host on which nothing bad happened, made by a real engine. Usage: DOCKER="docker -H ..." scenario.sh BASE-TREE DEBS BUSYBOX WORK
#   BASE-TREE  what debootstrap --variant=minbase made      DEBS  packages to install: nginx-light, nginx, nginx-common, sudo, cron, curl, iputils-ping, openssl
# The data root is then packed by shrink.sh.
set -eu
base=$1 debs=$2 busybox=$3 work=$4
: "${DOCKER:=docker}"
mkdir -p "$work/box" "$work/web/app/static" "$work/web/app/node_modules/.bin" "$work/web/app/lib" "$work/report"

tar -C "$base" --numeric-owner -c . | $DOCKER import - debian-base:12 >/dev/null

cp "$busybox" "$work/box/busybox"
cat > "$work/box/Dockerfile" <<'X'
FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "mkdir", "-p", "/tmp", "/etc", "/root", "/var/log"]
RUN ["/bin/busybox", "--install", "-s", "/bin"]
RUN echo 'root:x:0:0:root:/root:/bin/sh' > /etc/passwd && echo 'root:x:0:' > /etc/group && chmod 1777 /tmp
CMD ["sh"]
X
$DOCKER build -q -t box:1.36 "$work/box" >/dev/null

cp -r "$debs" "$work/web/debs"
cat > "$work/web/Dockerfile" <<'X'
FROM debian-base:12
LABEL org.opencontainers.image.title="web" org.opencontainers.image.vendor="Example Team" maintainer="team@example.org"
ARG VERSION=1.0
ENV APP_ENV=production PORT=8080 LANG=C.UTF-8 APP_KEYSPACE=web PATH=/srv/app/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
COPY debs /tmp/debs
RUN apt-get update || true; apt-get install -y --no-install-recommends /tmp/debs/*.deb && rm -rf /tmp/debs /var/lib/apt/lists/* /var/log/dpkg.log /var/log/apt
RUN groupadd -r app && useradd -r -g app -d /srv/app -s /usr/sbin/nologin app
WORKDIR /srv/app
COPY --chown=app:app app /srv/app
COPY docker-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
RUN chmod 0755 /usr/local/bin/docker-entrypoint.sh && ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log
HEALTHCHECK --interval=5s CMD test -d /srv/app
EXPOSE 8080
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["serve"]
X
cat > "$work/web/docker-entrypoint.sh" <<'X'
#!/bin/sh
set -e
if [ "$1" = serve ]; then
    mkdir -p /run/web /var/lib/web && date > /run/web/started && echo "pid $$" > /run/web/web.pid
    echo "listening on ${PORT}"; i=0
    while [ $i -lt 600 ]; do echo "GET / 200 ${i}ms"; i=$((i + 1)); echo $i > /srv/data/count; sleep 0.2; done
else
    exec "$@"
fi
X
printf '#!/bin/sh\nexec node "$0"\n' > "$work/web/app/node_modules/.bin/tool"; chmod 755 "$work/web/app/node_modules/.bin/tool"
printf '{"name":"web","version":"1.0.0"}\n' > "$work/web/app/package.json"
printf 'node_modules\n.env\n' > "$work/web/app/.gitignore"; printf 'root = true\n' > "$work/web/app/.editorconfig"
printf '<?php echo htmlspecialchars($_GET["q"] ?? ""); ?>\n' > "$work/web/app/index.php"
printf '#!/usr/bin/env python3\nimport base64, socket, subprocess\nprint(base64.b64decode("aGVsbG8=").decode())\n' > "$work/web/app/lib/tool.py"
printf '#!/bin/sh\n# rotate the archives\nfind /srv/data -name "*.gz" -mtime +30 -delete\n' > "$work/web/app/rotate.sh"
printf 'body { margin: 0 }\n' > "$work/web/app/static/site.css"
$DOCKER build -q -t team/web:1.0 "$work/web" >/dev/null
printf 'body { margin: 1em }\n' > "$work/web/app/static/site.css"
$DOCKER build -q --build-arg VERSION=1.1 -t team/web:1.1 -t team/web:latest "$work/web" >/dev/null

printf 'FROM box:1.36\nRUN adduser -D -H report || true\nCOPY report.sh /opt/report.sh\nCMD ["sh", "/opt/report.sh"]\n' > "$work/report/Dockerfile"
printf '#!/bin/sh\necho "rows: $(wc -l < /data/rows)"\nsha256sum /data/rows > /data/rows.sum\n' > "$work/report/report.sh"
$DOCKER build -q -t team/report:7 "$work/report" >/dev/null

$DOCKER volume create rows >/dev/null
$DOCKER network create team-net >/dev/null
$DOCKER run -d --name web --network none --restart unless-stopped -v webdata:/srv/data --memory 256m team/web:1.1 >/dev/null
$DOCKER run -d --name web-old --network none -v webdata:/srv/data team/web:1.0 >/dev/null
$DOCKER run --name fill --network none -v rows:/data box:1.36 sh -c 'seq 1000 > /data/rows; echo done' >/dev/null
$DOCKER run --name report --network none -v rows:/data:ro team/report:7 >/dev/null || true
$DOCKER run --name report-2 --network none -v rows:/data team/report:7 >/dev/null
$DOCKER run --name migrate --network none team/web:1.1 sh -c 'mkdir -p /var/lib/web && echo 42 > /var/lib/web/schema && mkdir -p /var/cache/web && echo x > /var/cache/web/a && mktemp' >/dev/null
$DOCKER run -d --name ticker --network none --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges box:1.36 sh -c 'while :; do echo tick; sleep 1; done' >/dev/null
sleep 3
$DOCKER stop -t 10 web-old >/dev/null
$DOCKER stop -t 1 ticker >/dev/null
