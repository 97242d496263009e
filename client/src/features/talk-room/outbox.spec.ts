import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { QueryClient } from '@tanstack/react-query';
import { message, talkRoom, uuid } from '../../../testing/fixtures.js';
import { ApiError } from '../../shared/api/request.js';
import { errorBody, type ReplyView, type TalkRoomView } from '../../shared/contract.js';
import { talkRoomKey } from '../../shared/live/query-keys.js';
import { forgetWords } from '../../shared/words/words-storage.js';
import { type PendingBubble } from './composer/pending-reply.js';
import { Outbox } from './outbox.js';
import { type OutgoingReply, readOutgoing } from './outgoing.js';

const me = uuid(500);
const [one, two] = [uuid(1), uuid(2)];
const say = (text: string) => ({ bubbles: [{ kind: 'text' as const, text }] });
const away = new ApiError(0, errorBody('unavailable').error);
const refused = new ApiError(409, errorBody('ticket_closed').error);

describe('the outbox', () => {
  let sent: string[];
  let answers: (Error | null)[];
  let queryClient: QueryClient;
  let outbox: Outbox;
  const wordsOf = ({ bubbles: [bubble] }: OutgoingReply): string =>
    bubble?.kind === 'text' ? bubble.text : '';
  const post = (reply: OutgoingReply): Promise<ReplyView> => {
    sent.push(wordsOf(reply));
    const failure = answers.shift() ?? null;
    if (failure !== null) return Promise.reject(failure);
    const { ticketId, clientId } = reply;
    return Promise.resolve({
      messages: [message(1, { ticketId, clientId, direction: 'outbound' })],
      heldId: null,
    });
  };
  const states = () => readOutgoing(me).map((reply) => `${wordsOf(reply)} ${reply.state}`);
  const pass = (seconds: number) => jest.advanceTimersByTimeAsync(seconds * 1000);

  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000_000 });
    sent = [];
    answers = [];
    queryClient = new QueryClient();
    outbox = new Outbox(queryClient, me, post);
    outbox.start();
  });
  afterEach(() => {
    outbox.stop();
    forgetWords();
    queryClient.clear();
    jest.useRealTimers();
  });

  test('holds a reply for as long as it can be taken back, then sends it once', async () => {
    outbox.send(one, say('はい'), 5);
    await pass(4.9);
    expect([sent, states()]).toEqual([[], ['はい held']]);
    await pass(0.2);
    await pass(60);
    expect([sent, states()]).toEqual([['はい'], []]);
  });

  test('gives the newest one back, and sends nothing of it', async () => {
    outbox.send(one, say('一'), 5);
    outbox.send(one, say('二'), 5);
    outbox.send(two, say('別の人に'), 5);
    expect(wordsOf(outbox.takeBack(one) as OutgoingReply)).toBe('二');
    await pass(10);
    expect(sent).toEqual(['一', '別の人に']);
    expect(outbox.takeBack(one)).toBeNull();
  });

  test('sends at once with everything before it, and in order', async () => {
    outbox.send(one, say('一'), 5);
    outbox.send(one, say('二'), 5);
    outbox.sendNow(readOutgoing(me)[1] as OutgoingReply);
    await pass(0);
    expect(sent).toEqual(['一', '二']);
  });

  test('waits while the server is away, keeps the order, and goes as soon as it is there', async () => {
    answers = [away];
    outbox.send(one, say('一'), 0);
    outbox.send(one, say('二'), 0);
    await pass(0);
    expect(states()).toEqual(['一 waiting', '二 waiting']);
    outbox.wake();
    await pass(0);
    expect([sent, states()]).toEqual([['一', '一', '二'], []]);
  });

  test('tries again by itself', async () => {
    answers = [away, away];
    outbox.send(one, say('一'), 0);
    await pass(120);
    expect([sent, states()]).toEqual([['一', '一', '一'], []]);
  });

  test('leaves a refusal to a person, and goes on with the next', async () => {
    answers = [refused];
    outbox.send(one, say('一'), 0);
    outbox.send(one, say('二'), 0);
    await pass(120);
    expect([sent, states()]).toEqual([['一', '二'], ['一 unsent']]);
    outbox.sendNow(readOutgoing(me)[0] as OutgoingReply);
    await pass(0);
    expect([sent.at(-1), states()]).toEqual(['一', []]);
  });

  test('sends what a reload interrupted again, under the same id', async () => {
    answers = [away];
    outbox.send(one, say('一'), 0);
    await pass(0);
    const before = readOutgoing(me)[0]?.clientId;
    outbox.stop();
    const ids: string[] = [];
    const next = new Outbox(queryClient, me, (reply) => {
      ids.push(reply.clientId);
      return post(reply);
    });
    next.start();
    await pass(0);
    expect([ids, states()]).toEqual([[before], []]);
    next.stop();
  });

  describe('when the page is left', () => {
    let posted: [string, string[]][];
    const leave = () => {
      posted = [];
      outbox.leave(({ clientId, bubbles }) =>
        posted.push([clientId, bubbles.map((bubble) => (bubble.kind === 'text' ? bubble.text : ''))]),
      );
      outbox.stop();
    };

    test('what is held goes, and can’t be taken back afterwards: it is sent again under its id', async () => {
      outbox.send(one, say('はい'), 30);
      const [reply] = readOutgoing(me);
      leave();
      expect(posted).toEqual([[reply?.clientId, ['はい']]]);
      outbox.start();
      expect(outbox.takeBack(one)).toBeNull();
      await pass(0);
      expect([sent, states()]).toEqual([['はい'], []]);
    });

    test('several of one ticket go as one, in order; another ticket’s go beside them', () => {
      outbox.send(one, say('一'), 30);
      outbox.send(two, say('別の人に'), 30);
      outbox.send(one, say('二'), 30);
      leave();
      expect(posted.map(([, words]) => words)).toEqual([['一', '二'], ['別の人に']]);
      expect(states()).toEqual(['一 sending', '別の人に sending']);
    });

    test('nothing overtakes what waits before it, or what did not fit beside it', async () => {
      answers = [away];
      outbox.send(one, say('一'), 0);
      await pass(0);
      outbox.send(one, say('二'), 30);
      const four = { bubbles: Array.from({ length: 4 }, () => say('多').bubbles[0] as PendingBubble) };
      outbox.send(two, four, 30);
      outbox.send(two, four, 30);
      leave();
      expect(posted.map(([, words]) => words)).toEqual([['多', '多', '多', '多']]);
      expect(states()).toEqual(['一 sending', '二 held', '多 sending', '多 held']);
    });

    test('what was refused stays with the person, and does not keep the next from going', async () => {
      answers = [refused];
      outbox.send(one, say('一'), 0);
      await pass(0);
      outbox.send(one, say('二'), 30);
      leave();
      expect(posted.map(([, words]) => words)).toEqual([['二']]);
      expect(states()).toEqual(['一 unsent', '二 sending']);
    });
  });

  test('puts what the server made of it into the talk, but never over something newer', async () => {
    const newer = message(1, { direction: 'outbound', content: { kind: 'text', text: 'newer' } });
    queryClient.setQueryData(talkRoomKey(one), talkRoom({ messages: [newer] }));
    outbox.send(one, say('一'), 0);
    await pass(0);
    expect(queryClient.getQueryData<TalkRoomView>(talkRoomKey(one))?.messages).toEqual([newer]);
  });

  test('what is on its way can’t be called back', async () => {
    outbox.stop();
    const slow = new Outbox(queryClient, me, () => new Promise<never>(() => undefined));
    slow.start();
    slow.send(one, say('一'), 0);
    await pass(0);
    const [reply] = readOutgoing(me);
    expect([reply?.state, slow.discard(reply as OutgoingReply)]).toEqual(['sending', false]);
    slow.stop();
  });
});
