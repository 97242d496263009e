import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AccountDirectory, type PhoneNumber } from '../account/account.directory.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type PhoneList, type PhoneLists, type SavePhoneList } from '../contract/content.js';
import { Database } from '../database/database.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { tokyoDate } from '../opening-hours/tokyo.js';
import { byName, ContentJournal } from './content-journal.js';
import { assertNumbersFit } from './text-limits.js';

/** A number that nobody has checked for so many days may lead nowhere. */
const OVERDUE_DAYS = 183;

const SELECT_LISTS = `
  SELECT list.id, name, own_account_id AS "ownAccountId", coalesce(saved.version, 0) AS version,
    saved.saved_at AS "savedAt", (SELECT display_name FROM staff WHERE id = saved.saved_by) AS "savedBy",
    (SELECT coalesce(json_agg(account_id ORDER BY account_id), '[]') FROM phone_list_account
     WHERE list_id = list.id) AS "accountIds",
    (SELECT coalesce(json_agg(json_build_object('id', entry.id, 'label', label, 'number', number, 'hours', hours,
        'note', note, 'verifiedOn', verified_on, 'verifierId', verified_by, 'verifiedBy', display_name)
        ORDER BY position), '[]')
     FROM phone_number AS entry LEFT JOIN staff ON staff.id = verified_by WHERE list_id = list.id) AS numbers
  FROM phone_list AS list LEFT JOIN LATERAL (
    SELECT version, saved_at, saved_by FROM content_version
    WHERE section = 'phone-list' AND scope = list.id::text ORDER BY version DESC LIMIT 1) AS saved ON true`;

type Row = Omit<PhoneList, 'savedAt' | 'numbers'> & {
  savedAt: Date | null;
  numbers: (Omit<PhoneList['numbers'][number], 'overdue'> & { verifierId: string | null })[];
};

/** Lists of telephone numbers, and which account's callers are told which of them. */
@Injectable()
export class PhoneListService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly journal: ContentJournal,
    private readonly clock: Clock,
  ) {}

  async read(): Promise<PhoneLists> {
    const rows = await this.database.query<Row>(`${SELECT_LISTS} ORDER BY position, list.id`);
    return { today: this.#today(), items: rows.map((row) => this.#view(row)) };
  }

  /** @throws AppError as `save` does */
  async create(staffId: string, edit: SavePhoneList): Promise<PhoneList> {
    return this.#change(async (tx) => {
      const id = uuidv7();
      await tx.query(
        'INSERT INTO phone_list (id, name, position) SELECT $1, $2, coalesce(max(position), 0) + 1 FROM phone_list',
        [id, edit.name],
      );
      return this.#write(tx, staffId, id, edit);
    });
  }

  /**
   * @throws AppError phone_list_not_found, changed_meanwhile, account_not_found, verified_in_future, numbers_needed,
   *   text_may_be_too_long
   */
  async save(staffId: string, id: string, edit: SavePhoneList): Promise<PhoneList> {
    return this.#change((tx) => this.#write(tx, staffId, id, edit));
  }

  /** @throws AppError phone_list_not_found, changed_meanwhile, numbers_needed */
  async delete(staffId: string, id: string, version: number): Promise<void> {
    await this.#change(async (tx) => {
      const before = await this.#list(tx, id);
      await this.#write(tx, staffId, id, { ...before, version, accountIds: [], numbers: [] });
      await tx.query('DELETE FROM phone_list WHERE id = $1', [id]);
    });
  }

  async #change<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    const result = await this.database.transaction(work);
    await this.journal.reread();
    return result;
  }

  async #write(tx: Transaction, staffId: string, id: string, edit: SavePhoneList): Promise<PhoneList> {
    const today = this.#today();
    edit.numbers.forEach(({ verifiedOn }, index) => {
      if (verifiedOn > today) throw new AppError('verified_in_future', {}, `numbers.${index}.verifiedOn`);
    });
    if (edit.accountIds.some((accountId) => this.accounts.find(accountId) === undefined))
      throw new AppError('account_not_found', {}, 'accountIds');
    const before = await this.#list(tx, id);
    await this.journal.save(tx, {
      section: 'phone-list',
      scope: id,
      accountIds: [...new Set([...before.accountIds, ...edit.accountIds])].toSorted(),
      staffId,
      version: edit.version,
      before: traced(before),
      after: traced(edit),
    });
    await tx.query('UPDATE phone_list SET name = $2 WHERE id = $1', [id, edit.name]);
    await tx.query('DELETE FROM phone_list_account WHERE list_id = $1', [id]);
    await tx.query('INSERT INTO phone_list_account (list_id, account_id) SELECT $1, unnest($2::varchar[])', [
      id,
      [...new Set(edit.accountIds)],
    ]);
    await replaceNumbers(tx, id, staffId, edit.numbers, before.numbers);
    await this.#assertCallersHaveNumbers(tx, [...new Set([...before.accountIds, ...edit.accountIds])]);
    const after = await this.#list(tx, id);
    return this.#view(after);
  }

  /** Nobody who writes is left without a number to call, and no text outgrows what LINE takes. */
  async #assertCallersHaveNumbers(tx: Queryable, accountIds: readonly string[]): Promise<void> {
    for (const accountId of accountIds) {
      const account = await this.accounts.get(accountId);
      const phoneNumbers = await tx.query<PhoneNumber>(
        `SELECT label, number, hours, note, verified_on::text AS "verifiedOn"
         FROM phone_list_account AS used JOIN phone_list AS list ON list.id = used.list_id
           JOIN phone_number AS entry ON entry.list_id = list.id
         WHERE used.account_id = $1 ORDER BY list.position, list.id, entry.position`,
        [accountId],
      );
      if (phoneNumbers.length === 0) throw new AppError('numbers_needed', { name: account.name.ja });
      assertNumbersFit({ ...account, phoneNumbers });
    }
  }

  async #list(tx: Queryable, id: string): Promise<Row> {
    const [row] = await tx.query<Row>(`${SELECT_LISTS} WHERE list.id = $1`, [id]);
    if (row === undefined) throw new AppError('phone_list_not_found');
    return row;
  }

  #view({ savedAt, numbers, ...row }: Row): PhoneList {
    const oldest = tokyoDate(this.clock.now()).subtract({ days: OVERDUE_DAYS }).toString();
    return {
      ...row,
      savedAt: savedAt?.toISOString() ?? null,
      numbers: numbers.map(({ verifierId: _verifier, ...entry }) => ({
        ...entry,
        overdue: entry.verifiedOn < oldest,
      })),
    };
  }

  #today(): string {
    return tokyoDate(this.clock.now()).toString();
  }
}

