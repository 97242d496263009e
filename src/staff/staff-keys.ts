import { Injectable } from '@nestjs/common';
import { AppError } from '../config/app-error.js';
import { type Transaction } from '../database/transaction.js';
import { KeyStore } from '../vault/key-store.js';
import { type DataKey } from '../vault/seal.js';

/** The key of each person, under which what is theirs alone is sealed: secrets, and the words they chose. */
@Injectable()
export class StaffKeys {
  constructor(private readonly keys: KeyStore) {}

  /** The person's key, made when it is first needed. @throws AppError person_not_found */
  async of(tx: Transaction, staffId: string): Promise<DataKey> {
    const [staff] = await tx.query<{ keyId: string | null }>(
      'SELECT key_id AS "keyId" FROM staff WHERE id = $1 FOR UPDATE',
      [staffId],
    );
    if (staff === undefined) throw new AppError('person_not_found');
    if (staff.keyId !== null) {
      const key = (await this.keys.get(tx, [staff.keyId])).get(staff.keyId);
      if (key === undefined) throw new Error('a person has lost their key');
      return key;
    }
    const [key] = await this.keys.create('staff', 1, null);
    if (key === undefined) throw new Error('no key was made');
    await tx.query('UPDATE staff SET key_id = $2 WHERE id = $1', [staffId, key.id]);
    return key;
  }
}
