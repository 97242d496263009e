import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { uuid } from '../../../../testing/fixtures.js';
import { ApiError } from '../../../shared/api/request.js';
import { type DraftView, errorBody } from '../../../shared/contract.js';
import { forgetWords, subscribeWords } from '../../../shared/words/words-storage.js';
import {
  changeDraft,
  endOther,
  meet,
  noteSent,
  parseDraft,
  parseOther,
  rawDraft,
  rawOther,
  readSync,
  revisionToEnd,
} from './draft-store.js';
import { type DraftStatus, DraftSync, joined } from './draft-sync.js';
import { type Draft, emptyDraft } from './pending-reply.js';

const [me, ticketId] = [uuid(500), uuid(1)];
const draft = (text: string, changes: Partial<Draft> = {}): Draft => ({ ...emptyDraft, text, ...changes });
const saved = (text: string, revision: number): DraftView => ({ draft: draft(text), revision });
const NOTHING: DraftView = { draft: null, revision: null };
const away = new ApiError(0, errorBody('unavailable').error);

describe('a draft here and one on the server', () => {
  test.each([
    ['nothing here, nothing there', '', null, false, NOTHING, 'same'],
    ['only there', '', null, false, saved('там', 3), 'adopt'],
    ['only here', 'ここ', null, true, NOTHING, 'save'],
    ['sent from another window', '送った', 3, false, NOTHING, 'adopt'],
    ['written on here', '続き', 3, true, saved('元', 3), 'save'],
    ['written on there', '元', 3, false, saved('続き', 4), 'adopt'],
    ['written on in both', 'こちら', 3, true, saved('あちら', 4), 'conflict'],
    ['the same in both', '同じ', null, true, saved('同じ', 4), 'same'],
    ['emptied here, written on there', '', 3, true, saved('続き', 4), 'adopt'],
    ['all of there is here too', '元の続き', 3, true, saved('元', 4), 'save'],
    ['nothing but a blank there', 'ここ', 3, true, saved('', 4), 'save'],
  ] as const)('%s', (_what, text, base, isDirty, server, wanted) => {
    expect(meet(draft(text), { base, isDirty }, server)).toBe(wanted);
  });

  test('two are joined with nothing left out', () => {
    expect(joined(draft('一', { note: 'あ' }), draft('二', { note: 'い' }))).toMatchObject({
      text: '二',
      tray: [{ kind: 'text', text: '一' }],
      note: 'あ\nい',
    });
    expect(joined(draft('一'), emptyDraft)).toMatchObject({ text: '一', tray: [] });
  });

  test('two are joined with nothing twice', () => {
    const text = (words: string) => ({ kind: 'text' as const, text: words });
    const both = draft('三', { tray: [text('一'), text('二')], note: 'あい' });
    expect(joined(draft('二', { tray: [text('一')], note: 'い' }), both)).toEqual(both);
    expect(joined(draft('一の続き', { note: 'あい' }), draft('一', { quotes: uuid(7), note: 'あ' }))).toEqual(
      draft('一の続き', { quotes: uuid(7), note: 'あい' }),
    );
  });
});

