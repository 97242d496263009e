import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { type DataSource } from 'typeorm';
import { AdjustableClock } from '../../src/config/clock.js';
import { createDataSource } from '../../src/database/data-source.js';
import { Database } from '../../src/database/database.service.js';
import { EventFeed } from '../../src/database/event/event-feed.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/wait.js';

const CONNECTIONS = 24;

/** One transaction of the race: how long it dawdles around its events, how many it has, whether it is given up. */
interface Writer {
  readonly startMs: number;
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly events: number;
  readonly givesUp: boolean;
}

const writers = fc.array(
  fc.record<Writer>({
    startMs: fc.integer({ min: 0, max: 25 }),
    beforeMs: fc.integer({ min: 0, max: 15 }),
    afterMs: fc.integer({ min: 0, max: 15 }),
    events: fc.integer({ min: 1, max: 4 }),
    givesUp: fc.boolean(),
  }),
  { minLength: 8, maxLength: 40 },
);

describe('the cursor of events', () => {
  let testDatabase: TestDatabase;
  let dataSource: DataSource;
  let database: Database;
  let feed: EventFeed;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    const url = testDatabase.appUrl;
    dataSource = await createDataSource({ url, entities: [], poolSize: CONNECTIONS }).initialize();
    database = new Database(dataSource, new AdjustableClock());
    feed = new EventFeed(dataSource, database);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await testDatabase.drop();
  });

  /** Reads on from a cursor in small bites until `done`, and then what is left. */
  const follow = async (from: number, done: () => boolean) => {
    const seen: { id: number; subject: string | null }[] = [];
    let cursor = from;
    for (;;) {
      const last = done();
      const events = await feed.read(cursor, 3);
      for (const event of events) seen.push({ id: event.id, subject: event.accountId });
      cursor = events.at(-1)?.id ?? cursor;
      if (last && events.length === 0) return seen;
      if (events.length === 0) await sleep(1);
    }
  };
  const newest = async () =>
    (await database.query<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM event'))[0]?.id ?? 0;

  it('skips no committed event, shows none that was rolled back, and only grows, whatever interleaves', async () => {
    await fc.assert(
      fc.asyncProperty(writers, async (race) => {
        const from = await newest();
        let finished = false;
        const reader = follow(from, () => finished);
        await Promise.all(
          race.map(async (writer, index) => {
            await sleep(writer.startMs);
            const run = database.transaction(async (tx) => {
              await tx.query('SELECT 1');
              await sleep(writer.beforeMs);
              for (let event = 0; event < writer.events; event += 1)
                tx.emit({ type: 'account.changed', accountId: `${index}/${event}` });
              await sleep(writer.afterMs);
              if (writer.givesUp) throw new Error('gives up');
            });
            if (writer.givesUp) await expect(run).rejects.toThrow('gives up');
            else await run;
          }),
        );
        finished = true;
        const seen = await reader;
        const committed = race.flatMap((writer, index) =>
          writer.givesUp ? [] : Array.from({ length: writer.events }, (_, event) => `${index}/${event}`),
        );
        expect(new Set(seen.map((event) => event.subject))).toEqual(new Set(committed));
        const ids = seen.map((event) => event.id);
        expect(ids).toHaveLength(committed.length);
        expect(ids).toEqual([...new Set(ids)].toSorted((one, other) => one - other));
      }),
      { numRuns: 12 },
    );
  });

  it('would skip an event if ids came from the sequence alone: that is why writing takes turns', async () => {
    const client = async () => {
      const opened = new pg.Client({ connectionString: testDatabase.appUrl });
      await opened.connect();
      return opened;
    };
    const [slow, quick] = [await client(), await client()];
    try {
      const insert = `INSERT INTO event (type, account_id, occurred_at) VALUES ('account.changed', $1, now()) RETURNING id`;
      const from = await newest();
      await slow.query('BEGIN');
      const lower = (await slow.query<{ id: number }>(insert, ['slow'])).rows[0]?.id ?? 0;
      const higher = (await quick.query<{ id: number }>(insert, ['quick'])).rows[0]?.id ?? 0;
      const first = await feed.read(from, 10);
      await slow.query('COMMIT');
      const second = await feed.read(first.at(-1)?.id ?? from, 10);
      expect(lower).toBeLessThan(higher);
      expect(first.map((event) => event.accountId)).toEqual(['quick']);
      expect(second).toEqual([]);
    } finally {
      await slow.end();
      await quick.end();
    }
  });

  it('makes an event wait until the one with the lower id can be seen', async () => {
    const from = await newest();
    const gate = new pg.Client({ connectionString: testDatabase.ownerUrl });
    await gate.connect();
    try {
      // A commit that takes its time: its ids are drawn, and nobody can see them yet.
      await gate.query(`CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NULL; END $$`);
      await gate.query(`CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON event DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.account_id = 'slow') EXECUTE FUNCTION dawdle()`);
      await gate.query('SELECT pg_advisory_lock(1)');
      const emit = (accountId: string) =>
        database.transaction(async (tx) => {
          await tx.query('SELECT 1');
          tx.emit({ type: 'account.changed', accountId });
        });
      const slow = emit('slow');
      await waiters(1);
      const quick = emit('quick');
      await waiters(2);
      expect(await feed.read(from, 10)).toEqual([]);
      await gate.query('SELECT pg_advisory_unlock(1)');
      await Promise.all([slow, quick]);
      expect((await feed.read(from, 10)).map((event) => event.accountId)).toEqual(['slow', 'quick']);
    } finally {
      await gate.end();
    }
  });

  /** Resolves when so many sessions of this database wait for an advisory lock. */
  const waiters = (wanted: number) =>
    eventually(async () => {
      const [row] = await testDatabase.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      return row?.count === wanted || undefined;
    }, `${wanted} sessions waiting`);
});
