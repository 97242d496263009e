import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Queryable } from '../database/transaction.js';
import { KeyStore } from './key-store.js';
import { type DataKey, keyIdOf, open, seal, SealError } from './seal.js';

/** Names one column of one row, for example `message.content:0192…`: sealed bytes can be opened nowhere else. */
export type Binding = `${string}.${string}:${string}`;

export interface Sealed {
  readonly binding: Binding;
  readonly bytes: Buffer;
}

/** What a sealed value gives: `erased` when its key was destroyed, `damaged` when it was changed or moved. */
export type Opened =
  | { readonly kind: 'opened'; readonly value: unknown }
  | { readonly kind: 'erased' }
  | { readonly kind: 'damaged' };

/** The one service through which words are sealed and opened. */
@Injectable()
export class Vault {
  constructor(private readonly keys: KeyStore) {}

  sealBytes(key: DataKey, binding: Binding, plain: Buffer): Buffer {
    return seal(key, binding, plain);
  }

  /**
   * Opens one sealed stretch of bytes; undefined when its key was destroyed.
   * @throws SealError when it was changed or moved
   */
  async openBytes(tx: Queryable, { binding, bytes }: Sealed): Promise<Buffer | undefined> {
    const id = keyIdOf(bytes);
    if (id === undefined) throw new SealError('not a sealed value');
    const key = (await this.keys.get(tx, [id])).get(id);
    return key === undefined ? undefined : open(key, binding, bytes);
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
    const opened = await this.openEachJson(tx, values);
    return opened.map((value) => {
      if (value.kind === 'damaged') throw new SealError('the value was changed or belongs to another row');
      return value.kind === 'opened' ? value.value : undefined;
    });
  }

  /** Opens JSON values, in order, each by itself: one that can't be opened doesn't keep the others shut. */
  async openEachJson(tx: Queryable, values: readonly Sealed[]): Promise<Opened[]> {
    const ids = values.map((value) => keyIdOf(value.bytes));
    const keys = await this.keys.get(
      tx,
      ids.filter((id) => id !== undefined),
    );
    return values.map((value, index) => {
      const id = ids[index];
      if (id === undefined) return { kind: 'damaged' };
      const key = keys.get(id);
      if (key === undefined) return { kind: 'erased' };
      try {
        const json = open(key, value.binding, value.bytes).toString('utf8');
        return { kind: 'opened', value: JSON.parse(json) as unknown };
      } catch (error) {
        if (error instanceof SealError) return { kind: 'damaged' };
        throw error;
      }
    });
  }

  /** Keyed hash by which an address is found again without storing it in the clear. */
  fingerprint(indexKey: DataKey, transport: string, address: string): Buffer {
    return createHmac('sha256', indexKey.secret).update(`${transport}\n${address}`, 'utf8').digest();
  }
}
