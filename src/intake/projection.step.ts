import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { ReopenService } from '../assignment/reopen.service.js';
import { Clock } from '../config/clock.js';
import { type Transaction } from '../database/transaction.js';
import { type LineEvent } from '../line/webhook-body.js';
import { MediaRepository, type NewMedia } from '../media/media.repository.js';
import { OpeningHoursService } from '../opening-hours/opening-hours.service.js';
import { type NewMessage, TicketAppender } from '../ticket/append.js';
import { REPLY_TOKEN_FRESH_MS, type ReplyToken } from '../ticket/delivery-request.js';
import { TestCallers, type WrittenText } from '../ticket/test-callers.service.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { type DataKey } from '../vault/seal.js';
import { WaitingListService, type WrittenTicket } from '../waiting-list/waiting-list.service.js';
import { ErasureService } from '../erasure/erasure.service.js';
import { isEmergencyEventId } from './emergency/emergency-record.js';
import { EmergencyStep } from './emergency/emergency.step.js';
import { interpret, type Interpretation, replyTokenOf } from './interpretation.js';
import { mediaMessage } from './media-message.js';
import { setStandby } from './standby.js';
import { type Entered, LineStep, type OpenTicket, type ReachabilityChange } from './line.step.js';
import { WithdrawalStep } from './withdrawal.step.js';

export interface StoredEvent {
  readonly id: number;
  readonly accountId: string;
  readonly callerId: string;
  readonly callerKey: DataKey;
  /** What all of the caller's addresses say before this batch; only this step, one process at a time, changes it. */
  readonly reachable: boolean | null;
  readonly standby: boolean;
  /** Whether this caller has ever taken a message back: nearly nobody has. */
  readonly withdrew: boolean;
  /** Real time at which the webhook came. */
  readonly receivedAt: Date;
  readonly event: LineEvent;
}

interface Interpreted extends StoredEvent {
  readonly meaning: Interpretation;
}

/** One batch of events, all in the given transaction. Set-based: its cost grows little with the batch. */
@Injectable()
export class ProjectionStep {
  constructor(
    private readonly appender: TicketAppender,
    private readonly media: MediaRepository,
    private readonly withdrawals: WithdrawalStep,
    private readonly emergencies: EmergencyStep,
    private readonly line: LineStep,
    private readonly reopening: ReopenService,
    private readonly waitingList: WaitingListService,
    private readonly openingHours: OpeningHoursService,
    private readonly testCallers: TestCallers,
    private readonly erasures: ErasureService,
    private readonly clock: Clock,
  ) {}

  /** @returns ids of the events that are of a type which this version doesn't know */
  async project(tx: Transaction, stored: readonly StoredEvent[]): Promise<number[]> {
    const events = stored.filter(({ event }) => !isEmergencyEventId(event.webhookEventId));
    const unfamiliar = events.length === 0 ? [] : await this.#projectEvents(tx, events);
    if (events.length < stored.length) {
      const ours = stored.filter(({ event }) => isEmergencyEventId(event.webhookEventId));
      await this.emergencies.apply(tx, ours);
    }
    return unfamiliar;
  }

