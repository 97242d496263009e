import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { type Situation } from '../contract/opening.js';
import { Clock } from '../config/clock.js';
import { type Transaction } from '../database/transaction.js';
import { type OpeningNow, OpeningHoursService } from '../opening-hours/opening-hours.service.js';
import { tokyoDate } from '../opening-hours/tokyo.js';
import { type AppendTarget, TicketAppender } from '../ticket/append.js';
import { type DataKey } from '../vault/seal.js';
import { type ReplyToken } from '../ticket/delivery-request.js';
import { Vault } from '../vault/vault.service.js';
import { LEAVE_LABEL, leaveData } from './leaving.js';
import { takeReplyToken } from './reply-token.js';
import { renderEmergencyText, renderText, type TextFigures } from './text.js';

/** A text for somebody: which, and what makes it one situation, in which it is said once. */
export interface CallerText extends TextFigures {
  readonly situation: Situation;
  readonly period: string;
  /** They stand in the line, and are shown how to leave it. */
  readonly mayLeave?: boolean;
}

/** Says the automatic texts of the line, each once per situation. */
@Injectable()
export class CallerTexts {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly openingHours: OpeningHoursService,
    private readonly appender: TicketAppender,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** @returns false where they have been told already, or where somebody else answers them for now */
  async tell(tx: Transaction, ticket: AppendTarget, text: CallerText): Promise<boolean> {
    if (!(await claimNotice(tx, ticket.callerId, text.situation, text.period, this.clock.now())))
      return false;
    const words = await this.#render(tx, ticket.accountId, text);
    const replyToken = await takeReplyToken(tx, { vault: this.vault, clock: this.clock }, ticket);
    const { ticketId, accountId, callerId, callerKey } = ticket;
    const content = {
      kind: 'text',
      text: words,
      ...(text.mayLeave === true ? { quickReplies: [LEAVE_LABEL] } : {}),
    } as const;
    await this.appender.say(tx, {
      ticketId,
      accountId,
      callerId,
      callerKey,
      direction: 'automatic',
      bubbles: [{ content, sent: { kind: 'text', text: words } }],
      ...(text.mayLeave === true
        ? { quickReplies: [{ label: LEAVE_LABEL, data: leaveData(ticket.ticketId) }] }
        : {}),
      occurredAt: this.clock.now(),
      ...(replyToken === undefined ? {} : { replyToken }),
    });
    return true;
  }

  /** Another text has said what this one would say. */
  async count(tx: Transaction, callerId: string, situation: Situation, period: string): Promise<void> {
    await claimNotice(tx, callerId, situation, period, this.clock.now());
  }

  /** Greets somebody who has no ticket yet. */
  async greet(
    tx: Transaction,
    caller: { readonly accountId: string; readonly callerId: string; readonly callerKey: DataKey },
    followId: string,
    replyToken?: ReplyToken,
  ): Promise<void> {
    if (!(await claimNotice(tx, caller.callerId, 'greeting', followId, this.clock.now()))) return;
    const text = await this.#render(tx, caller.accountId, { situation: 'greeting', period: followId });
    await this.appender.send(tx, {
      ...caller,
      bubbles: [{ kind: 'text', text }],
      ...(replyToken === undefined ? {} : { replyToken }),
    });
  }

  async #render(tx: Transaction, accountId: string, text: CallerText): Promise<string> {
    const account = await this.accounts.get(accountId);
    if (text.situation === 'emergency') return renderEmergencyText(account);
    const opening = (await this.openingHours.now(tx, [accountId])).get(accountId) as OpeningNow;
    return renderText(account, text.situation, opening, text);
  }
}

/** Where the hours can't be told, nothing may be promised by them: the numbers to call are what helps. */
export function closedSituation(opening: OpeningNow): 'closed' | 'emergency' {
  return opening.state === 'unknown' ? 'emergency' : 'closed';
}

/**
 * The stretch between two openings is one closed period, whatever happens within it. Where no next opening is known,
 * each day is one: otherwise whoever got the text once would never hear anything again.
 */
export function closedPeriod(opening: OpeningNow, at: Date): string {
  if (opening.nextOpensAt === null) return `${opening.state} on ${tokyoDate(at).toString()}`;
  return `until ${opening.nextOpensAt.toISOString()}`;
}

/**
 * True once per caller, situation and period: the database decides, so that no race sends a text twice. Never while
 * somebody else answers the caller: it can still be said when we do again.
 */
async function claimNotice(
  tx: Transaction,
  callerId: string,
  situation: Situation,
  period: string,
  at: Date,
): Promise<boolean> {
  const claimed = await tx.query(
    `INSERT INTO notice (caller_id, situation, period, sent_at)
     SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT FROM caller_address WHERE caller_id = $1 AND standby)
     ON CONFLICT DO NOTHING RETURNING caller_id`,
    [callerId, situation, period, at],
  );
  return claimed.length > 0;
}
