import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inChunks, readRange, slicesOf } from './byte-range.js';

async function* pieces(all: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* all;
}

async function gather(source: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const result: Buffer[] = [];
  for await (const chunk of source) result.push(chunk);
  return result;
}

describe('byte ranges', () => {
  it.each([
    undefined,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=5-4',
    'bytes=0-1,3-4',
    'lines=0-1',
    'bytes=a-b',
  ])('leaves %s out of account', (header) => expect(readRange(header, 10)).toEqual({ kind: 'whole' }));

  it('gives, for any header, a range within the content or none', () => {
    const number = fc.oneof(fc.nat(50), fc.bigInt({ min: 0n, max: 10n ** 400n })).map(String);
    const wellFormed = fc
      .tuple(fc.option(number), fc.option(number))
      .map(([from, to]) => `bytes=${from ?? ''}-${to ?? ''}`);
    fc.assert(
      fc.property(fc.oneof(wellFormed, fc.string()), fc.nat(40), (header, bytes) => {
        const wanted = readRange(header, bytes);
        if (wanted.kind !== 'part') return;
        const { first, last } = wanted.range;
        expect(Number.isSafeInteger(first) && Number.isSafeInteger(last)).toBe(true);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(first).toBeLessThanOrEqual(last);
        expect(last).toBeLessThan(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('cuts any stream into chunks of one length, and puts any part of it together again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 17 }),
        fc.nat(),
        fc.nat(),
        async (parts, chunkBytes, from, length) => {
          const all = Buffer.concat(parts);
          const chunks = await gather(inChunks(pieces(parts), chunkBytes));
          expect(Buffer.concat(chunks).equals(all)).toBe(true);
          expect(chunks.slice(0, -1).every((chunk) => chunk.length === chunkBytes)).toBe(true);
          expect(chunks.every((chunk) => chunk.length > 0)).toBe(true);
          if (all.length === 0) return;
          const first = from % all.length;
          const last = first + (length % (all.length - first));
          const slices = [...slicesOf({ first, last }, chunkBytes)];
          const read = slices.map(
            (slice) => chunks[slice.position]?.subarray(slice.from, slice.to) ?? Buffer.alloc(0),
          );
          expect(Buffer.concat(read).equals(all.subarray(first, last + 1))).toBe(true);
          expect(read.every((piece) => piece.length > 0)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
