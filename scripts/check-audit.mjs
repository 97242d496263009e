// npm run check:audit: asks the registry about known weaknesses of what is shipped (high and critical ones fail), and
// says what it knows about the rest. By hand, and in CI: a registry that doesn't answer audits is no reason to fail a build,
// so it is no part of `npm run check`. Exit codes: 0 none, 1 some, 2 nobody answered and nothing was checked.
import { spawnSync } from 'node:child_process';
import { ROOT } from './lib/tools.mjs';

const LEVELS = ['critical', 'high', 'moderate', 'low', 'info'];

const shipped = audit('--omit=dev');
if (shipped === undefined) {
  console.error('The registry does not answer audits: nothing was checked.');
  process.exit(2);
}
console.log(`shipped: ${counts(shipped)}`);
const all = audit();
if (all !== undefined) console.log(`with what builds and tests it: ${counts(all)}`);
const serious = Object.values(shipped.vulnerabilities).filter(({ severity }) => LEVELS.indexOf(severity) < 2);
for (const { name, severity, range } of serious) console.error(`${severity}: ${name} ${range}`);
process.exit(serious.length > 0 ? 1 : 0);

/** What npm reports; undefined when the registry gave no report. */
function audit(...more) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { stdout } = spawnSync(npm, ['audit', '--json', ...more], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  try {
    const report = JSON.parse(stdout ?? '');
    return report.metadata?.vulnerabilities === undefined ? undefined : report;
  } catch {
    return undefined;
  }
}

function counts({ metadata }) {
  return LEVELS.map((level) => `${metadata.vulnerabilities[level] ?? 0} ${level}`).join(', ');
}
