import { type DrillRelay } from '../relay.js';
import { killAndRecover, pause, type Scenario, type Stage } from '../stage.js';

const KILLS = { full: 100, short: 3 };
const KILLED_WHILE_STARTING = 0.2;
const LONGEST_PEACE_MS = 900;
const LAST_KILLED = 0.05;

/**
 * SIGKILL at any moment, at once started again; sometimes killed again before it has started, and sometimes no process
 * is left for a while.
 */
export const appKilled: Scenario = {
  name: 'app-killed',
  wordsPerSecond: 10,
  longestMs: 420_000,
  async disturb(stage) {
    const running = new Set(stage.world.relays);
    await Promise.all(stage.world.relays.map((relay) => killAgainAndAgain(stage, relay, running)));
  },
};

async function killAgainAndAgain(stage: Stage, relay: DrillRelay, running: Set<DrillRelay>): Promise<void> {
  const { book, full, say } = stage;
  const chance = stage.chance.branch();
  const kills = full ? KILLS.full : KILLS.short;
  while (book.kills < kills && !stage.timeIsUp()) {
    await pause(chance.between(0, LONGEST_PEACE_MS));
    // Counselors must get some work done; now and then the last one dies all the same.
    if (running.size < 2 && !chance.happens(LAST_KILLED)) continue;
    running.delete(relay);
    await killAndRecover(stage, relay, async () => {
      while (chance.happens(KILLED_WHILE_STARTING)) {
        relay.launch();
        await pause(chance.between(0, 1500));
        await relay.kill();
        book.killed();
      }
      await relay.start();
    });
    running.add(relay);
    if (book.kills % 10 === 0) say(`${book.kills} of ${kills} kills`);
  }
}
