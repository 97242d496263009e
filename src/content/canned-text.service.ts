import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type Account, AccountDirectory } from '../account/account.directory.js';
import { ALL_ACCOUNTS } from '../account/content-version.js';
import { AppError } from '../config/app-error.js';
import {
  type CannedTextBook,
  type CannedTextEntry,
  type SaveCannedTexts,
  type TextPreview,
} from '../contract/content.js';
import { TEXT_LIMIT } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { OpeningHoursService, type OpeningNow } from '../opening-hours/opening-hours.service.js';
import { cannedTextVariables, longestText, renderCannedText, unknownNames } from '../waiting-list/text.js';
import { byName, ContentJournal } from './content-journal.js';
import { assertText } from './text-limits.js';

/** The texts that counselors send with a few keys, of one account or of all. */
@Injectable()
export class CannedTextService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly openingHours: OpeningHoursService,
    private readonly journal: ContentJournal,
  ) {}

  /** @param accountId null: those for all accounts */
  async read(accountId: string | null): Promise<CannedTextBook> {
    return this.database.snapshot((tx) => this.#book(tx, accountId));
  }

  async preview(account: Account, body: string): Promise<TextPreview> {
    const opening = (await this.openingHours.now(this.database, [account.id])).get(account.id) as OpeningNow;
    return {
      text: renderCannedText(account, body, opening),
      quickReplies: [],
      longest: longestText(body, account),
      limit: TEXT_LIMIT,
      unknown: unknownNames(body, cannedTextVariables),
    };
  }

  /** @throws AppError changed_meanwhile, shortcut_twice, unknown_variable, text_may_be_too_long */
  async save(
    staffId: string,
    accountId: string | null,
    { version, items }: SaveCannedTexts,
  ): Promise<CannedTextBook> {
    this.#check(accountId, items);
    const book = await this.database.transaction(async (tx) => {
      const before = await this.#items(tx, accountId);
      await this.journal.save(tx, {
        section: 'canned-texts',
        scope: accountId ?? ALL_ACCOUNTS,
        accountIds: accountId === null ? this.accounts.all().map(({ id }) => id) : [accountId],
        staffId,
        version,
        before: byName(before.map(withoutId), ({ shortcut }) => shortcut),
        after: byName(items.map(withoutId), ({ shortcut }) => shortcut),
      });
      await replace(tx, accountId, items, new Set(before.map(({ id }) => id)));
      return this.#book(tx, accountId);
    });
    await this.journal.reread();
    return book;
  }

  #check(accountId: string | null, items: readonly CannedTextEntry[]): void {
    const accounts = this.accounts.all().filter(({ id }) => accountId === null || id === accountId);
    items.forEach(({ shortcut, body }, index) => {
      if (items.findIndex((other) => other.shortcut === shortcut) !== index)
        throw new AppError('shortcut_twice', { name: shortcut }, `items.${index}.shortcut`);
      for (const account of accounts)
        assertText(body, account, {
          name: shortcut,
          variables: cannedTextVariables,
          field: `items.${index}.body`,
        });
    });
  }

  async #book(tx: Queryable, accountId: string | null): Promise<CannedTextBook> {
    const saved = await this.journal.saved(tx, 'canned-texts', accountId ?? ALL_ACCOUNTS);
    return { ...saved, items: await this.#items(tx, accountId), variables: [...cannedTextVariables] };
  }

  #items(tx: Queryable, accountId: string | null): Promise<CannedTextEntry[]> {
    return tx.query<CannedTextEntry>(
      `SELECT id, shortcut, title, category, body, active FROM canned_text
       WHERE account_id IS NOT DISTINCT FROM $1 ORDER BY position, id`,
      [accountId],
    );
  }
}

function withoutId({ id: _id, ...entry }: CannedTextEntry): Omit<CannedTextEntry, 'id'> {
  return entry;
}

async function replace(
  tx: Transaction,
  accountId: string | null,
  items: readonly CannedTextEntry[],
  known: ReadonlySet<string | null>,
): Promise<void> {
  await tx.query('DELETE FROM canned_text WHERE account_id IS NOT DISTINCT FROM $1', [accountId]);
  await tx.query(
    `INSERT INTO canned_text (id, account_id, position, shortcut, title, category, body, active)
     SELECT given.id, $1, given.position, given.shortcut, given.title, given.category, given.body, given.active
     FROM unnest($2::uuid[], $3::varchar[], $4::varchar[], $5::varchar[], $6::text[], $7::boolean[])
       WITH ORDINALITY AS given (id, shortcut, title, category, body, active, position)`,
    [
      accountId,
      // An id that isn't of this book would be another's.
      items.map(({ id }) => (id !== null && known.has(id) ? id : uuidv7())),
      items.map((entry) => entry.shortcut),
      items.map((entry) => entry.title),
      items.map((entry) => entry.category),
      items.map((entry) => entry.body),
      items.map((entry) => entry.active),
    ],
  );
}
