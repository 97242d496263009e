import { type DrillRelay } from '../relay.js';
import { killAndRecover, pause, type Scenario, type Stage } from '../stage.js';

const KILLS = { full: 100, short: 3 };
const KILLED_WHILE_STARTING = 0.15;
const LONGEST_PEACE_MS = 900;

/**
 * SIGKILL at any moment, at once started again; sometimes killed again before it has started, and sometimes no process
 * is left for a while.
 */
export const appKilled: Scenario = {
  name: 'app-killed',
  wordsPerSecond: 10,
  longestMs: 360_000,
  async disturb(stage) {
    await Promise.all(stage.world.relays.map((relay) => killAgainAndAgain(stage, relay)));
  },
};

async function killAgainAndAgain(stage: Stage, relay: DrillRelay): Promise<void> {
  const { book, full, say } = stage;
  const chance = stage.chance.branch();
  const kills = full ? KILLS.full : KILLS.short;
  while (book.kills < kills && !stage.timeIsUp()) {
    await pause(chance.between(0, LONGEST_PEACE_MS));
    await killAndRecover(stage, relay, async () => {
      while (chance.happens(KILLED_WHILE_STARTING)) {
        relay.launch();
        await pause(chance.between(0, 1500));
        await relay.kill();
        book.kills += 1;
      }
      await relay.start();
    });
    if (book.kills % 10 === 0) say(`${book.kills} of ${kills} kills`);
  }
}
