import { Injectable } from '@nestjs/common';
import { type AuditActor, AuditWriter } from '../audit/audit-writer.js';
import { settingsChange } from '../audit/settings-change.js';
import { type AuditAct } from '../contract/audit.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { Vault } from '../vault/vault.service.js';

interface AccountRow {
  readonly name: object;
  readonly botUserId: string | null;
  readonly settings: object;
  readonly credentialsSealed: Buffer;
  readonly texts: object;
  readonly phones: unknown[];
  readonly cannedTexts: unknown[];
  /** Null: none were ever decided. */
  readonly categories: object | null;
}

/** An account as it is set, by the act that changes each part of it. In memory only: it holds secrets in the clear. */
export type AccountState = Readonly<Partial<Record<AuditAct, unknown>>>;

/** Tells what was changed in an account's settings, whoever changed it. */
@Injectable()
export class AccountTrace {
  constructor(
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
  ) {}

  /** How the account is set now; nothing where there is none yet. */
  async state(tx: Queryable, accountId: string): Promise<AccountState> {
    const [row] = await tx.query<AccountRow>(
      `SELECT json_build_object('ja', name_ja, 'en', name_en) AS name, bot_user_id AS "botUserId", settings,
         credentials_sealed AS "credentialsSealed",
         (SELECT coalesce(json_object_agg(situation, body), '{}') FROM text_template WHERE account_id = account.id) AS texts,
         (SELECT coalesce(json_agg(json_build_object('label', label, 'number', number, 'hours', hours, 'note', note,
            'verifiedOn', verified_on) ORDER BY entry.position), '[]')
          FROM phone_list JOIN phone_number AS entry ON entry.list_id = phone_list.id
          WHERE own_account_id = account.id) AS phones,
         (SELECT coalesce(json_agg(json_build_object('shortcut', shortcut, 'title', title, 'category', category,
            'body', body) ORDER BY position), '[]') FROM canned_text WHERE account_id = account.id) AS "cannedTexts",
         (SELECT json_build_object('required', category_required, 'names',
            coalesce(json_agg(name ORDER BY position, id) FILTER (WHERE NOT retired), '[]'))
          FROM category WHERE account_id = account.id HAVING count(*) > 0) AS categories
       FROM account WHERE id = $1`,
      [accountId],
    );
    if (row === undefined) return {};
    const [credentials] = await this.vault.openEachJson(tx, [
      { binding: `account.credentials:${accountId}`, bytes: row.credentialsSealed },
    ]);
    const { name, botUserId, settings, texts, phones, cannedTexts, categories } = row;
    return {
      'account.changed': {
        name,
        botUserId,
        settings,
        credentials: credentials?.kind === 'opened' ? credentials.value : null,
      },
      'text.changed': texts,
      'phone.changed': { phones },
      'canned-text.changed': { cannedTexts },
      'category.changed': categories ?? undefined,
    };
  }

  /** One entry for each part that is not as it was. */
  async record(
    tx: Transaction,
    actor: AuditActor,
    accountId: string,
    before: AccountState,
    after: AccountState,
  ): Promise<void> {
    for (const act of Object.keys(after) as AuditAct[]) {
      const change = settingsChange(before[act], after[act]);
      if (change !== undefined) await this.audit.record(tx, { act, actor, accountId, change });
    }
  }
}
