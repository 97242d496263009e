import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type IncidentStepState, type IncidentsView, type SettleStepRequest } from '../contract/incident.js';
import { Database } from '../database/database.service.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { type AlarmedTicket, TicketAlarmService } from '../ticket/ticket-alarm.service.js';
import { noteTicketRead } from '../ticket/ticket-trace.js';
import { KeyStore } from '../vault/key-store.js';
import { accessIncident, auditedIncident, emitIncidentChanged } from './incident.access.js';
import { IncidentEntries } from './incident-entries.js';
import { IncidentReadModel } from './incident.read-model.js';

export const INCIDENT_OVERDUE = 'incident-overdue';

interface StepRow {
  readonly state: IncidentStepState;
  readonly settledBy: string | null;
  readonly settlerName: string | null;
}

/** The steps of a checklist: each has its time, and what becomes of it has its author. */
@Injectable()
export class IncidentStepService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly entries: IncidentEntries,
    private readonly readModel: IncidentReadModel,
    private readonly alarms: TicketAlarmService,
    private readonly audit: AuditWriter,
    private readonly timers: TimerService,
    private readonly keys: KeyStore,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handle(INCIDENT_OVERDUE, (tx, subject) => this.#overdue(tx, subject));
  }

  /**
   * Done, left out with a reason, or open again. Of two who settle it at once, the second is told who was first.
   * @throws AppError incident_not_found, not_permitted, incident_over, step_settled, step_note_required
   */
  async settle(
    principal: Principal,
    incidentId: string,
    position: number,
    { state, note }: SettleStepRequest,
  ): Promise<IncidentsView> {
    const { head, ticketId, isRead } = await this.database.transaction(async (tx) => {
      const incident = await accessIncident(tx, this.keys, principal, incidentId, 'work');
      const [step] = await tx.query<StepRow>(
        `SELECT state, settled_by AS "settledBy", display_name AS "settlerName"
         FROM incident_step LEFT JOIN staff ON staff.id = settled_by WHERE incident_id = $1 AND position = $2`,
        [incidentId, position],
      );
      const wanted = incident.steps[position];
      if (step === undefined || wanted === undefined) throw new AppError('not_found');
      const isSame = step.state === state && (state === 'open' || step.settledBy === principal.staffId);
      if (isSame) return { ...incident, isRead: true };
      if (step.state !== 'open' && state !== 'open')
        throw new AppError('step_settled', { name: step.settlerName ?? '' });
      if (state === 'done' && wanted.needsNote && note === null)
        throw new AppError('step_note_required', {}, 'note');
      const isOpen = state === 'open';
      await tx.query(
        `UPDATE incident_step SET state = $3, settled_by = $4, settled_at = $5
         WHERE incident_id = $1 AND position = $2`,
        [incidentId, position, state, isOpen ? null : principal.staffId, isOpen ? null : this.clock.now()],
      );
      await this.entries.step(tx, incident, principal, { position, state, note });
      await this.audit.record(tx, {
        act: 'emergency.step',
        actor: principal.staffId,
        ...auditedIncident(incident),
        details: { position, state },
      });
      await this.#ring(tx, incidentId, incident, isOpen);
      emitIncidentChanged(tx, incident);
      return { ...incident, isRead: false };
    });
    // Where nothing was done, what stands there is given out still.
    if (isRead) await noteTicketRead(this.audit, principal, head);
    return this.database.snapshot((tx) => this.readModel.ofTicket(tx, ticketId));
  }

  /** Silent once nothing is late any more; loud again where a late step was opened again. */
  async #ring(tx: Transaction, incidentId: string, ticket: AlarmedTicket, opened: boolean): Promise<void> {
    const late = await tx.query(
      `SELECT FROM incident_step WHERE incident_id = $1 AND state = 'open' AND due_at <= $2`,
      [incidentId, this.clock.now()],
    );
    if (late.length === 0) await this.alarms.clear(tx, ticket, 'emergency-overdue');
    else if (opened) await this.alarms.raise(tx, ticket, 'emergency-overdue');
  }

  async #overdue(tx: Transaction, subject: string): Promise<void> {
    const [incidentId = '', position = ''] = subject.split('@');
    const [ticket] = await tx.query<AlarmedTicket>(
      `SELECT ticket.id AS "ticketId", ticket.account_id AS "accountId", assigned_to AS "assignedTo"
       FROM ticket WHERE id = (SELECT ticket_id FROM incident WHERE id = $1) FOR NO KEY UPDATE`,
      [incidentId],
    );
    const late = await tx.query(
      `UPDATE incident_step SET alarmed_at = $3 FROM incident
       WHERE incident.id = incident_id AND incident.state = 'open' AND incident_id = $1 AND position = $2
         AND incident_step.state = 'open' RETURNING position`,
      [incidentId, Number(position), this.clock.now()],
    );
    if (ticket === undefined || late.length === 0) return;
    await this.alarms.raise(tx, ticket, 'emergency-overdue');
    emitIncidentChanged(tx, ticket);
  }
}
