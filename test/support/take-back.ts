import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runBackup } from '../../src/app/backup/run.js';
import { type Environment, readEnvironment } from '../../src/config/environment.js';
import { type MessageContent } from '../../src/contract/message.js';
import { Database } from '../../src/database/database.service.js';
import { Vault } from '../../src/vault/vault.service.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from './console-client.js';
import { ticketOfEvent } from './conversation.js';
import { createTestKeyDatabase, type TestKeyDatabase } from './database.js';
import { EVENING, type Relay, relayEnvironment, startRelay } from './relay.js';
import { openedOf, richConsultation, type RichConsultation } from './rich-consultation.js';
import { consoleAt } from './staff.js';
import { startStandIn, SUICIDE_PREVENTION } from './stand-in.js';
import { eventually } from './wait.js';

const DAY_MS = 86_400_000;
/** Until the old key is destroyed: `DATA_BACKUP_DAYS`, and the night after. */
export const DESTROYED_AFTER = 8 * DAY_MS;
export const TAKEN_BACK = '言わなければよかった言葉です';

export interface SealedCaller {
  readonly id: string;
  readonly key: string;
  readonly number: number;
}

/** A relay whose keys live apart, and callers who take back something. */
export class TakeBack {
  /** Whoever looks after too many takes nobody else. */
  readonly #taken: string[] = [];

  private constructor(
    readonly standIn: StandIn,
    readonly keys: TestKeyDatabase,
    readonly relay: Relay,
    private readonly folder: string,
    readonly counselor: ConsoleClient,
    readonly supervisor: ConsoleClient,
    readonly admin: ConsoleClient,
  ) {}

  static async start(): Promise<TakeBack> {
    const folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-taken-back-'));
    const standIn = await startStandIn();
    const keys = await createTestKeyDatabase();
    const relay = await startRelay({ standIn, at: EVENING, env: keys.env });
    const [counselor, supervisor, admin] = (await Promise.all(
      ['sato', 'tanaka', 'admin'].map((login) => ConsoleClient.signedIn(relay.url, login)),
    )) as [ConsoleClient, ConsoleClient, ConsoleClient];
    return new TakeBack(standIn, keys, relay, folder, counselor, supervisor, admin);
  }

