import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type DisclosureRequest, type FactRequest, type IncidentStepState } from '../contract/incident.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import { type OpenIncident } from './incident.access.js';

type Incident = Pick<OpenIncident, 'id' | 'callerKey'>;

interface Entry {
  readonly id: string;
  readonly kind: 'step' | 'fact' | 'disclosure';
  readonly words: unknown;
  readonly position?: number;
  readonly stepState?: IncidentStepState;
  readonly fact?: string;
  readonly messageId?: string | null;
}

/** Writes what people note in an incident, sealed under the caller's key. */
@Injectable()
export class IncidentEntries {
  constructor(
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  async step(
    tx: Transaction,
    incident: Incident,
    principal: Principal,
    step: { readonly position: number; readonly state: IncidentStepState; readonly note: string | null },
  ): Promise<void> {
    const { position, state, note } = step;
    const entry = { id: uuidv7(), kind: 'step', words: note, position, stepState: state } as const;
    await this.#write(tx, incident, principal, entry);
  }

  /** Said twice with the same id, it is written once. @throws AppError client_id_reused */
  async fact(
    tx: Transaction,
    incident: Incident,
    principal: Principal,
    { clientId, fact, text, messageId }: FactRequest,
  ): Promise<void> {
    await this.#write(tx, incident, principal, { id: clientId, kind: 'fact', words: text, fact, messageId });
  }

  /** @returns false when it was written before. @throws AppError client_id_reused */
  async disclosure(
    tx: Transaction,
    incident: Incident,
    principal: Principal,
    { clientId, ...told }: DisclosureRequest,
  ): Promise<boolean> {
    return this.#write(tx, incident, principal, { id: clientId, kind: 'disclosure', words: told });
  }

  async #write(tx: Transaction, incident: Incident, principal: Principal, entry: Entry): Promise<boolean> {
    const { id, kind, words, position = null, stepState = null, fact = null, messageId = null } = entry;
    const written = await tx.query(
      `INSERT INTO incident_entry (id, incident_id, kind, position, step_state, fact, message_id, words_sealed,
         noted_at, noted_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (id) DO NOTHING RETURNING id`,
      [
        id,
        incident.id,
        kind,
        position,
        stepState,
        fact,
        messageId,
        words === null ? null : this.#seal(incident.callerKey, id, words),
        this.clock.now(),
        principal.staffId,
      ],
    );
    if (written.length > 0) return true;
    const same = await tx.query(
      'SELECT FROM incident_entry WHERE id = $1 AND incident_id = $2 AND kind = $3 AND noted_by = $4',
      [id, incident.id, kind, principal.staffId],
    );
    if (same.length === 0) throw new AppError('client_id_reused', {}, 'clientId');
    return false;
  }

  #seal(key: DataKey, id: string, words: unknown): Buffer {
    return this.vault.sealJson(key, `incident_entry.words:${id}`, words);
  }
}
