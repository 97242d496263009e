import { Inject, Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { AccountDirectory } from '../account/account.directory.js';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import {
  type FoundConsultation,
  LONGEST_DAYS,
  MOST_CONSULTATIONS,
  SEARCH_PAGE,
  type SearchAnswer,
  type SearchCursor,
  type SearchRequest,
  SHOWN_HITS,
} from '../contract/search.js';
import { type TicketState } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type Queryable } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { accessTicket, mayRead, type TicketHead } from '../ticket/ticket.access.js';
import { readsAs } from '../ticket/ticket-trace.js';
import { Vault } from '../vault/vault.service.js';
import { excerptOf } from './excerpt.js';
import { isTooShort, queryWords } from './fold.js';
import { type Hit, type Period, scan } from './scan.js';

/** How long one answer may take, in milliseconds: after that it says how far it came. */
export const SEARCH_BUDGET_MS = Symbol('search budget');
/** Consultations whose messages are read at once. */
const BATCH = 20;

interface Candidate {
  readonly id: string;
  readonly number: number;
  readonly alias: string;
  readonly state: TicketState;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
}

/** Whose they are decides the access function; this only leaves out what it would refuse anyway. */
const SELECT_CANDIDATES = `
  SELECT ticket.id, ticket.number, caller.alias, ticket.state, ticket.opened_at AS "openedAt",
    ticket.closed_at AS "closedAt"
  FROM ticket JOIN caller ON caller.id = ticket.caller_id
  WHERE (ticket.account_id = $1 OR ticket.helping_account_id = $1) AND caller.erased_at IS NULL
    AND ticket.opened_at < $3 AND (ticket.closed_at IS NULL OR ticket.closed_at >= $2)
    AND ($4::boolean OR ticket.assigned_to = $5 OR $6 AND ticket.state = 'closed' AND EXISTS (
      SELECT FROM ticket AS present WHERE present.caller_id = ticket.caller_id AND present.state = 'active'
        AND present.assigned_to = $5))
  ORDER BY ticket.opened_at DESC, ticket.id DESC LIMIT ${MOST_CONSULTATIONS + 1}`;

interface Found {
  readonly candidate: Candidate;
  readonly head: TicketHead;
  readonly hits: readonly Hit[];
}

/**
 * Finds words in consultations by opening them, one after another, newest first: nothing of them lies about in the
 * clear or in an index. What was shown leaves its trace before it is given out.
 */
