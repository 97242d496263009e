// Starts a program of the server with the database passwords in its addresses. They come as files, so that neither the
// image nor `docker inspect` shows them.  node docker/entrypoint.mjs <program> [arguments]
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @param {string} message @returns {never} */
function refuse(message) {
  console.error(message);
  process.exit(1);
}

/** @param {string} variable @param {string} fileVariable */
function insertPassword(variable, fileVariable) {
  const { [variable]: address, [fileVariable]: file } = process.env;
  if (!address || !file) return;
  let url;
  try {
    url = new URL(address);
  } catch {
    refuse(`${variable} must look like postgresql://user@host:5432/database.`);
  }
  try {
    // Encoded by hand: what the setter leaves alone, such as %, would be read as an escape later.
    url.password = encodeURIComponent(readFileSync(file, 'utf8').trim());
  } catch {
    refuse(`${fileVariable}: ${file} can't be read by this user.`);
  }
  process.env[variable] = url.href;
}

insertPassword('DATABASE_URL', 'DATABASE_PASSWORD_FILE');
insertPassword('MIGRATION_DATABASE_URL', 'MIGRATION_DATABASE_PASSWORD_FILE');
insertPassword('KEY_DATABASE_URL', 'KEY_DATABASE_PASSWORD_FILE');
insertPassword('KEY_MIGRATION_DATABASE_URL', 'KEY_MIGRATION_DATABASE_PASSWORD_FILE');

const [, , program] = process.argv;
if (program === undefined) refuse('Usage: node docker/entrypoint.mjs <program> [arguments]');
process.argv.splice(1, 2, resolve(program));
await import(pathToFileURL(resolve(program)).href);
