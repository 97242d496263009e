import { createHash } from 'node:crypto';
import { type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { type FileOfZip, type FileSum, type Given, witnessed, zipOf } from './zip.js';

const AT = new Date('2026-11-25T20:00:00+09:00');
const file = (name: string, ...chunks: string[]): FileOfZip => ({
  name,
  compress: name.endsWith('.html'),
  content: () => chunks.map((chunk) => Buffer.from(chunk)),
});
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Takes a file, and says what was told about it. */
function taken(source: Readable) {
  const told: (Given | { readonly brokenOff: number })[] = [];
  const stream = witnessed(
    source,
    async (given) => void told.push(given),
    async (brokenOff) => void told.push({ brokenOff }),
  );
  return { stream, told };
}

describe('a ZIP made while it is taken', () => {
  it('tells what went into it, and what it was itself, before its last bytes leave', async () => {
    let sums: readonly FileSum[] = [];
    const zip = zipOf([file('a.html', 'ことば', 'とことば'), file('空.txt')], AT, (given) => {
      sums = given;
      return Buffer.from('{}');
    });
    const { stream, told } = taken(zip);
    const parts: Buffer[] = [];
    for await (const part of stream as AsyncIterable<Buffer>) {
      parts.push(part);
      if (Buffer.concat(parts).includes(Buffer.from('PK\x05\x06', 'latin1'))) expect(told).toHaveLength(1);
    }
    const whole = Buffer.concat(parts);
    expect(sums).toEqual([
      { name: 'a.html', bytes: 21, sha256: sha256('ことばとことば') },
      { name: '空.txt', bytes: 0, sha256: sha256('') },
    ]);
    expect(told).toEqual([{ sha256: Buffer.from(sha256(whole), 'hex'), bytes: whole.length }]);
  });

  it('is no ZIP when a file of it fails, and nothing after that file is opened', async () => {
    const opened: string[] = [];
    const failing: FileOfZip = {
      name: 'film',
      compress: false,
      content: async function* () {
        yield Buffer.alloc(100_000);
        throw new Error('gone');
      },
    };
    const never: FileOfZip = { ...file('never'), content: () => (opened.push('never'), []) };
    const { stream, told } = taken(zipOf([file('a.html', 'x'), failing, never], AT, () => Buffer.alloc(0)));
    await expect(buffer(stream)).rejects.toThrow('gone');
    expect(told).toEqual([{ brokenOff: expect.any(Number) }]);
    expect(opened).toEqual([]);
  });

  it('tells that it broke off when nobody ever began to take it, and opens nothing more', async () => {
    const opened: string[] = [];
    const large: FileOfZip = {
      name: 'film',
      compress: false,
      content: () => (opened.push('film'), Array.from({ length: 100 }, () => Buffer.alloc(65_536))),
    };
    const never: FileOfZip = { ...file('never'), content: () => (opened.push('never'), []) };
    const zip = zipOf([large, never], AT, () => Buffer.alloc(0));
    const { stream, told } = taken(zip);
    const closed = [stream, zip].map((each) => new Promise((resolve) => each.once('close', resolve)));
    stream.destroy();
    await Promise.all(closed);
    expect(told).toEqual([{ brokenOff: 0 }]);
    expect(opened).not.toContain('never');
  });

  it('stops opening when whoever takes it goes', async () => {
    let given = 0;
    const endless: FileOfZip = {
      name: 'film',
      compress: false,
      content: async function* () {
        for (;;) {
          given += 1;
          yield Buffer.alloc(65_536, given);
        }
      },
    };
    const { stream, told } = taken(zipOf([endless], AT, () => Buffer.alloc(0)));
    stream.on('error', () => undefined);
    const closed = new Promise((resolve) => stream.on('close', resolve));
    for await (const part of stream as AsyncIterable<Buffer>) if (part.length > 0 && given > 3) break;
    await closed;
    expect(told).toEqual([{ brokenOff: expect.any(Number) }]);
    const atEnd = given;
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(given - atEnd).toBeLessThan(3);
  });
});
