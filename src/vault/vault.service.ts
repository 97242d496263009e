import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Queryable } from '../database/transaction.js';
import { KeyStore } from './key-store.js';
import { type DataKey, keyIdOf, open, seal } from './seal.js';

/** Names one column of one row, for example `message.content:0192…`: sealed bytes can be opened nowhere else. */
export type Binding = `${string}.${string}:${string}`;

export interface Sealed {
  readonly binding: Binding;
  readonly bytes: Buffer;
}

/** The one service through which words are sealed and opened. */
@Injectable()
export class Vault {
  constructor(private readonly keys: KeyStore) {}

  sealBytes(key: DataKey, binding: Binding, plain: Buffer): Buffer {
    return seal(key, binding, plain);
  }

  /** Seals any JSON value. */
  sealJson(key: DataKey, binding: Binding, value: unknown): Buffer {
    return seal(key, binding, Buffer.from(JSON.stringify(value), 'utf8'));
  }

  /**
   * Opens JSON values, in order. A value whose key was destroyed gives `undefined`: its words are gone for good.
   * @throws SealError when a value was changed or moved
   */
  async openJson(tx: Queryable, values: readonly Sealed[]): Promise<unknown[]> {
    const keys = await this.keys.get(
      tx,
      values.map((value) => keyIdOf(value.bytes)),
    );
    return values.map((value) => {
      const key = keys.get(keyIdOf(value.bytes));
      return key === undefined
        ? undefined
        : (JSON.parse(open(key, value.binding, value.bytes).toString('utf8')) as unknown);
    });
  }

  /** Keyed hash by which an address is found again without storing it in the clear. */
  fingerprint(indexKey: DataKey, transport: string, address: string): Buffer {
    return createHmac('sha256', indexKey.secret).update(`${transport}\n${address}`, 'utf8').digest();
  }
}
