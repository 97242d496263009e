import { Inject, Injectable } from '@nestjs/common';
import { type Account, AccountDirectory } from '../../account/account.directory.js';
import { AccountRepository } from '../../account/account.repository.js';
import { type LineCredentials } from '../../account/credentials.js';
import { AuditWriter } from '../../audit/audit-writer.js';
import { settingsChange } from '../../audit/settings-change.js';
import { AppError } from '../../config/app-error.js';
import { Clock } from '../../config/clock.js';
import { ENVIRONMENT } from '../../config/config.module.js';
import { type Environment, publicUrl } from '../../config/environment.js';
import {
  type AccountChange,
  type AccountDetail,
  type LineChange,
  type LineSettingsView,
  type NewAccount,
} from '../../contract/administration.js';
import { accountSettingsSchema } from '../../contract/account-settings.js';
import { Database, sqlState } from '../../database/database.service.js';
import { type Transaction } from '../../database/transaction.js';
import { countOverdue } from '../../erasure/retention.js';
import { SilenceWatch } from '../../inbox/silence-watch.js';
import { OpeningHoursService } from '../../opening-hours/opening-hours.service.js';
import { OpeningWatch } from '../../opening-hours/opening-watch.js';
import { presetHours } from './preset-hours.js';

const UNIQUE_VIOLATION = '23505';

/** What is saved of an account, beside its hours and texts. */
type Saved = Pick<Account, 'name' | 'purpose' | 'active' | 'botUserId' | 'credentials'> & {
  readonly settings: Account['savedSettings'];
};

/** Accounts and their LINE settings, as administrators make and change them. Secrets go in and never come out. */
@Injectable()
export class AccountAdministration {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly repository: AccountRepository,
    private readonly openingHours: OpeningHoursService,
    private readonly openingWatch: OpeningWatch,
    private readonly silenceWatch: SilenceWatch,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** @throws AppError account_not_found */
  async detail(accountId: string): Promise<AccountDetail> {
    await this.accounts.refresh(this.database, [accountId]);
    const account = this.accounts.find(accountId);
    if (account === undefined) throw new AppError('account_not_found');
    return {
      id: account.id,
      version: account.version,
      name: account.name,
      purpose: account.purpose,
      active: account.active,
      settings: account.savedSettings,
      line: lineView(account),
      webhookUrl: `${publicUrl(this.environment)}/line/webhook/${account.id}`,
    };
  }

  /**
   * Makes an account that is still switched off: nobody new gets a counselor before somebody says so.
   * @throws AppError account_exists
   */
  async create(staffId: string, account: NewAccount): Promise<AccountDetail> {
    const { id, name, purpose, channelId, channelSecret, hours } = account;
    const credentials = { channelId, channelSecrets: [channelSecret] };
    const settings = accountSettingsSchema.parse({});
    const schedule = presetHours[hours];
    await this.database.transaction(async (tx) => {
      const made = await tx.query('SELECT FROM account WHERE id = $1', [id]);
      if (made.length > 0) throw new AppError('account_exists', {}, 'id');
      await this.repository.save(tx, { id, name, purpose, credentials, settings });
      await this.repository.setActive(tx, id, false);
      if (schedule !== null) await this.openingHours.save(tx, id, schedule);
      const after = { name, purpose, active: false, botUserId: null, credentials, settings, hours };
      await this.#record(tx, staffId, id, undefined, after);
      await this.#follow(tx, id);
    });
    return this.#told(id);
  }