  async #projectEvents(tx: Transaction, events: readonly StoredEvent[]): Promise<number[]> {
    const interpreted = await this.withdrawals.apply(
      tx,
      events.map((event) => ({ ...event, meaning: interpret(event.event) })),
    );
    const reachability = await this.#setReachability(tx, interpreted);
    await setStandby(tx, this.clock, interpreted);
    const found = await this.#ticketsFor(tx, interpreted);
    const entered = await this.line.enter(tx, interpreted, found, reachability);
    await this.#append(tx, interpreted, entered.tickets);
    await this.testCallers.notice(tx, interpreted.flatMap(writtenText));
    await this.#answer(tx, interpreted, entered);
    await this.line.leave(tx, interpreted, entered.tickets, reachability);
    return interpreted.filter((event) => event.meaning.unfamiliar).map((event) => event.id);
  }

  /**
   * Who blocked us, and who came back. The newest by LINE's own time counts, in whatever order events arrive; whoever
   * writes to us has not blocked us, even if their `follow` was lost on the way.
   */
  async #setReachability(tx: Transaction, events: readonly Interpreted[]): Promise<ReachabilityChange> {
    const newest = new Map<
      string,
      { readonly reachable: boolean; readonly at: Date; readonly confirmed: boolean }
    >();
    for (const { callerId, meaning, event, reachable: before } of events) {
      const reachable = meaning.reachable ?? (meaning.opensTicket ? true : null);
      if (reachable === null) continue;
      const at = this.clock.fromRealTime(event.timestamp);
      const known = newest.get(callerId);
      const confirmed = meaning.reachable === null && reachable === before;
      if (known === undefined || known.at <= at) newest.set(callerId, { reachable, at, confirmed });
    }
    // Nearly always somebody who can be reached wrote, and then there is nothing to ask the database. A `follow` or
    // `unfollow` that changes nothing still leaves its time, so that an older one that comes later changes nothing either.
    const changed = [...newest].filter(([, { confirmed }]) => !confirmed);
    if (changed.length === 0) return { blocked: [], cameBack: [] };
    const rows = await tx.query<{ callerId: string; reachable: boolean }>(
      `UPDATE caller_address SET reachable = given.reachable, reachable_at = given.at
       FROM unnest($1::uuid[], $2::boolean[], $3::timestamptz[]) AS given (caller_id, reachable, at)
       WHERE caller_address.caller_id = given.caller_id
         AND coalesce(reachable_at <= given.at, true)
         AND (given.reachable OR NOT EXISTS (SELECT FROM ticket
           WHERE ticket.caller_id = given.caller_id AND ticket.last_inbound_at > given.at))
       RETURNING caller_address.caller_id AS "callerId", caller_address.reachable`,
      [
        changed.map(([callerId]) => callerId),
        changed.map(([, { reachable }]) => reachable),
        changed.map(([, { at }]) => at),
      ],
    );
    const those = (reachable: boolean) =>
      rows.filter((row) => row.reachable === reachable).map((row) => row.callerId);
    return { blocked: those(false), cameBack: those(true) };
  }

  /** The open ticket of each caller, locked; made for those who have none and say something. */
  async #ticketsFor(tx: Transaction, events: readonly Interpreted[]): Promise<Map<string, OpenTicket>> {
    const callerIds = [...new Set(events.map((event) => event.callerId))];
    const open = await tx.query<OpenTicket>(
      `SELECT id, caller_id AS "callerId", state, assigned_to AS "assignedTo", wait_number AS "waitNumber",
         CASE WHEN state = 'follow-up' THEN follow_up_reason END AS "followUpReason", false AS "isNew" FROM ticket
       WHERE caller_id = ANY($1) AND state <> 'closed' ORDER BY id FOR UPDATE`,
      [callerIds],
    );
    const tickets = new Map(open.map((ticket) => [ticket.callerId, ticket]));
    const firsts = new Map<string, Interpreted>();
    for (const event of events) {
      if (event.meaning.opensTicket && !tickets.has(event.callerId) && !firsts.has(event.callerId))
        firsts.set(event.callerId, event);
    }
    // Whose consultation was closed by a timer a moment ago goes on in it.
    for (const ticket of await this.reopening.reopen(tx, [...firsts.values()])) {
      tickets.set(ticket.callerId, { ...ticket, followUpReason: null, isNew: false });
      firsts.delete(ticket.callerId);
    }
    for (const ticket of await this.#openTickets(tx, [...firsts.values()]))
      tickets.set(ticket.callerId, ticket);
    return tickets;
  }

  async #openTickets(tx: Transaction, firsts: readonly Interpreted[]): Promise<OpenTicket[]> {
    const made: OpenTicket[] = [];
    for (const accountId of [...new Set(firsts.map((event) => event.accountId))].toSorted()) {
      const callerIds = firsts
        .filter((event) => event.accountId === accountId)
        .map((event) => event.callerId);
      const opening = (await this.openingHours.now(tx, [accountId])).get(accountId);
      made.push(
        ...(await tx.query<OpenTicket>(
          `WITH numbers AS (
             UPDATE account SET last_ticket_number = last_ticket_number + cardinality($3::uuid[]) WHERE id = $1
             RETURNING last_ticket_number - cardinality($3::uuid[]) AS used
           )
           INSERT INTO ticket (id, account_id, number, caller_id, state, carried_over, opened_at, waiting_since, line_since)
           SELECT given.id, $1, numbers.used + given.position, given.caller_id, 'waiting', $4, $5, $5, $5
           FROM numbers, unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY AS given (id, caller_id, position)
           RETURNING id, caller_id AS "callerId", state, assigned_to AS "assignedTo", wait_number AS "waitNumber",
             NULL AS "followUpReason", true AS "isNew"`,
          [accountId, callerIds.map(() => uuidv7()), callerIds, opening?.state !== 'open', this.clock.now()],
        )),
      );
    }
    return made;
  }

  async #append(
    tx: Transaction,
    events: readonly Interpreted[],
    tickets: ReadonlyMap<string, OpenTicket>,
  ): Promise<void> {
    const arrived: (NewMedia | undefined)[] = [];
    const messages = events.flatMap((event): NewMessage[] => {
      const ticket = tickets.get(event.callerId);
      if (ticket === undefined || event.meaning.content === null) return [];
      const media = arrivingMedia(event, ticket);
      arrived.push(media);
      return [
        {
          ...target(event, ticket),
          mediaId: media?.id,
          direction: 'inbound',
          content: event.meaning.content,
          occurredAt: this.clock.fromRealTime(event.event.timestamp),
          source: `line:${event.accountId}:${event.event.webhookEventId}`,
          receivedAt: this.clock.fromRealTime(event.receivedAt.getTime()),
          ...said(event.meaning),
        },
      ];
    });
    const appended = await this.appender.append(tx, messages);
    // What had been appended before has its media already.
    await this.media.expect(
      tx,
      arrived.flatMap((media, index) => (media !== undefined && appended[index] !== null ? media : [])),
    );
    for (const message of new Map(messages.map((entry) => [entry.ticketId, entry])).values()) {
      const assignedTo = tickets.get(message.callerId)?.assignedTo ?? null;
      emitTicketChanged(tx, { accountId: message.accountId, ticketId: message.ticketId, assignedTo });
    }
  }

  /** Greets who followed, and tells who waits where they stand. In `standby` somebody else answers, and we must not. */
  async #answer(
    tx: Transaction,
    events: readonly Interpreted[],
    { tickets, admissions }: Entered,
  ): Promise<void> {
    for (const event of events) {
      if (event.meaning.followed)
        await this.waitingList.callerFollowed(tx, event, event.event.webhookEventId, freshToken(event));
    }
    const wrote = new Map<string, WrittenTicket>();
    for (const event of events) {
      const ticket = tickets.get(event.callerId);
      if (ticket === undefined || !event.meaning.opensTicket || event.event.mode === 'standby') continue;
      const { id, state, waitNumber } = ticket;
      wrote.set(id, { ...target(event, ticket), state, waitNumber, admission: admissions.get(id) });
    }
    await this.waitingList.callersWrote(tx, [...wrote.values()]);
    await this.erasures.asked(
      tx,
      events.flatMap((event) => {
        const ticket = tickets.get(event.callerId);
        return event.meaning.wantsErasure && ticket !== undefined ? target(event, ticket) : [];
      }),
    );
  }
}

