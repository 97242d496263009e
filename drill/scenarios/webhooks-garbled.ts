import { type WebhookBehaviourPatch } from '../../stand-in/server/contract.js';
import { pause, type Scenario } from '../stage.js';

const EACH_MS = { full: 18_000, short: 1000 };
const REDELIVERED = 5;

/** The last one is a quiet day again. */
const WAYS: readonly (readonly [string, WebhookBehaviourPatch])[] = [
  ['each twice more', { duplicate: { copies: 2, together: false } }],
  ['each three times at the same moment', { duplicate: { copies: 2, together: true } }],
  [
    'several callers in one body',
    { duplicate: { copies: 1, together: true }, batch: { maxEvents: 8, flushMs: 150 } },
  ],
  ['in another order', { duplicate: { copies: 0, together: false }, batch: null, reorder: { window: 6 } }],
  ['in another order, in one body', { batch: { maxEvents: 8, flushMs: 150 }, reorder: { window: 8 } }],
  ['as written', { batch: null, reorder: null, duplicate: { copies: 0, together: false } }],
];

/** LINE sends webhooks more than once, in another order, several in one body, and again long after. */
export const webhooksGarbled: Scenario = {
  name: 'webhooks-garbled',
  // Nothing dies here, so most of the words are written here.
  wordsPerSecond: 22,
  longestMs: 180_000,
  async disturb({ world, chance, full, say }) {
    for (const [what, behaviour] of WAYS) {
      say(`webhooks: ${what}`);
      const seeded =
        behaviour.reorder === undefined || behaviour.reorder === null
          ? behaviour
          : { ...behaviour, reorder: { ...behaviour.reorder, seed: chance.between(1, 1_000_000) } };
      await world.standIn.setWebhookBehaviour(seeded);
      await pause(full ? EACH_MS.full : EACH_MS.short);
      const attempts = await world.standIn.webhookAttempts({ limit: 500 });
      const past = attempts.flatMap(({ channel, eventIds }) => eventIds.map((id) => ({ channel, id })));
      for (let again = 0; again < REDELIVERED && past.length > 0; again += 1) {
        const { channel, id } = chance.pick(past);
        await world.standIn.redeliver(channel, id);
      }
    }
  },
};