@Injectable()
export class SearchService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
    @Inject(SEARCH_BUDGET_MS) private readonly budgetMs: number,
  ) {}

  /** @throws AppError account_not_found, search_period, search_words_too_short, search_too_broad */
  async search(principal: Principal, request: SearchRequest): Promise<SearchAnswer> {
    const role = principal.memberships.get(request.accountId);
    const account = role === undefined ? undefined : await this.accounts.look(request.accountId);
    if (account === undefined) throw new AppError('account_not_found');
    const period = periodOf(request);
    const words = queryWords(request.words);
    if (words.length === 0 || words.some(isTooShort))
      throw new AppError('search_words_too_short', {}, 'words');
    const all = await this.database.query<Candidate>(SELECT_CANDIDATES, [
      request.accountId,
      period.from,
      period.to,
      role === 'supervisor',
      principal.staffId,
      account.settings.pastConsultations !== 'none',
    ]);
    if (all.length > MOST_CONSULTATIONS)
      throw new AppError('search_too_broad', { limit: MOST_CONSULTATIONS });
    const begin = request.after === null ? 0 : placeAfter(all, request.after);
    const { found, searched } = await this.#through(principal, all.slice(begin), period, words);
    const last = all[begin + searched - 1];
    const answer = {
      found: await this.#shown(principal, found, words),
      searched: begin + searched,
      total: all.length,
      next:
        begin + searched >= all.length || last === undefined
          ? null
          : { openedAt: last.openedAt.toISOString(), id: last.id },
    };
    await this.#trace(principal, request, account.key.id, answer, found);
    return answer;
  }

  /** Batch after batch, until the page is full or the time is up; the first is always searched, so that it goes on. */
  async #through(
    principal: Principal,
    candidates: readonly Candidate[],
    period: Period,
    words: readonly string[],
  ): Promise<{ found: Found[]; searched: number }> {
    const until = performance.now() + this.budgetMs;
    const found: Found[] = [];
    let searched = 0;
    while (searched < candidates.length && found.length < SEARCH_PAGE) {
      if (searched > 0 && performance.now() > until) break;
      const batch = candidates.slice(searched, searched + BATCH);
      const hits = await this.database.snapshot((tx) => this.#inBatch(tx, principal, batch, period, words));
      for (const candidate of batch) {
        const own = hits.get(candidate.id);
        searched += 1;
        if (own === undefined) continue;
        found.push({ candidate, ...own });
        if (found.length === SEARCH_PAGE) break;
      }
    }
    return { found, searched };
  }

  async #inBatch(
    tx: Queryable,
    principal: Principal,
    batch: readonly Candidate[],
    period: Period,
    words: readonly string[],
  ): Promise<Map<string, { head: TicketHead; hits: Hit[] }>> {
    const heads = new Map<string, TicketHead>();
    for (const { id } of batch) {
      const head = await readable(tx, principal, id);
      if (head !== undefined) heads.set(id, head);
    }
    const { hits } = await scan(tx, this.vault, [...heads.keys()], period, words);
    const byTicket = new Map<string, { head: TicketHead; hits: Hit[] }>();
    for (const hit of hits) {
      const head = heads.get(hit.ticketId);
      // What was whispered to somebody else is not read with the past of a caller.
      if (head === undefined || (hit.direction === 'whisper' && !mayRead(principal, head))) continue;
      const own = byTicket.get(hit.ticketId);
      if (own === undefined) byTicket.set(hit.ticketId, { head, hits: [hit] });
      else own.hits.push(hit);
    }
    return byTicket;
  }

  async #shown(
    principal: Principal,
    found: readonly Found[],
    words: readonly string[],
  ): Promise<FoundConsultation[]> {
    const shown = found.flatMap(({ hits }) => hits.slice(0, SHOWN_HITS));
    const names = await this.#names(shown.flatMap(({ authorId }) => authorId ?? []));
    return found.map(({ candidate, head, hits }) => ({
      ticketId: candidate.id,
      number: candidate.number,
      alias: candidate.alias,
      state: candidate.state,
      openedAt: candidate.openedAt.toISOString(),
      closedAt: candidate.closedAt?.toISOString() ?? null,
      counselor: head.counselorName,
      isOwn: head.state === 'active' && head.assignedTo === principal.staffId,
      hits: hits.length,
      excerpts: hits.slice(0, SHOWN_HITS).map(({ messageId, occurredAt, direction, authorId, text }) => ({
        messageId,
        occurredAt: occurredAt.toISOString(),
        direction,
        author: authorId === null ? null : (names.get(authorId) ?? null),
        parts: excerptOf(text, words),
      })),
    }));
  }

  async #names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.query<{ id: string; name: string }>(
      'SELECT id, display_name AS name FROM staff WHERE id = ANY($1)',
      [[...new Set(ids)]],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /**
   * That somebody searched, with their words under the account's key: they are of nobody's consultation alone. And of
   * each consultation of which a part is shown, so that whoever asks who has read it finds this too.
   */
  async #trace(
    principal: Principal,
    { accountId, from, to, words, after }: SearchRequest,
    keyId: string,
    { searched, total, next }: SearchAnswer,
    found: readonly Found[],
  ): Promise<void> {
    const actor = principal.staffId;
    await this.database.transaction(async (tx) => {
      await this.audit.record(tx, {
        act: 'consultation.searched',
        actor,
        accountId,
        why: { words, keyId },
        details: {
          from,
          to,
          hits: found.reduce((sum, { hits }) => sum + hits.length, 0),
          consultations: found.length,
          searched,
          total,
          isContinued: after !== null,
          isWhole: next === null,
        },
      });
      for (const { head, hits } of found)
        await this.audit.record(tx, {
          act: 'ticket.found',
          actor,
          accountId: head.accountId,
          ticketId: head.id,
          callerId: head.callerId,
          details: { hits: hits.length, as: readsAs(principal, head) },
        });
    });
  }
}

async function readable(
  tx: Queryable,
  principal: Principal,
  ticketId: string,
): Promise<TicketHead | undefined> {
  try {
    return await accessTicket(tx, principal, ticketId, 'read', 'no-lock');
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** @throws AppError search_period */
function periodOf({ from, to }: SearchRequest): Period {
  const first = Temporal.PlainDate.from(from);
  const end = Temporal.PlainDate.from(to).add({ days: 1 });
  const { days } = first.until(end, { largestUnit: 'days' });
  if (days < 1 || days > LONGEST_DAYS) throw new AppError('search_period', { days: LONGEST_DAYS }, 'to');
  const startOf = (date: Temporal.PlainDate) =>
    new Date(date.toZonedDateTime('Asia/Tokyo').epochMilliseconds);
  return { from: startOf(first), to: startOf(end) };
}

/** Where to go on: what has come since stands before it. */
function placeAfter(candidates: readonly Candidate[], { openedAt, id }: SearchCursor): number {
  const at = Date.parse(openedAt);
  const place = candidates.findIndex(
    (candidate) =>
      candidate.openedAt.getTime() < at || (candidate.openedAt.getTime() === at && candidate.id < id),
  );
  return place === -1 ? candidates.length : place;
}
