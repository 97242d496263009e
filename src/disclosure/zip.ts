import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

export interface FileOfZip {
  readonly name: string;
  /** Pictures and films are small already. */
  readonly compress: boolean;
  /** Asked for when its turn comes; only a stretch of it is in memory at a time. */
  readonly content: () => AsyncIterable<Buffer> | Iterable<Buffer>;
}

/** What went into a ZIP, by the bytes themselves. */
export interface FileSum {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Makes a ZIP as it is read, never as a whole. The last file, `manifest.json`, is made of what all others turned out
 * to be. What fails on the way destroys the stream.
 */
export function zipOf(
  files: readonly FileOfZip[],
  at: Date,
  manifest: (sums: readonly FileSum[]) => Buffer,
): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const sums: FileSum[] = [];
  let current: Readable | undefined;
  const fail = (error: Error): void => void output.destroy(error);
  zip.on('error', fail);
  // Whoever takes it has gone: nothing more is opened.
  output.on('close', () => current?.destroy());
  const add = (name: string, compress: boolean, content: () => AsyncIterable<Buffer>): void =>
    zip.addReadStreamLazy(name, { mtime: at, compress, mode: 0o100600 }, (ready) => {
      // The ZIP looks after its own errors alone.
      current = Readable.from(content(), { objectMode: false }).on('error', fail);
      ready(null, current);
    });
  for (const { name, compress, content } of files)
    add(name, compress, () => summed(name, content(), (sum) => void sums.push(sum)));
  // eslint-disable-next-line typescript/require-await -- a stream as the others are
  add('manifest.json', true, async function* () {
    yield manifest(sums);
  });
  zip.end();
  return output;
}

async function* summed(
  name: string,
  content: AsyncIterable<Buffer> | Iterable<Buffer>,
  done: (sum: FileSum) => void,
): AsyncGenerator<Buffer, void, void> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of content) {
    hash.update(chunk);
    bytes += chunk.length;
    yield chunk;
  }
  done({ name, bytes, sha256: hash.digest('hex') });
}

export interface Given {
  readonly sha256: Buffer;
  readonly bytes: number;
}

/**
 * Passes a file on, and tells what it was before its last bytes leave, without which it is no whole file; or how much
 * had left when it broke off.
 * @param brokenOff doesn't fail
 */
export function witnessed(
  source: Readable,
  whole: (given: Given) => Promise<void>,
  brokenOff: (bytes: number) => Promise<void>,
): Readable {
  let isBegun = false;
  const passed = passedOn(source, whole, brokenOff, () => (isBegun = true));
  const output = Readable.from(passed, { objectMode: false });
  // Who took it was gone before it was asked for: what was never begun ends without a word.
  output.once('close', () => {
    if (isBegun) return;
    source.destroy();
    void brokenOff(0);
  });
  return output;
}

async function* passedOn(
  source: AsyncIterable<Buffer>,
  whole: (given: Given) => Promise<void>,
  brokenOff: (bytes: number) => Promise<void>,
  begun: () => void,
): AsyncGenerator<Buffer, void, void> {
  begun();
  const hash = createHash('sha256');
  let left = 0;
  let held: Buffer | undefined;
  let isWhole = false;
  try {
    for await (const chunk of source) {
      hash.update(chunk);
      if (held !== undefined) {
        left += held.length;
        yield held;
      }
      held = chunk;
    }
    await whole({ sha256: hash.digest(), bytes: left + (held?.length ?? 0) });
    isWhole = true;
    if (held !== undefined) yield held;
  } finally {
    if (!isWhole) await brokenOff(left);
  }
}
