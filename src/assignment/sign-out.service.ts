import { Injectable } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Database } from '../database/database.service.js';
import { type Principal } from '../staff/principal.js';
import { SessionService } from '../staff/session.service.js';
import { OfferService } from './offer.service.js';
import { PresenceService } from './presence.service.js';

/** Nobody signs out and leaves callers behind. */
@Injectable()
export class SignOutService {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionService,
    private readonly presence: PresenceService,
    private readonly offers: OfferService,
    private readonly audit: AuditWriter,
  ) {}

  /**
   * @param socketIds consoles of this session, which end with it: nothing is given to them from now on
   * @throws AppError tickets_in_hand
   */
  async signOut({ staffId }: Principal, token: string, socketIds: readonly string[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      // Nothing is taken or given to them meanwhile.
      await tx.query('SELECT id FROM staff WHERE id = $1 FOR NO KEY UPDATE', [staffId]);
      const [held] = await tx.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ticket WHERE assigned_to = $1 AND state = 'active'`,
        [staffId],
      );
      if (held !== undefined && held.count > 0) throw new AppError('tickets_in_hand', { count: held.count });
      await this.sessions.signOut(token, tx);
      await this.audit.record(tx, { act: 'session.signed-out', actor: staffId });
      await this.presence.leave(tx, staffId, socketIds);
      // Whoever comes back for the next shift is there for callers, whatever they said at the end of this one.
      await tx.query(`UPDATE presence SET chosen = 'available' WHERE staff_id = $1 AND gone_at IS NOT NULL`, [
        staffId,
      ]);
    });
    await this.offers.withdrawAll(staffId);
  }
}
