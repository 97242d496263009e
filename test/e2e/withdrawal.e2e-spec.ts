import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountDirectory } from '../../src/account/account.directory.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';
import { newUserId, postEvents, webhookEvent } from '../support/webhook.js';

const said = (userId: string, id: string, text: string) =>
  webhookEvent(userId, { type: 'message', message: { type: 'text', id, text } });
const unsent = (userId: string, messageId: string) =>
  webhookEvent(userId, { type: 'unsend', unsend: { messageId } });

describe('a caller takes back what they said', () => {
  let standIn: StandIn;
  let relay: Relay;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const post = async (events: readonly unknown[]) => {
    expect(await postEvents(relay.url, SUICIDE_PREVENTION, events)).toBe(200);
    await eventually(async () => {
      const rows = await relay.database.query(`SELECT FROM inbound_event WHERE state = 'stored'`);
      return rows.length === 0 || undefined;
    }, 'an empty backlog');
  };
  const newestRoom = async () => {
    const waiting = (await supervisor.desk()).waiting.toSorted((one, other) => (one.id < other.id ? 1 : -1));
    return (await supervisor.talkRoom(waiting[0]?.id ?? '')).messages.filter(
      (message) => message.direction === 'inbound',
    );
  };
  const shown = async () =>
    (await newestRoom()).map(({ content }) =>
      content.kind === 'labelled' ? content.label : content.kind === 'text' && content.text,
    );

  it('destroys the words wherever they are, and leaves where and when they stood', async () => {
    const userId = newUserId();
    await post([said(userId, '501', 'これは残る'), said(userId, '502', 'これは消える')]);
    const before = await newestRoom();
    const live = await supervisor.live(null, [before[0]?.ticketId ?? '']);
    await post([unsent(userId, '502')]);
    await eventually(
      () =>
        live
          .messages(before[0]?.ticketId ?? '')
          .find((message) => message.id === before[1]?.id && message.content.kind === 'labelled'),
      'the screen to lose the words',
    );
    expect(await shown()).toEqual(['これは残る', 'unsend']);
    expect((await newestRoom())[1]).toMatchObject({ id: before[1]?.id, occurredAt: before[1]?.occurredAt });
    const emptied = await relay.database.query('SELECT FROM inbound_event WHERE length(sealed) = 0');
    expect(emptied).toHaveLength(1);
    live.close();
  });

  it('shows no word of a message that comes together with, or only after, its withdrawal', async () => {
    const userId = newUserId();
    await post([said(userId, '601', 'はじめに'), said(userId, '602', '一緒に来る'), unsent(userId, '602')]);
    expect(await shown()).toEqual(['はじめに', 'unsend']);
    await post([unsent(userId, '603')]);
    await post([said(userId, '603', '遅れて来る')]);
    const rows = await shown();
    expect(rows).not.toContain('遅れて来る');
    expect(rows.filter((row) => row !== 'unsend')).toEqual(['はじめに']);
  });

  it('destroys also what was set aside and never came into a ticket', async () => {
    const states = [
      `state = 'set-aside'`,
      `state = 'stored', attempts = 5, retry_at = now() + interval '1 hour'`,
    ];
    for (const state of states) await destroyedWhere(state);
  });

  /** @param where how the event waits that was never brought into a ticket */
  async function destroyedWhere(where: string): Promise<void> {
    const userId = newUserId();
    const event = said(userId, '651', 'だれにも読まれていない');
    await post([said(userId, '650', 'はじめに'), event]);
    const id = event.webhookEventId;
    // As after five failed tries, before anybody saw it.
    await relay.database.query(`DELETE FROM message WHERE source LIKE '%' || $1`, [id]);
    await relay.database.query(`UPDATE inbound_event SET ${where} WHERE webhook_event_id = $1`, [id]);
    await post([unsent(userId, '651')]);
    const [left] = await relay.database.query<{ state: string; length: number }>(
      'SELECT state, length(sealed) FROM inbound_event WHERE webhook_event_id = $1',
      [id],
    );
    expect(left).toEqual({ state: 'projected', length: 0 });
    expect(await shown()).toEqual(['はじめに', 'unsend']);
  }

  it('lets nobody take back the words of another', async () => {
    const [one, other] = [newUserId(), newUserId()];
    await post([said(one, '701', '一人目の言葉')]);
    await post([unsent(other, '701')]);
    expect(await shown()).toEqual(['一人目の言葉']);
  });

  it('tells the screens that quote it, and the counselor who had it on screen; twice changes nothing', async () => {
    const userId = newUserId();
    // In this order: a talk goes by the instants at which its events were made.
    const quoted = said(userId, '801', '読まれた言葉');
    const quoting = webhookEvent(userId, {
      type: 'message',
      message: { type: 'text', id: '802', text: 'これです', quotedMessageId: '801' },
    });
    await post([quoted, quoting]);
    const [read, quote] = await newestRoom();
    const ticketId = read?.ticketId ?? '';
    const live = await supervisor.live(null, [ticketId]);
    await live.socket.emitWithAck('messages.shown', { ticketId, messageIds: [read?.id ?? ''] });
    await post([unsent(userId, '801'), unsent(userId, '801')]);
    await eventually(
      () =>
        live
          .messages(ticketId)
          .find(({ id, quote: copy }) => id === quote?.id && copy?.content?.kind !== 'text'),
      'the quoted copy to lose the words',
    );
    const after = await newestRoom();
    expect(after.map(({ withdrawn }) => withdrawn?.wasShown)).toEqual([true, undefined]);
    const at = after[0]?.withdrawn?.at;
    await post([unsent(userId, '801')]);
    expect((await newestRoom())[0]?.withdrawn).toEqual({ at, wasShown: true });
    expect(await newestRoom()).toHaveLength(2);
    live.close();
  });

  it('takes back what was said in a consultation that is over, and opens none for it', async () => {
    const userId = newUserId();
    await post([said(userId, '901', '前の相談の言葉')]);
    const ticketId = (await newestRoom())[0]?.ticketId ?? '';
    await supervisor.take(ticketId);
    await supervisor.close(ticketId);
    await post([said(userId, '902', '次の相談の言葉')]);
    const next = (await newestRoom())[0]?.ticketId ?? '';
    await post([unsent(userId, '901')]);
    const [old] = (await supervisor.talkRoom(ticketId)).messages;
    expect(old).toMatchObject({ content: { label: 'unsend' }, withdrawn: { wasShown: true } });
    expect((await newestRoom()).map(({ ticketId: id }) => id)).toEqual([next]);
    expect(next).not.toBe(ticketId);
    await supervisor.take(next);
    await supervisor.close(next);
    const tickets = await relay.database.query('SELECT FROM ticket');
    await post([unsent(userId, '902')]);
    expect(await relay.database.query('SELECT FROM ticket')).toHaveLength(tickets.length);
  });

  it('keeps the words, marked as taken back, where the account has chosen so', async () => {
    const directory = relay.server.app.get(AccountDirectory);
    const choose = async (unsend: string) => {
      await relay.database.query('UPDATE account SET settings = settings || $1', [
        JSON.stringify({ unsend }),
      ]);
      await directory.reload();
    };
    await choose('keep');
    const userId = newUserId();
    await post([
      said(userId, '951', '残る言葉'),
      said(userId, '952', '一緒に来た言葉'),
      unsent(userId, '952'),
    ]);
    await post([unsent(userId, '951'), unsent(userId, '953')]);
    await post([said(userId, '953', '遅れて来た言葉')]);
    const rows = (await newestRoom()).filter(({ content }) => content.kind === 'text');
    expect(rows.map(({ content }) => content.kind === 'text' && content.text)).toEqual([
      '残る言葉',
      '一緒に来た言葉',
      '遅れて来た言葉',
    ]);
    expect(rows.map(({ withdrawn, quotable }) => [withdrawn !== null, quotable])).toEqual(
      rows.map(() => [true, false]),
    );
    await choose('purge');
  });
});
