import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../../account/account.directory.js';
import { AccountRepository } from '../../account/account.repository.js';
import { Database } from '../../database/database.service.js';
import { SilenceWatch } from '../../inbox/silence-watch.js';
import { OpeningHoursService } from '../../opening-hours/opening-hours.service.js';
import { OpeningWatch } from '../../opening-hours/opening-watch.js';
import { SignInPolicies } from '../../staff/sign-in-policy.js';
import { type PreparedStaff, StaffRepository } from '../../staff/staff.repository.js';
import { type Provision } from './provision.schema.js';

/** Any fixed number that nothing else locks. */
const PROVISION_LOCK = 7_160_519;

/** Brings the database to what the file says, all or nothing. What the file doesn't name stays as it is. */
@Injectable()
export class ProvisionService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountRepository,
    private readonly directory: AccountDirectory,
    private readonly openingHours: OpeningHoursService,
    private readonly openingWatch: OpeningWatch,
    private readonly silenceWatch: SilenceWatch,
    private readonly staff: StaffRepository,
    private readonly signIn: SignInPolicies,
  ) {}

  async apply(provision: Provision): Promise<void> {
    const staff: PreparedStaff[] = [];
    for (const person of provision.staff) staff.push(await this.staff.prepare(this.database, person));
    await this.database.transaction(async (tx) => {
      // Processes that start together apply the file one after another.
      await tx.query(`SELECT pg_advisory_xact_lock(${PROVISION_LOCK})`);
      for (const { line, hours, texts, phoneNumbers, ...account } of provision.accounts) {
        await this.accounts.save(tx, {
          ...account,
          botUserId: line.botUserId ?? null,
          credentials: {
            channelId: line.channelId,
            channelSecrets: [line.channelSecret, line.previousChannelSecret].filter(
              (secret) => secret !== undefined,
            ),
            channelAccessToken: line.channelAccessToken,
            assertionKey: line.assertionKey,
          },
          templates: Object.fromEntries(Object.entries(texts).filter(([, body]) => body !== undefined)),
          phoneNumbers: phoneNumbers.map((entry) => ({ ...entry, note: entry.note ?? null })),
        });
        await this.openingHours.save(tx, account.id, hours);
      }
      for (const person of staff) await this.staff.save(tx, person);
      await this.signIn.save(tx, provision.signIn);
      const accountIds = provision.accounts.map((account) => account.id);
      await this.openingWatch.restart(tx, accountIds);
      await this.silenceWatch.restart(tx, accountIds);
    });
    await this.directory.reload();
  }
}
