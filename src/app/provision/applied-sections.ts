import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { type Queryable, type Transaction } from '../../database/transaction.js';
import { KeyStore } from '../../vault/key-store.js';
import { type DataKey } from '../../vault/seal.js';
import { canonical, type SectionName } from './sections.js';

interface Row {
  readonly section: SectionName;
  readonly keyId: string;
  readonly fingerprint: Buffer;
}

/** Remembers what was last applied from the file: a keyed fingerprint of each section, since some hold secrets. */
@Injectable()
export class AppliedSections {
  constructor(
    private readonly keys: KeyStore,
    private readonly clock: Clock,
  ) {}

  /** Those of these sections that are not what was last applied. */
  async changed(
    tx: Queryable,
    sections: ReadonlyMap<SectionName, unknown>,
  ): Promise<ReadonlySet<SectionName>> {
    const rows = await tx.query<Row>(
      'SELECT section, key_id AS "keyId", fingerprint FROM provision_section WHERE section = ANY($1)',
      [[...sections.keys()]],
    );
    const keys = await this.keys.get(
      tx,
      rows.map(({ keyId }) => keyId),
    );
    const same = rows.filter(({ section, keyId, fingerprint }) => {
      const key = keys.get(keyId);
      return key !== undefined && fingerprintOf(key, sections.get(section)).equals(fingerprint);
    });
    const unchanged = new Set(same.map(({ section }) => section));
    return new Set([...sections.keys()].filter((section) => !unchanged.has(section)));
  }

  async remember(
    tx: Transaction,
    sections: ReadonlyMap<SectionName, unknown>,
    names: ReadonlySet<SectionName>,
  ): Promise<void> {
    if (names.size === 0) return;
    const key = await this.#key(tx);
    const list = [...names];
    await tx.query(
      `INSERT INTO provision_section (section, key_id, fingerprint, applied_at)
       SELECT given.section, $1, given.fingerprint, $2
       FROM unnest($3::varchar[], $4::bytea[]) AS given (section, fingerprint)
       ON CONFLICT (section) DO UPDATE
         SET key_id = excluded.key_id, fingerprint = excluded.fingerprint, applied_at = excluded.applied_at`,
      [key.id, this.clock.now(), list, list.map((name) => fingerprintOf(key, sections.get(name)))],
    );
  }

  /** One for all of them. */
  async #key(tx: Transaction): Promise<DataKey> {
    const [row] = await tx.query<{ keyId: string }>(
      'SELECT key_id AS "keyId" FROM provision_section ORDER BY applied_at DESC, section LIMIT 1',
    );
    const known = row === undefined ? undefined : (await this.keys.get(tx, [row.keyId])).get(row.keyId);
    if (known !== undefined) return known;
    const [made] = await this.keys.create('index', 1, null);
    return made as DataKey;
  }
}

function fingerprintOf(key: DataKey, content: unknown): Buffer {
  return createHmac('sha256', key.secret).update(canonical(content), 'utf8').digest();
}
