import { describe, expect, test } from '@jest/globals';
import { en } from './en.js';

/** Counts whose words are the same for one and for many, or that are never of one. */
const sameForOne = new Set([
  'administrator.replayCount',
  'bridge.grave',
  'bridge.summary.arrivals',
  'command.lineDetail',
  'command.ticketUnseen',
  'composer.split',
  'composer.splitTooLong',
  'composer.trayCount',
  'figures.count',
  'hours.override.historyMore',
  'join.newPasswordShort',
  'lists.load',
  'shift.active',
  'shift.count',
  'shift.imminent',
  'shift.long',
  'walls.andOthers',
]);

type Texts = Readonly<Record<string, unknown>>;

function textsOf(texts: Texts, path = ''): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([name, value]) => {
    const key = path === '' ? name : `${path}.${name}`;
    return typeof value === 'string' ? [[key, value] as [string, string]] : textsOf(value as Texts, key);
  });
}

describe('what is counted in English', () => {
  const texts = new Map(textsOf(en));
  const counted = [...texts].filter(([, text]) => text.includes('{{count}}')).map(([key]) => key);

  test('is told apart for one and for many', () => {
    const bare = counted.filter((key) => !/_(zero|one|other)$/.test(key) && !sameForOne.has(key));
    expect(bare).toEqual([]);
  });

  test('has both', () => {
    const stems = new Set(counted.map((key) => key.replace(/_(zero|one|other)$/, '')));
    const halves = [...stems].filter((stem) => texts.has(`${stem}_one`) !== texts.has(`${stem}_other`));
    expect(halves).toEqual([]);
  });

  test('has no exception that is none', () => {
    expect([...sameForOne].filter((key) => !texts.has(key))).toEqual([]);
  });
});
