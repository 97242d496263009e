import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface ContentHost {
  readonly url: string;
  /** What was asked for so far: paths, in order. */
  readonly asked: string[];
  /** How it answers from now on. */
  handle: Handler;
  close(): Promise<void>;
}

/** A host on loopback that gives out content as a test wants it: in halves, slowly, or from elsewhere. */
export async function startContentHost(handle: Handler): Promise<ContentHost> {
  const server = createServer((request, response) => {
    host.asked.push(request.url ?? '');
    host.handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const host: ContentHost = {
    url: `http://127.0.0.1:${port}`,
    asked: [],
    handle,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return host;
}
