import { crc32 } from 'node:zlib';
import { z } from 'zod';

const MAGIC = Buffer.from('TmSp', 'latin1');
/** Magic, length of what follows, checksum of what follows. */
const FRAME_BYTES = 12;
const HEAD_LENGTH_BYTES = 2;

const headSchema = z.object({
  accountId: z.string(),
  /** `webhook`: a verified body; `said`: an automatic text that we sent meanwhile, and what LINE said of it. */
  kind: z.enum(['webhook', 'said']),
  /** Real time, in milliseconds. */
  at: z.number(),
});
export type SpoolHead = z.infer<typeof headSchema>;

/** One entry of a spool file: in the clear only what is needed to open the rest. */
export interface SpoolRecord extends SpoolHead {
  readonly sealed: Buffer;
}

/** What stands at a place of a file. `none`: no whole record begins here. */
export type Found =
  | { readonly kind: 'record'; readonly record: SpoolRecord; readonly bytes: number }
  | { readonly kind: 'none' };

export function encodeRecord({ sealed, ...head }: SpoolRecord): Buffer {
  const headBytes = Buffer.from(JSON.stringify(head), 'utf8');
  const payload = Buffer.concat([Buffer.alloc(HEAD_LENGTH_BYTES), headBytes, sealed]);
  payload.writeUInt16BE(headBytes.length, 0);
  const frame = Buffer.alloc(FRAME_BYTES);
  MAGIC.copy(frame);
  frame.writeUInt32BE(payload.length, MAGIC.length);
  frame.writeUInt32BE(crc32(payload), MAGIC.length + 4);
  return Buffer.concat([frame, payload]);
}

/** Reads the record that begins at `offset`; changed or half-written bytes are none. */
export function decodeRecord(bytes: Buffer, offset: number): Found {
  const none: Found = { kind: 'none' };
  const start = offset + FRAME_BYTES;
  if (start > bytes.length || !bytes.subarray(offset, offset + MAGIC.length).equals(MAGIC)) return none;
  const end = start + bytes.readUInt32BE(offset + MAGIC.length);
  if (end > bytes.length || end - start < HEAD_LENGTH_BYTES) return none;
  const payload = bytes.subarray(start, end);
  if (crc32(payload) !== bytes.readUInt32BE(offset + MAGIC.length + 4)) return none;
  const headEnd = HEAD_LENGTH_BYTES + payload.readUInt16BE(0);
  const head = headSchema.safeParse(parse(payload.subarray(HEAD_LENGTH_BYTES, headEnd)));
  if (!head.success) return none;
  return { kind: 'record', record: { ...head.data, sealed: payload.subarray(headEnd) }, bytes: end - offset };
}

/** Where the next whole record begins, at or after `offset`; undefined when there is none. */
export function nextRecord(bytes: Buffer, offset: number): number | undefined {
  for (let at = bytes.indexOf(MAGIC, offset); at >= 0; at = bytes.indexOf(MAGIC, at + 1))
    if (decodeRecord(bytes, at).kind === 'record') return at;
  return undefined;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
