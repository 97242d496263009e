import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AdjustableClock } from '../../src/config/clock.js';
import { readEnvironment } from '../../src/config/environment.js';
import { createDataSource } from '../../src/database/data-source.js';
import { Database } from '../../src/database/database.service.js';
import { TimerService } from '../../src/database/timer/timer.service.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/wait.js';

const KIND = 'reminder';
const HOUR_MS = 3_600_000;

interface Process {
  readonly name: string;
  readonly clock: AdjustableClock;
  readonly database: Database;
  readonly timers: TimerService;
}

describe('timers', () => {
  let testDatabase: TestDatabase;
  const processes: Process[] = [];

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    await testDatabase.query('CREATE TABLE fired (subject text NOT NULL, by text NOT NULL)');
    await testDatabase.query('GRANT SELECT, INSERT ON fired TO PUBLIC');
  });
  afterEach(async () => {
    for (const { database, timers } of processes.splice(0)) {
      await timers.onApplicationShutdown();
      await database.onApplicationShutdown();
    }
    await testDatabase.query('TRUNCATE fired, timer');
  });
  afterAll(() => testDatabase.drop());

  /** A process with connections and a clock of its own; it fires only when told to, unless it is started. */
  const startProcess = async (name: string): Promise<Process> => {
    const url = testDatabase.appUrl;
    const dataSource = await createDataSource({ url, entities: [], poolSize: 4 }).initialize();
    const clock = new AdjustableClock();
    const database = new Database(dataSource, clock);
    const timers = new TimerService(
      database,
      clock,
      readEnvironment({ ROLES: 'timers', LOG_LEVEL: 'error' }),
    );
    const process = { name, clock, database, timers };
    processes.push(process);
    return process;
  };
  const recording = async (name: string): Promise<Process> => {
    const process = await startProcess(name);
    process.timers.handle(KIND, async (tx, subject) => {
      await tx.query('INSERT INTO fired (subject, by) VALUES ($1, $2)', [subject, name]);
    });
    return process;
  };
  const schedule = (process: Process, subject: string, inMs = 0, kind = KIND) =>
    process.database.transaction((tx) =>
      process.timers.schedule(tx, kind, subject, new Date(process.clock.now().getTime() + inMs)),
    );
  const fired = async () =>
    testDatabase.query<{ subject: string; by: string }>('SELECT subject, by FROM fired ORDER BY subject');
  const left = async () =>
    testDatabase.query<{ subject: string; attempts: number }>('SELECT subject, attempts FROM timer');

  it('fire exactly once each, however many processes watch them', async () => {
    const [one, two] = [await recording('one'), await recording('two')];
    const subjects = Array.from({ length: 200 }, (_, index) => `subject ${String(index).padStart(3, '0')}`);
    await one.database.transaction(async (tx) => {
      for (const subject of subjects) await one.timers.schedule(tx, KIND, subject, one.clock.now());
    });
    await Promise.all([one, two].map(({ timers }) => timers.onApplicationBootstrap()));
    await eventually(async () => (await left()).length === 0 || undefined, 'every timer fired');
    const rows = await fired();
    expect(rows.map((row) => row.subject)).toEqual(subjects);
    expect(new Set(rows.map((row) => row.by))).toEqual(new Set(['one', 'two']));
  });

  it('are tried again, when the lease has run out, if what they are for failed; nothing of it remains', async () => {
    const process = await startProcess('one');
    let failing = true;
    process.timers.handle(KIND, async (tx, subject) => {
      await tx.query(`INSERT INTO fired (subject, by) VALUES ($1, 'one')`, [subject]);
      tx.emit({ type: 'clock.changed' });
      if (failing) throw new Error('not today');
    });
    await schedule(process, 'a');
    await process.timers.fireDue();
    failing = false;
    // Leased still: not yet.
    await process.timers.fireDue();
    expect(await fired()).toEqual([]);
    expect(await testDatabase.query('SELECT FROM event')).toEqual([]);
    expect(await left()).toEqual([{ subject: 'a', attempts: 1 }]);
    await testDatabase.query(`UPDATE timer SET leased_until = now() - interval '1 second'`);
    await process.timers.fireDue();
    expect(await fired()).toEqual([{ subject: 'a', by: 'one' }]);
    expect(await testDatabase.query('SELECT FROM event')).toHaveLength(1);
    expect(await left()).toEqual([]);
  });

  it('do not hold up others when one of them fails', async () => {
    const process = await startProcess('one');
    process.timers.handle(KIND, async (tx, subject) => {
      if (subject === 'bad') throw new Error('always');
      await tx.query(`INSERT INTO fired (subject, by) VALUES ($1, 'one')`, [subject]);
    });
    await schedule(process, 'bad');
    await schedule(process, 'good', 1);
    await eventually(async () => {
      await process.timers.fireDue();
      return (await fired()).length === 1 || undefined;
    }, 'the good one');
    expect(await left()).toMatchObject([{ subject: 'bad' }]);
  });

  it('outlive the process that set them', async () => {
    const first = await recording('first');
    await schedule(first, 'later', HOUR_MS);
    await first.timers.onApplicationShutdown();
    await first.database.onApplicationShutdown();
    processes.splice(0);
    const second = await recording('second');
    await second.timers.fireDue();
    expect(await fired()).toEqual([]);
    second.clock.setOffset(HOUR_MS);
    await second.timers.fireDue();
    expect(await fired()).toEqual([{ subject: 'later', by: 'second' }]);
  });

  it('follow the clock of the rules, forwards and backwards', async () => {
    const process = await recording('one');
    await schedule(process, 'in an hour', HOUR_MS);
    process.clock.setOffset(HOUR_MS - 60_000);
    await process.timers.fireDue();
    expect(await fired()).toEqual([]);
    process.clock.setOffset(HOUR_MS + 1);
    await process.timers.fireDue();
    expect(await fired()).toHaveLength(1);
    process.clock.setOffset(0);
    await schedule(process, 'in an hour', HOUR_MS);
    await process.timers.fireDue();
    expect(await fired()).toHaveLength(1);
  });

  it('are set once per subject, stay as they were set first, and not at all when their transaction is given up', async () => {
    const process = await recording('one');
    await schedule(process, 'a', HOUR_MS);
    await schedule(process, 'a', 0);
    await process.database
      .transaction(async (tx) => {
        await process.timers.schedule(tx, KIND, 'b', process.clock.now());
        throw new Error('given up');
      })
      .catch(() => undefined);
    await process.timers.fireDue();
    expect(await fired()).toEqual([]);
    expect(await left()).toEqual([{ subject: 'a', attempts: 0 }]);
  });

  it('are left to a process that knows what they are for', async () => {
    const [knows, other] = [await recording('knows'), await startProcess('other')];
    other.timers.handle('something else', () => Promise.resolve());
    await schedule(other, 'a');
    await other.timers.fireDue();
    expect(await left()).toEqual([{ subject: 'a', attempts: 0 }]);
    await knows.timers.fireDue();
    expect(await fired()).toEqual([{ subject: 'a', by: 'knows' }]);
    expect(() => knows.timers.handle(KIND, () => Promise.resolve())).toThrow('two handlers');
  });
});
