import { once } from 'node:events';
import { type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { samplePicture } from '../../stand-in/server/sample-media.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type Clamd, EICAR, startClamd } from '../support/clamd.js';
import { ConsoleClient } from '../support/console-client.js';
import { type ContentHost, startContentHost } from '../support/content-host.js';
import { newCaller } from '../support/conversation.js';
import { chunksKept, download, film, mediaIn, sendMedia } from '../support/media.js';
import { type Relay, startRelay } from '../support/relay.js';
import { RelayProcess } from '../support/relay-process.js';
import { pointWebhooksAt, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const bytes = film(900_000);
const whole = (response: ServerResponse) => {
  response.writeHead(200, { 'content-length': bytes.length, 'content-type': 'image/svg+xml' }).end(bytes);
};
/** Sends the first part and then stands still; resolves with how to go on. */
const half = (response: ServerResponse) => {
  response.writeHead(200, { 'content-length': bytes.length });
  response.write(bytes.subarray(0, 600_000));
};

describe('a content host that misbehaves', () => {
  let standIn: StandIn;
  let host: ContentHost;
  let relay: Relay;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    host = await startContentHost((_request, response) => whole(response));
    relay = await startRelay({ standIn, env: { LINE_DATA_API_BASE_URL: host.url } });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  beforeEach(() => {
    host.asked.length = 0;
  });
  afterAll(async () => {
    await relay.close();
    await host.close();
    await standIn.close();
  });

  const send = async () =>
    sendMedia(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), { type: 'video' });
  const json = (response: ServerResponse, status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

  it('gives up when LINE says that preparing failed', async () => {
    host.handle = (request, response) =>
      request.url?.endsWith('/transcoding') === true
        ? json(response, 200, { status: 'failed' })
        : json(response, 202, {});
    const { ticketId } = await send();
    await mediaIn(supervisor, ticketId, 'failed');
    expect(host.asked).toHaveLength(2);
  });

  it('follows no redirection to another host', async () => {
    let foreign = 0;
    const elsewhere = await startContentHost((_request, response) => {
      foreign += 1;
      whole(response);
    });
    host.handle = (_request, response) => {
      response.writeHead(302, { location: `${elsewhere.url}/x` }).end();
      host.handle = (_next, answer) => whole(answer);
    };
    const { ticketId } = await send();
    await mediaIn(supervisor, ticketId, 'stored');
    await elsewhere.close();
    expect(foreign).toBe(0);
  });

  it('believes no header about type or length', async () => {
    host.handle = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(bytes);
    };
    const { ticketId } = await send();
    expect((await mediaIn(supervisor, ticketId, 'stored')).media).toMatchObject({
      mimeType: 'video/mp4',
      bytes: bytes.length,
    });
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['stands still', half],
    [
      'breaks off',
      (response) => {
        half(response);
        setImmediate(() => response.destroy());
      },
    ],
  ])('begins anew when a download %s in the middle', async (_what, spoil) => {
    host.handle = (_request, response) => {
      spoil(response);
      host.handle = (_next, answer) => whole(answer);
    };
    const { ticketId } = await send();
    const { media } = await mediaIn(supervisor, ticketId, 'stored');
    expect(host.asked).toHaveLength(2);
    expect(await chunksKept(relay, media.id)).toBe(4);
    const answer = await download(supervisor, `/api/tickets/${ticketId}/media/${media.id}`);
    expect(answer.bytes.equals(bytes)).toBe(true);
  });

  it('holds up nobody else: many slow ones, and a quick one gets its turn', async () => {
    const held: ServerResponse[] = [];
    host.handle = (_request, response) => {
      half(response);
      held.push(response);
    };
    const slow = await Promise.all(Array.from({ length: 4 }, send));
    await eventually(() => held.length >= 4 || undefined, 'four downloads under way');
    host.handle = (_request, response) => whole(response);
    const quick = await send();
    await mediaIn(supervisor, quick.ticketId, 'stored');
    for (const { ticketId } of slow) await mediaIn(supervisor, ticketId, 'stored');
  });

  it('does not bring back what the caller took back while it was being fetched', async () => {
    let rest: ServerResponse | undefined;
    host.handle = (_request, response) => {
      half(response);
      rest = response;
    };
    const userId = await newCaller(standIn);
    const { ticketId, messageId } = await sendMedia(standIn, relay, SUICIDE_PREVENTION, userId, {
      type: 'video',
    });
    const { media } = await mediaIn(supervisor, ticketId, 'waiting');
    await eventually(async () => (await chunksKept(relay, media.id)) >= 2 || undefined, 'its first part');
    await standIn.unsend(SUICIDE_PREVENTION, userId, messageId);
    await mediaIn(supervisor, ticketId, 'gone');
    if (rest === undefined) throw new Error('nothing was asked for');
    // The rest comes: the relay hangs up, or takes it and finds that nobody wants it any more.
    const closed = once(rest, 'close');
    rest.end(bytes.subarray(600_000));
    await closed;
    await relay.stop();
    const [row] = await relay.database.query<{ state: string; bytes: number | null }>(
      'SELECT state, bytes FROM media WHERE id = $1',
      [media.id],
    );
    expect(row).toEqual({ state: 'gone', bytes: null });
    expect(await chunksKept(relay, media.id)).toBe(0);
  });
});

describe('a server that is killed in the middle of a download', () => {
  it('has it once and whole after it is back', async () => {
    const standIn = await startStandIn();
    const host = await startContentHost((_request, response) => half(response));
    const relay = await RelayProcess.create(standIn.url, {
      LINE_DATA_API_BASE_URL: host.url,
      LINE_TIMEOUT_MS: '2900',
    });
    try {
      await relay.start();
      await pointWebhooksAt(standIn, relay.url);
      await standIn.sendMessage(SUICIDE_PREVENTION, await newCaller(standIn), { type: 'video' });
      await eventually(async () => (await chunksKept(relay)) >= 2 || undefined, 'its first part', 30_000);
      await relay.kill();
      host.handle = (_request, response) => whole(response);
      await relay.start();
      const rows = await eventually(
        async () => {
          const found = await relay.database.query<{ state: string; bytes: number }>(
            'SELECT state, bytes::int AS bytes FROM media',
          );
          return found.every((row) => row.state === 'stored') ? found : undefined;
        },
        'the film',
        30_000,
      );
      expect(rows).toEqual([{ state: 'stored', bytes: bytes.length }]);
      expect(await chunksKept(relay)).toBe(4);
      expect(await relay.database.query('SELECT FROM message WHERE media_id IS NOT NULL')).toHaveLength(1);
      const supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
      const ticket = await supervisor.firstWaiting();
      const { media } = await mediaIn(supervisor, ticket.id, 'stored');
      const answer = await download(supervisor, `/api/tickets/${ticket.id}/media/${media.id}`);
      expect(answer.bytes.equals(bytes)).toBe(true);
    } finally {
      await relay.close();
      await host.close();
      await standIn.close();
    }
    // Two starts of a process, and a lease that has to run out in between.
  }, 90_000);
});

describe('a virus scanner', () => {
  let standIn: StandIn;
  let clamd: Clamd;
  let relay: Relay;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    clamd = await startClamd({ maxBytes: 800_000 });
    relay = await startRelay({ standIn, env: { CLAMAV_HOST: clamd.address } });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterEach(() => {
    clamd.scanned.length = 0;
  });
  afterAll(async () => {
    await relay.close();
    await clamd.close();
    await standIn.close();
  });

  const send = async (content: Buffer) => {
    const { ticketId } = await sendMedia(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), {
      type: 'file',
      fileName: 'a.dat',
      contentBase64: content.toString('base64'),
    });
    return ticketId;
  };

  it('sees all of a file before anybody gets it', async () => {
    const { media } = await mediaIn(supervisor, await send(film(700_000)), 'stored');
    expect(media.scan).toBe('clean');
    expect(clamd.scanned).toEqual([700_000]);
  });

  it('keeps nothing of what it finds something in', async () => {
    const bad = Buffer.concat([film(400_000), EICAR]);
    const ticketId = await send(bad);
    const { media } = await mediaIn(supervisor, ticketId, 'infected');
    expect(media).toMatchObject({ scan: 'infected', mimeType: null, bytes: null });
    expect(await chunksKept(relay, media.id)).toBe(0);
    expect((await download(supervisor, `/api/tickets/${ticketId}/media/${media.id}`)).status).toBe(404);
  });

  it('is waited for while it is away, without fetching again', async () => {
    await clamd.close();
    const ticketId = await send(samplePicture());
    const { media } = await mediaIn(supervisor, ticketId, 'waiting');
    await eventually(async () => {
      const [row] = await relay.database.query<{ attempts: number }>(
        'SELECT attempts FROM media WHERE id = $1',
        [media.id],
      );
      return (row?.attempts ?? 0) >= 2 || undefined;
    }, 'a second try');
    const path = `/api/tickets/${ticketId}/media/${media.id}`;
    expect((await download(supervisor, path)).status).toBe(409);
    expect((await mediaIn(supervisor, ticketId, 'waiting')).media).toMatchObject({
      mimeType: null,
      bytes: null,
    });
    await clamd.open();
    expect((await mediaIn(supervisor, ticketId, 'stored')).media.scan).toBe('clean');
    const calls = await standIn.apiCalls({ channel: SUICIDE_PREVENTION, endpoint: 'content' });
    expect(calls.filter((call) => call.status === 200)).toHaveLength(3);
  });

  it('says that nothing was scanned when a file is larger than the scanner takes', async () => {
    const { media } = await mediaIn(supervisor, await send(film(900_000)), 'stored');
    expect(media.scan).toBe('not-scanned');
  });
});
