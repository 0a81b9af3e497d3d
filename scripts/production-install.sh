#!/usr/bin/env bash
# Shows that a server without development tools runs everything: installs a copy of this checkout with `npm ci --omit=dev`,
# starts the bot and a worker there until each says it is ready, and runs the demo. In: a clean checkout. Out: megabytes of the
# install, a line a step; exit code 1 where one fails. The worker's step wants a PostgreSQL (TEST_DATABASE_URL, else the one on
# loopback), where it makes a database of its own and drops it; without one it is left out, and that is said.
set -euo pipefail
cd "$(dirname "$0")/.."

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git archive HEAD | tar -x -C "$copy"
cd "$copy"
npm ci --omit=dev --no-progress >/dev/null 2>install.log || { cat install.log; exit 1; }
echo "an install without development tools: $(du -sm node_modules | cut -f1) MiB"

# Starts a command, waits until it says the words, ends it.
until_said() { # name, words, command …
  local name=$1 words=$2
  shift 2
  "$@" >"$name.log" 2>&1 &
  local id=$!
  for _ in $(seq 120); do
    if grep -q "$words" "$name.log"; then
      kill "$id"
      wait "$id" || true
      echo "$name: ready"
      return
    fi
    kill -0 "$id" 2>/dev/null || break
    sleep 1
  done
  kill "$id" 2>/dev/null || true
  echo "$name: never said \"$words\""
  tail -20 "$name.log"
  exit 1
}

export DATA_DIR="$copy/data" PLAYGROUND_PORT=0 LOG_LEVEL=info
until_said bot '^Ready after' node --import tsx src/main.ts
server=${TEST_DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres}
if command -v psql >/dev/null && psql "$server" -qc 'select 1' >/dev/null 2>&1; then
  database="tunesmith_install_$$"
  psql "$server" -qc "create database $database"
  trap 'psql "$server" -qc "drop database if exists $database with (force)"; rm -rf "$copy"' EXIT
  DATABASE_URL="${server%/*}/$database" until_said worker 'worker started' node --import tsx src/worker.ts
else
  echo 'worker: left out, no PostgreSQL'
fi
npm run --silent demo >demo.log 2>&1 || { tail -30 demo.log; exit 1; }
echo 'demo: a model was tuned and delivered'
