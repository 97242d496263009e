import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';

jest.setTimeout(30_000);

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'tomoshibi-ladder-'));
  cpSync(join(ROOT, 'oxlint.config.ts'), join(project, 'oxlint.config.ts'));
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
  write('package.json', '{ "type": "module" }');
  for (const parent of ['src', 'client/src/features']) {
    for (const entry of readdirSync(join(ROOT, parent), { withFileTypes: true })) {
      if (entry.isDirectory()) mkdirSync(join(project, parent, entry.name), { recursive: true });
    }
  }
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

/** A folder, perhaps with a space and a file name of its own, and what that file imports. */
type Import = readonly [place: string, source: string];

/** Writes one file per import and answers those that the linter refuses. */
async function refused(imports: readonly Import[]): Promise<string[]> {
  const written = imports.map(([place, source], index) => {
    const [path, name = `case-${index}.ts`] = place.split(' ') as [string, string?];
    const file = `${path}/${name}`;
    write(file, `export * from '${source}';\n`);
    return { file, said: `${path} -> ${source}` };
  });
  const output = await lint();
  return written
    .filter(({ file }) => output.includes(`${file}:1:1: `))
    .map(({ said }) => said)
    .toSorted();
}

function lint(): Promise<string> {
  const program = join(ROOT, 'node_modules/oxlint/bin/oxlint');
  return new Promise((resolve) => {
    execFile(process.execPath, [program, '-f', 'unix'], { cwd: project }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

const said = (imports: readonly Import[]) =>
  imports.map(([place, source]) => `${place.split(' ')[0] ?? ''} -> ${source}`).toSorted();

it('refuses an import that goes up the ladder or across it', async () => {
  const wrong = [
    ['src/contract', '../config/clock.js'],
    ['src/contract', 'rxjs'],
    ['src/contract', 'zod-extra'],
    ['src/contract', 'node:fs'],
    ['src/config', '../database/worker.js'],
    ['src/database', '../vault/seal.js'],
    ['src/vault', '../account/account.entity.js'],
    ['src/account', '../staff/permit.js'],
    ['src/account', '../line/line.client.js'],
    ['src/staff', '../line/line.client.js'],
    ['src/line', '../staff/permit.js'],
    ['src/ticket', '../line/line.client.js'],
    ['src/ticket', '../opening-hours/today.js'],
    ['src/opening-hours', '../waiting-list/text.js'],
    ['src/waiting-list', '../assignment/assignment.service.js'],
    ['src/assignment', '../console/request.js'],
    ['src/intake', '../console/request.js'],
    ['src/intake', '../delivery/backoff.js'],
    ['src/console', '../intake/projector.js'],
    ['src/console', '../delivery/backoff.js'],
    ['src/console', '../line/line.client.js'],
    ['src/delivery', '../intake/projector.js'],
    ['src/delivery', '../console/request.js'],
    ['src/delivery', '../app/start.js'],
    ['src/database/event', '../../ticket/append.js'],
    ['src/ticket', '../main.js'],
    ['src/app', '../../client/src/main.js'],
    ['src/app', '../../stand-in/server/stand-in.js'],
  ] as const;
  expect(await refused(wrong)).toEqual(said(wrong));
});

it('lets only line/ use the LINE SDK', async () => {
  const wrong = [
    ['src/app', '@line/bot-sdk'],
    ['src/delivery', '@line/bot-sdk'],
    ['src/contract', '@line/bot-sdk'],
    ['stand-in/server', '@line/bot-sdk'],
  ] as const;
  expect(await refused(wrong)).toEqual(said(wrong));
});

it('keeps the console, its features and the stand-in apart', async () => {
  const wrong = [
    ['client/src/shared', '../../../src/config/app-error.js'],
    ['client/src/features/board', '../../../../src/ticket/append.js'],
    ['client/src/features/board', '../session/sign-in-form.js'],
    ['client/src/features/board', '../../features/session/sign-in-form.js'],
    ['client/src/features/board', '../../app/app.js'],
    ['client/src/shared', '../features/board/board.js'],
    ['client/src/shared/ui', '../../app/app.js'],
    ['client/src/app', '../../../stand-in/server/stand-in.js'],
    ['stand-in/server', '../../src/contract/account.js'],
    ['stand-in/server', '../../client/src/main.js'],
    ['stand-in/phone/src', '../../../src/contract/account.js'],
    ['stand-in/server spoken.spec.ts', '../../src/contract/account.js'],
  ] as const;
  expect(await refused(wrong)).toEqual(said(wrong));
});

it('lets the rest through', async () => {
  const right = [
    ['src/contract', 'zod'],
    ['src/contract', './account.js'],
    ['src/contract shape.spec.ts', '@jest/globals'],
    ['src/config', '../contract/error.js'],
    ['src/database/event', '../../config/clock.js'],
    ['src/line', '@line/bot-sdk'],
    ['src/line', '../config/clock.js'],
    ['src/ticket', '../staff/permit.js'],
    ['src/intake', '../line/signature.js'],
    ['src/delivery', '../line/line.client.js'],
    ['src/console', '../assignment/assignment.service.js'],
    ['src/app/provision', '../../intake/projector.js'],
    ['client/src/shared', '../../../src/contract/error.js'],
    ['client/src/features/board', '../../shared/contract.js'],
    ['client/src/features/session', './session.js'],
    ['client/src/app', '../features/session/sign-in-form.js'],
    ['stand-in/phone/src', '../../server/phone-contract.js'],
    ['stand-in/server sends.spec.ts', '@line/bot-sdk'],
    ['test/e2e', '../../src/app/start.js'],
  ] as const;
  expect(await refused(right)).toEqual([]);
});

it('sees a cycle, also one of types alone', async () => {
  write('src/ticket/one.ts', "import { type Two } from './two.js';\nexport type One = Two[];\n");
  write('src/ticket/two.ts', "import { type One } from './one.js';\nexport type Two = One[];\n");
  expect(await lint()).toMatch(/one\.ts.*cycle/i);
});

it('wants every folder of src/ on the ladder', async () => {
  mkdirSync(join(project, 'src/elsewhere'));
  expect(await lint()).toContain('src/elsewhere/ has no place on the ladder');
});

it.each(['README.md', 'README.ja.md'])(
  '%s tells of every folder of src/, in the order of the ladder',
  (file) => {
    const folders = (text: string, pattern: RegExp) =>
      [...text.matchAll(pattern)].map(([, folder]) => folder);
    const ladder = /const ladder = \[(.*?)\n\];/s.exec(readFileSync(join(ROOT, 'oxlint.config.ts'), 'utf8'));
    expect(folders(readFileSync(join(ROOT, file), 'utf8'), /^\| `([\w-]+)\/`/gm)).toEqual(
      folders(ladder?.[1] ?? '', /'([\w-]+)'/g),
    );
  },
);
