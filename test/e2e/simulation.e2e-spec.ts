import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Evidence, type Heard } from '../../simulation/evidence.js';
import { breachesOf } from '../../simulation/invariants.js';
import { simulate, type SimulationResult } from '../../simulation/run.js';
import { type Scenario, scenarios } from '../../simulation/scenario.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

// Some hundred messages, one after another: about 10 s alone, several times that beside other tests.
jest.setTimeout(300_000);

const SEED = 1;

function hiroshima(): Scenario {
  const scenario = scenarios.find(({ name }) => name === 'hiroshima');
  if (scenario === undefined) throw new Error('there is no such scenario');
  return scenario;
}

describe('a simulated evening of a line with three people (npm run simulate has the others)', () => {
  let database: TestDatabase;
  let result: SimulationResult;

  beforeAll(async () => {
    database = await createTestDatabase();
    const options = { scenario: hiroshima(), seed: SEED, evenings: 1, database, say: () => undefined };
    result = await simulate(options);
  });
  afterAll(() => database.drop());

  it('leaves nobody in silence, loses nothing, keeps the order and the limits, and drops nobody', () => {
    expect(result.breaches).toEqual([]);
    const { lost, out_of_order, over_capacity, first_response_s_max } = result.figures;
    expect({ lost, out_of_order, over_capacity }).toEqual({ lost: 0, out_of_order: 0, over_capacity: 0 });
    expect(first_response_s_max).toBeLessThanOrEqual(10);
    expect(first_response_s_max).toBeGreaterThan(0);
  });

  it('comes near what the real line reported (docs/simulation.md has the figures and how near)', () => {
    const { figures } = result;
    expect(figures.contacts).toBe(30);
    expect(figures.out_of_hours_share).toBeCloseTo(0.53, 2);
    expect(Math.abs(figures.answer_rate_within_hours - 0.901)).toBeLessThanOrEqual(0.2);
    expect(Math.abs(figures.answer_rate_of_contacts - 0.423)).toBeLessThanOrEqual(0.1);
    expect(Math.abs(figures.consultation_min_mean - 49)).toBeLessThanOrEqual(20);
    expect(figures.messages_in + figures.messages_out).toBeGreaterThan(100);
    expect(figures.texts_sent).toBeGreaterThanOrEqual(figures.distinct_callers);
    expect(figures.wall_s).toBeGreaterThan(0);
  });

  const automatic = ({ situations }: Heard) => situations.length > 0;
  const broken: [string, RegExp, (evidence: Evidence) => Partial<Evidence>][] = [
    [
      'a text that never came',
      /^silence: .* never$/,
      ({ heard }) => ({ heard: heard.filter((one) => !automatic(one)) }),
    ],
    [
      'a text that came after eleven seconds',
      /^silence: .* only after 1\d/,
      ({ heard }) => ({
        heard: heard.map((one) => (automatic(one) ? { ...one, at: one.at + 11_000 } : one)),
      }),
    ],
    [
      'a place in line told to somebody who writes at night',
      /^unfitting: .* while closed/,
      ({ heard }) => ({
        heard: heard.map((one) =>
          one.situations.includes('closed') ? { ...one, situations: ['waiting'] } : one,
        ),
      }),
    ],
    [
      'a message that is in no talk room',
      /^lost: .* nowhere in the talk rooms/,
      ({ endings }) => ({ endings: endings.map((one) => ({ ...one, inbound: one.inbound.slice(1) })) }),
    ],
    [
      'a reply that LINE took twice',
      /^lost: .* 2 times at LINE/,
      ({ heard }) => ({ heard: [...heard, ...heard.filter(({ marks }) => marks.length > 0).slice(-1)] }),
    ],
    [
      'a talk room in another order',
      /^order: .* in the talk room/,
      ({ endings }) => ({
        endings: endings.map((one) => ({ ...one, inbound: one.inbound.toReversed() })),
      }),
    ],
    [
      'somebody taken before another who waited longer',
      /^order: .* waited longer/,
      ({ picks }) => ({
        picks: picks.map((pick) => ({ ...pick, line: [...pick.line, { id: 'another', since: 0 }] })),
      }),
    ],
    ['a counselor with one caller too many', /^over capacity/, () => ({ overCapacity: 1 })],
    [
      'a ticket that nobody answered and somebody closed',
      /^dropped: .* nobody had answered/,
      () => ({ words: [], cares: [] }),
    ],
    [
      'a ticket on the follow-up list without a reason',
      /^dropped: .* without a reason/,
      ({ endings }) => ({ endings: endings.map((one) => ({ ...one, followUp: null })) }),
    ],
    ['a caller without a ticket', /^dropped: .* has no ticket/, () => ({ endings: [] })],
    ['input set aside', /^refused/, () => ({ refused: 1 })],
  ];

  it.each(broken)('sees %s', (_what, breach, change) => {
    const evidence = { ...result.evidence, ...change(result.evidence) };
    expect(breachesOf(evidence)).toContainEqual(expect.stringMatching(breach));
  });
});

describe('a short one where tickets come to people', () => {
  it.each(['offer', 'automatic'] as const)('keeps every promise too: %s', async (mode) => {
    const database = await createTestDatabase();
    try {
      const scenario: Scenario = {
        ...hiroshima(),
        contacts: { inHours: 6, outOfHours: 2 },
        consultation: { meanMinutes: 25, messages: 10 },
      };
      const { breaches, figures } = await simulate({
        scenario,
        seed: SEED,
        evenings: 1,
        mode,
        database,
        say: () => undefined,
      });
      expect(breaches).toEqual([]);
      expect(figures).toMatchObject({ mode, contacts: 8 });
      expect(figures.answered).toBeGreaterThanOrEqual(4);
    } finally {
      await database.drop();
    }
  });
});
