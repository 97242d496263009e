import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../config/clock.js';
import { type Transaction } from '../database/transaction.js';

/** Has the keys replaced with which backups hold what callers took back (`key-replacement.ts`). */
@Injectable()
export class TakenBackService {
  constructor(private readonly clock: Clock) {}

  /** Words of this caller were destroyed in the data. However often before their key is replaced, it is replaced once. */
  async ask(
    tx: Transaction,
    { accountId, callerId }: { readonly accountId: string; readonly callerId: string },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO key_replacement (id, account_id, caller_id, asked_at, due_at) VALUES ($1, $2, $3, $4, $4)
       ON CONFLICT (caller_id) WHERE state = 'asked' DO NOTHING`,
      [uuidv7(), accountId, callerId, this.clock.now()],
    );
  }
}