  /** @throws AppError account_not_found, stale_edit, retention_erases */
  async change(staffId: string, accountId: string, change: AccountChange): Promise<AccountDetail> {
    const { version, name, purpose, settings, erases = 0 } = change;
    return this.#save(staffId, accountId, version, async (saved, tx) => {
      await this.#assertErases(tx, accountId, erases, saved.settings, settings);
      return { ...saved, name, purpose, settings };
    });
  }

  /** Shortening how long callers are kept erases some for good: whoever does it says how many. */
  async #assertErases(
    tx: Transaction,
    accountId: string,
    confirmed: number,
    before: Saved['settings'],
    after: Saved['settings'],
  ): Promise<void> {
    const { days } = after.retention;
    if (days === undefined || days >= (before.retention.days ?? Number.POSITIVE_INFINITY)) return;
    const count = await countOverdue(tx, { accountId, days, now: this.clock.now() });
    if (count > confirmed) throw new AppError('retention_erases', { count }, 'erases');
  }

  /** @throws AppError account_not_found, stale_edit, bot_user_id_taken */
  async changeLine(staffId: string, accountId: string, change: LineChange): Promise<AccountDetail> {
    return this.#save(staffId, accountId, change.version, (saved) => ({
      ...saved,
      botUserId: change.botUserId,
      credentials: changedCredentials(saved.credentials, change),
    }));
  }

  /**
   * Of an account that is switched off everything is kept that comes; whoever writes hears when to call whom.
   * @throws AppError account_not_found, stale_edit, hours_missing
   */
  async setActive(
    staffId: string,
    accountId: string,
    version: number,
    active: boolean,
  ): Promise<AccountDetail> {
    return this.#save(staffId, accountId, version, (saved) => ({ ...saved, active }));
  }

  async #save(
    staffId: string,
    accountId: string,
    version: number,
    change: (saved: Saved, tx: Transaction) => Saved | Promise<Saved>,
  ): Promise<AccountDetail> {
    try {
      await this.database.transaction(async (tx) => {
        const before = await this.#locked(tx, accountId, version);
        const after = await change(before, tx);
        if (after.active && !before.active) await assertHasHours(tx, accountId);
        await this.repository.save(tx, { id: accountId, ...after });
        if (after.active !== before.active) await this.repository.setActive(tx, accountId, after.active);
        await this.#record(tx, staffId, accountId, before, after);
        await this.#follow(tx, accountId);
      });
    } catch (error) {
      if (sqlState(error) === UNIQUE_VIOLATION) throw new AppError('bot_user_id_taken', {}, 'botUserId');
      throw error;
    }
    return this.#told(accountId);
  }

  /** What follows from settings is worked out once more when this process knows them. */
  async #told(accountId: string): Promise<AccountDetail> {
    await this.accounts.reload();
    await this.database.transaction((tx) => this.#follow(tx, accountId));
    return this.detail(accountId);
  }

  /** The account as it is, its row locked. @throws AppError account_not_found, stale_edit */
  async #locked(tx: Transaction, accountId: string, version: number): Promise<Saved> {
    const [row] = await tx.query<{ version: number }>(
      'SELECT version FROM account WHERE id = $1 FOR UPDATE',
      [accountId],
    );
    if (row === undefined) throw new AppError('account_not_found');
    if (row.version !== version) throw new AppError('stale_edit');
    await this.accounts.refresh(tx, [accountId]);
    const account = await this.accounts.get(accountId);
    const { name, purpose, active, botUserId, credentials, savedSettings } = account;
    return { name, purpose, active, botUserId, credentials, settings: savedSettings };
  }

  async #record(
    tx: Transaction,
    actor: string,
    accountId: string,
    before: object | undefined,
    after: object,
  ): Promise<void> {
    const change = settingsChange(before ?? {}, after);
    if (change === undefined) return;
    const subject = { kind: 'account', id: accountId };
    await this.audit.record(tx, { act: 'account.changed', actor, accountId, subject, change });
  }

  /** Screens, timers and alarms follow what was saved. */
  async #follow(tx: Transaction, accountId: string): Promise<void> {
    await this.openingWatch.restart(tx, [accountId]);
    await this.silenceWatch.restart(tx, [accountId]);
  }
}

/** @throws AppError hours_missing: opened without any, it would only ever say that something is wrong */
async function assertHasHours(tx: Transaction, accountId: string): Promise<void> {
  const hours = await tx.query('SELECT FROM opening_schedule WHERE account_id = $1', [accountId]);
  if (hours.length === 0) throw new AppError('hours_missing');
}

function changedCredentials(before: LineCredentials, change: LineChange): LineCredentials {
  const [current, previous] = before.channelSecrets;
  const isNew = change.channelSecret !== undefined && change.channelSecret !== current;
  const secret = change.channelSecret ?? current;
  const older = isNew ? current : previous;
  const token =
    change.channelAccessToken === undefined ? before.channelAccessToken : change.channelAccessToken;
  return {
    channelId: change.channelId,
    channelSecrets: [secret, ...(change.keepPreviousSecret ? [older] : [])].filter(
      (each) => each !== undefined,
    ),
    ...(typeof token === 'string' ? { channelAccessToken: token } : {}),
    ...(before.assertionKey === undefined ? {} : { assertionKey: before.assertionKey }),
  };
}

function lineView({ credentials, botUserId }: Account): LineSettingsView {
  const [secret, previous] = credentials.channelSecrets;
  return {
    channelId: credentials.channelId,
    channelSecret: lastOf(secret),
    previousChannelSecret: lastOf(previous),
    channelAccessToken: lastOf(credentials.channelAccessToken),
    assertionKeyId: credentials.assertionKey?.kid ?? null,
    botUserId,
  };
}

function lastOf(secret: string | undefined): { last4: string } | null {
  return secret === undefined ? null : { last4: secret.slice(-4) };
}
