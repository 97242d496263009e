import { Injectable } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type DisclosureRequest, type FactRequest, type IncidentsView } from '../contract/incident.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { KeyStore } from '../vault/key-store.js';
import { noteTicketRead } from '../ticket/ticket-trace.js';
import { accessIncident, auditedIncident, type OpenIncident } from './incident.access.js';
import { IncidentEntries } from './incident-entries.js';
import { IncidentReadModel } from './incident.read-model.js';

/** What the caller said that helps to find them, and what was told to whom: both only ever by a person's hand. */
@Injectable()
export class IncidentFactsService {
  constructor(
    private readonly database: Database,
    private readonly entries: IncidentEntries,
    private readonly readModel: IncidentReadModel,
    private readonly audit: AuditWriter,
    private readonly keys: KeyStore,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError incident_not_found, not_permitted, incident_over, message_not_found, client_id_reused */
  async fact(principal: Principal, incidentId: string, request: FactRequest): Promise<IncidentsView> {
    return this.#change(principal, incidentId, async (tx, incident) => {
      if (request.messageId !== null) await this.#assertSaid(tx, incident, request.messageId);
      await this.entries.fact(tx, incident, principal, request);
    });
  }

  /** @throws AppError incident_not_found, not_permitted, incident_over, client_id_reused */
  async disclosure(
    principal: Principal,
    incidentId: string,
    request: DisclosureRequest,
  ): Promise<IncidentsView> {
    return this.#change(principal, incidentId, async (tx, incident) => {
      if (!(await this.entries.disclosure(tx, incident, principal, request))) return;
      await this.audit.record(tx, {
        act: 'emergency.disclosure-noted',
        actor: principal.staffId,
        ...auditedIncident(incident),
        details: { entry: request.clientId },
      });
    });
  }

  /** It was wrong. It stays readable as such. @throws AppError incident_not_found, not_permitted, incident_over, not_found */
  async withdraw(principal: Principal, incidentId: string, entryId: string): Promise<IncidentsView> {
    return this.#change(principal, incidentId, async (tx) => {
      const found = await tx.query(
        `SELECT FROM incident_entry WHERE id = $1 AND incident_id = $2 AND kind <> 'step'`,
        [entryId, incidentId],
      );
      if (found.length === 0) throw new AppError('not_found');
      await tx.query(
        'UPDATE incident_entry SET withdrawn_at = $2, withdrawn_by = $3 WHERE id = $1 AND withdrawn_at IS NULL',
        [entryId, this.clock.now(), principal.staffId],
      );
    });
  }

  async #change(
    principal: Principal,
    incidentId: string,
    change: (tx: Transaction, incident: OpenIncident) => Promise<void>,
  ): Promise<IncidentsView> {
    const { head, ticketId } = await this.database.transaction(async (tx) => {
      const incident = await accessIncident(tx, this.keys, principal, incidentId, 'work');
      await change(tx, incident);
      tx.emit({ type: 'incident.changed', accountId: incident.accountId, ticketId: incident.ticketId });
      return incident;
    });
    // All that stands there is given out, whatever was written.
    await noteTicketRead(this.audit, principal, head);
    return this.database.snapshot((tx) => this.readModel.ofTicket(tx, ticketId));
  }

  /** Only what this caller said themselves, in this consultation. */
  async #assertSaid(tx: Transaction, { ticketId }: OpenIncident, messageId: string): Promise<void> {
    const said = await tx.query(
      `SELECT FROM message WHERE id = $1 AND ticket_id = $2 AND direction = 'inbound' AND withdrawn_at IS NULL`,
      [messageId, ticketId],
    );
    if (said.length === 0) throw new AppError('message_not_found', {}, 'messageId');
  }
}
