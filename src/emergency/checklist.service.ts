import { Injectable } from '@nestjs/common';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { byName, ContentJournal } from '../content/content-journal.js';
import { type ChecklistView, type SaveChecklist } from '../contract/checklist.js';
import { type ChecklistStep, checklistSchema } from '../contract/incident.js';
import { Database } from '../database/database.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { tokyoDate } from '../opening-hours/tokyo.js';
import { defaultChecklist } from './default-checklist.js';

export interface Checklist {
  readonly version: number;
  readonly steps: readonly ChecklistStep[];
}

interface Kept extends Checklist {
  readonly savedAt: Date;
  readonly savedBy: string | null;
}

/** What accounts do in an emergency, by version: one that has begun keeps the version that it began with. */
@Injectable()
export class ChecklistService {
  constructor(
    private readonly database: Database,
    private readonly journal: ContentJournal,
    private readonly clock: Clock,
  ) {}

  /** From the file of accounts, or the built-in one. Steps that are the same as the newest version are no new one. */
  async save(tx: Transaction, accountId: string, steps: readonly ChecklistStep[]): Promise<void> {
    await lock(tx, accountId);
    const newest = await this.#newest(tx, accountId);
    if (newest !== undefined && isSame(newest.steps, steps)) return;
    await this.#write(tx, { accountId, version: (newest?.version ?? 0) + 1, steps, savedBy: null });
  }

  /** For whoever edits it. An account without one shows the built-in steps, as version 0. */
  async read(accountId: string): Promise<ChecklistView> {
    return this.database.snapshot((tx) => this.#view(tx, accountId));
  }

  /** A new version, with its trace. @throws AppError changed_meanwhile, name_twice, verified_in_future */
  async edit(staffId: string, accountId: string, { version, steps }: SaveChecklist): Promise<ChecklistView> {
    this.#assertSound(steps);
    return this.database.transaction(async (tx) => {
      await lock(tx, accountId);
      const before = await this.#view(tx, accountId);
      if (before.version !== version) throw new AppError('changed_meanwhile');
      if (version > 0 && isSame(before.steps, steps)) return before;
      await this.#write(tx, { accountId, version: version + 1, steps, savedBy: staffId });
      await this.journal.trace(tx, {
        act: 'checklist.changed',
        subject: { kind: 'checklist', id: accountId },
        accountIds: [accountId],
        staffId,
        version,
        // What nobody saved was in force all the same.
        before: byName(before.steps, ({ title }) => title),
        after: byName(steps, ({ title }) => title),
      });
      return this.#view(tx, accountId);
    });
  }

  /** The newest version; an account without one gets the built-in steps as its first. */
  async current(tx: Transaction, accountId: string): Promise<Checklist> {
    const found = await this.#newest(tx, accountId);
    if (found !== undefined) return found;
    await this.save(tx, accountId, defaultChecklist);
    const saved = await this.#newest(tx, accountId);
    if (saved === undefined) throw new Error(`account ${accountId} has no checklist`);
    return saved;
  }

  /** Whoever is called in a hurry must be told apart, and numbers are checked before they are written down. */
  #assertSound(steps: readonly ChecklistStep[]): void {
    const today = this.#today();
    steps.forEach(({ title, call }, index) => {
      if (steps.findIndex((other) => other.title === title) !== index)
        throw new AppError('name_twice', { name: title }, `steps.${index}.title`);
      if (call !== null && call.verifiedOn > today)
        throw new AppError('verified_in_future', {}, `steps.${index}.call.verifiedOn`);
    });
  }

  async #view(tx: Queryable, accountId: string): Promise<ChecklistView> {
    const today = this.#today();
    const newest = await this.#newest(tx, accountId);
    if (newest === undefined)
      return { version: 0, savedAt: null, savedBy: null, today, steps: [...defaultChecklist] };
    const { version, savedAt, savedBy, steps } = newest;
    return { version, savedAt: savedAt.toISOString(), savedBy, today, steps: [...steps] };
  }

  async #write(
    tx: Transaction,
    {
      accountId,
      version,
      steps,
      savedBy,
    }: Checklist & { readonly accountId: string; readonly savedBy: string | null },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO emergency_checklist (account_id, version, steps, saved_at, saved_by)
       VALUES ($1, $2, $3, $4, $5)`,
      [accountId, version, JSON.stringify(steps), this.clock.now(), savedBy],
    );
  }

  async #newest(tx: Queryable, accountId: string): Promise<Kept | undefined> {
    const [row] = await tx.query<Omit<Kept, 'steps'> & { steps: unknown }>(
      `SELECT version, steps, saved_at AS "savedAt", (SELECT display_name FROM staff WHERE id = saved_by) AS "savedBy"
       FROM emergency_checklist WHERE account_id = $1 ORDER BY version DESC LIMIT 1`,
      [accountId],
    );
    return row === undefined ? undefined : { ...row, steps: checklistSchema.parse(row.steps) };
  }

  #today(): string {
    return tokyoDate(this.clock.now()).toString();
  }
}

/** Two that save at once make two versions, one after the other. */
async function lock(tx: Transaction, accountId: string): Promise<void> {
  await tx.query('SELECT FROM account WHERE id = $1 FOR UPDATE', [accountId]);
}

/** Whatever the order in which their parts were written. */
function isSame(one: readonly ChecklistStep[], other: readonly ChecklistStep[]): boolean {
  const plain = (steps: readonly ChecklistStep[]) => JSON.stringify(checklistSchema.parse(steps));
  return plain(one) === plain(other);
}
