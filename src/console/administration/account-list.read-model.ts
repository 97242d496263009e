import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../../account/account.directory.js';
import { AlarmService } from '../../account/alarm.service.js';
import { type AccountList, type ProgressView } from '../../contract/administration.js';
import { Database } from '../../database/database.service.js';
import { OpeningHoursService } from '../../opening-hours/opening-hours.service.js';

/** Whether a person of `staff` can sign in; `$1` says whether a password alone is enough, as in a demo. */
const HAS_WAY_IN = `(EXISTS (SELECT FROM passkey WHERE staff_id = staff.id AND suspect_at IS NULL)
  OR EXISTS (SELECT FROM staff_totp WHERE staff_id = staff.id AND secret_sealed IS NOT NULL)
  OR ($1 AND password_hash IS NOT NULL))`;

interface CountRow {
  readonly id: string;
  readonly hasHours: boolean;
  readonly counselors: number;
  readonly supervisors: number;
}

interface ProgressRow {
  readonly id: string;
  readonly lineCheck: 'ok' | 'wrong' | 'unknown' | null;
  readonly hasHours: boolean;
  readonly members: number;
  readonly membersWithWayIn: number;
  readonly heardAt: Date | null;
  readonly firstMessageAt: Date | null;
}

/** The accounts as administrators see them, and how far each has come: figures, and nothing of any consultation. */
@Injectable()
export class AccountListReadModel {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly alarms: AlarmService,
    private readonly openingHours: OpeningHoursService,
  ) {}

  async list(): Promise<AccountList> {
    const rows = await this.database.query<CountRow>(
      `SELECT id, EXISTS (SELECT FROM opening_schedule WHERE account_id = account.id) AS "hasHours",
         (SELECT count(*)::int FROM membership JOIN staff ON staff.id = staff_id AND staff.active
           WHERE account_id = account.id AND role = 'counselor') AS counselors,
         (SELECT count(*)::int FROM membership JOIN staff ON staff.id = staff_id AND staff.active
           WHERE account_id = account.id AND role = 'supervisor') AS supervisors
       FROM account ORDER BY active DESC, id`,
    );
    const ids = rows.map(({ id }) => id);
    await this.accounts.refresh(this.database, ids);
    const openings = await this.openingHours.now(this.database, ids);
    const alarms = await this.alarms.of(this.database, ids);
    return {
      accounts: rows.flatMap(({ id, ...counts }) => {
        const account = this.accounts.find(id);
        if (account === undefined) return [];
        const { name, purpose, active } = account;
        const opening = openings.get(id)?.state ?? 'unknown';
        return [{ id, name, purpose, active, opening, alarms: alarms.get(id) ?? [], ...counts }];
      }),
    };
  }

  /** @param demo a password alone lets people in */
  async progress(staffId: string, demo: boolean): Promise<ProgressView> {
    const [who] = await this.database.query<{ administrators: number; ownWayIn: boolean }>(
      `SELECT (SELECT count(*)::int FROM staff WHERE administrator AND active AND ${HAS_WAY_IN}) AS administrators,
         (SELECT ${HAS_WAY_IN} FROM staff WHERE id = $2) AS "ownWayIn"`,
      [demo, staffId],
    );
    const rows = await this.database.query<ProgressRow>(
      `SELECT id, EXISTS (SELECT FROM opening_schedule WHERE account_id = account.id) AS "hasHours",
         (SELECT CASE WHEN findings IS NULL THEN NULL
            WHEN findings @> '[{"state": "wrong"}]' THEN 'wrong'
            WHEN findings @> '[{"state": "unknown"}]' THEN 'unknown' ELSE 'ok' END
          FROM line_check_result WHERE account_id = account.id) AS "lineCheck",
         (SELECT count(*)::int FROM membership JOIN staff ON staff.id = staff_id AND staff.active
           WHERE account_id = account.id) AS members,
         (SELECT count(*)::int FROM membership JOIN staff ON staff.id = staff_id AND staff.active
           WHERE account_id = account.id AND ${HAS_WAY_IN}) AS "membersWithWayIn",
         (SELECT received_at FROM webhook_event_id WHERE account_id = account.id
           ORDER BY received_at DESC LIMIT 1) AS "heardAt",
         (SELECT opened_at FROM ticket WHERE account_id = account.id ORDER BY number LIMIT 1) AS "firstMessageAt"
       FROM account ORDER BY created_at, id`,
      [demo],
    );
    await this.accounts.refresh(
      this.database,
      rows.map(({ id }) => id),
    );
    return {
      ownWayIn: who?.ownWayIn ?? false,
      administrators: who?.administrators ?? 0,
      accounts: rows.flatMap(({ heardAt, firstMessageAt, ...row }) => {
        const account = this.accounts.find(row.id);
        if (account === undefined) return [];
        return [
          {
            ...row,
            name: account.name,
            active: account.active,
            phoneNumbers: account.phoneNumbers.length,
            heardAt: heardAt?.toISOString() ?? null,
            firstMessageAt: firstMessageAt?.toISOString() ?? null,
          },
        ];
      }),
    };
  }
}
