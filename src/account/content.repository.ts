import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../config/clock.js';
import { type Situation } from '../contract/opening.js';
import { type Transaction } from '../database/transaction.js';
import { type CannedText, type PhoneNumber } from './account.directory.js';
import { type ContentSection, writeNewest } from './content-version.js';

/** Brings an account's texts, numbers and categories to what the file of accounts says, each by itself. */
@Injectable()
export class ContentRepository {
  constructor(private readonly clock: Clock) {}

  /** Keeps what callers were told before as versions; a text that is the same is none. */
  async saveTemplates(
    tx: Transaction,
    {
      id,
      templates,
    }: { readonly id: string; readonly templates: Readonly<Partial<Record<Situation, string>>> },
  ): Promise<void> {
    const [names, bodies] = [Object.keys(templates), Object.values(templates)];
    await tx.query(
      `WITH given AS (SELECT * FROM unnest($2::varchar[], $3::text[]) AS given (situation, body)),
         newest AS (SELECT DISTINCT ON (situation) situation, version, body FROM text_template_version
           WHERE account_id = $1 ORDER BY situation, version DESC)
       INSERT INTO text_template_version (account_id, situation, version, body, saved_at)
       SELECT $1, situation, coalesce(newest.version, 0) + 1, given.body, $4
       FROM given FULL JOIN newest USING (situation) WHERE given.body IS DISTINCT FROM newest.body`,
      [id, names, bodies, this.clock.now()],
    );
    await tx.query('DELETE FROM text_template WHERE account_id = $1', [id]);
    await tx.query(
      `INSERT INTO text_template (account_id, situation, body)
       SELECT $1, given.situation, given.body FROM unnest($2::varchar[], $3::text[]) AS given (situation, body)`,
      [id, names, bodies],
    );
  }

  async saveCannedTexts(
    tx: Transaction,
    { id, cannedTexts }: { readonly id: string; readonly cannedTexts: readonly CannedText[] },
  ): Promise<void> {
    await tx.query('DELETE FROM canned_text WHERE account_id = $1', [id]);
    await tx.query(
      `INSERT INTO canned_text (id, account_id, position, shortcut, title, category, body)
       SELECT given.id, $1, given.position, given.shortcut, given.title, given.category, given.body
       FROM unnest($2::uuid[], $3::varchar[], $4::varchar[], $5::varchar[], $6::text[])
         WITH ORDINALITY AS given (id, shortcut, title, category, body, position)`,
      [
        id,
        cannedTexts.map(() => uuidv7()),
        cannedTexts.map((entry) => entry.shortcut),
        cannedTexts.map((entry) => entry.title),
        cannedTexts.map((entry) => entry.category),
        cannedTexts.map((entry) => entry.body),
      ],
    );
    const body = cannedTexts.map((entry) => ({ ...entry, active: true }));
    await this.#version(tx, { scope: id, section: 'canned-texts', body });
  }

  /** The account's own list. Other lists that it uses stay as they are. */
  async savePhoneNumbers(
    tx: Transaction,
    account: {
      readonly id: string;
      readonly name: { readonly ja: string };
      readonly phoneNumbers: readonly PhoneNumber[];
    },
  ): Promise<void> {
    const { id, name, phoneNumbers } = account;
    const [list] = await tx.query<{ id: string }>(
      `INSERT INTO phone_list (id, name, position, own_account_id)
       SELECT $2::uuid, $3::varchar, coalesce(max(position), 0) + 1, $1::varchar FROM phone_list
       ON CONFLICT (own_account_id) DO UPDATE SET own_account_id = $1 RETURNING id`,
      [id, uuidv7(), name.ja],
    );
    const listId = list?.id;
    await tx.query(
      'INSERT INTO phone_list_account (list_id, account_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [listId, id],
    );
    await tx.query('DELETE FROM phone_number WHERE list_id = $1', [listId]);
    await tx.query(
      `INSERT INTO phone_number (id, list_id, position, label, number, hours, note, verified_on)
       SELECT given.id, $1, given.position, given.label, given.number, given.hours, given.note, given.verified_on
       FROM unnest($2::uuid[], $3::varchar[], $4::varchar[], $5::varchar[], $6::varchar[], $7::date[])
         WITH ORDINALITY AS given (id, label, number, hours, note, verified_on, position)`,
      [
        listId,
        phoneNumbers.map(() => uuidv7()),
        phoneNumbers.map((entry) => entry.label),
        phoneNumbers.map((entry) => entry.number),
        phoneNumbers.map((entry) => entry.hours),
        phoneNumbers.map((entry) => entry.note),
        phoneNumbers.map((entry) => entry.verifiedOn),
      ],
    );
    const body = { name: name.ja, accountIds: [id], numbers: phoneNumbers };
    await this.#version(tx, { scope: String(listId), section: 'phone-list', body });
  }

  /** What the file names no more is retired: consultations may have been put under it. */
  async saveCategories(
    tx: Transaction,
    {
      id,
      categories,
    }: {
      readonly id: string;
      readonly categories: { readonly required: boolean; readonly names: readonly string[] };
    },
  ): Promise<void> {
    const { required, names } = categories;
    await tx.query('UPDATE account SET category_required = $2 WHERE id = $1', [id, required]);
    await tx.query('UPDATE category SET retired = true WHERE account_id = $1 AND NOT name = ANY($2)', [
      id,
      names,
    ]);
    await tx.query(
      `INSERT INTO category (id, account_id, position, name)
       SELECT given.id, $1, given.position, given.name
       FROM unnest($2::uuid[], $3::varchar[]) WITH ORDINALITY AS given (id, name, position)
       ON CONFLICT (account_id, name) DO UPDATE SET position = excluded.position, retired = false`,
      [id, names.map(() => uuidv7()), names],
    );
    await this.#version(tx, { scope: id, section: 'categories', body: categories });
  }

  /** That the hours came from the file is a version of them too. */
  async noteHours(
    tx: Transaction,
    { id, hours }: { readonly id: string; readonly hours: unknown },
  ): Promise<void> {
    await this.#version(tx, { scope: id, section: 'hours', body: hours });
  }

  async #version(
    tx: Transaction,
    version: { scope: string; section: ContentSection; body: unknown },
  ): Promise<void> {
    await writeNewest(tx, { ...version, savedAt: this.clock.now(), savedBy: null });
  }
}
