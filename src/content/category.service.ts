import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../config/app-error.js';
import { type CategoryBook, type SaveCategories } from '../contract/content.js';
import { Database } from '../database/database.service.js';
import { type Queryable } from '../database/transaction.js';
import { byName, ContentJournal } from './content-journal.js';

type Kept = CategoryBook['items'][number] & { id: string };

/** What consultations of an account are about. */
@Injectable()
export class CategoryService {
  constructor(
    private readonly database: Database,
    private readonly journal: ContentJournal,
  ) {}

  async read(accountId: string): Promise<CategoryBook> {
    return this.database.snapshot((tx) => this.#book(tx, accountId));
  }

  /** @throws AppError changed_meanwhile, name_twice, category_in_use */
  async save(staffId: string, accountId: string, edit: SaveCategories): Promise<CategoryBook> {
    const { version, required, items } = edit;
    items.forEach(({ name }, index) => {
      if (items.findIndex((other) => other.name === name) !== index)
        throw new AppError('name_twice', { name }, `items.${index}.name`);
    });
    return this.database.transaction(async (tx) => {
      // Nobody ends a consultation under a category that is just being deleted.
      await tx.query('SELECT id FROM category WHERE account_id = $1 ORDER BY id FOR UPDATE', [accountId]);
      const before = await this.#book(tx, accountId);
      const known = new Set(before.items.map(({ id }) => id));
      const kept = items.map((entry) => ({ ...entry, id: known.has(entry.id) ? entry.id : null }));
      const gone = (before.items as Kept[]).filter(({ id }) => !kept.some((entry) => entry.id === id));
      await this.journal.save(tx, {
        section: 'categories',
        scope: accountId,
        accountIds: [accountId],
        staffId,
        version,
        before: { required: before.required, ...byName(before.items.map(plain), ({ name }) => name) },
        after: { required, ...byName(items.map(plain), ({ name }) => name) },
      });
      const used = gone.find((entry) => entry.used > 0);
      if (used !== undefined) throw new AppError('category_in_use', { name: used.name });
      await tx.query('UPDATE account SET category_required = $2 WHERE id = $1', [accountId, required]);
      await tx.query('DELETE FROM category WHERE id = ANY($1)', [gone.map(({ id }) => id)]);
      // Names may change places: no two of them are alike at any moment.
      await tx.query(`UPDATE category SET name = id::text WHERE account_id = $1`, [accountId]);
      await tx.query(
        `INSERT INTO category (id, account_id, position, name, retired)
         SELECT given.id, $1, given.position, given.name, given.retired
         FROM unnest($2::uuid[], $3::varchar[], $4::boolean[]) WITH ORDINALITY AS given (id, name, retired, position)
         ON CONFLICT (id) DO UPDATE SET position = excluded.position, name = excluded.name, retired = excluded.retired`,
        [
          accountId,
          kept.map(({ id }) => id ?? uuidv7()),
          items.map(({ name }) => name),
          items.map(({ retired }) => retired),
        ],
      );
      return this.#book(tx, accountId);
    });
  }

  async #book(tx: Queryable, accountId: string): Promise<CategoryBook> {
    const saved = await this.journal.saved(tx, 'categories', accountId);
    const [account] = await tx.query<{ required: boolean }>(
      'SELECT category_required AS required FROM account WHERE id = $1',
      [accountId],
    );
    const items = await tx.query<Kept>(
      `SELECT id, name, retired, (SELECT count(*)::int FROM ticket WHERE category_id = category.id) AS used
       FROM category WHERE account_id = $1 ORDER BY position, id`,
      [accountId],
    );
    return { ...saved, required: account?.required ?? false, items };
  }
}

function plain({ name, retired }: { readonly name: string; readonly retired: boolean }): {
  name: string;
  retired: boolean;
} {
  return { name, retired };
}
