#!/bin/sh
# Makes the secrets that docker-compose.yml mounts, once; what is there already is left alone.
# The folder is closed to everybody else on this machine. The files in it are readable, because the users inside the
# containers, who are others, must read them.
set -eu

cd "$(dirname "$0")/secrets"
chmod 700 .

make() {
  name=$1
  shift
  if [ -e "$name" ]; then
    echo "$name is there already"
  else
    (umask 077 && "$@" >"$name.new")
    chmod 444 "$name.new"
    mv "$name.new" "$name"
    echo "$name made"
  fi
}

make database_superuser_password openssl rand -hex 24
make database_owner_password openssl rand -hex 24
make database_app_password openssl rand -hex 24
make database_keys_password openssl rand -hex 24
# Without this key no consultation can be read again. Keep a copy of it in another place than the database's backups.
make master_key openssl rand -base64 32

if [ ! -e provision.yaml ]; then
  echo "Still missing: docker/secrets/provision.yaml, the accounts and staff (see demo/provision.yaml for its form)."
fi
