# Sourced by what records samples.

# A machine may withhold capabilities from root (containers and small virtual machines do). The engine asks for all of them for a privileged
# container and runc then refuses; this stand-in takes what is not there out of the request. It leaves no trace in the store.
write_runc() { # file
  cat >"$1" <<'RUNC'
#!/bin/bash
bound=$((16#$(awk '/^CapBnd/ { print $2 }' /proc/self/status)))
names=(CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW
  IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG
  MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE)
missing=
for i in "${!names[@]}"; do (( bound >> i & 1 )) || missing+=" CAP_${names[i]}"; done
previous=
for word in "$@"; do
  case $previous in
    --bundle) file=$word/config.json ;;
    --process | -p) file=$word ;;
    *) file= ;;
  esac
  if [ -n "$missing" ] && [ -f "$file" ]; then
    fitting=$(jq --compact-output --arg missing "$missing" '($missing | split(" ")) as $gone
      | (.process // .) |= if .capabilities then .capabilities |= map_values(. - $gone) else . end' "$file") && printf '%s' "$fitting" >"$file"
  fi
  previous=$word
done
exec /usr/sbin/runc "$@"
RUNC
  chmod 755 "$1"
}
