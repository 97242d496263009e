import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type DataSource } from 'typeorm';
import { runAuditVerify, type VerifyReport } from '../../src/app/audit-verify/run.js';
import { AuditWriter } from '../../src/audit/audit-writer.js';
import { withOrigin } from '../../src/audit/origin.js';
import { settingsChange } from '../../src/audit/settings-change.js';
import { AdjustableClock } from '../../src/config/clock.js';
import { readEnvironment } from '../../src/config/environment.js';
import { createDataSource } from '../../src/database/data-source.js';
import { Database } from '../../src/database/database.service.js';
import { KeyDatabase } from '../../src/vault/key-database.js';
import { KeyStore } from '../../src/vault/key-store.js';
import { MasterKeyWrapper } from '../../src/vault/key-wrapper.js';
import { Vault } from '../../src/vault/vault.service.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/** What somebody with the rights of the tables' owner may do: they have to take the triggers away first. */
const asOwner = (statement: string): string => `
  ALTER TABLE audit_entry DISABLE TRIGGER USER;
  ALTER TABLE audit_head DISABLE TRIGGER USER;
  ${statement};
  ALTER TABLE audit_entry ENABLE TRIGGER USER;
  ALTER TABLE audit_head ENABLE TRIGGER USER;`;

describe('the trace', () => {
  const clock = new AdjustableClock();
  let testDatabase: TestDatabase;
  let dataSource: DataSource;
  /** The key store names its prepared statements itself, so that it needs connections of its own. */
  const keySources: DataSource[] = [];
  let database: Database;
  let keys: KeyStore;
  let writer: AuditWriter;
  let folder: string;

  beforeEach(async () => {
    testDatabase = await createTestDatabase();
    dataSource = await connect(8);
    clock.setOffset(0);
    database = new Database(dataSource, clock);
    keys = await keyStore();
    writer = new AuditWriter(database, new Vault(keys), keys, clock);
    folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-audit-'));
  });
  afterEach(async () => {
    for (const source of [dataSource, ...keySources.splice(0)]) await source.destroy();
    await testDatabase.drop();
    await rm(folder, { recursive: true, force: true });
  });

  /** What a process of its own would have: nothing in memory. */
  const keyStore = async () => {
    const source = await connect(2);
    keySources.push(source);
    return new KeyStore(new KeyDatabase(source, clock), new MasterKeyWrapper([randomBytes(32)]), clock);
  };
  const connect = (poolSize: number) =>
    createDataSource({ url: testDatabase.appUrl, entities: [], poolSize }).initialize();

  const verify = (checkpoint?: string): Promise<VerifyReport> =>
    runAuditVerify(
      { checkpoint },
      readEnvironment({
        NODE_ENV: 'test',
        DATABASE_URL: testDatabase.appUrl,
        MASTER_KEY: randomBytes(32).toString('base64'),
      }),
    );

  const write = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      await writer.note({
        act: 'ticket.taken',
        actor: randomUUID(),
        accountId: 'suicide-prevention',
        ticketId: randomUUID(),
        subject: { kind: '種類', id: `引用符"と,:-${index}` },
        details: { index },
        ...(index % 2 === 0 ? {} : { change: settingsChange({ limit: index }, { limit: index + 1 }) ?? {} }),
      } as Parameters<AuditWriter['note']>[0]);
    }
  };

  it('is one chain, whoever writes at the same time, and intact', async () => {
    await Promise.all(Array.from({ length: 8 }, () => write(10)));
    const report = await verify();
    expect(report).toMatchObject({ intact: true, entries: 80, findings: [], checkpoint: 'none' });
    expect(report.head.seq).toBe(80);
  });

  it('leaves nothing of an act that failed', async () => {
    await write(1);
    const failing = database.transaction(async (tx) => {
      await writer.record(tx, { act: 'ticket.closed', actor: randomUUID() });
      throw new Error('the act failed');
    });
    await expect(failing).rejects.toThrow('the act failed');
    expect(await verify()).toMatchObject({ intact: true, entries: 1 });
  });

  it.each<[string, string, VerifyReport['findings']]>([
    [
      'an edited row',
      `UPDATE audit_entry SET actor_id = '${randomUUID()}' WHERE seq = 3`,
      [{ kind: 'edited', seq: 3 }],
    ],
    [
      'a row moved in time by a millisecond',
      `UPDATE audit_entry SET at = at + interval '1 ms' WHERE seq = 3`,
      [{ kind: 'edited', seq: 3 }],
    ],
    [
      'a value that moved to the next column',
      'UPDATE audit_entry SET value_before = details, details = NULL WHERE seq = 3',
      [{ kind: 'edited', seq: 3 }],
    ],
    ['deleted rows', 'DELETE FROM audit_entry WHERE seq IN (3, 4)', [{ kind: 'missing', seq: 3, to: 4 }]],
    ['a deleted first row', 'DELETE FROM audit_entry WHERE seq = 1', [{ kind: 'missing', seq: 1 }]],
    [
      'a deleted row with the others moved up',
      'DELETE FROM audit_entry WHERE seq = 5; UPDATE audit_entry SET seq = 5 WHERE seq = 6',
      [
        { kind: 'not-linked', seq: 5 },
        { kind: 'edited', seq: 5 },
        { kind: 'tail-missing', seq: 6 },
      ],
    ],
    [
      'rows in another order',
      'UPDATE audit_entry SET seq = -1 WHERE seq = 2; UPDATE audit_entry SET seq = 2 WHERE seq = 3; UPDATE audit_entry SET seq = 3 WHERE seq = -1',
      [
        { kind: 'not-linked', seq: 2 },
        { kind: 'edited', seq: 2 },
        { kind: 'not-linked', seq: 3 },
        { kind: 'edited', seq: 3 },
        { kind: 'not-linked', seq: 4 },
      ],
    ],
    [
      'an inserted row',
      `INSERT INTO audit_entry SELECT (r).* FROM (SELECT jsonb_populate_record(e, jsonb_build_object('seq', 7, 'id', '${randomUUID()}')) AS r
         FROM audit_entry e WHERE seq = 6) AS copied`,
      [
        { kind: 'not-linked', seq: 7 },
        { kind: 'edited', seq: 7 },
        { kind: 'after-the-end', seq: 7 },
      ],
    ],
    ['a cut-off end', 'DELETE FROM audit_entry WHERE seq > 4', [{ kind: 'tail-missing', seq: 5, to: 6 }]],
    ['everything gone', 'TRUNCATE audit_entry', [{ kind: 'tail-missing', seq: 1, to: 6 }]],
  ])('is found out about by %s', async (_what, statement, findings) => {
    await write(6);
    await testDatabase.query(asOwner(statement));
    expect(await verify()).toMatchObject({ intact: false, findings });
  });

  it('is found out about by an edited row whose hash was made to fit', async () => {
    await write(6);
    await testDatabase.query(
      asOwner(`UPDATE audit_entry SET act = 'ticket.closed', hash = sha256('anything') WHERE seq = 3`),
    );
    const { findings } = await verify();
    expect(findings).toEqual([
      { kind: 'edited', seq: 3 },
      { kind: 'not-linked', seq: 4 },
    ]);
  });

  it('written anew from somewhere on, head and all, is not the one of the checkpoint', async () => {
    const file = path.join(folder, 'checkpoint.json');
    await write(4);
    expect(await verify(file)).toMatchObject({ intact: true, checkpoint: 'first' });
    await write(2);
    expect(await verify(file)).toMatchObject({ intact: true, checkpoint: 'matches' });
    const kept = await readFile(file, 'utf8');
    await testDatabase.query(
      asOwner(`DELETE FROM audit_entry WHERE seq > 2;
        UPDATE audit_head SET seq = 2, hash = (SELECT hash FROM audit_entry WHERE seq = 2)`),
    );
    expect(await verify()).toMatchObject({ intact: true, entries: 2 });
    expect(await verify(file)).toMatchObject({ intact: false, checkpoint: 'differs' });
    await write(4);
    const { findings } = await verify(file);
    expect(findings).toEqual([{ kind: 'not-of-checkpoint', seq: 6 }]);
    expect(await readFile(file, 'utf8')).toBe(kept);
  });

  it("can't be changed by the app's role, and by its owner only on purpose", async () => {
    await write(2);
    const app = new pg.Client({ connectionString: testDatabase.appUrl });
    await app.connect();
    try {
      for (const statement of [
        `UPDATE audit_entry SET act = 'ticket.read'`,
        'DELETE FROM audit_entry',
        'TRUNCATE audit_entry',
        'UPDATE audit_head SET seq = 0',
        'DELETE FROM audit_head',
        'ALTER TABLE audit_entry DISABLE TRIGGER USER',
        'DROP TABLE audit_entry',
      ]) {
        await expect(app.query(statement)).rejects.toThrow(/permission denied|must be owner/);
      }
      // It can't choose a place in the chain either.
      await app.query(
        `INSERT INTO audit_entry (seq, id, at, actor_kind, act, previous, hash)
         VALUES (900, gen_random_uuid(), now(), 'system', 'clock.moved', 'x', 'y')`,
      );
    } finally {
      await app.end();
    }
    for (const statement of [
      `UPDATE audit_entry SET act = 'ticket.read'`,
      'DELETE FROM audit_entry',
      'TRUNCATE audit_entry',
      'DELETE FROM audit_head',
    ]) {
      await expect(testDatabase.query(statement)).rejects.toThrow('is only added to');
    }
    expect(await verify()).toMatchObject({ intact: true, entries: 3 });
  });

  it('keeps its reasons sealed, and holds when their key is destroyed', async () => {
    const words = 'ご本人の身に危険があると思ったため';
    const [key] = await keys.create('caller', 1, 'suicide-prevention');
    const keyId = key?.id ?? '';
    await withOrigin({ address: '203.0.113.77', sessionId: 'a session' }, () =>
      writer.note({ act: 'ticket.picked', actor: randomUUID(), why: { words, keyId } }),
    );
    const row = async () =>
      (
        await testDatabase.query<{
          id: string;
          bytes: Buffer;
          network: string;
          session: string;
          whole: string;
        }>(
          `SELECT id, why_sealed AS bytes, from_network AS network, from_session AS session, audit_entry::text AS whole
           FROM audit_entry`,
        )
      )[0];
    const entry = await row();
    if (entry === undefined) throw new Error('nothing was written');
    expect(entry.network).toBe('203.0.113.0/24');
    expect(entry.session).toMatch(/^[0-9a-f]{12}$/);
    expect(entry.whole).not.toContain(words);
    const sealed = [{ binding: `audit_entry.why:${entry.id}` as const, bytes: entry.bytes }];
    expect(await new Vault(keys).openJson(database, sealed)).toEqual([words]);
    await testDatabase.query('DELETE FROM keystore.data_key WHERE id = $1', [keyId]);
    const afterwards = new Vault(await keyStore());
    expect(await afterwards.openEachJson(database, sealed)).toEqual([{ kind: 'erased' }]);
    expect(await verify()).toMatchObject({ intact: true, entries: 1 });
  });

  it('writes a reading down once in ten minutes, whichever process sees it', async () => {
    const reading = { act: 'ticket.read', actor: randomUUID(), ticketId: randomUUID() } as const;
    const other = new AuditWriter(database, new Vault(keys), keys, clock);
    const count = async () => (await verify()).entries;
    await Promise.all([writer, other, writer, other].map((each) => each.noteReading(reading)));
    expect(await count()).toBe(1);
    clock.setOffset(9 * 60_000);
    await writer.noteReading(reading);
    await other.noteReading({ ...reading, actor: randomUUID() });
    expect(await count()).toBe(2);
    clock.setOffset(11 * 60_000);
    await other.noteReading(reading);
    expect(await count()).toBe(3);
  });
});
