import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { killTools, ROOT, runTool, seconds } from './tools.mjs';

/**
 * @typedef {object} Part one thing that is built on its own
 * @property {string} name
 * @property {string} config without this file there is nothing to build
 * @property {string} tool what builds it
 * @property {(production: boolean) => string[]} inputs files and folders that decide about the result
 * @property {(production: boolean) => string[]} outputs what must be there afterwards
 * @property {(production: boolean) => Promise<{ code: number, output: string }>} build
 */

const TSC = 'node_modules/typescript/bin/tsc';
const VITE = 'node_modules/vite/bin/vite.js';
// A new version of a dependency changes what a browser part contains and what the compiler says.
const ALWAYS = ['package-lock.json', 'scripts/lib/build-parts.mjs'];

/** @param {string} config */
function viteBuild(config) {
  // NODE_ENV: a developer's setting must not put the development build of a library on the page.
  const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };
  return runTool(VITE, ['build', '--config', config, '--logLevel', 'warn'], {
    NODE_ENV: 'production',
    ...colours,
  });
}

/** @param {string} file */
const isSource = (file) => /\.tsx?$/.test(file);
/** @param {string} file */
const isSpec = (file) => /\.spec\.tsx?$/.test(file);

/**
 * @param {string} directory
 * @returns {string[]}
 */
function filesBelow(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** Removes what was compiled from files that are gone: a deleted migration must not run from an old build. */
function pruneOutputs() {
  for (const folder of ['src', 'stand-in/server']) {
    for (const file of filesBelow(join(ROOT, 'dist', folder))) {
      const source = join(ROOT, relative(join(ROOT, 'dist'), file)).replace(/\.js(\.map)?$/, '.ts');
      if (!existsSync(source)) rmSync(file);
    }
  }
}

/** Copies what the compiler leaves alone. @param {string[]} folders */
async function copyAssets(folders) {
  for (const file of folders.flatMap((folder) => filesBelow(join(ROOT, folder)))) {
    if (!isSource(file) && !file.endsWith('.md')) await cp(file, join(ROOT, 'dist', relative(ROOT, file)));
  }
}

/** Whether everything has been compiled. @param {string[]} folders */
function isComplete(folders) {
  const sources = folders.flatMap((folder) => filesBelow(join(ROOT, folder)));
  const compiled = sources.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !isSpec(file));
  return compiled.every((file) =>
    existsSync(join(ROOT, 'dist', relative(ROOT, file)).replace(/\.ts$/, '.js')),
  );
}

/** @param {boolean} production */
function serverConfig(production) {
  if (!production) return 'tsconfig.build.json';
  const config = 'dist/.tsconfig.production.json';
  const memory = { tsBuildInfoFile: '.tsbuildinfo' };
  const narrowed = { compilerOptions: memory, include: ['../src'], exclude: ['../**/*.spec.ts'] };
  writeFileSync(join(ROOT, config), JSON.stringify({ extends: '../tsconfig.build.json', ...narrowed }));
  return config;
}

/** @param {boolean} production */
async function buildServer(production) {
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  const folders = ['src', ...(production ? [] : ['stand-in/server'])];
  const args = ['-p', serverConfig(production), '--pretty', String(process.stdout.isTTY ?? false)];
  let result = await runTool(TSC, args);
  if (result.code === 0 && !isComplete(folders)) {
    // The compiler remembers what it wrote, not whether it is still there.
    rmSync(join(ROOT, 'dist/.tsbuildinfo'), { force: true });
    result = await runTool(TSC, args);
  }
  if (result.code !== 0) return result;
  pruneOutputs();
  await copyAssets(folders);
  return result;
}

/** @type {Part[]} */
export const parts = [
  {
    name: 'server',
    config: 'tsconfig.build.json',
    tool: TSC,
    inputs: (production) => [
      'tsconfig.json',
      'tsconfig.build.json',
      'src',
      ...(production ? [] : ['stand-in/server']),
    ],
    outputs: (production) => ['dist/src/main.js', ...(production ? [] : ['dist/stand-in/server/main.js'])],
    build: buildServer,
  },
  {
    name: 'console',
    config: 'client/vite.config.ts',
    tool: VITE,
    inputs: () => ['client', 'src/contract'],
    outputs: () => ['dist/client/index.html'],
    build: () => viteBuild('client/vite.config.ts'),
  },
  {
    name: 'phone',
    config: 'stand-in/phone/vite.config.ts',
    tool: VITE,
    inputs: () => ['stand-in', 'client', 'src/contract'],
    outputs: () => ['dist/phone/index.html'],
    build: () => viteBuild('stand-in/phone/vite.config.ts'),
  },
];

