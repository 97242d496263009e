import { Readable } from 'node:stream';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { AppError } from '../../config/app-error.js';
import { errorBody } from '../../contract/error.js';
import { readRange } from '../../media/byte-range.js';
import { isInline } from '../../media/content-type.js';
import { contentDisposition } from '../../media/file-name.js';
import { type ReadableMedia } from '../../media/media.access.js';
import { MediaGoneError } from '../../media/media.store.js';

/** Whatever the bytes are, a browser runs nothing of them, and keeps nothing. */
const headers = {
  'accept-ranges': 'bytes',
  'cache-control': 'private, no-store',
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
} as const;

/**
 * Sends media, or the part of it that is asked for, as fast as the browser takes it.
 * @throws AppError media_not_found when it is gone by now
 */
export async function sendMedia(
  request: FastifyRequest,
  reply: FastifyReply,
  media: ReadableMedia,
): Promise<void> {
  const { bytes, mimeType, fileName } = media;
  // We give no validator, so none can match: then all of it is wanted.
  const header = request.headers['if-range'] === undefined ? request.headers.range : undefined;
  const wanted = readRange(header, bytes);
  if (wanted.kind === 'unsatisfiable') {
    void reply.status(416).headers(headers).header('content-range', `bytes */${bytes}`);
    void reply.send(errorBody('range_not_satisfiable'));
    return;
  }
  const range = wanted.kind === 'part' ? wanted.range : { first: 0, last: bytes - 1 };
  // A HEAD gets the same headers; Fastify takes the length from what is sent unless that is a stream.
  const content = request.method === 'HEAD' ? [] : await begun(media.read(range));
  if (wanted.kind === 'part')
    void reply.status(206).header('content-range', `bytes ${range.first}-${range.last}/${bytes}`);
  const disposition = contentDisposition(isInline(mimeType) ? 'inline' : 'attachment', fileName);
  void reply
    .headers({ ...headers, 'content-disposition': disposition })
    .header('content-length', range.last - range.first + 1)
    .type(mimeType)
    .send(Readable.from(content, { objectMode: false }));
}

/** Opens the first stretch before anything is promised: what was withdrawn a moment ago is said to be gone. */
async function begun(content: AsyncGenerator<Buffer, void, void>): Promise<AsyncGenerator<Buffer>> {
  try {
    const first = await content.next();
    return (async function* () {
      if (first.done !== true) yield first.value;
      yield* content;
    })();
  } catch (error) {
    throw error instanceof MediaGoneError ? new AppError('media_not_found') : error;
  }
}
