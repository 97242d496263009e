import { Injectable } from '@nestjs/common';
import { OfferService } from '../../assignment/offer.service.js';
import { VanishService } from '../../assignment/vanish.service.js';
import { AuditWriter } from '../../audit/audit-writer.js';
import { settingsChange } from '../../audit/settings-change.js';
import { AppError } from '../../config/app-error.js';
import { type NewPerson, type PersonChange } from '../../contract/administration.js';
import { type Role } from '../../contract/permission.js';
import { Database, sqlState } from '../../database/database.service.js';
import { type Transaction } from '../../database/transaction.js';
import { type SignedIn } from '../../staff/principal.js';
import { SessionService } from '../../staff/session.service.js';
import { type StaffSettings, StaffRepository } from '../../staff/staff.repository.js';
import { letIn } from '../../staff/vouch.service.js';

const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';

interface Row extends Omit<StaffSettings, 'password'> {
  readonly version: number;
}

type Person = Omit<Row, 'version'>;

/**
 * Who works here and as what. Whoever loses a place loses the callers they have there at once, to the line or the
 * supervisors; whoever gets or loses a role signs in anew, so that no console goes on with what it might do before.
 */
@Injectable()
export class StaffAdministration {
  constructor(
    private readonly database: Database,
    private readonly staff: StaffRepository,
    private readonly sessions: SessionService,
    private readonly vanish: VanishService,
    private readonly offers: OfferService,
    private readonly audit: AuditWriter,
  ) {}

  /** Makes a person without a way in: a one-time link gives them one. @throws AppError login_taken, account_not_found */
  async create(principal: SignedIn, { memberships, oversight = [], ...given }: NewPerson): Promise<string> {
    const person: Person = {
      ...given,
      active: true,
      memberships: rolesOf(memberships),
      oversight: rolesOf(oversight),
    };
    return this.#refusing(() =>
      this.database.transaction(async (tx) => {
        const taken = await tx.query('SELECT FROM staff WHERE login = $1', [person.login]);
        if (taken.length > 0) throw new AppError('login_taken', {}, 'login');
        const staffId = await this.#write(tx, principal, undefined, person);
        await this.#told(tx, principal, staffId, undefined, person);
        return staffId;
      }),
    );
  }

  /**
   * Nobody gives themselves a role: what one may read, somebody else has said. Who tries leaves an entry too.
   * @throws AppError person_not_found, stale_edit, last_administrator, own_roles, account_not_found
   */
  async change(
    principal: SignedIn,
    staffId: string,
    { version, memberships, oversight, ...fields }: PersonChange,
  ): Promise<void> {
    try {
      await this.#save(principal, staffId, version, (before) => ({
        ...before,
        ...fields,
        memberships: rolesOf(memberships),
        oversight: oversight === undefined ? before.oversight : rolesOf(oversight),
      }));
    } catch (error) {
      if (error instanceof AppError && error.code === 'own_roles')
        await this.audit.note({
          act: 'own-roles.refused',
          actor: principal.staffId,
          subject: { kind: 'staff', id: staffId },
        });
      throw error;
    }
  }

  /** @throws AppError person_not_found, stale_edit, last_administrator, not_for_oneself */
  async deactivate(principal: SignedIn, staffId: string, version: number): Promise<void> {
    if (staffId === principal.staffId) throw new AppError('not_for_oneself');
    await this.#save(principal, staffId, version, (before) => ({ ...before, active: false }));
  }

  async activate(principal: SignedIn, staffId: string, version: number): Promise<void> {
    await this.#save(principal, staffId, version, (before) => ({ ...before, active: true }));
  }

  async #save(
    principal: SignedIn,
    staffId: string,
    version: number,
    change: (before: Person) => Person,
  ): Promise<void> {
    await this.#refusing(() =>
      this.database.transaction(async (tx) => {
        // Two administrators who take each other's rights at once: one of them is too late.
        const administrators = await tx.query<{ id: string }>(
          'SELECT id FROM staff WHERE administrator AND active ORDER BY id FOR UPDATE',
        );
        const before = await locked(tx, staffId, version);
        const after = change(before);
        const isOne = administrators.some(({ id }) => id === staffId);
        if (isOne && administrators.length === 1 && !(after.administrator && after.active))
          throw new AppError('last_administrator');
        if (staffId === principal.staffId && hasOtherRoles(before, after)) throw new AppError('own_roles');
        await this.#write(tx, principal, before, after);
        await this.#leave(tx, staffId, before, after);
        if (hasOtherRoles(before, after)) await this.sessions.endAll(staffId, null, tx);
        await this.#told(tx, principal, staffId, before, after);
      }),
    );
    await this.offers.withdrawAll(staffId);
  }

  /** Whoever makes an administrator, also of who was one before, had a hand in letting them in. */
  async #write(
    tx: Transaction,
    { staffId: by }: SignedIn,
    before: Person | undefined,
    after: Person,
  ): Promise<string> {
    const staffId = await this.staff.save(tx, { settings: after, isFromFile: false, passwordHash: null });
    if (administers(after) && !administers(before)) await letIn(tx, staffId, [by]);
    return staffId;
  }

  /** Their callers of every account that they don't work for any more go back. */
  async #leave(tx: Transaction, staffId: string, before: Person, after: Person): Promise<void> {
    for (const accountId of Object.keys(before.memberships).toSorted()) {
      if (after.active && after.memberships[accountId] !== undefined) continue;
      await this.vanish.giveBack(tx, staffId, accountId);
      tx.emit({ type: 'counselor.changed', staffId, accountId });
    }
  }

  async #told(
    tx: Transaction,
    principal: SignedIn,
    staffId: string,
    before: Person | undefined,
    after: Person,
  ): Promise<void> {
    const change = settingsChange(before ?? {}, after);
    if (change === undefined) return;
    const subject = { kind: 'staff', id: staffId };
    await this.audit.record(tx, { act: 'staff.changed', actor: principal.staffId, subject, change });
    tx.emit({ type: 'counselor.changed', staffId });
    const accountIds = new Set([
      ...Object.keys(before?.memberships ?? {}),
      ...Object.keys(after.memberships),
    ]);
    for (const accountId of accountIds) tx.emit({ type: 'account.changed', accountId });
  }

  async #refusing<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (sqlState(error) === UNIQUE_VIOLATION) throw new AppError('login_taken', {}, 'login');
      if (sqlState(error) === FOREIGN_KEY_VIOLATION)
        throw new AppError('account_not_found', {}, 'memberships');
      throw error;
    }
  }
}

