import { answered, ledgerNow, pause, pushed, type Scenario } from '../stage.js';

const RESTARTS = { full: 10, short: 2 };
const LONGEST_AWAY_MS = { full: 3000, short: 1000 };
const LONGEST_PEACE_MS = { full: 3000, short: 1000 };

/**
 * PostgreSQL is killed and comes back, by turns as in a power cut and as by an operator's immediate stop; every third
 * time a process of ours dies while it is away.
 */
export const databaseKilled: Scenario = {
  name: 'database-killed',
  wordsPerSecond: 12,
  longestMs: 150_000,
  async disturb({ world, book, chance, full, timeIsUp, say }) {
    const size = full ? 'full' : 'short';
    const restarts = RESTARTS[size];
    while (book.databaseRestarts < restarts && !timeIsUp()) {
      await pause(chance.between(500, LONGEST_PEACE_MS[size]));
      await world.postgres.kill(book.databaseRestarts % 2 === 0 ? 'SIGKILL' : 'SIGQUIT');
      const since = Date.now();
      await pause(chance.between(0, LONGEST_AWAY_MS[size]));
      const victim = book.databaseRestarts % 3 === 1 ? chance.pick(world.relays) : undefined;
      await victim?.kill();
      await world.postgres.restart();
      book.databaseRestarts += 1;
      book.outage(since, Date.now());
      if (victim !== undefined) {
        book.killed();
        await victim.start();
      }
      const after = await ledgerNow(world);
      for (const relay of world.relays) await answered(world, relay, after);
      await pushed(world, after);
      book.recoveriesMs.push(Date.now() - since);
      say(`${book.databaseRestarts} of ${restarts} restarts of PostgreSQL`);
    }
  },
};
