import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

  it('lets nobody take back the words of another', async () => {
    const [one, other] = [newUserId(), newUserId()];
    await post([said(one, '701', '一人目の言葉')]);
    await post([unsent(other, '701')]);
    expect(await shown()).toEqual(['一人目の言葉']);
  });
});