describe('keeping both the same', () => {
  let server: DraftView;
  let failures: Error[];
  let statuses: DraftStatus[];
  let isHeld: boolean;
  let isWriting: boolean;
  let sync: DraftSync;
  let stopWords: () => void;
  let revision: number;
  /** A slow network: the seconds until a request is there, and then until its answer is here. */
  let delays: [there: number, back: number][];
  /** The next save is kept, but nobody hears of it. */
  let losesAnswer: boolean;

  const wait = (seconds: number): Promise<void> =>
    seconds === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(() => resolve(), seconds * 1000));
  const answer = async <T>(value: () => T): Promise<T> => {
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
    const [there, back] = delays.shift() ?? [0, 0];
    await wait(there);
    const said = value();
    await wait(back);
    return said;
  };
  const meetBase = (base: number | null): void => {
    if (server.revision !== null && server.revision !== base)
      throw new ApiError(409, errorBody('draft_conflict').error);
  };
  const type = (text: string) => changeDraft(me, ticketId, (before) => ({ ...before, text }));
  const here = () => parseDraft(rawDraft(me, ticketId)).text;
  const there = () => parseOther(rawOther(me, ticketId))?.draft.text;
  const pass = (seconds: number) => jest.advanceTimersByTimeAsync(seconds * 1000);

  beforeEach(() => {
    jest.useFakeTimers();
    [server, failures, statuses, isHeld, revision] = [NOTHING, [], [], false, 10];
    [delays, losesAnswer, isWriting] = [[], false, false];
    sync = another();
    stopWords = subscribeWords(() => sync.touch());
  });
  const another = () =>
    new DraftSync(
      me,
      ticketId,
      {
        read: () => answer(() => server),
        save: (given, base) =>
          answer(() => {
            meetBase(base);
            revision += 1;
            server = { draft: given, revision };
            if (losesAnswer) {
              losesAnswer = false;
              throw away;
            }
            return { revision };
          }),
        discard: (base) =>
          answer(() => {
            meetBase(base);
            server = NOTHING;
          }),
      },
      { isHeld: () => isHeld, isWriting: () => isWriting },
      (status) => statuses.push(status),
    );
  afterEach(() => {
    stopWords();
    sync.stop();
    forgetWords();
    jest.useRealTimers();
  });

  test('what is typed is saved a little later, together', async () => {
    await sync.load();
    type('こ');
    type('ここに');
    await pass(1);
    expect(server.draft).toBeNull();
    await pass(1);
    expect([server.draft?.text, server.revision, statuses.at(-1)]).toEqual(['ここに', 11, 'saved']);
    type('');
    await pass(2);
    expect(server).toEqual(NOTHING);
  });

  test('while the server is away it is kept here, and saved afterwards', async () => {
    failures = [away, away];
    await sync.load();
    type('書きかけ');
    await pass(2);
    expect([here(), statuses.at(-1)]).toEqual(['書きかけ', 'kept']);
    await pass(10);
    expect(server.draft?.text).toBe('書きかけ');
  });

  /** Both windows go on from the same words; what is written here meets what was saved there. */
  const part = async (): Promise<void> => {
    server = saved('元', 7);
    await sync.load();
    server = saved('あちら', 8);
    type('こちら');
    await pass(2);
  };

  test('what another window saved comes here', async () => {
    await sync.load();
    server = saved('あちら', 7);
    sync.heard(7);
    await pass(0);
    expect([here(), there()]).toEqual(['あちら', undefined]);
  });

  test('what is written here stays where it is beside what another window saved, and neither goes over the other', async () => {
    await part();
    expect([here(), there(), statuses.at(-1)]).toEqual(['こちら', 'あちら', 'kept']);
    type('こちらの続き');
    server = saved('あちらの続き', 9);
    sync.heard(9);
    await pass(30);
    expect([here(), there(), server.draft?.text]).toEqual(['こちらの続き', 'あちらの続き', 'あちらの続き']);
  });

  test('both together take the place of what another window saved', async () => {
    await part();
    endOther(me, ticketId, (now, other) => joined(other, now));
    await pass(2);
    const both = draft('こちら', { tray: [{ kind: 'text', text: 'あちら' }] });
    expect([server.draft, there()]).toEqual([both, undefined]);
  });

  test('what another window saved is dropped only as it was seen', async () => {
    await part();
    server = saved('あちらの続き', 9);
    endOther(me, ticketId, (now) => now);
    await pass(2);
    expect([here(), there()]).toEqual(['こちら', 'あちらの続き']);
    endOther(me, ticketId, (now) => now);
    await pass(2);
    expect([here(), there(), server.draft?.text]).toEqual(['こちら', undefined, 'こちら']);
  });

  test('what another window has sent isn’t offered here any more', async () => {
    await sync.load();
    server = saved('あちら', 8);
    type('こちら');
    await pass(2);
    server = NOTHING;
    sync.heard(null);
    await pass(2);
    expect([here(), there(), server]).toEqual(['こちら', undefined, saved('こちら', 11)]);
  });

  test('when what was written here is sent, what another window saved comes into the field afterwards', async () => {
    await part();
    isWriting = true;
    type('');
    await pass(30);
    expect([here(), there()]).toEqual(['', 'あちら']);
    isWriting = false;
    await pass(2);
    expect([here(), there(), server.draft?.text]).toEqual(['あちら', undefined, 'あちら']);
  });

  test('nobody’s words change while they write; afterwards they follow the other window', async () => {
    server = saved('元', 7);
    await sync.load();
    isWriting = true;
    server = saved('元の続き', 8);
    sync.heard(8);
    await pass(5);
    expect([here(), there()]).toEqual(['元', undefined]);
    isWriting = false;
    await pass(2);
    expect(here()).toBe('元の続き');
  });

  test('what was sent or ended elsewhere is gone here too', async () => {
    server = saved('送るところ', 7);
    await sync.load();
    server = NOTHING;
    sync.heard(null);
    await pass(0);
    expect(here()).toBe('');
  });

  test('words that can still be taken back stay on the server until they go', async () => {
    await sync.load();
    type('送る');
    await pass(2);
    isHeld = true;
    type('');
    await pass(10);
    expect(server.draft?.text).toBe('送る');
    expect(revisionToEnd(me, ticketId)).toBe(11);
    server = NOTHING;
    noteSent(me, ticketId, 11);
    isHeld = false;
    await pass(10);
    expect(readSync(me, ticketId)).toMatchObject({ base: null, isDirty: false });
  });

  test('a talk that is opened again while a save is under way meets what was saved', async () => {
    server = saved('元', 7);
    await sync.load();
    type('元の続き');
    delays = [
      [3, 1],
      [1, 5],
    ];
    sync.stop();
    sync = another();
    void sync.load();
    await pass(20);
    expect([here(), server.draft?.text]).toEqual(['元の続き', '元の続き']);
    expect(rawOther(me, ticketId)).toBeNull();
  });

  test('what was saved without an answer is no other window’s', async () => {
    await sync.load();
    losesAnswer = true;
    type('書き');
    await pass(2);
    expect(statuses.at(-1)).toBe('kept');
    type('書きかけ');
    await pass(10);
    expect([here(), server.draft?.text]).toEqual(['書きかけ', '書きかけ']);
    expect(rawOther(me, ticketId)).toBeNull();
  });

  test('an answer from before the reply went doesn’t bring its words back', async () => {
    server = saved('送った', 7);
    await sync.load();
    type('');
    delays = [[0, 3]];
    void sync.load();
    await pass(1);
    server = NOTHING;
    noteSent(me, ticketId, 7);
    await pass(10);
    expect(here()).toBe('');
  });

  test('a reply takes no draft along while the next one is being written', async () => {
    await sync.load();
    type('次');
    await pass(2);
    expect(revisionToEnd(me, ticketId)).toBeNull();
  });
});
