import { killAndRecover, pause, type Scenario } from '../stage.js';

const AWAY_MS = { full: 12_000, short: 1500 };

/** LINE's API is gone for longer than any process lives; every process is killed meanwhile. */
export const lineAway: Scenario = {
  name: 'line-away',
  wordsPerSecond: 8,
  longestMs: 60_000,
  async disturb(stage) {
    const { world, full, say } = stage;
    say('LINE is gone');
    await world.standIn.addFault({ kind: 'reset' });
    for (const relay of world.relays) {
      await pause((full ? AWAY_MS.full : AWAY_MS.short) / world.relays.length);
      await killAndRecover(stage, relay, () => relay.start());
    }
    await world.standIn.clearFaults();
    say('LINE is back');
  },
};