/** Whoever changes a number or its day says that they have checked it. */
async function replaceNumbers(
  tx: Transaction,
  listId: string,
  staffId: string,
  numbers: SavePhoneList['numbers'],
  before: Row['numbers'],
): Promise<void> {
  const known = new Map(before.map((entry) => [entry.id, entry]));
  const verifiers = numbers.map((entry) => {
    const old = entry.id === null ? undefined : known.get(entry.id);
    const isSame = old?.number === entry.number && old.verifiedOn === entry.verifiedOn;
    return isSame ? old.verifierId : staffId;
  });
  await tx.query('DELETE FROM phone_number WHERE list_id = $1', [listId]);
  await tx.query(
    `INSERT INTO phone_number (id, list_id, position, label, number, hours, note, verified_on, verified_by)
     SELECT given.id, $1, given.position, given.label, given.number, given.hours, given.note, given.verified_on,
       given.verified_by
     FROM unnest($2::uuid[], $3::varchar[], $4::varchar[], $5::varchar[], $6::varchar[], $7::date[], $8::uuid[])
       WITH ORDINALITY AS given (id, label, number, hours, note, verified_on, verified_by, position)`,
    [
      listId,
      numbers.map(({ id }) => (id !== null && known.has(id) ? id : uuidv7())),
      numbers.map((entry) => entry.label),
      numbers.map((entry) => entry.number),
      numbers.map((entry) => entry.hours),
      numbers.map((entry) => entry.note),
      numbers.map((entry) => entry.verifiedOn),
      verifiers,
    ],
  );
}

function traced({
  name,
  accountIds,
  numbers,
}: Pick<SavePhoneList, 'name' | 'accountIds' | 'numbers'>): unknown {
  const entries = numbers.map(({ label, number, hours, note, verifiedOn }) => ({
    label,
    number,
    hours,
    note,
    verifiedOn,
  }));
  return {
    name,
    accountIds: [...accountIds].toSorted(),
    ...byName(entries, ({ label, number }) => `${label} ${number}`),
  };
}
