import { describe, expect, test } from '@jest/globals';
import { type TFunction } from 'i18next';
import { type CalendarDay } from '../../../shared/contract.js';
import { hoursOf } from './words.js';

/** Says the key, and what it is told. */
const t = ((key: string, values: Record<string, unknown> = {}) =>
  key === 'contents.hours.and'
    ? ' '
    : [key.split('.').at(-1), ...Object.values(values)].join(' ')) as unknown as TFunction;

const bar = (
  from: number,
  to: number,
  state: CalendarDay['bars'][number]['state'],
  lines: number | null = null,
) => ({
  from: from * 60,
  to: to * 60,
  state,
  kind: 'weekly',
  lines,
});

describe('the hours of a day in words', () => {
  test.each<[string, CalendarDay['bars'], string]>([
    ['nothing', [], 'off'],
    ['closed by hand', [bar(9, 17, 'closed')], 'off'],
    [
      'one span with its last acceptance',
      [bar(17, 22, 'open'), bar(22, 23, 'last-acceptance-passed')],
      'spanWith 17:00–23:00 until 22:00',
    ],
    ['two spans', [bar(9, 12, 'open'), bar(13, 17, 'open')], '9:00–12:00 13:00–17:00'],
    ['two that touch', [bar(9, 12, 'open'), bar(12, 17, 'open')], '9:00–17:00'],
    [
      'two that touch with other numbers of lines',
      [bar(9, 12, 'open', 2), bar(12, 17, 'open')],
      'spanWith 9:00–12:00 lineCount 2 12:00–17:00',
    ],
    [
      'what ran over from the day before',
      [bar(0, 2, 'last-acceptance-passed')],
      'spanWith 0:00–2:00 until 0:00',
    ],
  ])('%s', (_name, bars, words) => {
    expect(hoursOf({ bars }, t)).toBe(words);
  });
});
