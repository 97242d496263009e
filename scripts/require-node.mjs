// Runs before every npm script, perhaps on an old Node: only what Node 18 understands may be written here.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 24;

const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
const major = Number(process.versions.node.split('.')[0]);

/** @param {string[]} lines */
function refuse(lines) {
  console.error(lines.join('\n'));
  process.exit(1);
}

if (!existsSync(modules)) {
  refuse([
    'The dependencies are not installed. Run: npm ci',
    '依存パッケージがありません。npm ci を実行してください。',
  ]);
}

if (major < NEEDED_MAJOR) {
  refuse([
    `Node ${NEEDED_MAJOR} or later is needed, and this is Node ${process.versions.node}. "npm ci" brings one along (node_modules/.bin/node); ` +
      `it is missing when install scripts were not allowed to run. Run "npm ci" with scripts allowed (without --ignore-scripts), or put Node ${NEEDED_MAJOR} on your PATH.`,
    `Node ${NEEDED_MAJOR} 以上が必要です(現在は ${process.versions.node})。npm ci で同梱の Node(node_modules/.bin/node)が入りますが、インストールスクリプトが無効だと入りません。` +
      `スクリプトを有効にして(--ignore-scripts なしで)npm ci を実行するか、Node ${NEEDED_MAJOR} を PATH に置いてください。`,
  ]);
}
