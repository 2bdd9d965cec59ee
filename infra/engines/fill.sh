#!/bin/sh
# fill [--once] TEMPLATE TARGET PROGRAM [ARG …]: writes the template with every ${NAME} from the environment, readable
# by this user alone, then becomes the program. A name that is not set ends it: half a configuration must not start.
# With --once a target that exists stays, because its program (Redis, Sentinel) writes into it what it has learnt.
set -eu
once=
if [ "$1" = --once ]; then
  once=yes
  shift
fi
template=$1 target=$2
shift 2
if [ -z "$once" ] || [ ! -s "$target" ]; then
  umask 077
  awk -v template="$template" '{
    while (match($0, /\$\{[A-Z0-9_]+\}/)) {
      name = substr($0, RSTART + 2, RLENGTH - 3)
      if (ENVIRON[name] == "") {
        print name " is not set, but " template " needs it" > "/dev/stderr"
        exit 78
      }
      printf "%s%s", substr($0, 1, RSTART - 1), ENVIRON[name]
      $0 = substr($0, RSTART + RLENGTH)
    }
    print
  }' "$template" > "$target.filling"
  mv "$target.filling" "$target"
fi
exec "$@"
