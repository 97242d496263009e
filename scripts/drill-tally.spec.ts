import { describe, expect, it } from '@jest/globals';
import { Book } from '../drill/book.js';
import { type Evidence, Tally } from '../drill/tally.js';
import { type DeliveryState, type MessageDirection } from '../src/contract/message.js';
import { type TalkRoomView } from '../src/contract/ticket.js';
import { type Delivery } from '../stand-in/server/stand-in.js';

const CALLER = 'U1';
const TICKET = 'ticket-1';
const WAITING = 'あなたは 1 番目です';

interface Said {
  readonly direction: MessageDirection;
  readonly text: string;
  readonly state?: DeliveryState;
}

function room(said: readonly Said[], id = TICKET): TalkRoomView {
  const messages = said.map(({ direction, text, state }) => ({
    direction,
    content: { kind: 'text', text },
    delivery: state === undefined ? null : { state, mayHaveArrived: false },
  }));
  return { ticket: { id }, messages } as unknown as TalkRoomView;
}

function took(texts: readonly string[], userId = CALLER): Delivery {
  return { userId, body: { messages: texts.map((text) => ({ type: 'text', text })) } } as unknown as Delivery;
}

/** Two words of one caller and one reply of two bubbles, all as it should be. */
function scene() {
  const book = new Book('test');
  const words = [book.mark('w'), book.mark('w')] as const;
  for (const word of words) book.wrote(CALLER, word);
  const marks = [book.mark('r'), book.mark('r')] as const;
  book.replies.push({ ticketId: TICKET, marks, acknowledged: true });
  book.tookOver(TICKET, 'drill-1');
  const inbound = words.map((text): Said => ({ direction: 'inbound', text }));
  const outbound = marks.map((text): Said => ({ direction: 'outbound', text, state: 'accepted' }));
  return { book, words, marks, inbound, outbound };
}

function found(book: Book, seen: Omit<Evidence, 'replies' | 'outages'> & Partial<Evidence>) {
  const evidence = { replies: [], outages: 0, ...seen };
  const { lost, duplicated, out_of_order, wrong } = new Tally(book, evidence).count();
  return { lost, duplicated, out_of_order, wrong };
}

const NOTHING = { lost: 0, duplicated: 0, out_of_order: 0, wrong: 0 };

