import { execFile } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

/**
 * No sandbox, since root (containers, CI) can't have one; otherwise only what keeps the browser from talking to its
 * maker. Web security stays as users have it.
 */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

interface BundledChromium {
  /** Module to import. */
  entry: string;
  version: string;
}

/** The Chromium that comes as a development dependency, where it runs at all. */
function findBundled(): BundledChromium | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  try {
    const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
    const manifest = readFileSync(join(dirname(dirname(entry)), 'package.json'), 'utf8');
    return { entry, version: (JSON.parse(manifest) as { version: string }).version };
  } catch {
    return null;
  }
}

function isOwnFolder(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  // In a shared temporary folder somebody else may have put a program of theirs under our name.
  return stat?.isDirectory() === true && stat.uid === userInfo().uid && (stat.mode & 0o022) === 0;
}

/** Lets the package unpack itself below `folder`. In a process of its own, because it asks the system where to. */
async function unpackInto(folder: string, bundled: BundledChromium): Promise<void> {
  const url = JSON.stringify(pathToFileURL(bundled.entry).href);
  const script = `const { default: chromium } = await import(${url}); await chromium.executablePath();`;
  const env = { ...process.env, TMPDIR: folder };
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env });
}

/**
 * Unpacks Chromium once per user and version. The package itself would use one shared path, take whatever lies there
 * (an older version, half a file of a run that was cut off), and fail for a second user.
 */
async function unpackBundled(bundled: BundledChromium): Promise<string> {
  const folder = join(tmpdir(), `tomoshibi-chromium-${userInfo().uid}-${bundled.version}`);
  const program = join(folder, 'chromium');
  if (isOwnFolder(folder) && existsSync(program)) return program;
  const partial = mkdtempSync(`${folder}.`);
  try {
    await unpackInto(partial, bundled);
    // Half of it may have been swept away as old temporary files.
    if (isOwnFolder(folder) && !existsSync(program)) rmSync(folder, { recursive: true });
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another run finished the same at the same time.
    if (!(isOwnFolder(folder) && existsSync(program))) throw error;
  }
  return program;
}

async function requireVersion(browser: Browser, version: string): Promise<Browser> {
  const major = version.split('.', 1)[0] ?? '';
  if (browser.version().startsWith(`${major}.`)) return browser;
  const found = browser.version();
  await browser.close();
  throw new Error(`Chromium ${major} was expected, and ${found} started.`);
}

async function launchInstalled(launch: LaunchOptions): Promise<Browser> {
  try {
    return await chromium.launch({ ...launch, channel: 'chrome' });
  } catch (cause) {
    throw new Error('No browser was found for the tests. Set CHROME_PATH to a Chrome or Chromium program.', {
      cause,
    });
  }
}

/**
 * Starts a headless browser: the one that `CHROME_PATH` names, else the one among the development dependencies, else an
 * installed Chrome. The caller closes it.
 * @throws Error naming CHROME_PATH when there is none
 */
export async function launchBrowser(): Promise<Browser> {
  const launch: LaunchOptions = { headless: true, args: ARGUMENTS };
  const chosen = process.env['CHROME_PATH'];
  if (chosen !== undefined && chosen !== '') {
    try {
      return await chromium.launch({ ...launch, executablePath: chosen });
    } catch (cause) {
      throw new Error(`CHROME_PATH: ${chosen} does not start as a browser.`, { cause });
    }
  }
  const bundled = findBundled();
  if (bundled === null) return launchInstalled(launch);
  const browser = await chromium.launch({ ...launch, executablePath: await unpackBundled(bundled) });
  return requireVersion(browser, bundled.version);
}
