#!/bin/sh
# Runs once, when the database's volume is empty: one role owns the tables and changes them (migrations), another only
# reads and writes rows (the server). What the second may do to which table is said by the migrations' last step. The
# keys of the words have a database and a role of their own, so that no backup of the data holds them.
set -eu

# psql reads the passwords itself, so that they show up in no list of processes.
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\set owner_password `cat /run/secrets/database_owner_password`
\set app_password `cat /run/secrets/database_app_password`
\set keys_password `cat /run/secrets/database_keys_password`
CREATE ROLE tomoshibi_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE tomoshibi_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'app_password';
CREATE ROLE tomoshibi_keys LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'keys_password';
CREATE DATABASE tomoshibi OWNER tomoshibi_owner;
REVOKE ALL ON DATABASE tomoshibi FROM PUBLIC;
GRANT CONNECT ON DATABASE tomoshibi TO tomoshibi_app;
CREATE DATABASE tomoshibi_keys OWNER tomoshibi_owner;
REVOKE ALL ON DATABASE tomoshibi_keys FROM PUBLIC;
GRANT CONNECT ON DATABASE tomoshibi_keys TO tomoshibi_keys;
SQL
