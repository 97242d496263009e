import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';

/** How long clamd may be silent, in milliseconds: it scans all of a file before it answers. */
const SILENCE_MS = 120_000;

/** `unable`: clamd answered, but can't scan it, for example because it is larger than clamd's own limit. */
export type Verdict = 'clean' | 'infected' | 'unable';

/** clamd can't be reached, or broke off: nothing is known of the content. */
export class ScannerAwayError extends Error {
  override readonly name = 'ScannerAwayError';
}

/** Asks clamd about content, by its INSTREAM command. https://docs.clamav.net/manual/Usage/Scanning.html#clamd */
@Injectable()
export class MediaScanner {
  readonly #address: Environment['CLAMAV_HOST'];

  constructor(@Inject(ENVIRONMENT) environment: Environment) {
    this.#address = environment.CLAMAV_HOST;
  }

  /** Whether this server has a scanner at all. */
  get present(): boolean {
    return this.#address !== undefined;
  }

  /** @throws ScannerAwayError, or what reading the content threw */
  async scan(content: AsyncIterable<Buffer>): Promise<Verdict> {
    if (this.#address === undefined) throw new ScannerAwayError('no scanner is set');
    const socket = connect(this.#address);
    socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('clamd is silent')));
    const said = text(socket).catch(() => '');
    try {
      await send(socket, content);
      return verdictOf(await said);
    } finally {
      socket.destroy();
    }
  }
}

/** Ends early, without complaint, when clamd does: what it said by then, if anything, tells. */
async function send(socket: Socket, content: AsyncIterable<Buffer>): Promise<void> {
  const closed = new AbortController();
  socket.once('close', () => closed.abort());
  for await (const frame of frames(content)) {
    if (closed.signal.aborted) return;
    if (socket.write(frame)) continue;
    try {
      await once(socket, 'drain', { signal: closed.signal });
    } catch {
      return;
    }
  }
}

async function* frames(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  yield Buffer.from('zINSTREAM\0');
  for await (const chunk of content) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    yield length;
    yield chunk;
  }
  yield Buffer.alloc(4);
}

function verdictOf(answer: string): Verdict {
  const said = answer.replaceAll('\0', '').trim();
  if (said.endsWith(' FOUND')) return 'infected';
  if (said.endsWith(' OK')) return 'clean';
  if (said.endsWith('ERROR')) return 'unable';
  throw new ScannerAwayError('clamd gave no verdict');
}