/** @throws AppError person_not_found, stale_edit */
async function locked(tx: Transaction, staffId: string, version: number): Promise<Person> {
  const [row] = await tx.query<Row>(
    `SELECT login, display_name AS "displayName", active, administrator, capacity, professions, languages, version,
       (SELECT coalesce(json_object_agg(account_id, role), '{}') FROM membership WHERE staff_id = staff.id) AS memberships,
       (SELECT coalesce(json_object_agg(account_id, role), '{}') FROM oversight WHERE staff_id = staff.id) AS oversight
     FROM staff WHERE id = $1 FOR UPDATE`,
    [staffId],
  );
  if (row === undefined) throw new AppError('person_not_found');
  const { version: saved, ...person } = row;
  if (saved !== version) throw new AppError('stale_edit');
  return person;
}

function rolesOf<Held extends Role>(
  places: readonly { readonly accountId: string; readonly role: Held }[],
): Record<string, Held> {
  return Object.fromEntries(places.map(({ accountId, role }) => [accountId, role]));
}

function administers(person: Person | undefined): boolean {
  return person?.administrator === true && person.active;
}

function hasOtherRoles(before: Person, after: Person): boolean {
  const roles = ({ administrator, active, memberships, oversight }: Person): string =>
    JSON.stringify([administrator, active, sorted(memberships), sorted(oversight)]);
  return roles(before) !== roles(after);
}

function sorted(places: Readonly<Record<string, Role>>): [string, Role][] {
  return Object.entries(places).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
