import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  checklistSchema,
  type FactKind,
  type IncidentEntry,
  type IncidentOutcome,
  type IncidentRow,
  type IncidentStepState,
  type IncidentsView,
  type IncidentView,
} from '../contract/incident.js';
import { type Queryable } from '../database/transaction.js';
import { type Opened, type Sealed, Vault } from '../vault/vault.service.js';

interface Person {
  readonly id: string;
  readonly displayName: string;
}

interface Row {
  readonly id: string;
  readonly ticketId: string;
  readonly number: number;
  readonly accountId: string;
  readonly alias: string;
  readonly state: 'open' | 'ended';
  readonly openedAt: Date;
  readonly openedBy: Person;
  readonly endedAt: Date | null;
  readonly endedBy: Person | null;
  readonly outcome: IncidentOutcome | null;
  readonly summarySealed: Buffer | null;
  readonly checklistVersion: number;
  readonly checklist: unknown;
}

interface StepRow {
  readonly incidentId: string;
  readonly position: number;
  readonly dueAt: Date;
  readonly state: IncidentStepState;
  readonly settledAt: Date | null;
  readonly settledBy: Person | null;
}

interface EntryRow {
  readonly id: string;
  readonly incidentId: string;
  readonly kind: IncidentEntry['kind'];
  readonly position: number | null;
  readonly stepState: IncidentStepState | null;
  readonly fact: FactKind | null;
  readonly messageId: string | null;
  readonly saidAt: Date | null;
  readonly wordsSealed: Buffer | null;
  readonly at: Date;
  readonly by: Person;
  readonly withdrawnAt: Date | null;
  readonly withdrawnBy: string | null;
}

const SELECT_INCIDENTS = `
  SELECT incident.id, incident.ticket_id AS "ticketId", ticket.number, incident.account_id AS "accountId", caller.alias,
    incident.state, incident.opened_at AS "openedAt",
    json_build_object('id', opener.id, 'displayName', opener.display_name) AS "openedBy", ended_at AS "endedAt",
    CASE WHEN ender.id IS NOT NULL THEN json_build_object('id', ender.id, 'displayName', ender.display_name) END AS "endedBy",
    outcome, summary_sealed AS "summarySealed", checklist_version AS "checklistVersion",
    emergency_checklist.steps AS checklist
  FROM incident JOIN ticket ON ticket.id = incident.ticket_id JOIN caller ON caller.id = incident.caller_id
    JOIN emergency_checklist ON emergency_checklist.account_id = incident.account_id AND version = checklist_version
    JOIN staff AS opener ON opener.id = opened_by LEFT JOIN staff AS ender ON ender.id = ended_by`;

const MOST_LISTED = 200;

/** Emergencies as screens show them. Whether somebody may see them is asked before, elsewhere. */
@Injectable()
export class IncidentReadModel {
  constructor(private readonly vault: Vault) {}

  /** Newest first. */
  async ofTicket(tx: Queryable, ticketId: string): Promise<IncidentsView> {
    const rows = await tx.query<Row>(
      `${SELECT_INCIDENTS} WHERE incident.ticket_id = $1 ORDER BY incident.opened_at DESC, incident.id DESC`,
      [ticketId],
    );
    const ids = rows.map(({ id }) => id);
    const steps = await tx.query<StepRow>(
      `SELECT incident_id AS "incidentId", position, due_at AS "dueAt", state, settled_at AS "settledAt",
         CASE WHEN staff.id IS NOT NULL THEN json_build_object('id', staff.id, 'displayName', display_name) END AS "settledBy"
       FROM incident_step LEFT JOIN staff ON staff.id = settled_by WHERE incident_id = ANY($1) ORDER BY position`,
      [ids],
    );
    const entries = await tx.query<EntryRow>(
      `SELECT incident_entry.id, incident_id AS "incidentId", kind, incident_entry.position, step_state AS "stepState",
         fact, message_id AS "messageId", message.occurred_at AS "saidAt", words_sealed AS "wordsSealed",
         noted_at AS at, json_build_object('id', author.id, 'displayName', author.display_name) AS by,
         incident_entry.withdrawn_at AS "withdrawnAt", withdrawer.display_name AS "withdrawnBy"
       FROM incident_entry JOIN staff AS author ON author.id = noted_by LEFT JOIN message ON message.id = message_id
         LEFT JOIN staff AS withdrawer ON withdrawer.id = withdrawn_by
       WHERE incident_id = ANY($1) ORDER BY noted_at, incident_entry.id`,
      [ids],
    );
    const words = await this.#words(tx, rows, entries);
    return {
      incidents: rows.map((row) =>
        toView(
          row,
          steps.filter(({ incidentId }) => incidentId === row.id),
          entries.filter(({ incidentId }) => incidentId === row.id),
          words,
        ),
      ),
    };
  }