  async close(): Promise<void> {
    await this.relay.close();
    await this.keys.drop();
    await this.standIn.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  async endAll(): Promise<void> {
    for (const ticketId of this.#taken.splice(0)) await this.counselor.close(ticketId);
  }

  settings(database = this.relay.database, store = this.keys): Environment {
    const { folder: dataDir, standIn } = this;
    const own = relayEnvironment({ database, dataDir, port: 0, standInUrl: standIn.url });
    return readEnvironment({ ...own, ...store.env });
  }

  /** @returns the file */
  async backup(what: 'backup' | 'backup:keys'): Promise<string> {
    const given = { what, to: this.folder, file: undefined, keys: false };
    return (await runBackup(given, this.settings(), this.relay.clock.now())).split('\n')[0] ?? '';
  }

  async callerOf(ticketId: string): Promise<SealedCaller> {
    const [found] = await this.relay.database.query<SealedCaller>(
      'SELECT caller.id, key_id AS key, number FROM caller JOIN ticket ON caller_id = caller.id WHERE ticket.id = $1',
      [ticketId],
    );
    if (found === undefined) throw new Error('no such ticket');
    return found;
  }

  replacements({ id }: SealedCaller): Promise<{ state: string; made: boolean; failed: boolean }[]> {
    return this.relay.database.query(
      'SELECT state, new_key_id IS NOT NULL AS made, failed FROM key_replacement WHERE caller_id = $1 ORDER BY id',
      [id],
    );
  }

  async reached(caller: SealedCaller, state: string): Promise<void> {
    await eventually(
      async () => (await this.replacements(caller)).every((row) => row.state === state) || undefined,
      `the replacement ${state}`,
      30_000,
    );
  }

  async keyMade(caller: SealedCaller): Promise<void> {
    await eventually(
      async () => (await this.replacements(caller))[0]?.made || undefined,
      'the new key',
      30_000,
    );
  }

  async failed(caller: SealedCaller): Promise<void> {
    await eventually(
      async () => (await this.replacements(caller))[0]?.failed || undefined,
      'the failure',
      30_000,
    );
  }

  /** Nothing is due of theirs, nor done. */
  async postponed({ id }: SealedCaller): Promise<void> {
    await eventually(
      async () => {
        const late = await this.relay.database.query(
          `SELECT FROM key_replacement WHERE caller_id = $1 AND (state <> 'replaced' OR due_at <= $2)`,
          [id, this.relay.clock.now()],
        );
        return late.length === 0 || undefined;
      },
      'more time for the old key',
      30_000,
    );
  }

  async hasKey(id: string, store = this.keys): Promise<boolean> {
    return (await store.query('SELECT FROM keystore.data_key WHERE id = $1', [id])).length > 0;
  }

  async contents(ticketId: string, at = this.relay): Promise<MessageContent[]> {
    const reader = await consoleAt(this.supervisor, 'tanaka', { here: this.relay, at });
    return (await reader.talkRoom(ticketId)).messages.map(({ content }) => content);
  }

  async texts(ticketId: string, at?: Relay): Promise<string[]> {
    const contents = await this.contents(ticketId, at);
    return contents.flatMap((content) => (content.kind === 'text' ? [content.text] : []));
  }

  /** A caller's whole consultation, and two messages more, both of which they take back after `meanwhile`. */
  async takenBack(
    text: string,
    meanwhile: () => Promise<void> = () => Promise.resolve(),
  ): Promise<RichConsultation & { readonly caller: SealedCaller }> {
    const { standIn, relay } = this;
    const talk = await richConsultation(standIn, relay, SUICIDE_PREVENTION, this, text);
    const { userId, ticketId } = talk;
    this.#taken.push(ticketId);
    const messageIds: string[] = [];
    for (const words of [TAKEN_BACK, 'これも取り消します']) {
      const { webhookEventId, messageId } = await standIn.sendText(SUICIDE_PREVENTION, userId, words);
      await ticketOfEvent(relay, SUICIDE_PREVENTION, webhookEventId);
      messageIds.push(messageId ?? '');
    }
    await meanwhile();
    for (const messageId of messageIds) await standIn.unsend(SUICIDE_PREVENTION, userId, messageId);
    await eventually(
      async () => (await this.contents(ticketId)).filter(isTombstone).length === 2 || undefined,
      'the words taken back',
    );
    return { ...talk, caller: await this.callerOf(ticketId) };
  }

  /** All that is sealed of a caller's: how much of it opens. */
  async sumOf(
    { id }: SealedCaller,
    at = this.relay,
  ): Promise<Record<'opened' | 'erased' | 'damaged', number>> {
    const sum = { opened: 0, erased: 0, damaged: 0 };
    for (const counts of Object.values(await openedOf(at, id)))
      for (const kind of ['opened', 'erased', 'damaged'] as const) sum[kind] += counts[kind];
    return sum;
  }

  /** Reasons in the trace about a caller; undefined: its key is destroyed. */
  async reasonsOf({ id }: SealedCaller, at = this.relay): Promise<unknown[]> {
    const rows = await at.database.query<{ id: string; why: Buffer }>(
      'SELECT id, why_sealed AS why FROM audit_entry WHERE caller_id = $1 AND why_sealed IS NOT NULL ORDER BY seq',
      [id],
    );
    const sealed = rows.map((row) => ({ binding: `audit_entry.why:${row.id}` as const, bytes: row.why }));
    return at.server.app.get(Vault).openJson(at.server.app.get(Database), sealed);
  }

  /** The data as it was, with the keys of now. */
  async restored(file: string, look: (older: Relay) => Promise<void>): Promise<void> {
    const { relay, standIn, keys } = this;
    const empty = await createTestKeyDatabase();
    const { ownerUrl } = empty;
    const database = { ...relay.database, query: empty.query.bind(empty), ownerUrl, appUrl: ownerUrl };
    await runBackup({ what: 'restore', to: undefined, file, keys: false }, this.settings(database));
    const older = await startRelay({ standIn, at: EVENING, beside: { ...relay, database }, env: keys.env });
    try {
      await look(older);
    } finally {
      await older.close();
      await empty.drop();
    }
  }
}

const isTombstone = (content: MessageContent) => content.kind === 'labelled' && content.label === 'unsend';
