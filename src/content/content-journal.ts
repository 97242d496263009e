import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { type ContentSection, writeVersion } from '../account/content-version.js';
import { AuditWriter } from '../audit/audit-writer.js';
import { settingsChange } from '../audit/settings-change.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type AuditAct } from '../contract/audit.js';
import { type Queryable, type Transaction } from '../database/transaction.js';

const acts = {
  hours: 'hours.changed',
  'canned-texts': 'canned-text.changed',
  'phone-list': 'phone.changed',
  categories: 'category.changed',
} as const satisfies Record<ContentSection, AuditAct>;

/** Who saved the present state, and when. */
export interface Saved {
  readonly version: number;
  readonly savedAt: string | null;
  readonly savedBy: string | null;
}

export interface Edit {
  readonly section: ContentSection;
  /** An account, a phone list, or `*` for what is for all accounts. */
  readonly scope: string;
  /** Accounts for whose people and callers something changes. */
  readonly accountIds: readonly string[];
  readonly staffId: string;
  /** The version that was edited. */
  readonly version: number;
  readonly before: unknown;
  readonly after: unknown;
}

/** What every editor does when it saves: a version, a trace, and an event, in the transaction of the change itself. */
@Injectable()
export class ContentJournal {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError changed_meanwhile where somebody saved first */
  async save(tx: Transaction, edit: Edit): Promise<void> {
    const { section, scope, staffId, version, after } = edit;
    const isNext = await writeVersion(
      tx,
      { scope, section, body: after, savedAt: this.clock.now(), savedBy: staffId },
      version,
    );
    if (!isNext) throw new AppError('changed_meanwhile');
    await this.trace(tx, { ...edit, act: acts[section], subject: { kind: section, id: scope } });
  }

  /** The trace and the events of a change whose version is written elsewhere. */
  async trace(
    tx: Transaction,
    edit: Pick<Edit, 'accountIds' | 'staffId' | 'version' | 'before' | 'after'> & {
      readonly act: AuditAct;
      readonly subject: { readonly kind: string; readonly id: string };
    },
  ): Promise<void> {
    const { act, subject, accountIds, staffId, version, before, after } = edit;
    const change = settingsChange(before, after);
    await this.audit.record(tx, {
      act,
      actor: staffId,
      accountId: accountIds.length === 1 ? (accountIds[0] ?? null) : null,
      subject,
      details: { version: version + 1 },
      ...(change === undefined ? {} : { change }),
    });
    for (const accountId of accountIds) tx.emit({ type: 'account.changed', accountId });
  }

  /** Where a transaction is through, this process knows it at once; others know it within seconds. */
  async reread(): Promise<void> {
    await this.accounts.reload();
  }

  async saved(tx: Queryable, section: ContentSection, scope: string): Promise<Saved> {
    const [row] = await tx.query<{ version: number; savedAt: Date; savedBy: string | null }>(
      `SELECT version, saved_at AS "savedAt", (SELECT display_name FROM staff WHERE id = saved_by) AS "savedBy"
       FROM content_version WHERE section = $1 AND scope = $2 ORDER BY version DESC LIMIT 1`,
      [section, scope],
    );
    if (row === undefined) return { version: 0, savedAt: null, savedBy: null };
    return { ...row, savedAt: row.savedAt.toISOString() };
  }
}

/** By name, so that the trace shows which of them changed, not the whole list. */
export function byName<Entry>(
  entries: readonly Entry[],
  name: (entry: Entry) => string,
): Record<string, unknown> {
  return Object.fromEntries(
    entries.map((entry, index) => [name(entry).replaceAll('.', '．'), { place: index + 1, ...entry }]),
  );
}