  /** Those that are open, then the newest that ended; without words. */
  async list(tx: Queryable, accountIds: readonly string[]): Promise<IncidentRow[]> {
    const rows = await tx.query<Row>(
      `${SELECT_INCIDENTS} WHERE incident.account_id = ANY($1)
       ORDER BY incident.state = 'open' DESC, incident.opened_at DESC, incident.id LIMIT ${MOST_LISTED}`,
      [accountIds],
    );
    return rows.map(({ id, ticketId, number, accountId, alias, state, openedAt, openedBy, ...row }) => ({
      id,
      ticketId,
      number,
      accountId,
      alias,
      state,
      openedAt: openedAt.toISOString(),
      openedBy,
      endedAt: row.endedAt?.toISOString() ?? null,
      outcome: row.outcome,
    }));
  }

  async #words(tx: Queryable, rows: readonly Row[], entries: readonly EntryRow[]): Promise<Words> {
    const sealed = [
      ...rows.flatMap(({ id, summarySealed }): Sealed[] =>
        summarySealed === null ? [] : [{ binding: `incident.summary:${id}`, bytes: summarySealed }],
      ),
      ...entries.flatMap(({ id, wordsSealed }): Sealed[] =>
        wordsSealed === null ? [] : [{ binding: `incident_entry.words:${id}`, bytes: wordsSealed }],
      ),
    ];
    const opened = await this.vault.openEachJson(tx, sealed);
    return new Map(sealed.map(({ binding }, index) => [binding as string, opened[index]]));
  }
}

type Words = ReadonlyMap<string, Opened | undefined>;

/** Words that are gone, or can't be read, are null in their place. */
function textOf(words: Words, binding: string): string | null {
  const opened = words.get(binding);
  return opened?.kind === 'opened' && typeof opened.value === 'string' ? opened.value : null;
}

function toView(
  row: Row,
  stepRows: readonly StepRow[],
  entryRows: readonly EntryRow[],
  words: Words,
): IncidentView {
  const { summarySealed: _sealed, checklist, openedAt, endedAt, ...rest } = row;
  const entries = entryRows.map((entry) => toEntry(entry, words));
  const wanted = checklistSchema.parse(checklist);
  return {
    ...rest,
    openedAt: openedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    summary: textOf(words, `incident.summary:${row.id}`),
    steps: stepRows.flatMap(({ position, dueAt, state, settledAt, settledBy }) => {
      const step = wanted[position];
      if (step === undefined) return [];
      const last = entries.findLast((entry) => entry.kind === 'step' && entry.position === position);
      return [
        {
          ...step,
          position,
          dueAt: dueAt.toISOString(),
          state,
          settledAt: settledAt?.toISOString() ?? null,
          settledBy,
          note: state !== 'open' && last?.kind === 'step' ? last.text : null,
        },
      ];
    }),
    entries,
  };
}

const toldSchema = z.object({ to: z.string(), what: z.string(), decidedBy: z.string() });

function toEntry(row: EntryRow, words: Words): IncidentEntry {
  const { id, at, by, messageId, saidAt, withdrawnAt, withdrawnBy } = row;
  const base = { id, at: at.toISOString(), by };
  const withdrawn = withdrawnAt === null ? null : { at: withdrawnAt.toISOString(), by: withdrawnBy ?? '' };
  const binding = `incident_entry.words:${id}`;
  switch (row.kind) {
    case 'step':
      return {
        ...base,
        kind: 'step',
        position: row.position ?? 0,
        state: row.stepState ?? 'open',
        text: textOf(words, binding),
      };
    case 'fact':
      return {
        ...base,
        kind: 'fact',
        fact: row.fact ?? 'other',
        text: textOf(words, binding),
        source: messageId === null || saidAt === null ? null : { messageId, at: saidAt.toISOString() },
        withdrawn,
      };
    case 'disclosure': {
      const opened = words.get(binding);
      const told = opened?.kind === 'opened' ? toldSchema.safeParse(opened.value) : undefined;
      return { ...base, kind: 'disclosure', told: told?.success === true ? told.data : null, withdrawn };
    }
  }
}
