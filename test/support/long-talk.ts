import { type MessageContent } from '../../src/contract/message.js';
import { Database } from '../../src/database/database.service.js';
import { type NewMessage, TicketAppender } from '../../src/ticket/append.js';
import { KeyStore } from '../../src/vault/key-store.js';
import { type Relay } from './relay.js';

interface Said {
  readonly text: string;
  readonly at: Date;
  readonly direction?: 'inbound' | 'automatic';
  readonly receivedAt?: Date;
}

/** Puts many messages into a ticket at once, through the door by which every message comes. */
export async function fillTalk(relay: Relay, ticketId: string, said: readonly Said[]): Promise<string[]> {
  const { app } = relay.server;
  const [head] = await relay.database.query<{ account: string; caller: string; key: string }>(
    `SELECT ticket.account_id AS account, caller_id AS caller, key_id AS key
     FROM ticket JOIN caller ON caller.id = caller_id WHERE ticket.id = $1`,
    [ticketId],
  );
  if (head === undefined) throw new Error('there is no such ticket');
  return app.get(Database).transaction(async (tx) => {
    const callerKey = (await app.get(KeyStore).get(tx, [head.key])).get(head.key);
    if (callerKey === undefined) throw new Error('the caller has no key');
    const ids = await app.get(TicketAppender).append(
      tx,
      said.map(({ text, at, direction = 'inbound', receivedAt = at }): NewMessage => ({
        ticketId,
        accountId: head.account,
        callerId: head.caller,
        callerKey,
        direction,
        content: { kind: 'text', text } satisfies MessageContent,
        occurredAt: at,
        receivedAt,
      })),
    );
    tx.emit({ type: 'ticket.changed', accountId: head.account, ticketId });
    return ids.filter((id) => id !== null);
  });
}

/** So many messages, a minute apart, the last one just before `end`. */
export function minutesBefore(end: Date, count: number): Said[] {
  return Array.from({ length: count }, (_, index) => ({
    text: `第${index + 1}`,
    at: new Date(end.getTime() - (count - index) * 60_000),
  }));
}
