import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type TestView } from '../contract/administration.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { Vault } from '../vault/vault.service.js';

const CODE = /^\s*[0-9０-９]{6}\s*$/;
const CODE_MS = 15 * 60_000;

/** Somebody who wrote a text. */
export interface WrittenText {
  readonly accountId: string;
  readonly callerId: string;
  readonly text: string;
}

/**
 * Callers to whom an administrator may send a test: those who wrote, from their own LINE, the code that the screen
 * showed. Nobody becomes one by being picked from a list.
 */
@Injectable()
export class TestCallers {
  constructor(
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** A code for the next minutes, in the place of one of before. */
  async makeCode(tx: Transaction, accountId: string): Promise<void> {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    await tx.query(
      `INSERT INTO test_code (account_id, code, expires_at) VALUES ($1, $2, $3)
       ON CONFLICT (account_id) DO UPDATE SET code = excluded.code, expires_at = excluded.expires_at`,
      [accountId, code, new Date(this.clock.now().getTime() + CODE_MS)],
    );
  }

  /** Looks for the code in what callers wrote. What can't be one costs nothing. */
  async notice(tx: Transaction, texts: readonly WrittenText[]): Promise<void> {
    for (const { accountId, callerId, text } of texts) {
      if (!CODE.test(text)) continue;
      const now = this.clock.now();
      const used = await tx.query(
        'DELETE FROM test_code WHERE account_id = $1 AND code = $2 AND expires_at > $3 RETURNING account_id',
        [accountId, text.normalize('NFKC').trim(), now],
      );
      if (used.length > 0) await tx.query('UPDATE caller SET test_since = $2 WHERE id = $1', [callerId, now]);
    }
  }

  async view(tx: Queryable, accountId: string): Promise<TestView> {
    const [code] = await tx.query<{ code: string; expiresAt: Date }>(
      'SELECT code, expires_at AS "expiresAt" FROM test_code WHERE account_id = $1 AND expires_at > $2',
      [accountId, this.clock.now()],
    );
    const callers = await tx.query<{ id: string; alias: string; since: Date }>(
      `SELECT id, alias, test_since AS since FROM caller WHERE account_id = $1 AND test_since IS NOT NULL
       ORDER BY test_since DESC, id`,
      [accountId],
    );
    return {
      code: code === undefined ? null : { code: code.code, expiresAt: code.expiresAt.toISOString() },
      callers: callers.map(({ since, ...caller }) => ({ ...caller, since: since.toISOString() })),
    };
  }

  /** @throws AppError test_caller_not_found */
  async forget(tx: Transaction, accountId: string, callerId: string): Promise<void> {
    const forgotten = await tx.query(
      `UPDATE caller SET test_since = NULL WHERE id = $2 AND account_id = $1 AND test_since IS NOT NULL RETURNING id`,
      [accountId, callerId],
    );
    if (forgotten.length === 0) throw new AppError('test_caller_not_found');
  }

  /** Where LINE finds them. @throws AppError test_caller_not_found: also for a caller who is none of the test's */
  async lineUserId(tx: Queryable, accountId: string, callerId: string): Promise<string> {
    const [address] = await tx.query<{ sealed: Buffer }>(
      `SELECT address_sealed AS sealed FROM caller_address JOIN caller ON caller.id = caller_id
       WHERE caller_id = $2 AND caller.account_id = $1 AND test_since IS NOT NULL AND transport = 'line'`,
      [accountId, callerId],
    );
    const binding = `caller_address.address:${callerId}` as const;
    const [opened] =
      address === undefined ? [] : await this.vault.openJson(tx, [{ binding, bytes: address.sealed }]);
    if (typeof opened !== 'string') throw new AppError('test_caller_not_found');
    return opened;
  }
}
