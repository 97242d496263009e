import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { type HeldReply } from '../../src/contract/held-reply.js';
import {
  type ApprovalRules,
  type Move,
  type MovesView,
  type TalkPerson,
} from '../../src/contract/supervision.js';
import { type TicketSummary } from '../../src/contract/ticket.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type Answer, type ConsoleClient, type LiveConsole } from './console-client.js';
import { newCaller, textsTo, write } from './conversation.js';
import { act, configure } from './line.js';
import { EVENING, type Relay, startRelay } from './relay.js';
import { addStaff, type NewStaff } from './staff.js';
import { startStandIn, SUICIDE_PREVENTION } from './stand-in.js';
import { eventually } from './wait.js';

const counselorOf = { [SUICIDE_PREVENTION]: 'counselor' } as const;
const supervisorOf = { [SUICIDE_PREVENTION]: 'supervisor' } as const;

const people: Readonly<Record<'yamada' | 'kimura' | 'endo' | 'ueno', Omit<NewStaff, 'login'>>> = {
  yamada: { displayName: '山田', capacity: 30, memberships: counselorOf },
  kimura: { displayName: '木村', capacity: 30, memberships: counselorOf },
  // What a supervisor steps in for doesn't count first.
  endo: { displayName: '遠藤', capacity: 1, memberships: supervisorOf },
  ueno: { displayName: '上野', memberships: supervisorOf },
};
type Name = keyof typeof people;

/** Two counselors, two supervisors, two processes of the relay, and the ticket of the test that runs. */
export class Supervised {
  readonly ids = {} as Record<Name, string>;
  ticketId = '';
  userId = '';

  private constructor(
    readonly standIn: StandIn,
    readonly relay: Relay,
    /** A second process on the same database. */
    readonly other: Relay,
    private readonly clients: Readonly<Record<Name, ConsoleClient>>,
    /** Open consoles of 山田, 木村 and 遠藤. */
    readonly screens: readonly LiveConsole[],
  ) {}

  static async start(): Promise<Supervised> {
    const standIn = await startStandIn();
    const relay = await startRelay({ standIn, at: EVENING });
    const other = await startRelay({ standIn, at: EVENING, beside: relay });
    await configure(relay, SUICIDE_PREVENTION, {
      staffing: { minimum: 0 },
      waiting: { pickFreely: true },
      supervision: { approvalMinutes: 5, consultMinutes: 3 },
    });
    const clients = {} as Record<Name, ConsoleClient>;
    for (const [login, person] of Object.entries(people) as [Name, Omit<NewStaff, 'login'>][])
      clients[login] = await addStaff(relay, { login, ...person });
    const screens = [await clients.yamada.live(), await clients.kimura.live(), await clients.endo.live()];
    const made = new Supervised(standIn, relay, other, clients, screens);
    for (const [login, client] of Object.entries(clients) as [Name, ConsoleClient][])
      made.ids[login] = (await client.desk()).me.staffId;
    return made;
  }

  get yamada(): ConsoleClient {
    return this.clients.yamada;
  }
  get kimura(): ConsoleClient {
    return this.clients.kimura;
  }
  get endo(): ConsoleClient {
    return this.clients.endo;
  }
  get ueno(): ConsoleClient {
    return this.clients.ueno;
  }

  async close(): Promise<void> {
    for (const screen of this.screens) screen.close();
    await this.other.close();
    await this.relay.close();
    await this.standIn.close();
  }

  /** A new caller in the hands of somebody. */
  async begin(counselor: ConsoleClient = this.yamada): Promise<void> {
    this.userId = await newCaller(this.standIn);
    this.ticketId = await write(this.standIn, this.relay, SUICIDE_PREVENTION, this.userId, '聞いてください');
    expect((await counselor.take(this.ticketId)).status).toBe(200);
  }

  async ok(client: ConsoleClient, action: string, body: object = {}): Promise<TicketSummary> {
    const answer = await act(client, this.ticketId, action, body);
    expect(answer).toMatchObject({ status: 200 });
    return answer.body;
  }

  /** Ends it, with everything in it on the screen. */
  async ends(client: ConsoleClient): Promise<void> {
    expect((await client.close(this.ticketId)).status).toBe(200);
  }

  async refused(client: ConsoleClient, action: string, body: object, code: string): Promise<void> {
    expect(await act(client, this.ticketId, action, body)).toMatchObject({ body: { error: { code } } });
  }

  async ticketOf(client: ConsoleClient): Promise<TicketSummary> {
    return (await client.talkRoom(this.ticketId)).ticket;
  }

  async alarmsOf(): Promise<string[]> {
    return (await this.ticketOf(this.endo)).alarms.map(({ kind }) => kind);
  }

  texts(): Promise<string[]> {
    return textsTo(this.standIn, SUICIDE_PREVENTION, this.userId);
  }

  async hears(words: string): Promise<void> {
    await eventually(
      async () => (await this.texts()).includes(words) || undefined,
      `the caller hearing ${words}`,
    );
  }

  whisper(client: ConsoleClient, text: string, clientId = randomUUID()): Promise<Answer<unknown>> {
    return client.request('POST', `/api/tickets/${this.ticketId}/whispers`, { clientId, text });
  }

  rule(body: object): Promise<Answer<ApprovalRules>> {
    return this.endo.request('POST', '/api/approval-rules', body);
  }

  async endRules(): Promise<void> {
    const { body } = await this.endo.request<ApprovalRules>('GET', '/api/approval-rules');
    for (const { id } of body.rules) await this.endo.request('POST', `/api/approval-rules/${id}/end`, {});
  }

  /** A reply of 山田's that waits; its ticket's replies are looked at. */
  async hold(text: string, clientId = randomUUID()): Promise<HeldReply> {
    const { ticketId, yamada } = this;
    await this.rule({ kind: 'ticket', ticketId, reason: '初めての相談員のため' });
    const before = await yamada.talkRoom(ticketId);
    const answer = await yamada.say(ticketId, { bubbles: [{ kind: 'text', text }] }, clientId);
    expect(answer).toMatchObject({ status: 201, body: { messages: [] } });
    const { held, messages } = await yamada.talkRoom(ticketId);
    expect(messages).toEqual(before.messages);
    expect(held.at(-1)?.id).toBe(answer.body.heldId);
    return held.at(-1) as HeldReply;
  }

  /** How many deliveries people's replies have made. */
  async deliveries(): Promise<number> {
    const rows = await this.relay.database.query(
      `SELECT DISTINCT delivery_id FROM message WHERE ticket_id = $1 AND direction = 'outbound'`,
      [this.ticketId],
    );
    return rows.length;
  }

  /** What the trace tells of the ticket, beside who read it. */
  async traceOf(): Promise<{ act: string; actor: string; hasWords: boolean }[]> {
    return this.relay.database.query(
      `SELECT act, actor_id AS actor, why_sealed IS NOT NULL AS "hasWords" FROM audit_entry
       WHERE ticket_id = $1 AND act NOT IN ('ticket.read', 'ticket.taken', 'ticket.picked') ORDER BY at, id`,
      [this.ticketId],
    );
  }

  async movesOf(client: ConsoleClient): Promise<Move[]> {
    const { body } = await client.request<MovesView>('GET', '/api/moves');
    return body.moves.filter((move) => move.ticketId === this.ticketId);
  }

  /** Who is seen in the talk, as this console was told last. */
  peopleOn(screen: LiveConsole): () => TalkPerson[] {
    return () => screen.people.get(this.ticketId) ?? [];
  }
}
