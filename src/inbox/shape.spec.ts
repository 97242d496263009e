import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shapeSchema } from '../contract/desk.js';
import { shapeOf } from './shape.js';

describe('the shape of what was received', () => {
  it('has keys and types, and of types their names', () => {
    const event = {
      type: 'wave',
      mode: 'active',
      timestamp: 1,
      source: { type: 'user', userId: 'U1' },
      parts: [{ type: 'very secret words', text: '死にたい' }, null, true],
      死にたい: 1,
    };
    expect(shapeOf(event)).toEqual({
      type: 'string (wave)',
      mode: 'string (active)',
      timestamp: 'number',
      source: { type: 'string (user)', userId: 'string' },
      parts: [{ type: 'string', text: 'string' }, 'null', 'boolean'],
      '(key 6)': 'number',
    });
  });

  it('never holds a value, however odd the input', () => {
    const secret = 'ひみつ';
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6 }),
        fc.constantFrom('type', 'mode', 'text', '', '__proto__', secret),
        (value, key) => {
          const shape = shapeOf({ [key]: secret, list: [value, { [key]: [secret] }] });
          shapeSchema.parse(shape);
          expect(JSON.stringify(shape)).not.toContain(secret);
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });
});
