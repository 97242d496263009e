import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { type Provision, provisionSchema } from '../../src/app/provision/provision.schema.js';
import { type AccountDetail, type FileView } from '../../src/contract/administration.js';
import { type AuditPage } from '../../src/contract/audit-view.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { provisionIn } from '../support/provision.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';

describe('the file and the screens', () => {
  let standIn: StandIn;
  let relay: Relay;
  let folder: string;
  let file: string;

  beforeAll(async () => {
    standIn = await startStandIn();
    folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-file-'));
    file = await provisionIn(folder);
    relay = await startRelay({ standIn, at: EVENING, env: { PROVISION_FILE: file } });
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
    await rm(folder, { recursive: true });
  });

  /** Changes the file, and starts another server with it. */
  const restart = async (change: (provision: Provision) => void) => {
    const provision = parse(await readFile(file, 'utf8')) as Provision;
    change(provision);
    await writeFile(file, stringify(provision));
    const other = await startRelay({ standIn, at: EVENING, env: { PROVISION_FILE: file }, beside: relay });
    await other.close();
  };
  const account = async () => {
    const [row] = await relay.database.query<{ name: string; minutes: number | null; waiting: string }>(
      `SELECT name_ja AS name, (settings -> 'limits' ->> 'minutes')::int AS minutes,
         (SELECT body FROM text_template WHERE account_id = account.id AND situation = 'waiting') AS waiting
       FROM account WHERE id = $1`,
      [SUICIDE_PREVENTION],
    );
    return row;
  };
  const of = (provision: Provision) => {
    const found = provision.accounts.find(({ id }) => id === SUICIDE_PREVENTION);
    if (found === undefined) throw new Error('no such account in the file');
    return found;
  };

  it('what a screen changed stays until the file says something new about just that', async () => {
    await relay.database.query(
      `UPDATE account SET name_ja = '画面の名前', settings = jsonb_set(settings, '{limits,minutes}', '45') WHERE id = $1`,
      [SUICIDE_PREVENTION],
    );
    await relay.database.query(
      `UPDATE text_template SET body = '画面の文' WHERE account_id = $1 AND situation = 'waiting'`,
      [SUICIDE_PREVENTION],
    );
    await relay.database.query(`UPDATE staff SET capacity = 7 WHERE login = 'suzuki'`);
    await restart(() => undefined);
    expect(await account()).toMatchObject({ name: '画面の名前', minutes: 45, waiting: '画面の文' });

    await restart((provision) => (of(provision).texts.waiting = 'ファイルの新しい文 {position}'));
    expect(await account()).toMatchObject({
      name: '画面の名前',
      minutes: 45,
      waiting: 'ファイルの新しい文 {position}',
    });

    await restart((provision) => (of(provision).name.ja = 'ファイルの名前'));
    expect(await account()).toMatchObject({ name: 'ファイルの名前', minutes: null });
    const capacity = async () =>
      (await relay.database.query(`SELECT capacity FROM staff WHERE login = 'suzuki'`))[0];
    expect(await capacity()).toEqual({ capacity: 7 });
    await restart(({ staff }) => {
      for (const person of staff) if (person.login === 'suzuki') person.capacity = 2;
    });
    expect(await capacity()).toEqual({ capacity: 2 });
  });

  it('leaves a trace of whom it makes an auditor', async () => {
    await restart(({ staff }) => {
      for (const person of staff)
        if (person.login === 'suzuki') person.oversight = { [HUMAN_RIGHTS]: 'auditor' };
    });
    const admin = await ConsoleClient.signedIn(relay.url, 'admin');
    const { body } = await admin.request<AuditPage>('GET', '/api/audit?act=staff.changed');
    expect(body.entries[0]).toMatchObject({
      actor: { kind: 'file' },
      changes: [{ name: `oversight.${HUMAN_RIGHTS}`, after: 'auditor' }],
    });
  });

  it('are compared section by section, and the present settings are a file without secrets', async () => {
    const admin = await ConsoleClient.signedIn(relay.url, 'admin');
    const differing = async () => (await admin.request<FileView>('GET', '/api/admin/file')).body.differing;
    const before = await differing();
    // What the file says of anything else is what is set.
    expect(before.map(({ section }) => section)).toEqual(['account', 'texts', 'staff']);
    const address = `/api/admin/accounts/${HUMAN_RIGHTS}`;
    const { version, name, purpose, settings } = (await admin.request<AccountDetail>('GET', address)).body;
    await admin.request('PUT', address, { version, name, purpose, settings: { ...settings, linkDays: 33 } });
    const changed = { section: 'account', id: HUMAN_RIGHTS };
    expect(before).not.toContainEqual(changed);
    expect(await differing()).toEqual([changed, ...before]);

    const response = await fetch(`${relay.url}/api/admin/file/yaml`, { headers: { cookie: admin.cookie } });
    const text = await response.text();
    expect(response.headers.get('content-disposition')).toContain('provision.yaml');
    for (const hidden of ['tomoshibi-demo', '5b0d6c1f4a7e2938b1c05d7e9f3a6284', 'argon2'])
      expect(text).not.toContain(hidden);
    const names = [...text.matchAll(/env: (\w+)/g)].map(([, variable]) => variable ?? '');
    for (const variable of names) process.env[variable] = 'c'.repeat(32);
    const parsed = provisionSchema.safeParse(parse(text));
    for (const variable of names) delete process.env[variable];
    expect(parsed.error?.issues).toBeUndefined();
    expect(text).toContain('linkDays: 33');
  });

  it('keeps no password of the file where it could be tried', async () => {
    const rows = await relay.database.query<{ fingerprint: Buffer; keys: number }>(
      'SELECT fingerprint, (SELECT count(DISTINCT key_id)::int FROM provision_section) AS keys FROM provision_section',
    );
    expect(rows.length).toBeGreaterThan(8);
    for (const row of rows) expect([row.fingerprint.length, row.keys]).toEqual([32, 1]);
  });
});
