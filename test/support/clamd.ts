import { createServer, type Server, type Socket } from 'node:net';

/** The test file that every scanner finds; put together here, so that no scanner finds this file. */
export const EICAR = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
);

export interface Clamd {
  readonly address: string;
  /** Bytes of each content that was scanned, in order. */
  readonly scanned: number[];
  /** Comes back at the same address after `close`. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Speaks clamd's INSTREAM on loopback, and finds EICAR's test file anywhere in what it is sent. */
export async function startClamd(options: { readonly maxBytes?: number } = {}): Promise<Clamd> {
  const scanned: number[] = [];
  const sockets = new Set<Socket>();
  const answer = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let received = Buffer.alloc(0);
    socket.on('data', (piece) => {
      received = Buffer.concat([received, piece]);
      const content = contentOf(received);
      if (content === undefined) return;
      scanned.push(content.length);
      const verdict =
        content.length > (options.maxBytes ?? Infinity)
          ? 'INSTREAM size limit exceeded. ERROR'
          : content.includes(EICAR)
            ? 'stream: Eicar-Test-Signature FOUND'
            : 'stream: OK';
      socket.end(`${verdict}\0`);
    });
  };
  let server: Server;
  let port = 0;
  const open = async () => {
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    port = (server.address() as { port: number }).port;
  };
  await open();
  return {
    address: `127.0.0.1:${port}`,
    scanned,
    open,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** What was sent, once its end is there. */
function contentOf(received: Buffer): Buffer | undefined {
  const command = 'zINSTREAM\0';
  if (received.length < command.length) return undefined;
  if (received.subarray(0, command.length).toString('latin1') !== command) throw new Error('no INSTREAM');
  const pieces: Buffer[] = [];
  let at = command.length;
  while (at + 4 <= received.length) {
    const length = received.readUInt32BE(at);
    at += 4;
    if (length === 0) return Buffer.concat(pieces);
    if (at + length > received.length) return undefined;
    pieces.push(received.subarray(at, at + length));
    at += length;
  }
  return undefined;
}
