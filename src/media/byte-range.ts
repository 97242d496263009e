/** A stretch of bytes, both ends included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

export type WantedRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly range: ByteRange }
  | { readonly kind: 'unsatisfiable' };

/**
 * Reads a Range header. One range is honoured; what is malformed, or asks for several, is left out of account, as HTTP
 * allows: then the whole is sent.
 * https://www.rfc-editor.org/rfc/rfc9110.html#name-range
 * @param bytes length of the whole
 */
export function readRange(header: string | undefined, bytes: number): WantedRange {
  const [, from, to] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return { kind: 'whole' };
  if (from === '') {
    const length = Math.min(Number(to), bytes);
    if (length === 0) return { kind: 'unsatisfiable' };
    return { kind: 'part', range: { first: bytes - length, last: bytes - 1 } };
  }
  const first = Number(from);
  if (to !== '' && Number(to) < first) return { kind: 'whole' };
  if (first >= bytes) return { kind: 'unsatisfiable' };
  const last = to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  return { kind: 'part', range: { first, last } };
}

/** What a range needs of one chunk: `from` and `to` count within the chunk, `to` not included. */
export interface ChunkSlice {
  readonly position: number;
  readonly from: number;
  readonly to: number;
}

/** The chunks that a range lies in, in order, and what it needs of each. */
export function* slicesOf({ first, last }: ByteRange, chunkBytes: number): Generator<ChunkSlice> {
  for (let position = Math.floor(first / chunkBytes); position * chunkBytes <= last; position += 1) {
    const start = position * chunkBytes;
    yield {
      position,
      from: Math.max(first - start, 0),
      to: Math.min(last - start + 1, chunkBytes),
    };
  }
}

/** Cuts a stream into chunks of `chunkBytes`, the last one shorter; never holds more than one chunk and one piece. */
export async function* inChunks(
  source: AsyncIterable<Uint8Array>,
  chunkBytes: number,
): AsyncGenerator<Buffer, void, void> {
  let pieces: Uint8Array[] = [];
  let gathered = 0;
  for await (let piece of source) {
    while (gathered + piece.length >= chunkBytes) {
      const room = chunkBytes - gathered;
      yield Buffer.concat([...pieces, piece.subarray(0, room)]);
      piece = piece.subarray(room);
      pieces = [];
      gathered = 0;
    }
    if (piece.length === 0) continue;
    pieces.push(piece);
    gathered += piece.length;
  }
  if (gathered > 0) yield Buffer.concat(pieces);
}
