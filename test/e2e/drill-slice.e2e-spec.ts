import { describe, expect, it, jest } from '@jest/globals';
import { runDrill } from '../../drill/run.js';

// Real processes that start and end again and again: about 40 s alone, several times that beside other tests.
const SLICE = ['app-killed', 'database-killed', 'line-misbehaves'];

jest.setTimeout(400_000);

describe('a short slice of the drill', () => {
  it('loses nothing, doubles nothing and keeps the order while things break (npm run drill has the rest)', async () => {
    const result = await runDrill({ seed: 20261125, full: false, only: SLICE, say: () => undefined });
    const { lost, duplicated, out_of_order, wrong } = result;
    const details = Object.values(result.scenarios).flatMap((scenario) => scenario.details);
    expect({ lost, duplicated, out_of_order, wrong, details }).toEqual({
      lost: 0,
      duplicated: 0,
      out_of_order: 0,
      wrong: 0,
      details: [],
    });
    // It did try.
    expect(result.kills).toBeGreaterThanOrEqual(3);
    expect(result.db_restarts).toBeGreaterThanOrEqual(2);
    expect(Math.min(result.inbound, result.outbound, result.forged)).toBeGreaterThan(20);
  });
});
