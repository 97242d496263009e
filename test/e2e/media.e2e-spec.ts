import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ErrorBody } from '../../src/contract/error.js';
import { sampleAudio, samplePicture } from '../../stand-in/server/sample-media.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller } from '../support/conversation.js';
import { chunksKept, download, film, mediaIn, pdf, program, sendMedia } from '../support/media.js';
import { type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const base64 = (bytes: Buffer) => ({ contentBase64: bytes.toString('base64') });
const errorOf = (bytes: Buffer) => (JSON.parse(bytes.toString('utf8')) as ErrorBody).error.code;

describe('pictures, recordings and files from callers', () => {
  let standIn: StandIn;
  let relay: Relay;
  let counselor: ConsoleClient;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, env: { MEDIA_MAX_BYTES: String(2 * 1024 * 1024) } });
    counselor = await addStaff(relay, {
      login: 'yamada',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  type Sent = Parameters<typeof sendMedia>[4];
  const send = async (message: Sent) =>
    sendMedia(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), message);
  /** Sent, fetched, and in the hands of a counselor. */
  const received = async (message: Sent) => {
    const { ticketId, ...rest } = await send(message);
    expect((await counselor.take(ticketId)).status).toBe(200);
    const shown = await mediaIn(counselor, ticketId, 'stored');
    return { ...rest, ticketId, shown, path: `/api/tickets/${ticketId}/media/${shown.media.id}` };
  };

  it.each<[string, Sent, Buffer, string, string]>([
    ['image', { type: 'image', ...base64(samplePicture()) }, samplePicture(), 'image/png', 'inline'],
    [
      'audio',
      { type: 'audio', duration: 1500, ...base64(sampleAudio()) },
      sampleAudio(),
      'audio/wav',
      'inline',
    ],
    ['file', { type: 'file', fileName: '診断書.pdf', ...base64(pdf) }, pdf, 'application/pdf', 'attachment'],
  ])(
    'keeps and gives back what came as %s (chatwoot#10174: a file showed no content)',
    async (kind, message, bytes, mimeType, disposition) => {
      const { shown, path } = await received(message);
      expect(shown.content).toMatchObject({ kind: 'media', media: kind });
      expect(shown.media).toMatchObject({ kind, mimeType, bytes: bytes.length, scan: 'not-scanned' });
      const answer = await download(counselor, path);
      expect(answer.status).toBe(200);
      expect(answer.bytes.equals(bytes)).toBe(true);
      expect(answer.headers.get('content-type')).toBe(mimeType);
      expect(answer.headers.get('content-disposition')).toMatch(new RegExp(`^${disposition}`));
      expect(answer.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('cache-control')).toContain('no-store');
    },
  );

  it('keeps a long film in sealed pieces, with its name and length', async () => {
    const bytes = film(900_000);
    const { shown, path } = await received({ type: 'video', duration: 60_000, ...base64(bytes) });
    expect(shown.content).toMatchObject({ media: 'video', durationMs: 60_000 });
    expect(shown.media).toMatchObject({ mimeType: 'video/mp4', bytes: 900_000 });
    expect((await download(counselor, path)).bytes.equals(bytes)).toBe(true);
    const rows = await relay.database.query<{ sealed: Buffer }>(
      'SELECT sealed FROM media_chunk WHERE media_id = $1',
      [shown.media.id],
    );
    expect(rows).toHaveLength(4);
    for (const { sealed } of rows) expect(bytes.includes(sealed.subarray(29, 61))).toBe(false);
    expect(rows.some(({ sealed }) => sealed.includes('ftypmp42'))).toBe(false);
  });

  it('lets nobody move a piece to another place or another file', async () => {
    const { shown, path } = await received({ type: 'video', ...base64(film(700_000)) });
    await relay.database.query(
      `UPDATE media_chunk SET sealed = (SELECT sealed FROM media_chunk WHERE media_id = $1 AND position = 1)
       WHERE media_id = $1 AND position = 0`,
      [shown.media.id],
    );
    expect((await download(counselor, path)).status).toBe(500);
    expect((await download(counselor, path, { range: 'bytes=300000-300009' })).status).toBe(206);
  });

  it('tells open screens when it is there', async () => {
    const userId = await newCaller(standIn);
    const image: Sent = { type: 'image', ...base64(samplePicture()) };
    const { ticketId } = await sendMedia(standIn, relay, SUICIDE_PREVENTION, userId, image);
    const live = await supervisor.live(null, [ticketId]);
    // Only now: the screen is open before there is anything to hear of.
    await sendMedia(standIn, relay, SUICIDE_PREVENTION, userId, image);
    const changed = await eventually(
      () => live.messages(ticketId).find((message) => message.media?.state === 'stored'),
      'the screen to hear of it',
    );
    expect(changed.media).toMatchObject({ mimeType: 'image/png' });
    live.close();
  });

  it('keeps images of a set together, in whatever order they come', async () => {
    const userId = await newCaller(standIn);
    for (const index of [2, 1]) {
      await sendMedia(standIn, relay, SUICIDE_PREVENTION, userId, {
        type: 'image',
        imageSet: { id: 'a-set', index, total: 2 },
      });
    }
    const { ticketId } = await sendMedia(standIn, relay, SUICIDE_PREVENTION, userId, { type: 'image' });
    const sets = (await supervisor.talkRoom(ticketId)).messages.flatMap(({ content }) =>
      content.kind === 'media' ? [content.set] : [],
    );
    expect(sets).toEqual([{ id: 'a-set', index: 2, total: 2 }, { id: 'a-set', index: 1, total: 2 }, null]);
  });

  it('waits for what LINE still prepares', async () => {
    const { ticketId, messageId } = await send({ type: 'video', ...base64(film(5000)), preparing: 3 });
    const { media } = await mediaIn(supervisor, ticketId, 'stored');
    expect(media.bytes).toBe(5000);
    const calls = (await standIn.apiCalls({ channel: SUICIDE_PREVENTION })).filter((call) =>
      call.path.includes(`/${messageId}/`),
    );
    expect(calls.map((call) => [call.endpoint, call.status])).toEqual([
      ['content', 202],
      ['transcoding', 200],
      ['content', 202],
      ['transcoding', 200],
      ['content', 200],
    ]);
  });

  it.each([404, 410])('says that it is gone when LINE answers %s', async (status) => {
    await standIn.addFault({ endpoint: 'content', kind: 'status', status, times: 1 });
    const { ticketId } = await send({ type: 'image' });
    const { media } = await mediaIn(supervisor, ticketId, 'gone');
    expect(media).toMatchObject({ mimeType: null, bytes: null });
    const answer = await download(supervisor, `/api/tickets/${ticketId}/media/${media.id}`);
    expect([answer.status, errorOf(answer.bytes)]).toEqual([404, 'media_not_found']);
  });

  it.each(['status', 'reset', 'truncate', 'timeout'] as const)('tries again after %s', async (kind) => {
    await standIn.addFault({
      endpoint: 'content',
      kind,
      times: 1,
      ...(kind === 'status' && { status: 500 }),
    });
    const { ticketId } = await send({ type: 'image', ...base64(samplePicture()) });
    const { media } = await mediaIn(supervisor, ticketId, 'stored');
    expect(await chunksKept(relay, media.id)).toBe(1);
    const path = `/api/tickets/${ticketId}/media/${media.id}`;
    expect((await download(supervisor, path)).bytes.equals(samplePicture())).toBe(true);
  });

  it('takes a new token when LINE refuses the one it has', async () => {
    await standIn.revokeTokens(SUICIDE_PREVENTION);
    const { ticketId, messageId } = await send({ type: 'image' });
    await mediaIn(supervisor, ticketId, 'stored');
    const calls = await standIn.apiCalls({ channel: SUICIDE_PREVENTION });
    expect(calls.filter((call) => call.path.includes(`/${messageId}/`) && call.status === 200)).toHaveLength(
      1,
    );
  });

  it('refuses what is too large, and keeps none of it', async () => {
    const before = await chunksKept(relay);
    const { ticketId } = await send({ type: 'file', fileName: 'a.bin', ...base64(randomBytes(2_100_000)) });
    const { media } = await mediaIn(supervisor, ticketId, 'refused');
    expect(media.bytes).toBeNull();
    expect(await chunksKept(relay)).toBe(before);
  });

  it('never fetches from a host that LINE does not answer for', async () => {
    const { ticketId, messageId } = await send({
      type: 'image',
      external: { originalContentUrl: `${relay.url}/healthz`, previewImageUrl: `${relay.url}/healthz` },
    });
    await mediaIn(supervisor, ticketId, 'refused');
    const calls = await standIn.apiCalls({ channel: SUICIDE_PREVENTION });
    expect(calls.filter((call) => call.path.includes(`/${messageId}/`))).toEqual([]);
  });

  it.each<[string, Buffer, string]>([
    ['text', Buffer.from('これは写真ではありません'), 'text/plain'],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'text/html'],
    ['SVG', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml'],
    ['a program', program, 'application/x-msdownload'],
    ['nothing at all', Buffer.alloc(0), 'application/octet-stream'],
  ])('calls a picture that is %s a file, and never shows it', async (_what, bytes, mimeType) => {
    const { shown, path } = await received({ type: 'image', ...base64(bytes), contentType: 'image/png' });
    expect(shown.media).toMatchObject({ kind: 'file', mimeType, bytes: bytes.length });
    const answer = await download(counselor, path);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(answer.bytes.equals(bytes)).toBe(true);
  });

  it('saves a file under its own name, in any script and whatever is in it', async () => {
    const fileName = '相談の"記録"/(一)😀.pdf';
    const { shown, path } = await received({ type: 'file', fileName, ...base64(pdf) });
    expect(shown.content).toMatchObject({ fileName });
    const disposition = (await download(counselor, path)).headers.get('content-disposition') ?? '';
    const [, utf8 = ''] = /filename\*=UTF-8''([\w%.!#$&+^`|~-]+)$/.exec(disposition) ?? [];
    expect(decodeURIComponent(utf8)).toBe('相談の_記録__(一)😀.pdf');
  });

  describe('in parts', () => {
    const bytes = film(700_000);
    let path: string;

    beforeAll(async () => {
      ({ path } = await received({ type: 'video', ...base64(bytes) }));
    });

    it.each([
      ['bytes=0-0', 0, 0],
      ['bytes=0-', 0, 699_999],
      ['bytes=-5', 699_995, 699_999],
      ['bytes=262143-262144', 262_143, 262_144],
      ['bytes=262144-524287', 262_144, 524_287],
      ['bytes=100000-600000', 100_000, 600_000],
      ['bytes=699999-800000', 699_999, 699_999],
    ])('gives %s', async (range, first, last) => {
      const answer = await download(counselor, path, { range });
      expect(answer.status).toBe(206);
      expect(answer.headers.get('content-range')).toBe(`bytes ${first}-${last}/700000`);
      expect(answer.headers.get('content-length')).toBe(String(last - first + 1));
      expect(answer.bytes.equals(bytes.subarray(first, last + 1))).toBe(true);
    });

    it.each(['bytes=700000-', 'bytes=-0', 'bytes=99999999999999999999-'])('has no %s', async (range) => {
      const answer = await download(counselor, path, { range });
      expect([answer.status, errorOf(answer.bytes)]).toEqual([416, 'range_not_satisfiable']);
      expect(answer.headers.get('content-range')).toBe('bytes */700000');
    });

    it('says how long it is without sending it', async () => {
      const whole = await download(counselor, path, {}, 'HEAD');
      expect([whole.status, whole.headers.get('content-length'), whole.bytes.length]).toEqual([
        200,
        '700000',
        0,
      ]);
      expect(whole.headers.get('accept-ranges')).toBe('bytes');
      const part = await download(counselor, path, { range: 'bytes=10-19' }, 'HEAD');
      expect([part.status, part.headers.get('content-length')]).toEqual([206, '10']);
    });

    it('answers any Range header with what it names, or all, or 416', async () => {
      const piece = fc.oneof(
        fc.constantFrom(
          'bytes',
          'bytes=',
          '-',
          ',',
          ' ',
          '=',
          'bits=',
          '0',
          '699999',
          '262144',
          '00',
          '-1',
          '٣',
        ),
        fc.nat(800_000).map(String),
        fc.string({ maxLength: 5 }),
      );
      const header = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            header,
            header.map((rest) => `bytes=${rest}`),
          ),
          async (range) => {
            const sent = range.replaceAll(/[^\t\x20-\x7e]/g, '?');
            const answer = await download(counselor, path, { range: sent }, 'HEAD');
            expect([200, 206, 416]).toContain(answer.status);
            if (answer.status === 200) expect(answer.headers.get('content-length')).toBe('700000');
            if (answer.status !== 206) return;
            const [, first, last] =
              /^bytes (\d+)-(\d+)\/700000$/.exec(answer.headers.get('content-range') ?? '') ?? [];
            expect(Number(first)).toBeLessThanOrEqual(Number(last));
            expect(Number(last)).toBeLessThan(700_000);
            expect(answer.headers.get('content-length')).toBe(String(Number(last) - Number(first) + 1));
          },
        ),
        { numRuns: 300 },
      );
    });
  });

  it('is for those who may read the ticket, and for nobody else', async () => {
    const { path, ticketId, shown } = await received({ type: 'image' });
    const colleague = await addStaff(relay, {
      login: 'kimura',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    const elsewhere = await addStaff(relay, { login: 'mori', memberships: { [HUMAN_RIGHTS]: 'supervisor' } });
    const administrator = await ConsoleClient.signedIn(relay.url, 'admin');
    const answers = async (client: ConsoleClient, at = path) => {
      const { status, bytes } = await download(client, at);
      return status === 200 ? [200] : [status, errorOf(bytes)];
    };
    expect(await answers(supervisor)).toEqual([200]);
    expect(await answers(colleague)).toEqual([403, 'not_permitted']);
    expect(await answers(elsewhere)).toEqual([404, 'ticket_not_found']);
    expect(await answers(administrator)).toEqual([403, 'not_permitted']);
    expect(await answers(new ConsoleClient(relay.url))).toEqual([401, 'sign_in_required']);
    const other = await received({ type: 'image' });
    expect(await answers(counselor, `/api/tickets/${other.ticketId}/media/${shown.media.id}`)).toEqual([
      404,
      'media_not_found',
    ]);
    expect(await answers(counselor, `/api/tickets/${ticketId}/media/${ticketId}`)).toEqual([
      404,
      'media_not_found',
    ]);
    expect(await answers(counselor, `/api/tickets/${ticketId}/media/x`)).toEqual([400, 'bad_request']);
  });

  it('destroys what the caller takes back', async () => {
    const userId = await newCaller(standIn);
    const sent = await sendMedia(standIn, relay, SUICIDE_PREVENTION, userId, { type: 'image' });
    const { media } = await mediaIn(supervisor, sent.ticketId, 'stored');
    expect(await chunksKept(relay, media.id)).toBe(1);
    await standIn.unsend(SUICIDE_PREVENTION, userId, sent.messageId);
    await mediaIn(supervisor, sent.ticketId, 'gone');
    expect(await chunksKept(relay, media.id)).toBe(0);
    const answer = await download(supervisor, `/api/tickets/${sent.ticketId}/media/${media.id}`);
    expect([answer.status, errorOf(answer.bytes)]).toEqual([404, 'media_not_found']);
  });

  it('counts what there is', async () => {
    const figures = await eventually(async () => {
      const text = await (await fetch(`${relay.url}/metrics`)).text();
      const found = [...text.matchAll(/^tomoshibi_media\{state="([\w-]+)"\} (\d+)$/gm)];
      return found.length < 3 ? undefined : new Map(found.map(([, state, count]) => [state, Number(count)]));
    }, 'the figures');
    expect(figures.get('refused')).toBeGreaterThanOrEqual(2);
    expect(figures.get('gone')).toBeGreaterThanOrEqual(3);
  });
});
