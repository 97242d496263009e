import { type FaultInput } from '../../stand-in/server/inputs.js';
import { pause, type Scenario } from '../stage.js';

const EACH_MS = { full: 6000, short: 800 };

/** Ways in which LINE's answer is bad or missing, for calls that it refused and for calls that it carried out. */
const FAULTS: readonly Omit<FaultInput, 'endpoint'>[] = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 500, accept: true },
  { kind: 'timeout', accept: true },
  { kind: 'timeout' },
  { kind: 'status', status: 429, message: 'The API rate limit has been exceeded. Try again later.' },
  { kind: 'reset', accept: true },
  { kind: 'truncate', accept: true },
  { kind: 'delay', delayMs: 1000 },
];

/** For a while each, for nearly all or some of the calls, pushes and replies by token alike. */
export const lineMisbehaves: Scenario = {
  name: 'line-misbehaves',
  wordsPerSecond: 12,
  longestMs: 60_000,
  async disturb({ world, chance, full, timeIsUp, say }) {
    for (const fault of FAULTS) {
      if (timeIsUp()) return;
      const probability = chance.pick([0.5, 0.9]);
      say(
        `LINE: ${fault.kind} ${fault.status ?? ''}${fault.accept === true ? ', carried out all the same' : ''}`,
      );
      for (const endpoint of ['push', 'reply'] as const) {
        const seed = chance.between(1, 1_000_000);
        await world.standIn.addFault({ ...fault, endpoint, probability, seed });
      }
      if (chance.happens(0.3))
        await world.standIn.addFault({ endpoint: 'token', kind: 'status', status: 500, times: 2 });
      await pause(full ? EACH_MS.full : EACH_MS.short);
      await world.standIn.clearFaults();
    }
  },
};
