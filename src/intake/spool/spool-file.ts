import { type FileHandle, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decodeRecord, nextRecord, type SpoolRecord } from './record.js';

interface Waiting {
  readonly bytes: Buffer;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Where something stands in a file, in bytes. */
export interface Place {
  readonly offset: number;
  readonly bytes: number;
}

/** A record and its place; where it begins is part of what its seal is bound to. */
export interface PlacedRecord extends SpoolRecord, Place {}

/** What was read from a file. */
export interface Stretch {
  readonly records: readonly PlacedRecord[];
  /** Where to read on. */
  readonly next: number;
  /** Bytes in the middle that are no whole record any more: a fault of the disk, never of a crash. */
  readonly damagedBytes: number;
}

/** Bytes read at once; one record may be longer. */
const READ_BYTES = 1024 * 1024;

/** An append-only file of records. What `append` has resolved for is on the disk. */
export class SpoolFile {
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #broken = false;
  /** Where the next record will begin. */
  #end: number;
  /** Up to where everything is on the disk. */
  #synced: number;
  /** Up to where it was drained. */
  drained = 0;
  /** What in it could be neither read nor stored: it is kept when the rest is drained. */
  readonly damage: Place[] = [];

  private constructor(
    readonly id: string,
    readonly path: string,
    private readonly handle: FileHandle,
    size: number,
  ) {
    this.#end = size;
    this.#synced = size;
  }

  static async create(id: string, file: string): Promise<SpoolFile> {
    const handle = await open(file, 'wx+', 0o600);
    try {
      // A file whose name is not on the disk is lost with everything in it.
      await syncFolder(dirname(file));
      return new SpoolFile(id, file, handle, 0);
    } catch (error) {
      await handle.close();
      await rm(file, { force: true });
      throw error;
    }
  }

  static async adopt(id: string, file: string): Promise<SpoolFile> {
    const handle = await open(file, 'r+');
    try {
      return new SpoolFile(id, file, handle, (await handle.stat()).size);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  get bytes(): number {
    return this.#end;
  }

  get broken(): boolean {
    return this.#broken;
  }

  /** Something is on the disk that was not drained. */
  get readable(): boolean {
    return this.drained < this.#synced;
  }

  /** Nothing is left in it, and nothing is on its way into it. */
  get finished(): boolean {
    return this.drained >= this.#synced && this.#waiting.length === 0 && this.#writing === undefined;
  }

  /**
   * Appends one record; resolves when it is on the disk. Records stand in the order of the calls.
   * @param make gives the record's bytes for the place where it will stand
   */
  append(make: (offset: number) => Buffer): Promise<void> {
    if (this.#broken) return Promise.reject(new Error('the spool file can no longer be written'));
    const bytes = make(this.#end);
    this.#end += bytes.length;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ bytes, resolve, reject });
      this.#writing ??= this.#write();
    });
  }

  /** One write and one fsync for all that came meanwhile. */
  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      try {
        const bytes = Buffer.concat(batch.map((entry) => entry.bytes));
        await writeFully(this.handle, bytes, this.#synced);
        await this.handle.datasync();
        this.#synced += bytes.length;
        for (const entry of batch) entry.resolve();
      } catch (error) {
        // What reached the disk is unknown: nobody got a 200 for it, and nothing is written behind it.
        this.#broken = true;
        this.#end = this.#synced;
        await this.handle.truncate(this.#synced).catch(() => undefined);
        for (const entry of [...batch, ...this.#waiting.splice(0)]) entry.reject(error);
      }
    }
    // In the same turn in which nothing waited any more: what comes next starts a write of its own.
    this.#writing = undefined;
  }

  /** Reads what is on the disk from `offset` on, some records at once. */
  async read(offset: number): Promise<Stretch> {
    for (let length = READ_BYTES; ; length *= 4) {
      const size = Math.min(length, this.#synced - offset);
      const bytes = Buffer.alloc(size);
      const { bytesRead } = await this.handle.read(bytes, 0, size, offset);
      const read = bytes.subarray(0, bytesRead);
      const whole = offset + size >= this.#synced;
      const records: PlacedRecord[] = [];
      let at = 0;
      for (;;) {
        const found = decodeRecord(read, at);
        if (found.kind === 'none') break;
        records.push({ ...found.record, offset: offset + at, bytes: found.bytes });
        at += found.bytes;
      }
      if (records.length > 0) return { records, next: offset + at, damagedBytes: 0 };
      if (!whole) continue;
      const next = nextRecord(read, at);
      // Nothing whole comes after it: the last record was cut off while it was written, before anybody got a 200.
      if (next === undefined) return { records: [], next: this.#synced, damagedBytes: 0 };
      return { records: [], next: offset + next, damagedBytes: next };
    }
  }

  /** How many whole records wait in it. */
  async count(): Promise<number> {
    let count = 0;
    for (let at = this.drained; at < this.#synced;) {
      const { records, next } = await this.read(at);
      count += records.length;
      at = next;
    }
    return count;
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.handle.close();
  }

  /** Keeps what is damaged, and nothing else, in a file beside it: each at its place, to which its seal is bound. */
  async keepDamage(): Promise<void> {
    const kept = await open(join(dirname(this.path), `${this.id}.damaged`), 'w', 0o600);
    try {
      for (const { offset, bytes } of this.damage) {
        const stretch = Buffer.alloc(bytes);
        const { bytesRead } = await this.handle.read(stretch, 0, bytes, offset);
        await writeFully(kept, stretch.subarray(0, bytesRead), offset);
      }
      await kept.sync();
    } finally {
      await kept.close();
    }
    await syncFolder(dirname(this.path));
  }

  async remove(): Promise<void> {
    await this.close();
    await rm(this.path, { force: true });
  }
}

async function writeFully(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}

/** Puts the names in a folder on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What the seal of a record is bound to: its file and its place there. */
export function bindingOf(file: SpoolFile, offset: number): `spool.record:${string}` {
  return `spool.record:${file.id}/${offset}`;
}