describe('what a drill counts', () => {
  it('is nothing where everything arrived once and in order', () => {
    const { book, marks, inbound, outbound } = scene();
    const waiting: Said = { direction: 'automatic', text: WAITING, state: 'accepted' };
    const rooms = [room([...inbound, waiting, ...outbound])];
    expect(found(book, { rooms, deliveries: [took([WAITING]), took(marks)] })).toEqual(NOTHING);
  });

  it('is an apology for a database that was not away, and a second one for the same time', () => {
    const { book, marks, inbound, outbound } = scene();
    const sorry: Said = { direction: 'automatic', text: 'ただいま受け取れません', state: 'accepted' };
    const told = (times: number, outages: number) =>
      found(book, {
        rooms: [room([...inbound, ...Array.from({ length: times }, () => sorry), ...outbound])],
        deliveries: [took([...Array.from({ length: times }, () => sorry.text), ...marks])],
        outages,
      }).duplicated;
    expect([told(1, 0), told(1, 1), told(2, 1), told(2, 2)]).toEqual([1, 0, 1, 0]);
  });

  it('is a word that is in no talk room, also one that LINE was never told to be taken', () => {
    const { book, marks, inbound, outbound } = scene();
    const rooms = [room([...inbound.slice(1), ...outbound])];
    expect(found(book, { rooms, deliveries: [took(marks)] })).toEqual({ ...NOTHING, lost: 1 });
  });

  it('is a word twice, in one talk room or in two', () => {
    const { book, marks, inbound, outbound } = scene();
    const rooms = [room([...inbound, ...outbound]), room(inbound.slice(1), 'ticket-2')];
    expect(found(book, { rooms, deliveries: [took(marks)] })).toEqual({ ...NOTHING, duplicated: 1 });
  });

  it('is a word before an earlier one', () => {
    const { book, marks, inbound, outbound } = scene();
    const rooms = [room([...inbound.toReversed(), ...outbound])];
    expect(found(book, { rooms, deliveries: [took(marks)] })).toEqual({ ...NOTHING, out_of_order: 1 });
  });

  it('is a reply that LINE never took although the console was told it is kept, and that it was accepted', () => {
    const { book, inbound, outbound } = scene();
    const rooms = [room([...inbound, ...outbound])];
    expect(found(book, { rooms, deliveries: [] })).toEqual({ ...NOTHING, lost: 2, wrong: 2 });
  });

  it('is a reply that LINE took twice or in another order', () => {
    const { book, marks, inbound, outbound } = scene();
    const rooms = [room([...inbound, ...outbound])];
    expect(found(book, { rooms, deliveries: [took(marks), took(marks)] })).toEqual({
      ...NOTHING,
      duplicated: 2,
    });
    const deliveries = [took(marks.slice(1)), took(marks.slice(0, 1))];
    expect(found(book, { rooms, deliveries })).toEqual({ ...NOTHING, out_of_order: 1 });
  });

  it('is a reply that went to somebody else', () => {
    const { book, marks, inbound, outbound } = scene();
    const rooms = [room([...inbound, ...outbound])];
    const { wrong } = found(book, { rooms, deliveries: [took(marks, 'U2')] });
    expect(wrong).toBeGreaterThanOrEqual(2);
  });

  it('is a reply that arrived and is said to have failed', () => {
    const { book, marks, inbound } = scene();
    const outbound = marks.map((text): Said => ({ direction: 'outbound', text, state: 'failed' }));
    expect(found(book, { rooms: [room([...inbound, ...outbound])], deliveries: [took(marks)] })).toEqual({
      ...NOTHING,
      wrong: 2,
    });
  });

  it('is a second waiting text for one ticket', () => {
    const { book, marks, inbound, outbound } = scene();
    const rooms = [room([...inbound, ...outbound])];
    const deliveries = [took([WAITING]), took([WAITING]), took(marks)];
    expect(found(book, { rooms, deliveries })).toEqual({ ...NOTHING, duplicated: 1 });
  });

  it('is a second waiting text, unless nobody could learn that LINE had taken the first by reply token', () => {
    const { book, marks, inbound, outbound } = scene();
    const rooms = [room([...inbound, ...outbound])];
    const byToken = { ...took([WAITING]), kind: 'reply', requestId: 'r1' } as const;
    const deliveries = [byToken, took([WAITING]), took(marks)];
    const reply = { requestId: 'r1', status: 200, at: 50_000, durationMs: 10 };
    const DOUBLE = { ...NOTHING, duplicated: 1 };
    expect(found(book, { rooms, deliveries, replies: [reply] })).toEqual(DOUBLE);
    expect(found(book, { rooms, deliveries, replies: [{ ...reply, status: 0 }] })).toEqual(NOTHING);
    const third = [...deliveries, took([WAITING])];
    expect(found(book, { rooms, deliveries: third, replies: [{ ...reply, status: 0 }] })).toEqual(DOUBLE);
    book.outage(60_000, 70_000);
    expect(found(book, { rooms, deliveries, replies: [reply] })).toEqual(DOUBLE);
    book.outage(50_500, 50_500);
    expect(found(book, { rooms, deliveries, replies: [reply] })).toEqual(NOTHING);
  });

  it('is a ticket that two counselors were given', () => {
    const { book, marks, inbound, outbound } = scene();
    book.tookOver(TICKET, 'drill-2');
    const rooms = [room([...inbound, ...outbound])];
    expect(found(book, { rooms, deliveries: [took(marks)] })).toEqual({ ...NOTHING, wrong: 1 });
  });

  it('is a text in a talk room or at LINE that nobody wrote', () => {
    const { book, marks, inbound, outbound } = scene();
    const rooms = [room([...inbound, { direction: 'inbound', text: book.mark('f') }, ...outbound])];
    const deliveries = [took(marks), took([book.mark('r')])];
    expect(found(book, { rooms, deliveries })).toEqual({ ...NOTHING, wrong: 2 });
  });
});
