#!/bin/sh
# keep-backups PROGRAM [ARG …]: becomes the program and backs the cluster up beside it while this node leads: a full
# backup each week, what changed since each night. `keep-backups once full|diff` makes one now and ends.
# PGBACKREST_CONFIG names the settings, REST_PORT where Patroni says whether this node leads.
set -eu
: "${PGBACKREST_CONFIG:?}" "${NODE_FOLDER:?}"
export PGBACKREST_CONFIG PGBACKREST_STANZA=luckygas
mkdir -p "$NODE_FOLDER/pgbackrest"

back_up() {
  pgbackrest stanza-create && pgbackrest --type="$1" backup
}

if [ "$1" = once ]; then
  back_up "$2"
  exit
fi

leads() {
  curl -fsS -o /dev/null "http://$NODE_ADDRESS:$REST_PORT/primary" 2>/dev/null
}

# A new leader goes on where the last one stopped: what is due is read from the repository, not from a memory of its own.
age_days() {
  made=$(pgbackrest info | grep "$1backup: " | tail -1 | grep -o '[0-9]*-[0-9]*[FDI]$' | cut -c1-8)
  echo $((($(date +%s) - $(date -d "${made:-19700101}" +%s)) / 86400))
}

(
  while sleep 60; do
    leads || continue
    pgbackrest stanza-create || continue
    if [ "$(age_days 'full ')" -ge 7 ]; then
      back_up full || true
    elif [ "$(age_days '')" -ge 1 ]; then
      back_up diff || true
    fi
  done
) &
exec "$@"
