import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { callerColumns } from '../../src/erasure/keys/columns.js';
import { Database } from '../../src/database/database.service.js';
import { type Binding, Vault } from '../../src/vault/vault.service.js';
import { type ConsoleClient } from './console-client.js';
import { newCaller, textsTo, write } from './conversation.js';
import { mediaIn } from './media.js';
import { type Relay } from './relay.js';
import { eventually } from './wait.js';

export interface RichConsultation {
  readonly userId: string;
  readonly ticketId: string;
}

/** An open consultation with some of all that is kept of one: words, a picture, a reply, a note, a draft, reasons. */
export async function richConsultation(
  standIn: StandIn,
  relay: Relay,
  account: string,
  { counselor, supervisor }: { readonly counselor: ConsoleClient; readonly supervisor: ConsoleClient },
  text: string,
): Promise<RichConsultation> {
  const userId = await newCaller(standIn);
  const ticketId = await write(standIn, relay, account, userId, text);
  await standIn.sendMessage(account, userId, { type: 'image' });
  await mediaIn(supervisor, ticketId, 'stored');
  expect((await counselor.take(ticketId)).status).toBe(200);
  const path = `/api/tickets/${ticketId}`;
  const draft = { text: `下書き ${text}`, quotes: null, tray: [], quickReplies: [], note: 'あとで' };
  const answers = [
    await counselor.reply(ticketId, `返事 ${text}`),
    await counselor.request('POST', `${path}/notes`, { clientId: randomUUID(), text: `メモ ${text}` }),
    await counselor.request('POST', `${path}/risk`, { risk: 'watch', reason: `理由 ${text}` }),
    await counselor.request('POST', `${path}/consult`, { why: `相談 ${text}` }),
    await supervisor.request('POST', `${path}/whispers`, {
      clientId: randomUUID(),
      text: `ささやき ${text}`,
    }),
    await counselor.request('PUT', `${path}/draft`, { draft, base: null }),
  ];
  expect(answers.map(({ status }) => status).filter((status) => status >= 300)).toEqual([]);
  await eventually(
    async () => (await textsTo(standIn, account, userId)).includes(`返事 ${text}`) || undefined,
    'the reply at LINE',
  );
  return { userId, ticketId };
}

/**
 * Opens every sealed value of a caller, by column: how many of them opened, were erased or are damaged. What was taken
 * back is empty.
 */
export async function openedOf(
  relay: Relay,
  callerId: string,
): Promise<Record<string, Record<'opened' | 'erased' | 'damaged', number>>> {
  const vault = relay.server.app.get(Vault);
  const database = relay.server.app.get(Database);
  const counts: Record<string, Record<'opened' | 'erased' | 'damaged', number>> = {};
  for (const { table, column, id, binding, scope } of callerColumns) {
    const rows = await relay.database.query<{ id: string; bytes: Buffer }>(
      `SELECT ${id} AS id, ${column} AS bytes FROM ${table} WHERE ${scope} AND octet_length(${column}) > 0`,
      [callerId],
    );
    if (rows.length === 0) continue;
    const count = (counts[`${table}.${column}`] = { opened: 0, erased: 0, damaged: 0 });
    for (const row of rows) {
      const sealed = { binding: `${binding}:${row.id}` as Binding, bytes: row.bytes };
      const found = await vault.openBytes(database, sealed).catch(() => 'damaged' as const);
      count[found === undefined ? 'erased' : found === 'damaged' ? 'damaged' : 'opened'] += 1;
    }
  }
  return counts;
}
