import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type KeysArguments, runKeys } from '../../src/app/keys/run.js';
import { readEnvironment } from '../../src/config/environment.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { newCaller, write } from '../support/conversation.js';
import { EVENING, type Relay, relayEnvironment, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';

let standIn: StandIn;
let relay: Relay;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-damage-'));
  standIn = await startStandIn();
  relay = await startRelay({ standIn, at: EVENING });
});
afterAll(async () => {
  await relay.close();
  await standIn.close();
  await rm(folder, { recursive: true, force: true });
});

const run = (given: Omit<KeysArguments, 'before'>) =>
  runKeys(
    { before: undefined, ...given },
    readEnvironment(
      relayEnvironment({ database: relay.database, dataDir: folder, port: 0, standInUrl: standIn.url }),
    ),
  );
const opening = () => run({ what: 'report', level: undefined, open: true });
const rotate = () => run({ what: 'rotate', level: 'caller' });

it('names what was damaged, and keeps no other words from the new key for it', async () => {
  const caller = await newCaller(standIn);
  const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, caller, 'ひとつめ');
  await write(standIn, relay, SUICIDE_PREVENTION, caller, 'ふたつめ');
  const [first] = await relay.database.query<{ id: string; sealed: Buffer }>(
    `SELECT id, content_sealed AS sealed FROM message WHERE ticket_id = $1 ORDER BY id::text COLLATE "C" LIMIT 1`,
    [ticketId],
  );
  if (first === undefined) throw new Error('nothing was said');
  const flipped = Buffer.from(first.sealed);
  flipped.writeUInt8((flipped.at(-1) ?? 0) ^ 1, flipped.length - 1);
  const put = (bytes: Buffer) =>
    relay.database.query('UPDATE message SET content_sealed = $2 WHERE id = $1', [first.id, bytes]);
  const underOldKeys = async () =>
    (
      await relay.database.query<{ id: string }>(
        `SELECT message.id FROM message JOIN ticket ON ticket.id = ticket_id JOIN caller ON caller.id = caller_id
         WHERE ticket_id = $1 AND encode(substring(content_sealed FROM 2 FOR 16), 'hex')::uuid <> caller.key_id`,
        [ticketId],
      )
    ).map(({ id }) => id);

  expect(await opening()).toMatch(/ {2}message\.content_sealed: \d+ open\n[^]*Rows that don't open: 0\./);
  await put(flipped);
  await expect(opening()).rejects.toThrow(/message\.content_sealed: \d+ open, 1 DON'T OPEN/);
  await expect(rotate()).rejects.toThrow(/1 rows don't open and stay as they are/);
  expect(await underOldKeys()).toEqual([first.id]);
  // Whole again: it opens under the key of before, which is kept for it.
  await put(first.sealed);
  expect(await opening()).toContain("Rows that don't open: 0.");
});