function writtenText({ accountId, callerId, meaning }: Interpreted): WrittenText[] {
  return meaning.content?.kind === 'text' ? [{ accountId, callerId, text: meaning.content.text }] : [];
}

/** The picture or file that a message brings, to be fetched from LINE. Of a withdrawn one nothing is fetched. */
function arrivingMedia(event: Interpreted, ticket: OpenTicket): NewMedia | undefined {
  const { content, externalId } = event.meaning;
  if (content?.kind !== 'media') return undefined;
  const foreign = mediaMessage(event.event['message'])?.foreign ?? true;
  return {
    ...target(event, ticket),
    id: uuidv7(),
    kind: content.media,
    fileName: content.fileName,
    externalId: foreign ? null : externalId,
  };
}

/** By what a message can be found, quoted, marked as read and answered; and that it was taken back. */
function said({ externalId, quotedExternalId, tokens, withdrawnAt }: Interpretation): Partial<NewMessage> {
  return {
    ...(externalId === null ? {} : { externalId }),
    ...(quotedExternalId === null ? {} : { quotedExternalId }),
    ...(tokens === null ? {} : { tokens }),
    ...(withdrawnAt === null ? {} : { withdrawnAt }),
  };
}

/** The token by which an event may be answered for free, for as long as we count on it. */
function freshToken({ event, receivedAt }: StoredEvent): ReplyToken | undefined {
  const token = replyTokenOf(event);
  if (token === undefined) return undefined;
  return { token, until: new Date(receivedAt.getTime() + REPLY_TOKEN_FRESH_MS) };
}

function target(
  event: Interpreted,
  ticket: OpenTicket,
): Omit<NewMessage, 'direction' | 'content' | 'occurredAt'> {
  return {
    ticketId: ticket.id,
    accountId: event.accountId,
    callerId: event.callerId,
    callerKey: event.callerKey,
  };
}
