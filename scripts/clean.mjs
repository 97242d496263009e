// npm run clean: removes what was built. With --data also the data folder (DATA_DIR, .data by default) for good.
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './lib/tools.mjs';

// What the service itself puts into its data folder.
const OWN_FILES = ['postgres', 'postgres-credentials.json', 'postgres.log', 'master.key', 'lock'];
const RELOCATED = '/var/lib/tomoshibi/';

/** @param {string} message @returns {never} */
function refuse(message) {
  console.error(message);
  process.exit(1);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** The first number of a file, or null. @param {string} path @param {RegExp} pattern */
function readPid(path, pattern) {
  try {
    return Number(pattern.exec(readFileSync(path, 'utf8'))?.[1]) || null;
  } catch {
    return null;
  }
}

/** Stops a database server that a killed process left running on the folder. @param {string} dataDir */
async function stopDatabase(dataDir) {
  const pid = readPid(join(dataDir, 'postgres/postmaster.pid'), /^(\d+)/);
  if (pid === null || !isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isAlive(pid) && waited < 10_000; waited += 50) await sleep(50);
  if (isAlive(pid)) refuse(`DATA_DIR: the database server (pid ${pid}) does not stop.`);
}

async function removeData() {
  const dataDir = resolve(process.env['DATA_DIR'] || '.data');
  if (!existsSync(dataDir)) return;
  const names = readdirSync(dataDir);
  if (names.length > 0 && !OWN_FILES.some((name) => names.includes(name))) {
    refuse(`DATA_DIR: ${dataDir} holds nothing of this service; it is left alone.`);
  }
  const user = readPid(join(dataDir, 'lock'), /"pid":(\d+)/);
  if (user !== null && isAlive(user)) refuse(`DATA_DIR: ${dataDir} is in use by pid ${user}. Stop it first.`);
  await stopDatabase(dataDir);
  const cluster = join(dataDir, 'postgres');
  // As root below a closed folder the cluster is kept elsewhere, and only linked from here.
  if (lstatSync(cluster, { throwIfNoEntry: false })?.isSymbolicLink() && existsSync(cluster)) {
    const target = realpathSync(cluster);
    if (target.startsWith(RELOCATED)) rmSync(dirname(target), { recursive: true, force: true });
  }
  rmSync(dataDir, { recursive: true, force: true });
  console.log(`clean: removed ${dataDir}`);
}

const unknown = process.argv.slice(2).find((argument) => argument !== '--data');
if (unknown !== undefined) refuse(`Unknown argument ${unknown}. Usage: npm run clean -- [--data]`);
rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
console.log('clean: removed dist');
if (process.argv.includes('--data')) await removeData();
