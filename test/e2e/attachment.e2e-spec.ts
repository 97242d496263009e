import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ErrorBody } from '../../src/contract/error.js';
import { type MediaView } from '../../src/contract/message.js';
import { sampleAudio, samplePicture } from '../../stand-in/server/sample-media.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type Clamd, EICAR, startClamd } from '../support/clamd.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, textsTo, write } from '../support/conversation.js';
import { download, film, mediaIn, pdf, program, sendMedia } from '../support/media.js';
import { BOTH_OPEN, moveClock, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const LIMIT = 1024 * 1024;
const DAY_MS = 86_400_000;

const office = (part: string, type: string) => zip({ '[Content_Types].xml': contentTypes(part, type) });

describe('files that counselors send', () => {
  let standIn: StandIn;
  let relay: Relay;
  let clamd: Clamd;
  let counselor: ConsoleClient;
  let colleague: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    clamd = await startClamd();
    const env = { ATTACHMENT_MAX_BYTES: String(LIMIT), CLAMAV_HOST: clamd.address };
    relay = await startRelay({ standIn, env });
    const memberships = { [SUICIDE_PREVENTION]: 'counselor' } as const;
    counselor = await addStaff(relay, { login: 'yamada', memberships });
    colleague = await addStaff(relay, { login: 'kimura', memberships });
  });
  afterAll(async () => {
    await relay.close();
    await clamd.close();
    await standIn.close();
  });

  const talk = async () => {
    const userId = await newCaller(standIn);
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, '地図をもらえますか');
    expect((await counselor.take(ticketId)).status).toBe(200);
    return { userId, ticketId };
  };
  const attach = async (
    ticketId: string,
    bytes: Buffer,
    fileName: string,
    { client = counselor, headers = {} }: { client?: ConsoleClient; headers?: Record<string, string> } = {},
  ) => {
    const response = await fetch(`${relay.url}/api/tickets/${ticketId}/attachments`, {
      method: 'POST',
      headers: { cookie: client.cookie, 'x-file-name': encodeURIComponent(fileName), ...headers },
      body: new Uint8Array(bytes),
    });
    return { status: response.status, body: (await response.json()) as MediaView & ErrorBody };
  };
  const kept = async () => {
    const [row] = await relay.database.query<{ media: number; chunks: number }>(
      `SELECT (SELECT count(*)::int FROM media) AS media, (SELECT count(*)::int FROM media_chunk) AS chunks`,
    );
    return row;
  };
  /** Uploads and sends; resolves with the link that the caller got. */
  const sent = async (bytes: Buffer, fileName: string) => {
    const { userId, ticketId } = await talk();
    const { status, body } = await attach(ticketId, bytes, fileName);
    expect(status).toBe(201);
    const reply = await counselor.say(ticketId, { bubbles: [{ kind: 'attachment', mediaId: body.id }] });
    expect(reply.status).toBe(201);
    const text = await eventually(
      async () =>
        (await textsTo(standIn, SUICIDE_PREVENTION, userId)).find((line) => line.includes('/shared/')),
      'the text with the link',
    );
    const link = /https?:\/\/\S+\/shared\/[\w-]+/.exec(text)?.[0] ?? '';
    return {
      ticketId,
      media: body,
      message: reply.body.messages[0],
      text,
      link,
      path: new URL(link).pathname,
    };
  };
  const refusal = (status: number, code: string) => ({ status, body: { error: { code } } });
  const stranger = () => new ConsoleClient(relay.url);

  it.each<[string, Buffer, string, string, string]>([
    ['a picture', samplePicture(), '地図.png', 'image', 'image/png'],
    ['sound', sampleAudio(), '深呼吸.wav', 'audio', 'audio/wav'],
    ['a film', film(600_000), 'a.mp4', 'video', 'video/mp4'],
    ['a PDF', pdf, '窓口一覧.pdf', 'file', 'application/pdf'],
    ['text', Buffer.from('窓口の一覧です。\r\n'), '一覧.txt', 'file', 'text/plain'],
    ['text of old Windows', Buffer.from([0x91, 0x8b, 0x8c, 0xfb]), '一覧.csv', 'file', 'text/plain'],
    [
      'a Word document',
      office('/word/document.xml', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'),
      '案内.docx',
      'file',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
  ])('takes %s', async (_what, bytes, fileName, kind, mimeType) => {
    const { ticketId } = await talk();
    const { status, body } = await attach(ticketId, bytes, fileName);
    expect(status).toBe(201);
    expect(body).toMatchObject({ kind, mimeType, bytes: bytes.length, state: 'stored', scan: 'clean' });
    const answer = await download(counselor, `/api/tickets/${ticketId}/media/${body.id}`);
    expect(answer.bytes.equals(bytes)).toBe(true);
  });

  it.each<[string, Buffer, string]>([
    ['a program', program, 'setup.exe'],
    ['a program called a picture', program, 'photo.png'],
    ['a page', Buffer.from('<!DOCTYPE html><p>こんにちは'), 'a.txt'],
    ['a page with a comment first', Buffer.from('<!-- x --><html><script>1</script>'), 'a.txt'],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'a.svg'],
    ['a script', Buffer.from('@echo off\r\ndel /q *\r\n'), 'run.bat'],
    ['an archive', zip({ 'a.txt': 'x' }), 'a.zip'],
    [
      'a document with macros',
      office('/word/document.xml', 'application/vnd.ms-word.document.macroEnabled'),
      'a.docx',
    ],
    ['bytes of no kind', randomBytes(2000), 'a.dat'],
    ['nothing', Buffer.alloc(0), 'a.txt'],
  ])('refuses %s, and keeps none of it', async (_what, bytes, fileName) => {
    const { ticketId } = await talk();
    const before = await kept();
    expect(await attach(ticketId, bytes, fileName)).toMatchObject(refusal(415, 'media_refused'));
    expect(await kept()).toEqual(before);
  });

  it('refuses what is too large, whether it says so or not', async () => {
    const { ticketId } = await talk();
    const before = await kept();
    const large = film(LIMIT + 1);
    const answer = await attach(ticketId, large, 'a.mp4');
    expect(answer).toMatchObject(refusal(413, 'media_too_large'));
    expect(answer.body.error.message.ja).toContain('1 MB');
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < large.length; at += 50_000)
          controller.enqueue(new Uint8Array(large.subarray(at, at + 50_000)));
        controller.close();
      },
    });
    // A body that is a stream needs `duplex`, which TypeScript's own list of options doesn't know yet.
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { cookie: counselor.cookie, 'x-file-name': 'a.mp4' },
      body: stream,
      duplex: 'half',
    };
    const response = await fetch(`${relay.url}/api/tickets/${ticketId}/attachments`, init);
    expect([response.status, ((await response.json()) as ErrorBody).error.code]).toEqual([
      413,
      'media_too_large',
    ]);
    expect(await kept()).toEqual(before);
    expect((await attach(ticketId, film(LIMIT), 'a.mp4')).status).toBe(201);
  });

  it('refuses what the scanner finds, and everything while it is away', async () => {
    const { ticketId } = await talk();
    const before = await kept();
    const bad = Buffer.concat([Buffer.from('読んでください '), EICAR]);
    expect(await attach(ticketId, bad, 'a.txt')).toMatchObject(refusal(422, 'media_infected'));
    await clamd.close();
    expect(await attach(ticketId, pdf, 'a.pdf')).toMatchObject(refusal(503, 'unavailable'));
    expect(await kept()).toEqual(before);
    await clamd.open();
    expect((await attach(ticketId, pdf, 'a.pdf')).status).toBe(201);
  });

  it('wants a name', async () => {
    const { ticketId } = await talk();
    for (const name of ['', '%', '%E7%', '%00', '%20']) {
      const answer = await attach(ticketId, pdf, 'x', { headers: { 'x-file-name': name } });
      expect([name, answer.status, answer.body.error.field]).toEqual([name, 400, 'x-file-name']);
    }
  });

  it('is for whoever looks after the ticket, and for nobody else', async () => {
    const { ticketId } = await talk();
    const waiting = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), 'もしもし');
    const before = await kept();
    const supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
    expect(await attach(ticketId, pdf, 'a.pdf', { client: colleague })).toMatchObject(
      refusal(409, 'ticket_taken'),
    );
    expect(await attach(ticketId, pdf, 'a.pdf', { client: supervisor })).toMatchObject(
      refusal(409, 'ticket_taken'),
    );
    expect(await attach(waiting, pdf, 'a.pdf')).toMatchObject(refusal(409, 'ticket_not_taken'));
    expect(await attach(ticketId, pdf, 'a.pdf', { client: stranger() })).toMatchObject(
      refusal(401, 'sign_in_required'),
    );
    await counselor.close(ticketId);
    expect(await attach(ticketId, pdf, 'a.pdf')).toMatchObject(refusal(409, 'ticket_closed'));
    expect(await kept()).toEqual(before);
  });

  it('sends only what was uploaded for this ticket', async () => {
    const [one, other] = [await talk(), await talk()];
    const { body } = await attach(one.ticketId, pdf, 'a.pdf');
    const bubbles = (mediaId: string) => ({ bubbles: [{ kind: 'attachment' as const, mediaId }] });
    const notFound = refusal(404, 'media_not_found');
    expect(await counselor.say(other.ticketId, bubbles(body.id))).toMatchObject(notFound);
    expect(await counselor.say(one.ticketId, bubbles(one.ticketId))).toMatchObject(notFound);
    await sendMedia(standIn, relay, SUICIDE_PREVENTION, one.userId, { type: 'image' });
    const { media } = await mediaIn(counselor, one.ticketId, 'stored');
    expect(await counselor.say(one.ticketId, bubbles(media.id))).toMatchObject(notFound);
    expect((await textsTo(standIn, SUICIDE_PREVENTION, other.userId)).join()).not.toContain('/shared/');
  });

  it('destroys an upload that nobody has sent for a day, and nothing else', async () => {
    const used = await sent(pdf, 'a.pdf');
    const unused = await attach(used.ticketId, pdf, 'b.pdf');
    const fresh = await attach(used.ticketId, pdf, 'c.pdf');
    await relay.database.query(
      `UPDATE media SET next_attempt_at = now() - interval '1 second' WHERE id = ANY($1)`,
      [[used.media.id, unused.body.id]],
    );
    // A server sweeps when it starts, and then now and again.
    const other = await startRelay({ standIn, beside: relay });
    const left = await eventually(async () => {
      const rows = await relay.database.query<{ id: string }>('SELECT id FROM media WHERE id = ANY($1)', [
        [used.media.id, unused.body.id, fresh.body.id],
      ]);
      return rows.length < 3 ? rows.map((row) => row.id) : undefined;
    }, 'the sweep');
    await other.stop();
    expect(new Set(left)).toEqual(new Set([used.media.id, fresh.body.id]));
    expect((await download(stranger(), `${used.path}/content`)).bytes.equals(pdf)).toBe(true);
  });

  it('brings the caller a link in words, and shows the file itself in the talk', async () => {
    const { text, link, message, media } = await sent(samplePicture(), '駅からの地図.png');
    expect(text.replace(/17:\d\d/, '17:05')).toBe(
      `画像をお送りします。\nお時間のあるときに、こちらから開いてください。\n${link}\n\n12月9日（水）17:05までご覧いただけます。`,
    );
    expect(link).toMatch(new RegExp(`^${relay.url}/shared/[\\w-]{72}$`));
    expect(message).toMatchObject({
      content: { kind: 'media', media: 'image', fileName: '駅からの地図.png' },
      media: { id: media.id, state: 'stored' },
    });
  });

  it('opens by the link without signing in, and tells nothing beforehand', async () => {
    const { path } = await sent(pdf, '秘密の名前.pdf');
    const page = await download(stranger(), path);
    expect(page.status).toBe(200);
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'cache-control': 'no-store',
    });
    const html = page.bytes.toString('utf8');
    expect(html).toContain('lang="ja"');
    expect(html).not.toMatch(/<script|<img|秘密の名前|%PDF/);
    const content = await download(stranger(), `${path}/content`);
    expect(content.status).toBe(200);
    expect(content.bytes.equals(pdf)).toBe(true);
    expect(Object.fromEntries(content.headers)).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
    });
    expect(content.headers.get('content-disposition')).toMatch(/^attachment; .*%E7%A7%98/);
    const part = await download(stranger(), `${path}/content`, { range: 'bytes=0-3' });
    expect([part.status, part.bytes.toString('latin1')]).toEqual([206, '%PDF']);
  });

  it('opens nothing by a link that we did not make', async () => {
    const { path } = await sent(pdf, 'a.pdf');
    const token = path.slice('/shared/'.length);
    const bytes = Buffer.from(token, 'base64url');
    const tampered = Array.from(bytes, (_byte, index) => {
      const copy = Buffer.from(bytes);
      copy[index] = (copy[index] ?? 0) ^ (1 << (index % 8));
      return copy.toString('base64url');
    });
    for (const other of [
      ...tampered,
      token.slice(0, -1),
      `${token}A`,
      'x',
      randomBytes(54).toString('base64url'),
    ]) {
      for (const at of [`/shared/${other}`, `/shared/${other}/content`]) {
        const answer = await download(stranger(), at);
        expect([at, answer.status, answer.headers.get('content-type')]).toEqual([
          at,
          404,
          'text/html; charset=utf-8',
        ]);
        expect(answer.bytes.toString('utf8')).toContain('このリンクは開けませんでした');
      }
    }
  });

  it('(chatwoot#13923) loses a picture when the caller opens LINE 7 minutes later: here it opens for as long as promised', async () => {
    const { path, media, ticketId } = await sent(samplePicture(), 'a.png');
    const at = (ms: number) => new Date(BOTH_OPEN.getTime() + ms);
    for (const ms of [7 * 60_000, 6 * DAY_MS, 14 * DAY_MS - 60_000]) {
      await moveClock(relay, at(ms));
      expect((await download(stranger(), path)).status).toBe(200);
      expect((await download(stranger(), `${path}/content`)).bytes.equals(samplePicture())).toBe(true);
    }
    await moveClock(relay, at(14 * DAY_MS + 10 * 60_000));
    for (const address of [path, `${path}/content`]) {
      const answer = await download(stranger(), address);
      expect(answer.status).toBe(410);
      expect(answer.headers.get('x-robots-tag')).toBe('noindex, nofollow');
      expect(answer.bytes.toString('utf8')).toContain('期限が過ぎました');
    }
    // The counselor still sees what was sent.
    expect((await download(counselor, `/api/tickets/${ticketId}/media/${media.id}`)).status).toBe(200);
  });
});

/** A stored zip archive: enough for what reads its names. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat(
    Object.entries(files).map(([name, text]) => {
      const data = Buffer.from(text);
      const header = Buffer.alloc(30);
      header.writeUInt32LE(0x04034b50, 0);
      header.writeUInt16LE(20, 4);
      header.writeUInt32LE(data.length, 18);
      header.writeUInt32LE(data.length, 22);
      header.writeUInt16LE(name.length, 26);
      return Buffer.concat([header, Buffer.from(name), data]);
    }),
  );
}

function contentTypes(part: string, type: string): string {
  return `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="${part}" ContentType="${type}.main+xml"/></Types>`;
}
