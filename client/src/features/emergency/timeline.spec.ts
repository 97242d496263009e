import { expect, test } from '@jest/globals';
import { at, uuid } from '../../../testing/fixtures.js';
import { type IncidentView } from '../../shared/contract.js';
import { timelineOf } from './timeline.js';

const person = (displayName: string) => ({ id: uuid(1), displayName });
const incident: IncidentView = {
  id: uuid(9),
  ticketId: uuid(2),
  number: 2,
  accountId: 'inochi',
  alias: 'alias',
  state: 'open',
  openedAt: at(0),
  openedBy: person('佐藤'),
  endedAt: null,
  endedBy: null,
  outcome: null,
  summary: null,
  checklistVersion: 1,
  steps: [],
  entries: [
    {
      id: uuid(3),
      at: at(2),
      by: person('田中'),
      kind: 'fact',
      fact: 'place',
      text: '橋',
      source: null,
      withdrawn: null,
    },
  ],
};

test('an emergency is told from its beginning to its end, and who did what', () => {
  expect(timelineOf(incident).map(({ kind, at: when, by }) => [kind, when, by])).toEqual([
    ['began', at(0), '佐藤'],
    ['entry', at(2), '田中'],
  ]);
  const ended = {
    ...incident,
    state: 'ended',
    endedAt: at(9),
    endedBy: person('森'),
    outcome: 'safe',
  } as const;
  expect(timelineOf(ended).at(-1)).toEqual({ kind: 'finished', at: at(9), by: '森', outcome: 'safe' });
});
