import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.service.js';
import { type DataKey } from '../vault/seal.js';
import { type Binding, Vault } from '../vault/vault.service.js';
import { type ByteRange, inChunks, slicesOf } from './byte-range.js';

/** Length of a chunk before sealing: small enough to seek in, large enough that a film is not a million rows. */
export const CHUNK_BYTES = 256 * 1024;

/** Who writes: an attempt that somebody else has taken over writes nothing more, nor does one whose media is gone. */
export interface MediaWriter {
  readonly id: string;
  /** Counted up by each lease. */
  readonly attempts: number;
  readonly key: DataKey;
}

/** Media whose bytes are all here. */
export interface StoredMedia {
  readonly id: string;
  readonly bytes: number;
  readonly chunkBytes: number;
}

export type Written =
  | { readonly outcome: 'written'; readonly bytes: number; readonly head: Buffer }
  | { readonly outcome: 'too-large' }
  /** The media was withdrawn meanwhile, or another process has it now. */
  | { readonly outcome: 'not-ours' };

/** The media's key was destroyed, or it was withdrawn while it was read. */
export class MediaGoneError extends Error {
  override readonly name = 'MediaGoneError';
}

/** Bytes of media, sealed in chunks; only one chunk of each is in memory at a time. */
@Injectable()
export class MediaStore {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** Stores a stream; what an earlier attempt left is replaced. A stream that breaks off throws its own error. */
  async write(writer: MediaWriter, source: AsyncIterable<Uint8Array>, limit: number): Promise<Written> {
    await this.#clear(writer);
    let bytes = 0;
    let position = 0;
    let head: Buffer = Buffer.alloc(0);
    for await (const chunk of inChunks(source, CHUNK_BYTES)) {
      bytes += chunk.length;
      if (bytes > limit) return { outcome: 'too-large' };
      if (position === 0) head = chunk;
      if (!(await this.#append(writer, position, chunk))) return { outcome: 'not-ours' };
      position += 1;
    }
    return { outcome: 'written', bytes, head };
  }

  /** Reads a stretch, opening only the chunks that it lies in. @throws MediaGoneError */
  async *read(media: StoredMedia, range: ByteRange): AsyncGenerator<Buffer, void, void> {
    for (const { position, from, to } of slicesOf(range, media.chunkBytes)) {
      const [row] = await this.database.query<{ sealed: Buffer }>(
        'SELECT sealed FROM media_chunk WHERE media_id = $1 AND position = $2',
        [media.id, position],
      );
      if (row === undefined) throw new MediaGoneError();
      const chunk = await this.vault.openBytes(this.database, {
        binding: chunkBinding(media.id, position),
        bytes: row.sealed,
      });
      if (chunk === undefined) throw new MediaGoneError();
      yield chunk.subarray(from, to);
    }
  }

  /** All of it. */
  readAll(media: StoredMedia): AsyncGenerator<Buffer, void, void> {
    return this.read(media, { first: 0, last: media.bytes - 1 });
  }

  async #clear({ id, attempts }: MediaWriter): Promise<void> {
    await this.database.query(
      `DELETE FROM media_chunk USING media
       WHERE media.id = $1 AND media_id = media.id AND media.state = 'waiting' AND media.attempts = $2`,
      [id, attempts],
    );
  }

  async #append({ id, attempts, key }: MediaWriter, position: number, chunk: Buffer): Promise<boolean> {
    // The row is locked so that whoever withdraws it either comes first, or finds this chunk and destroys it.
    const written = await this.database.query(
      `WITH mine AS (
         SELECT id FROM media WHERE id = $1 AND state = 'waiting' AND attempts = $2 FOR NO KEY UPDATE
       )
       INSERT INTO media_chunk (media_id, position, sealed) SELECT id, $3, $4 FROM mine RETURNING position`,
      [id, attempts, position, this.vault.sealBytes(key, chunkBinding(id, position), chunk)],
    );
    return written.length > 0;
  }
}

function chunkBinding(mediaId: string, position: number): Binding {
  return `media_chunk.sealed:${mediaId}/${position}`;
}
