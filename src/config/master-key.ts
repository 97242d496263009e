import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Environment } from './environment.js';
import { StartupError } from './startup-error.js';

const KEY_BYTES = 32;

/**
 * The key that wraps all keys: 32 bytes, base64, from `MASTER_KEY` or the file `MASTER_KEY_FILE`. While it is being
 * replaced there are several, one a line, the newest first: that one wraps, the others only unwrap. A demo makes its own
 * once, under `DATA_DIR`; without it the demo's data can't be read again.
 * @throws StartupError naming the variable
 */
export async function loadMasterKeys(environment: Environment): Promise<Buffer[]> {
  if (environment.MASTER_KEY !== undefined) return decode('MASTER_KEY', environment.MASTER_KEY);
  if (environment.MASTER_KEY_FILE !== undefined) {
    return decode('MASTER_KEY_FILE', await read(environment.MASTER_KEY_FILE));
  }
  return demoKey(path.join(environment.DATA_DIR, 'master.key'));
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new StartupError('MASTER_KEY_FILE', `MASTER_KEY_FILE: ${file} can't be read.`, { cause });
  }
}

function decode(variable: string, text: string): Buffer[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const keys = words.map((word) => Buffer.from(word, 'base64'));
  if (keys.length === 0 || keys.some((key) => key.length !== KEY_BYTES)) {
    throw new StartupError(
      variable,
      `${variable} must hold ${KEY_BYTES} bytes in base64 (openssl rand -base64 32), one key a line, the newest first.`,
    );
  }
  return keys;
}

async function demoKey(file: string): Promise<Buffer[]> {
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeFile(file, randomBytes(KEY_BYTES).toString('base64'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new StartupError('DATA_DIR', `DATA_DIR: ${file} can't be written.`, { cause: error });
    }
  }
  return decode('DATA_DIR', await readFile(file, 'utf8'));
}
