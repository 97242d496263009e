import { describe, expect, test } from '@jest/globals';
import { type BarKind, BarStore, foldedBars } from './bars.js';

const of = (...kinds: BarKind[]): Map<string, BarKind> =>
  new Map(kinds.map((kind, index) => [`${index} ${kind}`, kind]));

describe('lines over somebody’s work', () => {
  test('two stand, the gravest, in whatever order they came', () => {
    expect([...foldedBars(of('shift-notes', 'incident'))]).toEqual([]);
    expect([...foldedBars(of('shift-notes', 'incident', 'ticket-danger', 'break'))]).toEqual([
      '3 break',
      '0 shift-notes',
    ]);
    expect([...foldedBars(of('people', 'time-left', 'consult', 'looking-on'))]).toEqual([
      '1 time-left',
      '0 people',
    ]);
  });

  test('of the same kind the first that came stand', () => {
    expect([...foldedBars(of('ticket-amber', 'ticket-amber', 'ticket-amber'))]).toEqual(['2 ticket-amber']);
  });

  test('red ones and an emergency that is late always stand, whatever came before them', () => {
    const red = of('connection', 'ticket-danger', 'ticket-danger', 'ticket-danger', 'glass-danger');
    expect([...foldedBars(red)]).toEqual([]);
    const mixed = of('incident', 'ticket-amber', 'account-danger', 'ticket-danger', 'incident-late');
    expect([...foldedBars(mixed)]).toEqual(['0 incident']);
  });

  test('the emergency of a talk stands before how one looks at it', () => {
    expect([...foldedBars(of('looking-on', 'take', 'incident-here'))]).toEqual(['1 take']);
  });

  test('what is folded tells how grave its gravest is', () => {
    const store = new BarStore();
    for (const id of ['a', 'b']) store.put(id, 'ticket-danger');
    store.put('c', 'shift-notes');
    expect(store.foldedTone()).toBe('quiet');
    const over = store.put('d', 'incident');
    expect(store.foldedTone()).toBe('amber');
    over();
    expect(store.foldedTone()).toBe('quiet');
  });

  test('what was folded stands again when something graver is over, and whoever shows it hears', () => {
    const store = new BarStore();
    let heard = 0;
    store.subscribe(() => (heard += 1));
    store.put('a', 'incident');
    store.put('b', 'shift-notes');
    const over = store.put('c', 'connection');
    expect([...store.folded()]).toEqual(['b']);
    over();
    expect(store.folded().size).toBe(0);
    expect(heard).toBe(4);
  });
});
