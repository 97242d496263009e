import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import {
  type EndIncidentRequest,
  type IncidentsView,
  type OpenIncidentRequest,
} from '../contract/incident.js';
import { Database } from '../database/database.service.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { TicketAlarmService } from '../ticket/ticket-alarm.service.js';
import { noteTicketRead } from '../ticket/ticket-trace.js';
import { accessTicket, type TicketHead } from '../ticket/ticket.access.js';
import { KeyStore } from '../vault/key-store.js';
import { Vault } from '../vault/vault.service.js';
import { RiskService } from '../waiting-list/risk.service.js';
import { ChecklistService } from './checklist.service.js';
import { accessIncident, auditedIncident, emitIncidentChanged } from './incident.access.js';
import { IncidentEntries } from './incident-entries.js';
import { INCIDENT_OVERDUE } from './incident-step.service.js';
import { IncidentReadModel } from './incident.read-model.js';

/** Stands in the record of risks where there was no time to write why. */
const WITHOUT_WORDS = '緊急対応を始めました。';

/** Begins and ends emergencies. Nothing is ever told to anybody by itself: people call, and write down whom they told what. */
@Injectable()
export class IncidentService {
  constructor(
    private readonly database: Database,
    private readonly checklists: ChecklistService,
    private readonly entries: IncidentEntries,
    private readonly readModel: IncidentReadModel,
    private readonly risks: RiskService,
    private readonly alarms: TicketAlarmService,
    private readonly audit: AuditWriter,
    private readonly timers: TimerService,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /**
   * Opens the account's checklist. Where somebody has opened it already, that one is theirs too, and they read what
   * stands in it. A counselor's press rings on the supervisors' screens; a supervisor knows already.
   * @throws AppError ticket_not_found, not_permitted
   */
  async open(
    principal: Principal,
    ticketId: string,
    { situation }: OpenIncidentRequest,
  ): Promise<IncidentsView> {
    const read = await this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'note', 'lock');
      const standing = await tx.query(`SELECT FROM incident WHERE ticket_id = $1 AND state = 'open'`, [
        ticketId,
      ]);
      if (standing.length > 0) return head;
      await this.#open(tx, principal, head, situation);
      return null;
    });
    if (read !== null) await noteTicketRead(this.audit, principal, read);
    return this.database.snapshot((tx) => this.readModel.ofTicket(tx, ticketId));
  }

  /** How it ended, in the words of a supervisor. @throws AppError incident_not_found, not_permitted, incident_over */
  async end(
    principal: Principal,
    incidentId: string,
    { outcome, summary }: EndIncidentRequest,
  ): Promise<IncidentsView> {
    return this.database.transaction(async (tx) => {
      const incident = await accessIncident(tx, this.keys, principal, incidentId, 'end');
      await tx.query(
        `UPDATE incident SET state = 'ended', ended_at = $2, ended_by = $3, outcome = $4, summary_sealed = $5
         WHERE id = $1`,
        [
          incidentId,
          this.clock.now(),
          principal.staffId,
          outcome,
          this.vault.sealJson(incident.callerKey, `incident.summary:${incidentId}`, summary),
        ],
      );
      await this.audit.record(tx, {
        act: 'emergency.ended',
        actor: principal.staffId,
        ...auditedIncident(incident),
        details: { outcome },
      });
      await this.alarms.clear(tx, incident, 'emergency');
      await this.alarms.clear(tx, incident, 'emergency-overdue');
      emitIncidentChanged(tx, incident);
      return this.readModel.ofTicket(tx, incident.ticketId);
    });
  }

  async #open(
    tx: Transaction,
    principal: Principal,
    head: TicketHead,
    situation: string | null,
  ): Promise<void> {
    const { id: ticketId, accountId, callerId, assignedTo } = head;
    const callerKey = (await this.keys.get(tx, [head.keyId])).get(head.keyId);
    if (callerKey === undefined) throw new AppError('ticket_not_found');
    const { version, steps } = await this.checklists.current(tx, accountId);
    const id = uuidv7();
    const now = this.clock.now();
    await tx.query(
      `INSERT INTO incident (id, ticket_id, caller_id, account_id, checklist_version, state, opened_at, opened_by)
       VALUES ($1, $2, $3, $4, $5, 'open', $6, $7)`,
      [id, ticketId, callerId, accountId, version, now, principal.staffId],
    );
    for (const [position, { byMinutes }] of steps.entries()) {
      const dueAt = new Date(now.getTime() + byMinutes * 60_000);
      await tx.query(
        `INSERT INTO incident_step (incident_id, position, due_at, state) VALUES ($1, $2, $3, 'open')`,
        [id, position, dueAt],
      );
      await this.timers.schedule(tx, INCIDENT_OVERDUE, `${id}@${position}`, dueAt);
    }
    // Whoever presses this button says how much they fear for the caller.
    if (head.state !== 'closed' && head.risk !== 'imminent') {
      await this.risks.markIn(tx, principal, head, {
        risk: 'imminent',
        reason: situation ?? WITHOUT_WORDS,
      });
    }
    const ticket = { ticketId, accountId, assignedTo };
    // One alarm says it; of the two, this is the one that asks for something.
    await this.alarms.clear(tx, ticket, 'risk');
    if (principal.memberships.get(accountId) !== 'supervisor')
      await this.alarms.raise(tx, ticket, 'emergency');
    if (situation !== null) {
      const fact = { fact: 'other', text: situation, messageId: null } as const;
      await this.entries.fact(tx, { id, callerKey }, principal, { ...fact, clientId: uuidv7() });
    }
    await this.audit.record(tx, {
      act: 'emergency.opened',
      actor: principal.staffId,
      ...auditedIncident({ id, ticketId, accountId, callerId }),
      details: { checklistVersion: version },
    });
    emitIncidentChanged(tx, ticket);
  }
}
