import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { runBackup } from '../../src/app/backup/run.js';
import { verifyAudit } from '../../src/audit/audit-verify.js';
import { Database } from '../../src/database/database.service.js';
import { newCaller, write } from '../support/conversation.js';
import { createTestKeyDatabase } from '../support/database.js';
import { EVENING, moveClock } from '../support/relay.js';
import { sealUnder } from '../support/sealed-under.js';
import { SUICIDE_PREVENTION } from '../support/stand-in.js';
import { DESTROYED_AFTER, type SealedCaller, TAKEN_BACK, TakeBack } from '../support/take-back.js';

jest.setTimeout(300_000);

let scene: TakeBack;

beforeAll(async () => {
  scene = await TakeBack.start();
});
afterAll(() => scene.close());

describe('what a caller took back', () => {
  it('opens in no older backup once their old key is destroyed, and the data of now stays whole', async () => {
    const neighbour = await write(
      scene.standIn,
      scene.relay,
      SUICIDE_PREVENTION,
      await newCaller(scene.standIn),
      '隣の相談です',
    );
    const [before, after] = [{ data: '', keys: '' }, { data: '' }];
    const { userId, ticketId, caller } = await scene.takenBack('残る相談です', async () => {
      before.data = await scene.backup('backup');
      before.keys = await scene.backup('backup:keys');
    });
    // Asked for twice and done once; and nothing is sealed with a key before a backup has it.
    await scene.keyMade(caller);
    expect(await scene.replacements(caller)).toEqual([{ state: 'asked', made: true, failed: false }]);
    expect((await scene.callerOf(ticketId)).key).toBe(caller.key);
    await scene.backup('backup:keys');
    await scene.reached(caller, 'replaced');
    expect((await scene.callerOf(ticketId)).key).not.toBe(caller.key);
    const words = await scene.texts(ticketId);
    expect(words).toEqual(expect.arrayContaining(['残る相談です', '返事 残る相談です', 'メモ 残る相談です']));
    expect(await scene.sumOf(caller)).toMatchObject({ erased: 0, damaged: 0 });
    after.data = await scene.backup('backup');

    // Until then the older backup opens whole, as who lost the data of now needs it.
    await scene.restored(before.data, async (older) => {
      expect(await scene.texts(ticketId, older)).toEqual(expect.arrayContaining([...words, TAKEN_BACK]));
      expect(await scene.sumOf(caller, older)).toMatchObject({ erased: 0, damaged: 0 });
    });

    // Somebody wrote with the old key while it was replaced: that is not lost with it.
    const late = await write(scene.standIn, scene.relay, SUICIDE_PREVENTION, userId, '途中で書きました');
    expect(late).toBe(ticketId);
    const written = (await scene.supervisor.talkRoom(ticketId)).messages.findLast(
      ({ content }) => content.kind === 'text' && content.text === '途中で書きました',
    );
    await sealUnder(scene.relay, written?.id ?? '', caller.key);
    const between = await scene.backup('backup');
    await moveClock(scene.relay, new Date(EVENING.getTime() + DESTROYED_AFTER));
    // Nor from backups that were taken meanwhile: for their sake the old key stays as long again.
    await scene.postponed(caller);
    await scene.restored(between, async (younger) => {
      expect(await scene.texts(ticketId, younger)).toEqual(
        expect.arrayContaining([...words, '途中で書きました']),
      );
    });
    await moveClock(scene.relay, new Date(EVENING.getTime() + 2 * DESTROYED_AFTER));
    await scene.reached(caller, 'done');
    expect(await scene.hasKey(caller.key)).toBe(false);
    expect(await scene.texts(ticketId)).toEqual(expect.arrayContaining([...words, '途中で書きました']));
    expect(await scene.sumOf(caller)).toMatchObject({ erased: 0, damaged: 0 });
    const reasons = await scene.reasonsOf(caller);
    expect(reasons).toContain('理由 残る相談です');
    expect(reasons).not.toContain(undefined);

    await scene.restored(before.data, async (older) => {
      const [{ opened, erased, damaged }, room] = [
        await scene.sumOf(caller, older),
        await scene.contents(ticketId, older),
      ];
      expect({ opened, damaged }).toEqual({ opened: 0, damaged: 0 });
      expect(erased).toBeGreaterThan(10);
      expect(JSON.stringify(room)).not.toContain(TAKEN_BACK);
      // Nobody else's words go, and no reason in the trace.
      expect(await scene.texts(neighbour, older)).toContain('隣の相談です');
      expect(await scene.reasonsOf(caller, older)).not.toContain(undefined);
    });
    await scene.restored(after.data, async (younger) => {
      expect(await scene.texts(ticketId, younger)).toEqual(words);
      expect(await scene.sumOf(caller, younger)).toMatchObject({ erased: 0, damaged: 0 });
    });
    await oldKeyStoreForgets(before.keys, caller);
    expect(await acts(caller)).toEqual([
      { act: 'key.rotated', cause: 'unsend', keys: null },
      { act: 'key.destroyed', cause: 'unsend', keys: 1 },
    ]);
    expect((await verifyAudit(scene.relay.server.app.get(Database))).findings).toEqual([]);
  });

  /** A key store of before brings the old key back neither, once it is restored beside the data of now. */
  async function oldKeyStoreForgets(file: string, { key }: SealedCaller): Promise<void> {
    const store = await createTestKeyDatabase();
    const given = { what: 'restore' as const, to: undefined, file, keys: true };
    expect(await runBackup(given, scene.settings(scene.relay.database, store))).toContain(
      '1 keys that were destroyed since',
    );
    expect(await scene.hasKey(key, store)).toBe(false);
    // What went with it goes with the key of now: who is erased loses it as well.
    const beside = await store.query<{ successor: string }>(
      `SELECT successor_id AS successor FROM keystore.data_key WHERE purpose = 'reason'`,
    );
    expect(beside.length).toBeGreaterThan(0);
    expect(beside.map(({ successor }) => successor)).not.toContain(key);
    await store.drop();
  }

  const acts = ({ id }: SealedCaller) =>
    scene.relay.database.query(
      `SELECT act, details::jsonb ->> 'cause' AS cause, (details::jsonb ->> 'keys')::int AS keys FROM audit_entry
       WHERE caller_id = $1 AND act LIKE 'key.%' ORDER BY seq`,
      [id],
    );
});
