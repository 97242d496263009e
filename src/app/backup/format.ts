import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { type Writable } from 'node:stream';

/**
 * A backup, before compression: blocks, each with a line of JSON that says what comes and how long it is. The first is
 * the header, then come stretches of tables as COPY gives them, and last a trailer with the SHA-256 of all before it. A
 * file that breaks off has no trailer, and is refused.
 */
export const FORMAT = 'tomoshibi-backup-1';

export interface Header {
  readonly format: typeof FORMAT;
  readonly kind: 'data' | 'keys';
  /** Real time. */
  readonly takenAt: string;
  /** Names of the migrations that led to these tables, in order. */
  readonly migrations: readonly string[];
  readonly tables: readonly TableHeader[];
  readonly sequences: readonly { readonly name: string; readonly value: string | null }[];
}

export interface TableHeader {
  /** As SQL writes it, with its schema. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
}

export type Block =
  | { readonly type: 'header'; readonly header: Header }
  | { readonly type: 'part'; readonly table: string; readonly bytes: Buffer }
  | { readonly type: 'trailer'; readonly sha256: string };

/** Writes blocks, and counts them into the trailer's hash. */
export class BlockWriter {
  readonly #hash: Hash = createHash('sha256');

  constructor(private readonly target: Writable) {}

  async header(header: Header): Promise<void> {
    await this.#write({ type: 'header' }, Buffer.from(JSON.stringify(header), 'utf8'));
  }

  async part(table: string, bytes: Buffer): Promise<void> {
    await this.#write({ type: 'part', table }, bytes);
  }

  async end(): Promise<void> {
    const sha256 = this.#hash.copy().digest('hex');
    await this.#write({ type: 'trailer', sha256 }, Buffer.alloc(0));
    this.target.end();
  }

  async #write(line: object, bytes: Buffer): Promise<void> {
    const head = Buffer.from(`${lineOf(line, bytes.length)}\n`, 'utf8');
    for (const piece of [head, bytes]) {
      this.#hash.update(piece);
      if (!this.target.write(piece)) await once(this.target, 'drain');
    }
  }
}

function lineOf(line: object, length: number): string {
  return JSON.stringify({ ...line, length });
}

export class BackupDamagedError extends Error {
  override readonly name = 'BackupDamagedError';
}

/** Reads blocks again. @throws BackupDamagedError when a byte was changed, or the end is missing */
export async function* readBlocks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Block, void, void> {
  const hash = createHash('sha256');
  let rest: Buffer = Buffer.alloc(0);
  let wanted: { line: { type: string; table?: string; sha256?: string }; length: number } | undefined;
  for await (const chunk of source) {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      if (wanted === undefined) {
        const end = rest.indexOf(0x0a);
        if (end < 0) break;
        const line = readLine(rest.subarray(0, end));
        if (line.type === 'trailer') {
          const sha256 = hash.digest('hex');
          if (rest.toString('utf8', 0, end) !== lineOf({ type: 'trailer', sha256 }, 0))
            throw new BackupDamagedError('the backup was changed');
          yield { type: 'trailer', sha256 };
          return;
        }
        hash.update(rest.subarray(0, end + 1));
        rest = rest.subarray(end + 1);
        wanted = { line, length: line.length };
      }
      if (rest.length < wanted.length) break;
      const bytes = rest.subarray(0, wanted.length);
      hash.update(bytes);
      rest = rest.subarray(wanted.length);
      yield toBlock(wanted.line, bytes);
      wanted = undefined;
    }
  }
  throw new BackupDamagedError('the end of the backup is missing');
}

function readLine(bytes: Buffer): { type: string; table?: string; sha256?: string; length: number } {
  try {
    const line = JSON.parse(bytes.toString('utf8')) as { type?: unknown; length?: unknown };
    if (typeof line.type === 'string' && Number.isSafeInteger(line.length))
      return line as { type: string; length: number };
  } catch {
    // Said below.
  }
  throw new BackupDamagedError('this is no backup, or it was changed');
}

function toBlock(line: { type: string; table?: string }, bytes: Buffer): Block {
  if (line.type === 'header') return { type: 'header', header: JSON.parse(bytes.toString('utf8')) as Header };
  if (line.type === 'part' && line.table !== undefined)
    return { type: 'part', table: line.table, bytes: Buffer.from(bytes) };
  throw new BackupDamagedError('this is no backup, or it was changed');
}
