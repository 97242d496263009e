import { Inject, Injectable, Logger } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { type MembershipRole, type OversightRole } from '../contract/permission.js';
import { type PersonView, type SignInLink } from '../contract/sign-in.js';
import { Database } from '../database/database.service.js';
import { type OpenRecovery, RecoveryService } from './recovery.service.js';
import { SessionService } from './session.service.js';
import { rolesOf, SignInPolicies, strictest } from './sign-in-policy.js';
import { SignInLinkService } from './sign-in-link.service.js';
import { COMES_BY_SIGN_ON, HAS_WAY_IN } from './way-in.js';

interface PersonRow {
  readonly staffId: string;
  readonly login: string;
  readonly version: number;
  readonly displayName: string;
  readonly capacity: number;
  readonly professions: PersonView['professions'];
  readonly languages: string[];
  readonly administrator: boolean;
  readonly active: boolean;
  readonly memberships: Readonly<Record<string, MembershipRole>>;
  readonly oversight: Readonly<Record<string, OversightRole>>;
  readonly passkeys: number;
  readonly suspectPasskeys: number;
  readonly totp: boolean;
  readonly singleSignOn: boolean;
  readonly sessions: number;
  readonly lastSeenAt: Date | null;
  readonly unvouched: PersonView['unvouched'];
  readonly link: { readonly recovery: boolean; readonly expiresAt: string } | null;
}

/** Who works here and how they get in, as administrators see it: no secret, and nothing of any consultation. */
@Injectable()
export class PeopleService {
  readonly #logger = new Logger('Staff');
  readonly #idleMinutes: number;

  constructor(
    private readonly database: Database,
    private readonly policies: SignInPolicies,
    private readonly recoveries: RecoveryService,
    private readonly links: SignInLinkService,
    private readonly sessions: SessionService,
    private readonly audit: AuditWriter,
    @Inject(ENVIRONMENT) environment: Environment,
  ) {
    this.#idleMinutes = environment.SESSION_IDLE_MINUTES;
  }

  async list(): Promise<PersonView[]> {
    const rows = await this.database.query<PersonRow>(
      `SELECT staff.id AS "staffId", login, version, display_name AS "displayName", capacity, professions, languages,
         administrator, active,
         (SELECT coalesce(json_object_agg(account_id, role), '{}') FROM membership WHERE staff_id = staff.id) AS memberships,
         (SELECT coalesce(json_object_agg(account_id, role), '{}') FROM oversight WHERE staff_id = staff.id) AS oversight,
         (SELECT count(*)::int FROM passkey WHERE staff_id = staff.id AND suspect_at IS NULL) AS passkeys,
         (SELECT count(*)::int FROM passkey WHERE staff_id = staff.id AND suspect_at IS NOT NULL) AS "suspectPasskeys",
         EXISTS (SELECT FROM staff_totp WHERE staff_id = staff.id AND secret_sealed IS NOT NULL) AS totp,
         ${COMES_BY_SIGN_ON} AS "singleSignOn",
         (SELECT count(*)::int FROM session WHERE staff_id = staff.id AND expires_at > now()
           AND seen_at > now() - interval '${this.#idleMinutes} minutes') AS sessions,
         (SELECT max(seen_at) FROM session WHERE staff_id = staff.id) AS "lastSeenAt",
         (SELECT json_build_object('recovery', recovery, 'expiresAt', expires_at) FROM sign_in_link
           WHERE staff_id = staff.id AND used_at IS NULL AND expires_at > now()) AS link,
         CASE WHEN administrator AND active AND vouched_at IS NULL THEN json_build_object('letInBy',
           (SELECT coalesce(json_agg(json_build_object('id', id, 'displayName', display_name) ORDER BY login), '[]')
            FROM staff AS hand WHERE hand.id = ANY(staff.let_in_by))) END AS unvouched
       FROM staff ORDER BY active DESC, administrator, login`,
    );
    const policies = await this.policies.all();
    const recoveries = await this.recoveries.of(rows.map(({ staffId }) => staffId));
    return rows.map(({ memberships, oversight, lastSeenAt, link, ...row }) => ({
      ...row,
      memberships: Object.entries(memberships).map(([accountId, role]) => ({ accountId, role })),
      oversight: Object.entries(oversight).map(([accountId, role]) => ({ accountId, role })),
      policy: strictest(
        policies,
        rolesOf([...Object.values(memberships), ...Object.values(oversight)], row.administrator),
      ),
      lastSeenAt: lastSeenAt?.toISOString() ?? null,
      link: link === null ? null : { ...link, expiresAt: new Date(link.expiresAt).toISOString() },
      recovery: recoveryView(recoveries.get(row.staffId)),
    }));
  }

  /**
   * A link for who has no way in yet. For who has one it takes two: a link is as good as being that person.
   * @throws AppError person_not_found, recovery_needed
   */
  async makeLink(staffId: string, madeBy: string | null): Promise<SignInLink> {
    const link = await this.database.transaction(async (tx) => {
      const [person] = await tx.query<{ hasWayIn: boolean }>(
        `SELECT ${HAS_WAY_IN} AS "hasWayIn" FROM staff WHERE id = $1 AND active FOR UPDATE`,
        [staffId],
      );
      if (person === undefined) throw new AppError('person_not_found');
      if (person.hasWayIn) throw new AppError('recovery_needed');
      await this.audit.record(tx, {
        act: 'link.made',
        actor: madeBy ?? { kind: 'command' },
        subject: { kind: 'staff', id: staffId },
        details: { recovery: false },
      });
      return this.links.make(tx, { staffId, recovery: false, madeBy });
    });
    this.#logger.log(
      `trace: a sign-in link for staff ${staffId} was made by ${madeBy ?? 'the command line'}`,
    );
    return link;
  }

  async endSessions(staffId: string, endedBy: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.sessions.endAll(staffId, null, tx);
      await this.audit.record(tx, {
        act: 'session.ended',
        actor: endedBy,
        subject: { kind: 'staff', id: staffId },
      });
    });
    this.#logger.log(`trace: the sessions of staff ${staffId} were ended by ${endedBy}`);
  }
}

function recoveryView(recovery: OpenRecovery | undefined): PersonView['recovery'] {
  if (recovery === undefined) return null;
  return {
    openedBy: { id: recovery.openedBy, displayName: recovery.openedByName },
    openedAt: recovery.openedAt.toISOString(),
    expiresAt: recovery.expiresAt.toISOString(),
    reason: recovery.reason,
  };
}
