import { mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { encodeRecord } from './record.js';
import { type SpoolFile } from './spool-file.js';
import { SpoolFolder } from './spool-folder.js';

const record = (words: string) => () =>
  encodeRecord({ accountId: 'a', kind: 'webhook', at: 1, sealed: Buffer.from(words) });

/** What can still be read of a file, and how many bytes in it are damaged. */
async function contents(file: SpoolFile): Promise<{ words: string[]; damaged: number }> {
  const words: string[] = [];
  let damaged = 0;
  for (let at = 0; at < file.bytes;) {
    const { records, next, damagedBytes } = await file.read(at);
    words.push(...records.map(({ sealed }) => sealed.toString()));
    damaged += damagedBytes;
    at = next;
  }
  return { words, damaged };
}

describe('files of the spool', () => {
  let place: string;
  const opened: SpoolFolder[] = [];

  beforeEach(async () => {
    place = await mkdtemp(path.join(tmpdir(), 'tomoshibi-spool-'));
  });
  afterEach(async () => {
    for (const folder of opened.splice(0)) await folder.close();
    await rm(place, { recursive: true, force: true });
  });

  const open = async () => {
    const folder = await SpoolFolder.open(place);
    opened.push(folder);
    return folder;
  };
  /** A file with these records, left by a process that is gone. */
  const left = async (...words: string[]): Promise<string> => {
    const folder = await SpoolFolder.open(place);
    const file = await folder.create();
    await Promise.all(words.map((text) => file.append(record(text))));
    await file.close();
    await folder.close();
    return file.path;
  };
  const adopted = async (): Promise<SpoolFile> => {
    const [file, ...others] = await (await open()).adopt();
    if (file === undefined || others.length > 0) throw new Error('not one file');
    return file;
  };

  it('hold what was appended, in the order of the calls, when another process takes them over', async () => {
    const words = Array.from({ length: 200 }, (_value, index) => `${index}`);
    await left(...words);
    const file = await adopted();
    expect(await contents(file)).toEqual({ words, damaged: 0 });
    expect(await file.count()).toBe(200);
    await file.remove();
    expect((await readdir(place)).filter((name) => name.endsWith('.spool'))).toEqual([]);
  });

  it('lose at most a record that was cut off while it was written, wherever it was cut', async () => {
    const whole = await readFile(await left('one', 'two', 'three'));
    const last = encodeRecord({
      accountId: 'a',
      kind: 'webhook',
      at: 1,
      sealed: Buffer.from('three'),
    }).length;
    for (let cut = 1; cut < last; cut += 7) {
      await rm(place, { recursive: true, force: true });
      const file = await left('one', 'two', 'three');
      await truncate(file, whole.length - cut);
      const torn = await adopted();
      expect(await contents(torn)).toEqual({ words: ['one', 'two'], damaged: 0 });
      expect(await torn.count()).toBe(2);
      await torn.close();
      await opened.pop()?.close();
    }
  });

  it('give everything around a record that the disk damaged, and say that there is damage', async () => {
    const file = await left('one', 'two', 'three', 'four');
    const bytes = await readFile(file);
    bytes[bytes.indexOf('two')] = 0;
    await writeFile(file, bytes);
    const damaged = await adopted();
    const found = await contents(damaged);
    expect(found.words).toEqual(['one', 'three', 'four']);
    expect(found.damaged).toBeGreaterThan(0);
    expect(await damaged.count()).toBe(3);
    await damaged.close();
  });

  it('keep what failed in them and nothing else, at the place to which its seal is bound', async () => {
    await left('one', 'two', 'three', 'four');
    const file = await adopted();
    const { records } = await file.read(0);
    const whole = await readFile(file.path);
    const failed = records.filter(({ sealed }) => ['two', 'four'].includes(sealed.toString()));
    file.damage.push(...failed);
    await file.keepDamage();
    await file.remove();
    const kept = (await readdir(place)).filter((name) => !name.endsWith('.sock'));
    expect(kept).toEqual([`${file.id}.damaged`]);
    const wanted = Buffer.alloc(whole.length);
    for (const { offset, bytes } of failed) whole.copy(wanted, offset, offset, offset + bytes);
    expect(await readFile(path.join(place, `${file.id}.damaged`))).toEqual(wanted);
  });

  it('that are damaged are deleted after 30 days, also whole ones of older versions', async () => {
    const id = '019aa000-0000-7000-8000-00000000000';
    const names = [
      `${id}1.damaged`,
      `${id}2.damaged`,
      `${id}3.0123456789abcdef.spool.damaged`,
      'notes.damaged',
    ];
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    for (const [index, name] of names.entries()) {
      await writeFile(path.join(place, name), 'sealed');
      await utimes(path.join(place, name), daysAgo(0), daysAgo(index === 0 ? 29 : 31));
    }
    expect(await (await open()).adopt()).toEqual([]);
    const kept = (await readdir(place)).filter((name) => !name.endsWith('.sock'));
    expect(kept.toSorted()).toEqual([`${id}1.damaged`, 'notes.damaged']);
  });

  it('stay with a process that lives, and go to one only when it is gone', async () => {
    const alive = await SpoolFolder.open(place);
    const file = await alive.create();
    await file.append(record('mine'));
    const [one, other] = [await open(), await open()];
    expect([await one.adopt(), await other.adopt()]).toEqual([[], []]);
    await file.append(record('still mine'));
    await file.close();
    await alive.close();
    const taken = (await Promise.all([one.adopt(), other.adopt()])).flat();
    expect(taken).toHaveLength(1);
    expect((await contents(taken[0] as SpoolFile)).words).toEqual(['mine', 'still mine']);
    await taken[0]?.close();
  });
});
