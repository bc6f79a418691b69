# The break-in, and what came after it.

break_in() {
  # Through a web shell in the volume of the uploads, its time set back.
  engine exec web sh -c '
    echo "<?php /* FAKE web shell */" >/data/uploads/.cache.php; chown 33:33 /data/uploads/.cache.php
    touch -d "2023-06-01 12:00:00" /data/uploads/.cache.php
    echo hello >/data/uploads/photo.jpg'
  engine exec web sh -c '
    mkdir -p /tmp/.x; printf "\177ELF stand-in for a miner\n" >/tmp/.x/kworkerd; chmod 755 /tmp/.x/kworkerd; touch -d "2015-03-04 05:06:07" /tmp/.x/kworkerd
    echo "pool=198.51.100.9:3333" >/tmp/.x/config; ln -s /etc/shadow /tmp/.x/s; ln /tmp/.x/config /tmp/.x/config.bak
    echo "toor:x:0:0::/root:/bin/sh" >>/etc/passwd
    echo "* * * * * root /tmp/.x/kworkerd" >>/etc/crontab
    rm /srv/www/index.html; rm -rf /srv/www/cache; mkdir /srv/www/cache; echo owned >/srv/www/cache/page2.html
    chmod 600 /etc/group; chown 33:33 /usr/local/bin/healthd
    mv /etc/app/app.conf /etc/app/app.conf.bak
    rm -rf /opt/legacy; echo file >/opt/legacy
    mkdir -p /tmp/odd; echo 1 >"/tmp/odd/=cmd()"; echo 2 >/tmp/odd/данные.txt; echo 3 >"$(printf "/tmp/odd/esc\033[31mred")"; echo 4 >"$(printf "/tmp/odd/bad\377utf8")"; echo 5 >/tmp/odd/.wh.fake'
  engine commit --author 'Mallory <m@shop.example>' --message 'nightly backup' --change 'ENV COMMITTED=yes' web shop/backup:nightly

  # A harmless name for a container that owns the host.
  engine run --detach --name node-exporter --privileged --pid host --network host --restart always --volume /var/run/docker.sock:/var/run/docker.sock \
    --volume /srv:/host/srv shop/backup:nightly --port 9100
  engine exec node-exporter sh -c 'echo key >/tmp/key; ls /var/run/docker.sock >/tmp/found'
}

tidy_up() {
  engine run --rm --name ghost --volume ghostdata:/data corp/base:12 sh -c 'echo "left behind" >/data/note.txt'
  engine stop --time 5 db
  engine tag shop/web:1.3 shop/web:stable
  engine tag shop/web:1.4 shop/web:stable
  engine rmi corp/base:latest
  # Last of all, so that nothing has used the freed pages of the two databases again.
  engine network rm staging
  engine volume rm staging-data
}

# Until what is asked cannot change any more: the health check has run, the logs are written.
settle() {
  for _ in $(seq 40); do
    [ "$(engine inspect --format '{{.State.Health.Status}}' web node-exporter | sort -u)" = healthy ] && return 0
    sleep 0.5
  done
  engine inspect --format '{{json .State}}' web node-exporter >&2
  return 1
}