/**
 * One text for the contents of everything that decides about a part.
 * @param {Part} part
 * @param {boolean} production
 */
function fingerprint(part, production) {
  const hash = createHash('sha256');
  for (const input of [...ALWAYS, ...part.inputs(production)]) {
    const path = join(ROOT, input);
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
    const files = isFolder ? filesBelow(path) : [path];
    for (const file of files) {
      if (isSpec(file) || !existsSync(file)) continue;
      hash
        .update(`${relative(ROOT, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/** @param {Part} part */
const stampPath = (part) => join(ROOT, 'dist', `.build-${part.name}.json`);

/**
 * @param {Part} part
 * @returns {{ fingerprint: string, production: boolean } | null}
 */
function readStamp(part) {
  try {
    return JSON.parse(readFileSync(stampPath(part), 'utf8'));
  } catch {
    return null;
  }
}

/**
 * @param {Part} part
 * @param {boolean} production
 */
function isFresh(part, production) {
  const stamp = readStamp(part);
  if (stamp === null || (stamp.production && !production)) return false;
  if (!part.outputs(production).every((path) => existsSync(join(ROOT, path)))) return false;
  return stamp.fingerprint === fingerprint(part, stamp.production);
}

/**
 * @param {Part} part
 * @param {{ production: boolean, force: boolean, log: (line: string) => void }} options
 * @returns {Promise<boolean>} whether the part is now usable
 */
async function buildPart(part, { production, force, log }) {
  if (!force && isFresh(part, production)) return true;
  const started = performance.now();
  if (!existsSync(join(ROOT, part.tool))) {
    // Installed for running only, without the development packages: what was built before is all there is.
    const built = part.outputs(production).every((path) => existsSync(join(ROOT, path)));
    if (!built)
      log(`build: ${part.name} is not built, and ${part.tool} to build it is not installed (run npm ci)`);
    return built;
  }
  log(`build: ${part.name} …`);
  // First, so that a build that is cut off in the middle is done again.
  rmSync(stampPath(part), { force: true });
  const taken = fingerprint(part, production);
  const { code, output } = await part.build(production);
  if (code !== 0) {
    log(`build: ${part.name} failed\n${output.trimEnd()}`);
    return false;
  }
  mkdirSync(dirname(stampPath(part)), { recursive: true });
  writeFileSync(stampPath(part), JSON.stringify({ fingerprint: taken, production }));
  log(`build: ${part.name} done in ${seconds(started)}`);
  return true;
}

/**
 * Builds what is stale. Two at a time, as small machines have two cores.
 * @param {{ production?: boolean, force?: boolean, only?: string[] | null, log?: (line: string) => void }} [options]
 * @returns {Promise<boolean>} whether everything asked for is usable now
 */
export async function buildStale({ production = false, force = false, only = null, log = console.log } = {}) {
  const wanted = parts.filter((part) => {
    if (only !== null && !only.includes(part.name)) return false;
    if (production && part.name === 'phone') return false;
    return existsSync(join(ROOT, part.config));
  });
  const queue = [...wanted];
  let ok = true;
  const work = async () => {
    for (let part = queue.shift(); part !== undefined; part = queue.shift()) {
      ok = (await buildPart(part, { production, force, log })) && ok;
    }
  };
  await Promise.all([work(), work()]);
  return ok;
}

/** Takes away what must not be in a production build, also when an earlier build had made it. */
export function removeDemoOutputs() {
  for (const path of [
    'stand-in',
    'phone',
    '.build-phone.json',
    '.tsbuildinfo',
    '.tsconfig.production.json',
  ]) {
    rmSync(join(ROOT, 'dist', path), { recursive: true, force: true });
  }
}

export { killTools };
