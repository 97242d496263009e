import { v7 as uuidv7 } from 'uuid';
import { randomBytes } from 'node:crypto';
import { type Clock } from '../../config/clock.js';
import { type KeyDatabase } from '../../vault/key-database.js';
import { keyBinding, type KeyStore } from '../../vault/key-store.js';
import { type KeyWrapper } from '../../vault/key-wrapper.js';

const BATCH = 200;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Replaces what wraps keys, while everything runs; `CallerRotation` replaces what seals. Each step is one row's and leaves
 * all readable, so that a run which ends in the middle is taken up by the next.
 */
export class Rotation {
  constructor(
    private readonly keys: KeyDatabase,
    private readonly store: KeyStore,
    private readonly wrapper: KeyWrapper,
    private readonly clock: Clock,
  ) {}

  /** Wraps by the newest master key what an older one wraps. @returns how many keys were wrapped anew */
  async master(): Promise<number> {
    let count = 0;
    for (let after = FIRST; ;) {
      const rows = await this.keys.query<{ id: string; wrapped: Buffer }>(
        `SELECT id, wrapped FROM keystore.data_key WHERE parent_id IS NULL AND id > $1
           AND encode(substring(wrapped FROM 2 FOR 16), 'hex')::uuid <> $2::uuid ORDER BY id LIMIT ${BATCH}`,
        [after, this.wrapper.current],
      );
      const last = rows.at(-1);
      if (last === undefined) return count;
      for (const { id, wrapped } of rows) {
        const secret = await this.wrapper.unwrap(keyBinding(id), wrapped);
        const anew = await this.wrapper.wrap(keyBinding(id), secret);
        const changed = await this.keys.query(
          'UPDATE keystore.data_key SET wrapped = $3 WHERE id = $1 AND wrapped = $2 RETURNING id',
          [id, wrapped, anew],
        );
        count += changed.length;
      }
      after = last.id;
    }
  }

  /**
   * Gives each account a new wrapping key, or ends what an earlier run began.
   * @returns how many keys were wrapped anew
   */
  async account(): Promise<number> {
    await this.#replaceWrappingKeys();
    let count = 0;
    for (;;) {
      const rows = await this.keys.query<{ id: string; owner: string }>(
        `SELECT data_key.id, parent.owner FROM keystore.data_key
           JOIN keystore.data_key AS parent ON parent.id = data_key.parent_id
         WHERE parent.retired_at IS NOT NULL ORDER BY data_key.id LIMIT ${BATCH}`,
      );
      if (rows.length === 0) break;
      for (const { id, owner } of rows) if (await this.store.wrapUnder(owner, id)) count += 1;
    }
    // None is left under them; a process that still has one in memory is refused when it wraps another.
    await this.keys.query(
      `DELETE FROM keystore.data_key WHERE purpose = 'wrapping' AND retired_at IS NOT NULL
         AND NOT EXISTS (SELECT FROM keystore.data_key AS child WHERE child.parent_id = data_key.id)`,
    );
    return count;
  }

  /** Where an earlier run ended early, only those that it had not come to: what was made since is new already. */
  async #replaceWrappingKeys(): Promise<void> {
    const current = await this.keys.query<{ id: string; owner: string }>(
      `SELECT id, owner FROM keystore.data_key WHERE purpose = 'wrapping' AND retired_at IS NULL
         AND created_at < coalesce((SELECT min(retired_at) FROM keystore.data_key
           WHERE purpose = 'wrapping' AND retired_at IS NOT NULL), 'infinity') ORDER BY owner`,
    );
    for (const { id, owner } of current) {
      const made = uuidv7();
      const wrapped = await this.wrapper.wrap(keyBinding(made), randomBytes(32));
      await this.keys.transaction(async (tx) => {
        const retired = await tx.query(
          'UPDATE keystore.data_key SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL RETURNING id',
          [id, this.clock.now()],
        );
        if (retired.length === 0) return;
        await tx.query(
          `INSERT INTO keystore.data_key (id, purpose, wrapped, created_at, owner) VALUES ($1, 'wrapping', $2, $3, $4)`,
          [made, wrapped, this.clock.now(), owner],
        );
      });
    }
  }
}
