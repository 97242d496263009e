import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { runKeys } from '../../src/app/keys/run.js';
import { type AccountList } from '../../src/contract/administration.js';
import { moveClock } from '../support/relay.js';
import { naming } from '../support/naming.js';
import { putBytes, sealUnder } from '../support/sealed-under.js';
import { SUICIDE_PREVENTION } from '../support/stand-in.js';
import { DESTROYED_AFTER, TakeBack } from '../support/take-back.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

const DAY_MS = 86_400_000;

let scene: TakeBack;

beforeAll(async () => {
  scene = await TakeBack.start();
});
afterAll(() => scene.close());
afterEach(async () => {
  await scene.relay.database.query('DROP TRIGGER IF EXISTS refuse ON draft');
  await scene.endAll();
});

describe('what a caller took back', () => {
  it('is replaced again where it failed in the middle; an alarm stands until then, and all stays readable', async () => {
    await scene.relay.database.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$`,
    );
    const { ticketId, caller } = await scene.takenBack('途中で止まる相談です', async () => {
      await scene.relay.database.query(
        'CREATE TRIGGER refuse BEFORE UPDATE ON draft FOR EACH ROW EXECUTE FUNCTION refuse()',
      );
    });
    await scene.keyMade(caller);
    await scene.backup('backup:keys');
    await scene.failed(caller);
    expect(await alarms()).toEqual([SUICIDE_PREVENTION]);
    expect(await scene.replacements(caller)).toEqual([{ state: 'begun', made: true, failed: true }]);
    expect(await scene.sumOf(caller)).toMatchObject({ erased: 0, damaged: 0 });
    expect(await scene.texts(ticketId)).toContain('途中で止まる相談です');
    await scene.relay.database.query('DROP TRIGGER refuse ON draft');
    await moveClock(scene.relay, new Date(scene.relay.clock.now().getTime() + 2 * 3_600_000));
    await scene.reached(caller, 'replaced');
    expect(await alarms()).toEqual([]);
    expect(await scene.sumOf(caller)).toMatchObject({ erased: 0, damaged: 0 });
  });

  const alarms = async () =>
    (await scene.admin.request<AccountList>('GET', '/api/admin/accounts')).body.accounts
      .filter((account) => account.alarms.some(({ kind }) => kind === 'key-replacement-failed'))
      .map(({ id }) => id);

  it('stays with its key while anything is sealed with it, or who replaces keys by hand is at work', async () => {
    const { ticketId, caller } = await scene.takenBack('手で替える相談です');
    await scene.keyMade(caller);
    // By hand meanwhile: the old key goes all the same, with what took its place.
    await runKeys({ what: 'rotate', level: 'caller', before: scene.relay.clock.now() }, scene.settings());
    const second = await scene.callerOf(ticketId);
    expect(second.key).not.toBe(caller.key);
    // No backup of the keys for a day: nobody waits for it any longer.
    await moveClock(scene.relay, new Date(scene.relay.clock.now().getTime() + DAY_MS + 1));
    await scene.reached(caller, 'replaced');
    const third = await scene.callerOf(ticketId);
    expect([caller.key, second.key]).not.toContain(third.key);
    // A row that doesn't open can't be sealed anew.
    const [first, other] = (await scene.supervisor.talkRoom(ticketId)).messages.map(({ id }) => id);
    const bytes = await sealUnder(scene.relay, first ?? '', second.key);
    const moved = await sealUnder(scene.relay, other ?? '', second.key);
    await putBytes(scene.relay, first ?? '', await bytesOf(other ?? ''));
    await putBytes(scene.relay, other ?? '', moved);
    await moveClock(scene.relay, new Date(scene.relay.clock.now().getTime() + DESTROYED_AFTER));
    await scene.failed(caller);
    expect([await scene.hasKey(caller.key), await scene.hasKey(second.key)]).toEqual([true, true]);
    expect(await alarms()).toEqual([SUICIDE_PREVENTION]);
    await putBytes(scene.relay, first ?? '', bytes);
    await moveClock(scene.relay, new Date(scene.relay.clock.now().getTime() + 2 * DAY_MS));
    await scene.reached(caller, 'done');
    expect([await scene.hasKey(caller.key), await scene.hasKey(second.key)]).toEqual([false, false]);
    expect(await alarms()).toEqual([]);
    expect(await scene.texts(ticketId)).toContain('手で替える相談です');
  });

  const bytesOf = async (messageId: string) => {
    const [row] = await scene.relay.database.query<{ bytes: Buffer }>(
      'SELECT content_sealed AS bytes FROM message WHERE id = $1',
      [messageId],
    );
    return row?.bytes ?? Buffer.of();
  };

  it('goes with the caller who is erased before their old key was due', async () => {
    const { ticketId, caller } = await scene.takenBack('消される相談です');
    await scene.keyMade(caller);
    await scene.backup('backup:keys');
    await scene.reached(caller, 'replaced');
    expect((await scene.counselor.close(ticketId)).status).toBe(200);
    const named = await naming(scene.admin, SUICIDE_PREVENTION, caller.number, '本人の希望');
    expect((await scene.admin.request('POST', '/api/erasures', named)).status).toBe(200);
    await eventually(async () => !(await scene.hasKey(caller.key)) || undefined, 'the erasure');
    await moveClock(scene.relay, new Date(scene.relay.clock.now().getTime() + DESTROYED_AFTER));
    await scene.reached(caller, 'done');
    expect(await scene.sumOf(caller)).toMatchObject({ opened: 0, damaged: 0 });
    expect(await scene.reasonsOf(caller)).toEqual(expect.arrayContaining([undefined]));
    expect(await alarms()).toEqual([]);
  });
});
