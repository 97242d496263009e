import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { message, talkRoom, ticket, uuid } from '../../../testing/fixtures.js';
import { type TalkRoomView } from '../contract.js';
import { forgetWords, keepWords, readWords } from '../words/words-storage.js';
import { ErasedTickets } from './erased-tickets.js';
import { glassesKey, incidentListKey, incidentsKey, standingKey, talkRoomKey } from './query-keys.js';

const staff = uuid(500);
const [gone, here] = [uuid(1), uuid(2)];
const words = message(1);
let stored: Map<string, string>;
let queryClient: QueryClient;
let erased: ErasedTickets;

beforeEach(() => {
  jest.useFakeTimers();
  stored = new Map();
  const sessionStorage = new Proxy(
    {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
      removeItem: (key: string) => void stored.delete(key),
    },
    {
      ownKeys: () => [...stored.keys()],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    },
  );
  Object.assign(globalThis, { window: { sessionStorage } });
  queryClient = new QueryClient();
  erased = new ErasedTickets(queryClient);
});
afterEach(() => {
  erased.stop();
  queryClient.clear();
  forgetWords();
  Reflect.deleteProperty(globalThis, 'window');
  jest.useRealTimers();
});

/** Asks for what is kept under a key as a screen does that shows it. */
function show(queryKey: readonly unknown[], answer: () => unknown): () => unknown {
  const observer = new QueryObserver(queryClient, { queryKey, queryFn: answer, staleTime: Infinity });
  observer.subscribe(() => undefined);
  return () => observer.getCurrentResult().data;
}

test('a talk room loses its words, on the screen and beside it, and says why; others keep theirs', () => {
  const room = talkRoom({ messages: [words], notes: [words], hasEarlier: true });
  const other = talkRoom({ ticket: ticket(2), messages: [words] });
  queryClient.setQueryData(talkRoomKey(gone), room);
  queryClient.setQueryData(talkRoomKey(here), other);
  erased.forget([gone]);
  expect(queryClient.getQueryData<TalkRoomView>(talkRoomKey(gone))).toEqual(
    talkRoom({ ticket: ticket(1, { erased: true }) }),
  );
  expect(queryClient.getQueryData(talkRoomKey(here))).toEqual(other);
});

test('what was asked about it goes, whatever it was; what is on the screen is asked for anew', async () => {
  for (const key of [standingKey(gone), standingKey(here), ['past', gone, 'closed'], ['consult', gone, 'x']])
    queryClient.setQueryData(key, words);
  let answers = 0;
  queryClient.setQueryData(incidentsKey(gone), words);
  const shown = show(incidentsKey(gone), () => {
    answers += 1;
    return 'erased';
  });
  expect(shown()).toEqual(words);
  erased.forget([gone]);
  expect(shown()).toBeUndefined();
  await jest.advanceTimersByTimeAsync(0);
  expect([shown(), answers]).toEqual(['erased', 1]);
  const left = queryClient.getQueryCache().getAll();
  expect(left.map(({ queryKey }) => queryKey)).toEqual([standingKey(here), incidentsKey(gone)]);
});

test('lists of what people wrote are asked for once, however many are erased at a time', async () => {
  let answers = 0;
  queryClient.setQueryData(glassesKey, words);
  queryClient.setQueryData(incidentListKey, words);
  const shown = show(glassesKey, () => (answers += 1));
  for (const number of [1, 3, 4, 5]) erased.forget([uuid(number)]);
  await jest.advanceTimersByTimeAsync(1000);
  expect([shown(), answers]).toEqual([1, 1]);
  expect(queryClient.getQueryData(incidentListKey)).toBeUndefined();
});

test('requests that are over keep neither what they took along nor what they brought', async () => {
  const mutations = queryClient.getMutationCache();
  const standing = Promise.withResolvers<string>();
  const run = (fn: () => Promise<string>): Promise<string> =>
    mutations.build(queryClient, { mutationFn: fn }).execute('words');
  await run(() => Promise.resolve('words'));
  const pending = run(() => standing.promise);
  erased.forget([gone]);
  expect(mutations.getAll()).toHaveLength(1);
  standing.resolve('sent');
  expect(await pending).toBe('sent');
});

test('what somebody wrote in it leaves the storage too; replies to others stay in the outbox', () => {
  const reply = { ticketId: here, text: 'to another' };
  for (const what of ['draft.', 'draft-sync.', 'draft-aside.', 'handover.', 'whisper ']) {
    keepWords(staff, `${what}${gone}`, 'words');
    keepWords(staff, `${what}${here}`, 'words');
  }
  keepWords(staff, 'outgoing', JSON.stringify([{ ticketId: gone, text: 'words' }, reply]));
  // Of somebody whose session ran out in this tab, and that only the storage knows of.
  stored.set(`tomoshibi.words.${uuid(501)}.draft.${gone}`, 'words');
  expect(erased.held().toSorted()).toEqual([gone, here]);
  erased.forget([gone]);
  expect([...stored.keys()].filter((key) => key.endsWith(gone))).toEqual([]);
  expect([...stored.values()].filter((value) => value.includes(gone))).toEqual([]);
  expect(readWords(staff, `draft.${gone}`)).toBeNull();
  expect(readWords(staff, `draft.${here}`)).toBe('words');
  expect(readWords(staff, 'outgoing')).toBe(JSON.stringify([reply]));
  erased.forget([here]);
  expect([stored.size, readWords(staff, 'outgoing')]).toEqual([0, null]);
});

test('parts of the screen name what they hold, and forget it', () => {
  const forgotten: string[] = [];
  queryClient.setQueryData(talkRoomKey(here), talkRoom({ ticket: ticket(2) }));
  const stop = erased.holding({
    tickets: () => [gone, here],
    forget: (isErased) => void forgotten.push(...[gone, here].filter(isErased)),
  });
  expect(erased.held().toSorted()).toEqual([gone, here]);
  erased.forget([gone]);
  expect([forgotten, erased.has(gone), erased.has(here)]).toEqual([[gone], true, false]);
  // Once it is known, it needn't be asked.
  expect(erased.held()).toEqual([here]);
  stop();
  erased.forget([gone]);
  expect(forgotten).toEqual([gone]);
});
