import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createStandIn, type StandIn, type StandInOptions } from '../../stand-in/server/stand-in.js';

export interface ReceivedEvent {
  readonly type: string;
  readonly webhookEventId: string;
  readonly deliveryContext: { readonly isRedelivery: boolean };
  readonly replyToken?: string;
  readonly timestamp: number;
  readonly mode: string;
  readonly source?: { readonly type: string; readonly userId?: string };
  readonly message?: Record<string, unknown> & { readonly id: string };
  readonly [property: string]: unknown;
}

export interface ReceivedWebhook {
  readonly raw: Buffer;
  readonly headers: http.IncomingHttpHeaders;
  readonly path: string;
  readonly destination: string;
  readonly events: readonly ReceivedEvent[];
}

/** Receives webhooks in place of a relay and answers as told; 'silence' leaves the request open. */
export class RelayDouble {
  readonly webhooks: ReceivedWebhook[] = [];
  /** Answers for the next requests, in order; 200 afterwards. A promise holds its answer back until it resolves. */
  readonly answers: (number | 'silence' | Promise<number>)[] = [];
  readonly #server = http.createServer((request, response) => void this.#receive(request, response));
  #watchers: (() => void)[] = [];

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get events(): ReceivedEvent[] {
    return this.webhooks.flatMap((webhook) => webhook.events);
  }

  get texts(): unknown[] {
    return this.events.map((event) => event.message?.['text']);
  }

  /** Resolves once so many webhooks have come in. */
  async received(count: number): Promise<void> {
    while (this.webhooks.length < count) {
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #receive(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const answer = this.answers.shift() ?? 200;
    this.webhooks.push({ raw, headers: request.headers, path: request.url ?? '', ...parsed(raw) });
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const watcher of watchers) watcher();
    if (answer !== 'silence') response.writeHead(await answer).end();
  }
}

function parsed(raw: Buffer): { destination: string; events: ReceivedEvent[] } {
  try {
    return JSON.parse(raw.toString()) as { destination: string; events: ReceivedEvent[] };
  } catch {
    return { destination: '', events: [] };
  }
}

export const hanako = `U${'a'.repeat(32)}`;
export const taro = `U${'b'.repeat(32)}`;
export const secret = '8c570fa6dd201bb328f1c1eac23a96d8';

export interface Scene {
  readonly standIn: StandIn;
  readonly relay: RelayDouble;
  close(): Promise<void>;
}

/** A stand-in with one account and two callers, and a relay that listens to it. */
export async function scene(options: Partial<StandInOptions> = {}): Promise<Scene> {
  const relay = new RelayDouble();
  const relayBaseUrl = await relay.listen();
  const standIn = createStandIn({
    relayBaseUrl,
    channels: [
      {
        id: 'main',
        channelId: '2000000009',
        channelSecret: secret,
        longLivedToken: 'long-lived-token',
        botUserId: 'U8e742f61d673b39c7fff3cecb7536ef0',
        basicId: '@000test',
        displayName: 'Test account',
        webhookPath: '/line/webhook/main',
      },
    ],
    users: [
      { userId: hanako, displayName: '花子', friendOf: ['main'] },
      { userId: taro, displayName: '太郎', friendOf: ['main'] },
    ],
    ...options,
  });
  await standIn.listen();
  const close = async (): Promise<void> => {
    await standIn.close();
    await relay.close();
  };
  return { standIn, relay, close };
}

/** Calls the Messaging API without an SDK in between, so that every byte and header is the test's own. */
export async function call(
  standIn: StandIn,
  path: string,
  request: {
    method?: string;
    body?: unknown;
    text?: string;
    token?: string | null;
    headers?: Record<string, string>;
  } = {},
): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
  const token = request.token === undefined ? 'long-lived-token' : request.token;
  const payload = request.text ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
  const response = await fetch(standIn.url + path, {
    method: request.method ?? (payload === undefined ? 'GET' : 'POST'),
    headers: {
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...request.headers,
    },
    ...(payload === undefined ? {} : { body: payload }),
  });
  const text = await response.text();
  const body = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, body, headers: response.headers };
}
