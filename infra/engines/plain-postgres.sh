#!/bin/sh
# One PostgreSQL by itself in /data, for tests: made when the folder is empty, open to the test network by password.
set -eu
: "${DATABASE_PASSWORD:?}" "${DATABASE_NETWORK:?}"
bin=/usr/lib/postgresql/15/bin
if [ ! -s /data/db/PG_VERSION ]; then
  umask 077
  printf '%s' "$DATABASE_PASSWORD" > /run/luckygas/password
  "$bin/initdb" -D /data/db -U postgres -E UTF8 --locale=C.UTF-8 --auth=scram-sha-256 --pwfile=/run/luckygas/password
  rm /run/luckygas/password
  echo "host all all $DATABASE_NETWORK scram-sha-256" >> /data/db/pg_hba.conf
fi
exec "$bin/postgres" -D /data/db -c listen_addresses='*' -c unix_socket_directories=/run/luckygas
