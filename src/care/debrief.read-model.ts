import { Injectable } from '@nestjs/common';
import { type DebriefView } from '../contract/care.js';
import { type Queryable } from '../database/transaction.js';
import { type Principal, supervisedAccounts } from '../staff/principal.js';
import { Vault } from '../vault/vault.service.js';

interface DebriefRow extends Omit<DebriefView, 'word' | 'askedAt' | 'takenAt'> {
  readonly id: string;
  readonly wordSealed: Buffer | null;
  readonly askedAt: Date;
  readonly takenAt: Date | null;
}

const SELECT_STANDING = `
  SELECT debrief.id, debrief.account_id AS "accountId",
    json_build_object('id', asker.id, 'displayName', asker.display_name) AS by,
    CASE WHEN ticket.id IS NOT NULL
      THEN json_build_object('id', ticket.id, 'number', ticket.number, 'alias', caller.alias) END AS ticket,
    word_sealed AS "wordSealed", asked_at AS "askedAt",
    CASE WHEN taker.id IS NOT NULL
      THEN json_build_object('id', taker.id, 'displayName', taker.display_name) END AS "takenBy",
    debrief.taken_at AS "takenAt"
  FROM debrief JOIN staff AS asker ON asker.id = debrief.staff_id
    LEFT JOIN staff AS taker ON taker.id = taken_by
    LEFT JOIN ticket ON ticket.id = ticket_id LEFT JOIN caller ON caller.id = ticket.caller_id
  WHERE ended_at IS NULL`;

/** Who would like to talk after a hard case. */
@Injectable()
export class DebriefReadModel {
  constructor(private readonly vault: Vault) {}

  /** Those in the accounts that this person supervises, and their own: nobody else knows of them. */
  async standing(tx: Queryable, principal: Principal): Promise<DebriefView[]> {
    return this.#open(
      tx,
      await tx.query<DebriefRow>(
        `${SELECT_STANDING} AND (debrief.account_id = ANY($1) OR debrief.staff_id = $2) ORDER BY asked_at, debrief.id`,
        [supervisedAccounts(principal), principal.staffId],
      ),
    );
  }

  async of(tx: Queryable, accountId: string, staffId: string): Promise<DebriefView | null> {
    const rows = await tx.query<DebriefRow>(
      `${SELECT_STANDING} AND debrief.account_id = $1 AND debrief.staff_id = $2`,
      [accountId, staffId],
    );
    return (await this.#open(tx, rows))[0] ?? null;
  }

  async #open(tx: Queryable, rows: readonly DebriefRow[]): Promise<DebriefView[]> {
    const sealed = rows.flatMap(({ id, wordSealed }) =>
      wordSealed === null ? [] : { id, binding: `debrief.word:${id}` as const, bytes: wordSealed },
    );
    const opened = await this.vault.openEachJson(tx, sealed);
    const words = new Map(sealed.map(({ id }, index) => [id, opened[index]]));
    return rows.map(({ id, wordSealed: _sealed, askedAt, takenAt, ...rest }) => {
      const word = words.get(id);
      return {
        ...rest,
        word: word?.kind === 'opened' ? String(word.value) : null,
        askedAt: askedAt.toISOString(),
        takenAt: takenAt?.toISOString() ?? null,
      };
    });
  }
}
