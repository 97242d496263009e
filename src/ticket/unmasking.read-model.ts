import { Injectable } from '@nestjs/common';
import { type UnmaskingsView } from '../contract/unmask.js';
import { Database } from '../database/database.service.js';
import { type Principal } from '../staff/principal.js';
import { Vault } from '../vault/vault.service.js';
import { accessTicket } from './ticket.access.js';

interface Row {
  readonly entryId: string;
  readonly by: { readonly id: string; readonly displayName: string };
  readonly at: Date;
  readonly whySealed: Buffer | null;
}

/** Why somebody looked at who a caller is: the words of the trace, for the supervisors who have to look into it. */
@Injectable()
export class UnmaskingReadModel {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** @throws AppError ticket_not_found, not_permitted */
  async open(principal: Principal, ticketId: string): Promise<UnmaskingsView> {
    return this.database.snapshot(async (tx) => {
      await accessTicket(tx, principal, ticketId, 'supervise', 'no-lock');
      const rows = await tx.query<Row>(SELECT_OPEN, [ticketId]);
      const sealed = rows.flatMap(({ entryId, whySealed }) =>
        whySealed === null
          ? []
          : { entryId, binding: `audit_entry.why:${entryId}` as const, bytes: whySealed },
      );
      const opened = await this.vault.openEachJson(tx, sealed);
      const words = new Map(sealed.map(({ entryId }, index) => [entryId, opened[index]]));
      return {
        unmaskings: rows.map(({ entryId, by, at }) => {
          const reason = words.get(entryId);
          return {
            by,
            at: at.toISOString(),
            reason: reason?.kind === 'opened' ? String(reason.value) : null,
          };
        }),
      };
    });
  }
}

/** Of everybody whom the notice names: what they did since somebody last looked into it. */
const SELECT_OPEN = `
  SELECT entry.id AS "entryId", json_build_object('id', staff.id, 'displayName', display_name) AS by, at,
    why_sealed AS "whySealed"
  FROM ticket_alarm JOIN audit_entry AS entry ON entry.ticket_id = ticket_alarm.ticket_id AND actor_id = ANY(caused_by)
    JOIN staff ON staff.id = actor_id
  WHERE ticket_alarm.ticket_id = $1 AND kind = 'unmasked' AND seen_at IS NULL AND act = 'caller.unmasked'
    AND NOT EXISTS (SELECT FROM audit_entry AS seen WHERE seen.ticket_id = $1 AND seen.act = 'unmasking.seen'
      AND seen.subject_id = staff.id::text AND seen.seq > entry.seq)
  ORDER BY entry.seq`;
