import { Injectable, Logger } from '@nestjs/common';
import { AccountDirectory } from '../../account/account.directory.js';
import { AccountRepository } from '../../account/account.repository.js';
import { ContentRepository } from '../../account/content.repository.js';
import { Database } from '../../database/database.service.js';
import { type Transaction } from '../../database/transaction.js';
import { ChecklistService } from '../../emergency/checklist.service.js';
import { SilenceWatch } from '../../inbox/silence-watch.js';
import { OpeningHoursService } from '../../opening-hours/opening-hours.service.js';
import { OpeningWatch } from '../../opening-hours/opening-watch.js';
import { SignInPolicies } from '../../staff/sign-in-policy.js';
import { type PreparedStaff, StaffRepository } from '../../staff/staff.repository.js';
import { AppliedSections } from './applied-sections.js';
import { type Provision } from './provision.schema.js';
import { type SectionName, sectionsOf } from './sections.js';
import { ProvisionTrace } from './provision-trace.js';

/** Any fixed number that nothing else locks. */
const PROVISION_LOCK = 7_160_519;

type ProvisionedAccount = Provision['accounts'][number];

/**
 * Brings the database to what is new in the file, all or nothing. What the file doesn't name stays as it is, and so does
 * what it says as it did before: people may have changed it on a screen since.
 */
@Injectable()
export class ProvisionService {
  readonly #logger = new Logger('Provision');
  #file: Provision | undefined;

  constructor(
    private readonly database: Database,
    private readonly accounts: AccountRepository,
    private readonly contents: ContentRepository,
    private readonly directory: AccountDirectory,
    private readonly openingHours: OpeningHoursService,
    private readonly openingWatch: OpeningWatch,
    private readonly silenceWatch: SilenceWatch,
    private readonly checklists: ChecklistService,
    private readonly staff: StaffRepository,
    private readonly signIn: SignInPolicies,
    private readonly applied: AppliedSections,
    private readonly trace: ProvisionTrace,
  ) {}

  /** What this process was started with; undefined without a file. */
  get file(): Provision | undefined {
    return this.#file;
  }

  async apply(provision: Provision): Promise<void> {
    this.#file = provision;
    const sections = sectionsOf(provision);
    // Passwords are hashed before the transaction, which takes its time.
    const expected = await this.applied.changed(this.database, sections);
    const staff = new Map<string, PreparedStaff>();
    for (const person of provision.staff)
      if (expected.has(`staff:${person.login}`))
        staff.set(person.login, await this.staff.prepare(this.database, person));
    const changed = await this.database.transaction(async (tx) => {
      // Processes that start together apply the file one after another.
      await tx.query(`SELECT pg_advisory_xact_lock(${PROVISION_LOCK})`);
      const before = await this.trace.state(tx, provision);
      const now = await this.applied.changed(tx, sections);
      for (const account of provision.accounts) await this.#applyAccount(tx, account, now);
      for (const person of provision.staff) {
        if (!now.has(`staff:${person.login}`)) continue;
        await this.staff.save(tx, staff.get(person.login) ?? (await this.staff.prepare(tx, person)));
      }
      if (now.has('signIn')) await this.signIn.save(tx, provision.signIn);
      await this.applied.remember(tx, sections, now);
      const accountIds = provision.accounts.map((account) => account.id);
      await this.openingWatch.restart(tx, accountIds);
      await this.silenceWatch.restart(tx, accountIds);
      await this.trace.record(tx, before, await this.trace.state(tx, provision));
      return now;
    });
    if (changed.size > 0) this.#logger.log(`applied from the file: ${[...changed].join(', ')}`);
    await this.directory.reload();
  }

  async #applyAccount(
    tx: Transaction,
    {
      line,
      hours,
      texts,
      cannedTexts,
      phoneNumbers,
      categories,
      emergencyChecklist,
      ...account
    }: ProvisionedAccount,
    changed: ReadonlySet<SectionName>,
  ): Promise<void> {
    const { id } = account;
    if (changed.has(`account:${id}`)) {
      await this.accounts.save(tx, {
        ...account,
        botUserId: line.botUserId,
        credentials: {
          channelId: line.channelId,
          channelSecrets: [line.channelSecret, line.previousChannelSecret].filter(
            (secret) => secret !== undefined,
          ),
          channelAccessToken: line.channelAccessToken,
          assertionKey: line.assertionKey,
        },
      });
      if (account.active !== undefined) await this.accounts.setActive(tx, id, account.active);
    }
    if (changed.has(`texts:${id}`)) {
      const templates = Object.fromEntries(Object.entries(texts).filter(([, body]) => body !== undefined));
      await this.contents.saveTemplates(tx, { id, templates });
    }
    if (changed.has(`canned-texts:${id}`)) {
      const entries = cannedTexts.map((entry) => ({ ...entry, category: entry.category ?? null }));
      await this.contents.saveCannedTexts(tx, { id, cannedTexts: entries });
    }
    if (changed.has(`phone-numbers:${id}`)) {
      const entries = phoneNumbers.map((entry) => ({
        ...entry,
        hours: entry.hours ?? null,
        note: entry.note ?? null,
      }));
      await this.contents.savePhoneNumbers(tx, { id, name: account.name, phoneNumbers: entries });
    }
    if (categories !== undefined && changed.has(`categories:${id}`))
      await this.contents.saveCategories(tx, { id, categories });
    if (changed.has(`hours:${id}`)) {
      await this.openingHours.save(tx, id, hours);
      await this.contents.noteHours(tx, { id, hours });
    }
    if (changed.has(`checklist:${id}`) && emergencyChecklist !== undefined)
      await this.checklists.save(tx, id, emergencyChecklist);
  }
}
