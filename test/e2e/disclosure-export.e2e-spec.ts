import { createHash, randomUUID } from 'node:crypto';
import http from 'node:http';
import { buffer as readBuffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { type Entry, fromBuffer, type Options, type ZipFile } from 'yauzl';
import { TransparencyReadModel } from '../../src/audit/transparency.read-model.js';
import { type AuditPage } from '../../src/contract/audit-view.js';
import {
  type DisclosuresView,
  type DisclosureView,
  EXPORT_HOURS,
  EXPORT_LIMIT,
  type NewDisclosure,
} from '../../src/contract/disclosure.js';
import { type ConsultationRecord } from '../../src/disclosure/consultation-record.js';
import { samplePicture } from '../../stand-in/server/sample-media.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, textsTo, write } from '../support/conversation.js';
import { act } from '../support/line.js';
import { film, mediaIn, sendMedia } from '../support/media.js';
import { naming } from '../support/naming.js';
import { codeOf } from '../support/passkeys.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(60_000);

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function unzipped(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await promisify<Buffer, Options, ZipFile>(fromBuffer)(bytes, { lazyEntries: false });
  const files = new Map<string, Buffer>();
  const reading: Promise<void>[] = [];
  zip.on('entry', (entry: Entry) => {
    const read = async () => {
      const open = promisify(zip.openReadStream.bind(zip)) as (of: Entry) => Promise<NodeJS.ReadableStream>;
      files.set(entry.fileName, await readBuffer(await open(entry)));
    };
    reading.push(read());
  });
  await new Promise((resolve, reject) => zip.on('end', resolve).on('error', reject));
  await Promise.all(reading);
  return files;
}

describe('the file of one consultation', () => {
  let standIn: StandIn;
  let relay: Relay;
  let admin: ConsoleClient;
  let second: ConsoleClient;
  let counselor: ConsoleClient;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    admin = await ConsoleClient.signedIn(relay.url, 'admin');
    second = await addStaff(relay, {
      login: 'admin2',
      displayName: '管理 二',
      memberships: { [HUMAN_RIGHTS]: 'counselor' },
    });
    await relay.database.query(`UPDATE staff SET administrator = true WHERE login = 'admin2'`);
    counselor = await ConsoleClient.signedIn(relay.url, 'sato');
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const post = (client: ConsoleClient, path: string, body: object = {}) =>
    client.request<DisclosuresView>('POST', `/api/disclosures${path}`, body);
  const ledger = async (id: string): Promise<DisclosureView> => {
    const { body } = await admin.request<DisclosuresView>('GET', '/api/disclosures');
    const entry = body.disclosures.find((each) => each.id === id);
    if (entry === undefined) throw new Error('not in the ledger');
    return entry;
  };
  const record = async (more: Partial<NewDisclosure>): Promise<string> => {
    const asked = `求め ${randomUUID()}`;
    const { status, body } = await post(admin, '', {
      accountId: SUICIDE_PREVENTION,
      ticketNumber: null,
      askerKind: 'police',
      asker: '生活安全課',
      basis: 'warrant',
      receivedAt: '2026-11-25T17:00:00+09:00',
      asked,
      ...more,
    });
    expect(status).toBe(200);
    return body.disclosures.find((each) => each.asked === asked)?.id ?? '';
  };
  const approved = async (more: Partial<NewDisclosure>): Promise<string> => {
    const id = await record(more);
    await post(admin, `/${id}/approve`);
    await post(second, `/${id}/approve`);
    return id;
  };
  const take = (client: ConsoleClient, id: string, withNotes = false, signal?: AbortSignal) =>
    fetch(`${relay.url}/api/disclosures/${id}/export`, {
      method: 'POST',
      headers: { cookie: client.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ withNotes }),
      ...(signal === undefined ? {} : { signal }),
    });
  /** By a connection of its own, of which the server has heard that it is closed when `leave` resolves. */
  const takeAndLeave = (id: string) => {
    const body = JSON.stringify({ withNotes: false });
    const asked = http.request(`${relay.url}/api/disclosures/${id}/export`, {
      method: 'POST',
      agent: false,
      headers: {
        cookie: admin.cookie,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      },
    });
    asked.on('error', () => undefined);
    const closed = new Promise<void>((resolve) => {
      relay.server.app.getHttpServer().once('connection', (socket) => socket.once('close', () => resolve()));
    });
    asked.end(body);
    return { leave: () => (asked.destroy(), closed) };
  };
  const refusal = async (client: ConsoleClient, id: string) => {
    const response = await take(client, id);
    return codeOf({ status: response.status, body: await response.json() });
  };
  const numberOf = async (ticketId: string) => (await supervisor.talkRoom(ticketId)).ticket.number;

  /** A talk with a picture, an answer, a note and a whisper. */
  const consultation = async (picture: Buffer = samplePicture()): Promise<string> => {
    const userId = await newCaller(standIn);
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, '<b>聞いて</b>ください');
    await sendMedia(standIn, relay, SUICIDE_PREVENTION, userId, {
      ...(picture.subarray(4, 8).toString('latin1') === 'ftyp'
        ? { type: 'video', duration: 1000 }
        : { type: 'image' }),
      contentBase64: picture.toString('base64'),
    });
    await counselor.take(ticketId);
    await mediaIn(counselor, ticketId, 'stored');
    await counselor.reply(ticketId, 'お話をうかがいます');
    await eventually(
      async () =>
        (await textsTo(standIn, SUICIDE_PREVENTION, userId)).includes('お話をうかがいます') || undefined,
      'the reply at LINE',
    );
    await eventually(async () => {
      const { messages } = await counselor.talkRoom(ticketId);
      return messages.some(({ delivery }) => delivery?.state === 'accepted') || undefined;
    }, 'the reply being accepted');
    await act(counselor, ticketId, 'notes', { clientId: randomUUID(), text: '覚え書きです' });
    await act(supervisor, ticketId, 'whispers', { clientId: randomUUID(), text: 'ひそひそ話です' });
    return ticketId;
  };
  let ticketId: string;

  it('holds all that was said, in order, with its files and the sum of each; and the ledger knows it', async () => {
    ticketId = await consultation();
    const id = await approved({ ticketNumber: await numberOf(ticketId) });
    const response = await take(admin, id);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const bytes = Buffer.from(await response.arrayBuffer());
    const files = await unzipped(bytes);
    expect([...files.keys()].toSorted()).toEqual([
      'consultation.html',
      'consultation.json',
      'manifest.json',
      expect.stringMatching(/^media\/001-image\.png$/),
    ]);
    expect(files.get('media/001-image.png')).toEqual(samplePicture());

    const told = JSON.parse(String(files.get('consultation.json'))) as ConsultationRecord;
    expect(told.consultation).toMatchObject({ number: await numberOf(ticketId), state: 'active' });
    expect(
      told.messages
        .filter(({ speaker }) => speaker !== 'automatic')
        .map(({ speaker, file }) => [speaker, file]),
    ).toEqual([
      ['caller', null],
      ['caller', 'media/001-image.png'],
      ['counselor', null],
    ]);
    expect(told.messages[0]?.at).toMatch(/^2026-11-25T20:00:\d\d\.\d{3}\+09:00$/);
    expect(told.messages.at(-1)).toMatchObject({
      person: 1,
      content: { text: 'お話をうかがいます' },
      delivery: { state: 'accepted', attempts: 1, acceptedAt: expect.stringMatching(/\+09:00$/) },
    });
    const page = String(files.get('consultation.html'));
    expect(page).toContain('&lt;b&gt;聞いて&lt;/b&gt;ください');
    expect(page).toContain('LINE が受け付けました');
    // Neither what staff told each other, nor who they are.
    for (const text of files.values())
      for (const hidden of ['覚え書き', 'ひそひそ', '佐藤', '花子'])
        expect(text.includes(hidden)).toBe(false);

    const manifest = JSON.parse(String(files.get('manifest.json'))) as {
      ledger: object;
      files: { name: string; sha256: string; bytes: number }[];
    };
    expect(manifest.ledger).toMatchObject({ number: id, basis: 'warrant', askerKind: 'police' });
    expect(manifest.files.map(({ name, sha256: sum, bytes: length }) => [name, sum, length])).toEqual(
      manifest.files.map(({ name }) => {
        const file = files.get(name) ?? Buffer.alloc(0);
        return [name, sha256(file), file.length];
      }),
    );
    expect(manifest.files).toHaveLength(3);

    expect((await ledger(id)).exports).toMatchObject([
      { state: 'given', sha256: sha256(bytes), bytes: bytes.length, withNotes: false },
    ]);
    const { body } = await admin.request<AuditPage>('GET', '/api/audit?group=keys');
    expect(body.entries.slice(0, 2)).toMatchObject([
      {
        act: 'consultation.export-ended',
        ticket: { id: ticketId },
        details: { state: 'given', sha256: sha256(bytes) },
      },
      { act: 'consultation.exported', ticket: { id: ticketId }, details: { withNotes: false } },
    ]);
    const withNotes = await unzipped(Buffer.from(await (await take(admin, id, true)).arrayBuffer()));
    expect(String(withNotes.get('consultation.html'))).toContain('覚え書きです');
    expect(String(withNotes.get('consultation.html'))).not.toContain('ひそひそ');
  });

  it('is made for nobody before two people approved it, without a basis, or too late, or too often', async () => {
    const ticketNumber = await numberOf(ticketId);
    const waiting = await record({ ticketNumber });
    expect(await refusal(admin, waiting)).toBe('disclosure_needs_two');
    await post(admin, `/${waiting}/approve`);
    expect(await refusal(second, waiting)).toBe('disclosure_needs_two');
    await post(admin, `/${waiting}/refuse`, { words: '取り下げ' });
    expect(await refusal(second, waiting)).toBe('disclosure_over');
    expect(await refusal(admin, await approved({ ticketNumber, basis: 'none' }))).toBe(
      'disclosure_needs_basis',
    );
    expect(await refusal(admin, await approved({}))).toBe('disclosure_needs_ticket');
    expect(await refusal(admin, randomUUID())).toBe('disclosure_not_found');
    expect(await refusal(supervisor, waiting)).toBe('not_permitted');

    const id = await approved({ ticketNumber });
    expect(await ledger(id)).toMatchObject({ exports: [], releasedBy: expect.any(String) });
    // Who let it go doesn't take it; and whoever takes it shows who they are.
    expect(await refusal(second, id)).toBe('disclosure_export_own');
    // Nor somebody whom one of the two could have made for it.
    await relay.database.query(`UPDATE staff SET vouched_at = NULL WHERE login = 'admin'`);
    expect(await refusal(admin, id)).toBe('not_vouched_for');
    await relay.database.query(`UPDATE staff SET vouched_at = now() WHERE login = 'admin'`);
    await relay.database.query(
      `UPDATE session SET verified_at = verified_at - interval '1 day' WHERE staff_id = (SELECT id FROM staff WHERE login = 'admin')`,
    );
    expect(await refusal(admin, id)).toBe('verification_required');
    admin = await ConsoleClient.signedIn(relay.url, 'admin');
    for (let made = 0; made < EXPORT_LIMIT; made += 1) await (await take(admin, id)).arrayBuffer();
    expect(await refusal(admin, id)).toBe('disclosure_export_often');

    const late = await approved({ ticketNumber });
    await moveClock(relay, new Date(EVENING.getTime() + (EXPORT_HOURS + 1) * 3_600_000));
    admin = await ConsoleClient.signedIn(relay.url, 'admin');
    expect(await refusal(admin, late)).toBe('disclosure_export_late');
    await moveClock(relay, EVENING);
    second = new ConsoleClient(relay.url);
    await second.signIn('admin2', 'tomoshibi-demo-1');
  });

  it('breaks off without a whole file, and the ledger says so', async () => {
    counselor = await ConsoleClient.signedIn(relay.url, 'sato');
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
    const large = await consultation(film(12 * 1024 * 1024));
    const id = await approved({ ticketNumber: await numberOf(large) });
    const stop = new AbortController();
    const response = await take(admin, id, false, stop.signal);
    await response.body?.getReader().read();
    stop.abort();
    const [made] = await eventually(async () => {
      const { exports } = await ledger(id);
      return exports[0]?.state === 'begun' ? undefined : exports;
    }, 'the export that broke off');
    expect(made).toMatchObject({ state: 'broken-off', sha256: null });
    expect(made?.bytes ?? Infinity).toBeLessThan(12 * 1024 * 1024);

    // Who leaves before the first byte, while its words are still being opened, has taken nothing.
    const holder = new pg.Client({ connectionString: relay.database.ownerUrl });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE message IN ACCESS EXCLUSIVE MODE');
    const states = () =>
      relay.database.query<{ state: string; bytes: number | null }>(
        'SELECT state, bytes::int FROM disclosure_export WHERE disclosure_id = $1 ORDER BY begun_at, id',
        [id],
      );
    const held = takeAndLeave(id);
    await eventually(async () => (await states())[1], 'the export being begun');
    await held.leave();
    await holder.end();
    await eventually(
      async () => ((await states())[1]?.state === 'begun' ? undefined : true),
      'that it was noticed',
    );
    expect((await states())[1]).toEqual({ state: 'broken-off', bytes: 0 });
    const { body } = await admin.request<AuditPage>('GET', '/api/audit?group=keys');
    expect(body.entries[0]).toMatchObject({
      act: 'consultation.export-ended',
      details: { state: 'broken-off', bytes: 0 },
    });

    // Its film goes while it is taken: what was begun ends as no file.
    await relay.database.query(
      `UPDATE media_chunk SET sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1)
       WHERE position = 30 AND media_id = (SELECT id FROM media WHERE ticket_id = $1)`,
      [large],
    );
    await expect(take(admin, id).then((answer) => answer.arrayBuffer())).rejects.toThrow();
    expect((await ledger(id)).exports.map(({ state }) => state)).toEqual([
      'broken-off',
      'broken-off',
      'broken-off',
    ]);
  });

  it('is no request that was refused, once anything of its file may have left; and the report counts it as given', async () => {
    const counted = async () =>
      (await relay.server.app.get(TransparencyReadModel).counted(2026, null))
        .filter(({ askerKind }) => askerKind === 'court')
        .map(({ state }) => state);
    const ticketNumber = await numberOf(ticketId);
    const [kept, taken] = [
      await approved({ ticketNumber, askerKind: 'court' }),
      await approved({ ticketNumber, askerKind: 'court' }),
    ];
    await relay.database.query(
      `INSERT INTO disclosure_export (id, disclosure_id, staff_id, begun_at, state, with_notes)
       SELECT gen_random_uuid(), $1, recorded_by, recorded_at, 'begun', false FROM disclosure WHERE id = $1`,
      [taken],
    );
    const words = { words: '根拠がない' };
    expect(codeOf(await post(admin, `/${taken}/refuse`, words))).toBe('disclosure_file_left');
    expect(await ledger(taken)).toMatchObject({ state: 'approved', ended: null });
    expect(await counted()).toEqual(['approved', 'given']);
    await relay.database.query(
      `UPDATE session SET verified_at = verified_at - interval '1 day' WHERE staff_id = (SELECT id FROM staff WHERE login = 'admin')`,
    );
    expect(codeOf(await post(admin, `/${kept}/refuse`, words))).toBe('verification_required');
    admin = await ConsoleClient.signedIn(relay.url, 'admin');
    expect((await post(admin, `/${kept}/refuse`, words)).status).toBe(200);
    expect((await post(admin, `/${taken}/give`, words)).status).toBe(200);
    expect(await counted()).toEqual(['refused', 'given']);
  });

  it('is not made of who was erased, and who is asked for is not erased meanwhile', async () => {
    const erase = async (ticketNumber: number) => {
      const named = await naming(admin, SUICIDE_PREVENTION, ticketNumber, '希望のため');
      return admin.request('POST', '/api/erasures', named);
    };
    await counselor.close(ticketId);
    expect(await erase(await numberOf(ticketId))).toMatchObject({
      status: 409,
      body: { error: { code: 'caller_disclosure_open' } },
    });
    const gone = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), '消してください');
    await counselor.take(gone);
    await counselor.close(gone);
    const ticketNumber = await numberOf(gone);
    expect((await erase(ticketNumber)).status).toBe(200);
    const id = await approved({ ticketNumber });
    expect(await refusal(admin, id)).toBe('disclosure_erased');
    expect((await ledger(id)).exports).toEqual([]);
  });
});
