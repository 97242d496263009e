import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { BackupDamagedError, type Block, BlockWriter, FORMAT, type Header, readBlocks } from './format.js';

const header: Header = {
  format: FORMAT,
  kind: 'data',
  takenAt: '2026-11-25T08:00:00.000Z',
  migrations: ['Ground1'],
  tables: [{ name: 'public.message', columns: ['id'], rows: 2 }],
  sequences: [],
};

async function written(): Promise<Buffer> {
  const target = new PassThrough();
  const whole = buffer(target);
  const writer = new BlockWriter(target);
  await writer.header(header);
  await writer.part('public.message', Buffer.from('一つめ\n{"type":"trailer"}\n', 'utf8'));
  await writer.part('public.message', Buffer.of(0, 10, 255));
  await writer.end();
  return whole;
}

/** @param size how many bytes come at once */
async function read(bytes: Buffer, size: number): Promise<Block[]> {
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_value, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  const blocks: Block[] = [];
  for await (const block of readBlocks(Readable.from(pieces))) blocks.push(block);
  return blocks;
}

describe('a backup', () => {
  it.each([1, 7, 100_000])('reads as it was written, %i bytes at once', async (size) => {
    const [first, one, two, end] = await read(await written(), size);
    expect(first).toEqual({ type: 'header', header });
    expect(one).toMatchObject({ type: 'part', bytes: Buffer.from('一つめ\n{"type":"trailer"}\n', 'utf8') });
    expect(two).toMatchObject({ type: 'part', bytes: Buffer.of(0, 10, 255) });
    expect(end?.type).toBe('trailer');
  });

  it('is refused when any byte was changed, or its end is missing', async () => {
    const whole = await written();
    for (let index = 0; index < whole.length; index += 1) {
      const changed = Buffer.from(whole);
      changed[index] = (changed[index] ?? 0) ^ 1;
      await expect(read(changed, 64)).rejects.toThrow();
    }
    await expect(read(whole.subarray(0, whole.length - 90), 64)).rejects.toThrow(BackupDamagedError);
    await expect(read(Buffer.from('no backup at all\n'), 64)).rejects.toThrow(BackupDamagedError);
  });
});
