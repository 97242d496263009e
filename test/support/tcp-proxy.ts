import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between a relay and its database, or a browser and its relay, so that a test can cut or hold the line. */
export class TcpProxy {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #state: 'open' | 'held' | 'cut' = 'open';

  #target: { readonly host: string; readonly port: number } = { host: '127.0.0.1', port: 0 };

  private constructor(private readonly server: Server) {}

  static async to(url: string): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server);
    proxy.leadTo(url);
    server.on('connection', (near) => proxy.#join(near, connect(proxy.#target)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** Where connections go from now on. */
  leadTo(url: string): void {
    const { hostname, port } = new URL(url);
    this.#target = { host: hostname, port: Number(port || 5432) };
  }

  /** The same address, by way of the proxy. */
  through(url: string): string {
    const address = new URL(url);
    address.hostname = '127.0.0.1';
    address.port = String((this.server.address() as { port: number }).port);
    return address.href;
  }

  /** Breaks every connection, and every new one at once: the database is away. */
  cut(): void {
    this.#state = 'cut';
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  /** Lets nothing through, and says nothing: the database hangs. */
  hold(): void {
    this.#state = 'held';
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  restore(): void {
    this.#state = 'open';
    for (const pair of this.#pairs) for (const socket of pair) socket.resume();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #join(near: Socket, far: Socket): void {
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    near.pipe(far);
    far.pipe(near);
    if (this.#state === 'cut') end();
    else if (this.#state === 'held') for (const socket of pair) socket.pause();
  }
}
