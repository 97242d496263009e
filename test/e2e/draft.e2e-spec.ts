import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DraftContent, type DraftSaved, type DraftView } from '../../src/contract/draft.js';
import { type ErrorBody } from '../../src/contract/error.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type ConsoleClient } from '../support/console-client.js';
import { Consultation } from '../support/consultation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const content = (text: string, changes: Partial<DraftContent> = {}): DraftContent => ({
  text,
  quotes: null,
  tray: [],
  quickReplies: [],
  note: '',
  ...changes,
});
const NOTHING: DraftView = { draft: null, revision: null };

describe('an unfinished reply', () => {
  let standIn: StandIn;
  let relay: Relay;
  let yamada: ConsoleClient;
  let kimura: ConsoleClient;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    const memberships = { [SUICIDE_PREVENTION]: 'counselor' } as const;
    yamada = await addStaff(relay, { login: 'yamada', memberships, capacity: 20 });
    kimura = await addStaff(relay, { login: 'kimura', memberships });
    supervisor = await addStaff(relay, {
      login: 'ueno',
      memberships: { [SUICIDE_PREVENTION]: 'supervisor' },
    });
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const begin = () => Consultation.begin(standIn, relay, yamada, SUICIDE_PREVENTION);
  const draftOf = async (client: ConsoleClient, ticketId: string) =>
    (await client.request<DraftView>('GET', `/api/tickets/${ticketId}/draft`)).body;
  const save = (client: ConsoleClient, ticketId: string, draft: DraftContent, base: number | null) =>
    client.request<DraftSaved & ErrorBody>('PUT', `/api/tickets/${ticketId}/draft`, { draft, base });
  const discard = (client: ConsoleClient, ticketId: string, base: number) =>
    client.request('DELETE', `/api/tickets/${ticketId}/draft?base=${base}`);
  const saved = async (ticketId: string, text: string): Promise<number> =>
    (await save(yamada, ticketId, content(text), null)).body.revision;

  it('is kept with all its parts, and found again from any console of the same person', async () => {
    const { ticketId } = await begin();
    expect(await draftOf(yamada, ticketId)).toEqual(NOTHING);
    const draft = content('ゆっくりで', {
      quotes: randomUUID(),
      tray: [
        { kind: 'text', text: 'はい' },
        { kind: 'attachment', mediaId: randomUUID(), media: 'image', fileName: 'sora.png', bytes: 3 },
      ],
      quickReplies: ['話せます'],
      note: '声が落ち着いている',
    });
    const { status, body } = await save(yamada, ticketId, draft, null);
    expect(status).toBe(200);
    expect(await draftOf(yamada.at(relay.url), ticketId)).toEqual({ draft, revision: body.revision });
  });

  it('is sealed in the database, and opens in no other row', async () => {
    const [one, two] = [await begin(), await begin()];
    await saved(one.ticketId, 'ここにいます');
    await saved(two.ticketId, 'そばにいます');
    const rows = await relay.database.query<{ sealed: Buffer }>('SELECT content_sealed AS sealed FROM draft');
    for (const { sealed } of rows) expect(sealed.toString('utf8')).not.toMatch(/います/);
    await relay.database.query(
      `UPDATE draft SET content_sealed = (SELECT content_sealed FROM draft WHERE ticket_id = $1) WHERE ticket_id = $2`,
      [one.ticketId, two.ticketId],
    );
    expect(await draftOf(yamada, two.ticketId)).toEqual(NOTHING);
  });

  it('belongs to one person: nobody else finds it, not even who may read the ticket', async () => {
    const { ticketId } = await begin();
    await saved(ticketId, '書きかけ');
    expect(await draftOf(supervisor, ticketId)).toEqual(NOTHING);
    expect((await kimura.request('GET', `/api/tickets/${ticketId}/draft`)).status).toBe(403);
    expect((await save(kimura, ticketId, content('横から'), null)).status).toBe(403);
    expect((await save(supervisor, ticketId, content('', { note: '声をかける' }), null)).status).toBe(200);
    expect((await draftOf(yamada, ticketId)).draft?.text).toBe('書きかけ');
  });

  it('is never overwritten by what was made from an older one', async () => {
    const { ticketId } = await begin();
    const first = await saved(ticketId, '一');
    const second = (await save(yamada, ticketId, content('二'), first)).body.revision;
    expect(second).toBeGreaterThan(first);
    for (const base of [null, first])
      expect(await save(yamada, ticketId, content('古い窓から'), base)).toMatchObject({
        status: 409,
        body: { error: { code: 'draft_conflict' } },
      });
    expect(await discard(yamada, ticketId, first)).toMatchObject({ status: 409 });
    expect(await draftOf(yamada, ticketId)).toMatchObject({ draft: { text: '二' }, revision: second });
    expect((await discard(yamada, ticketId, second)).status).toBe(204);
    expect((await discard(yamada, ticketId, second)).status).toBe(204);
    // Gone: nothing is there to be overwritten, and no later one has the number of an earlier one.
    const third = (await save(yamada, ticketId, content('三'), second)).body.revision;
    expect(third).toBeGreaterThan(second);
  });

  it('survives two saves at the same instant as one of them', async () => {
    const { ticketId } = await begin();
    const answers = await Promise.all(
      ['左の窓', '右の窓'].map((text) => save(yamada, ticketId, content(text), null)),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  it('goes with the reply that was made from it, and with no other', async () => {
    const { ticketId } = await begin();
    const first = await saved(ticketId, '送る');
    const say = (text: string, draftRevision: number) =>
      yamada.say(ticketId, { bubbles: [{ kind: 'text', text }], draftRevision });
    const next = (await save(yamada, ticketId, content('次の文'), first)).body.revision;
    expect((await say('送る', first)).status).toBe(201);
    expect((await draftOf(yamada, ticketId)).draft?.text).toBe('次の文');
    expect((await say('次の文', next)).status).toBe(201);
    expect(await draftOf(yamada, ticketId)).toEqual(NOTHING);
  });

  it('ends with the ticket, for everybody who had begun to write in it', async () => {
    const { ticketId } = await begin();
    const revision = await saved(ticketId, '言いかけたこと');
    await save(supervisor, ticketId, content('', { note: 'あとで' }), null);
    await yamada.close(ticketId);
    expect(await relay.database.query('SELECT FROM draft WHERE ticket_id = $1', [ticketId])).toEqual([]);
    expect(await save(yamada, ticketId, content('まだ'), revision)).toMatchObject({
      status: 409,
      body: { error: { code: 'ticket_closed' } },
    });
  });

  it('tells the other windows of its writer, without a word of it, and nobody else', async () => {
    const { ticketId } = await begin();
    const live = await Promise.all([yamada.live(null, [ticketId]), supervisor.live(null, [ticketId])]);
    const heard = (index: number) =>
      live[index as 0 | 1].events.flatMap((event) =>
        event.type === 'draft.changed' && event.ticketId === ticketId ? event : [],
      );
    const revision = await saved(ticketId, 'ひとこと');
    await discard(yamada, ticketId, revision);
    await yamada.reply(ticketId, '返事');
    await eventually(() => live.every((one) => one.messages(ticketId).length > 0) || undefined, 'the reply');
    // Both were committed before the first of these events was read, or not: the last one says how it ended.
    expect(heard(0).at(-1)?.revision).toBeNull();
    expect(JSON.stringify(heard(0))).not.toContain('ひとこと');
    expect(heard(1)).toEqual([]);
    for (const one of live) one.close();
  });

  it('is gone with its caller’s key', async () => {
    const { ticketId } = await begin();
    await saved(ticketId, '消えるはずのことば');
    await relay.database.query(
      `DELETE FROM keystore.data_key WHERE id = (
         SELECT key_id FROM caller JOIN ticket ON caller.id = caller_id WHERE ticket.id = $1)`,
      [ticketId],
    );
    const other = await startRelay({ standIn, at: EVENING, beside: relay });
    try {
      expect(await draftOf(yamada.at(other.url), ticketId)).toEqual(NOTHING);
      expect(await save(yamada.at(other.url), ticketId, content('もう'), null)).toMatchObject({
        status: 409,
      });
    } finally {
      await other.close();
    }
  });

  it.each<[string, unknown, string | undefined]>([
    ['nothing', {}, 'draft'],
    ['no base', { draft: content('a') }, 'base'],
    ['a base that is no number', { draft: content('a'), base: '1' }, 'base'],
    ['too much text', { draft: content('あ'.repeat(50_001)), base: null }, 'draft.text'],
    ['a part that there isn’t', { draft: { ...content('a'), to: 'all' }, base: null }, undefined],
  ])('is refused with %s, and changes nothing', async (_what, body, field) => {
    const { ticketId } = await begin();
    const answer = await yamada.request<ErrorBody>('PUT', `/api/tickets/${ticketId}/draft`, body);
    expect(answer.status).toBe(400);
    if (field !== undefined) expect(answer.body.error.field).toBe(field);
    expect(await draftOf(yamada, ticketId)).toEqual(NOTHING);
    await yamada.close(ticketId);
  });
});
