import { Injectable } from '@nestjs/common';
import { LineTaskQueue } from '../account/line-task.queue.js';
import { type Transaction } from '../database/transaction.js';
import { KeyStore } from '../vault/key-store.js';

/** The one menu that everybody sees who has none of their own. */
const SUBJECT = 'default';
/** How long LINE may be away and still get it, in milliseconds; by then the hours have changed many times. */
const WORTH_MS = 7 * 86_400_000;

interface Row {
  readonly wanted: string | null;
  /** What LINE took last. */
  readonly set: string | null;
  readonly asked: boolean;
  readonly keyId: string;
}

/** The account's default rich menu says whether the line is open, where its settings name one menu for each. */
@Injectable()
export class RichMenuService {
  constructor(
    private readonly tasks: LineTaskQueue,
    private readonly keys: KeyStore,
  ) {}

  /** Asks LINE for the menu that fits, unless it shows that one already and nothing else is under way. */
  async follow(tx: Transaction, accountId: string, open: boolean): Promise<void> {
    const [row] = await tx.query<Row>(
      `SELECT settings -> 'richMenus' ->> $2 AS wanted, rich_menu_id AS set, key_id AS "keyId",
         EXISTS (SELECT FROM line_task WHERE account_id = account.id AND kind = 'rich-menu') AS asked
       FROM account WHERE id = $1`,
      [accountId, open ? 'open' : 'closed'],
    );
    if (row === undefined || row.wanted === null || (row.wanted === row.set && !row.asked)) return;
    const key = (await this.keys.get(tx, [row.keyId])).get(row.keyId);
    if (key === undefined) return;
    await this.tasks.add(tx, {
      accountId,
      kind: 'rich-menu',
      subject: SUBJECT,
      key,
      payload: { richMenuId: row.wanted },
      expiresAt: new Date(Date.now() + WORTH_MS),
    });
  }
}
