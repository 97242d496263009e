import { createHmac, createSecretKey } from 'node:crypto';
import { type DataKey, keyIdOf, open, seal, SealError } from './seal.js';

/**
 * Wraps the keys of accounts and staff: all that is ever asked of the master key, so that a device or service which
 * never gives its key away (an HSM, a KMS) can take the place of the file.
 */
export interface KeyWrapper {
  /** Id of the master key that wraps now. */
  readonly current: string;
  /** Wraps under the current master key; the result names it (`keyIdOf`). */
  wrap(binding: string, secret: Buffer): Promise<Buffer>;
  /** @throws SealError when no master key that we have wrapped it */
  unwrap(binding: string, wrapped: Buffer): Promise<Buffer>;
}

/** What the first release wrote in the place of the master key's id. */
export const UNNAMED_MASTER_KEY = '00000000-0000-4000-8000-000000000001';
/** For a key that isn't in the file, it is read again at most this often, in milliseconds. */
const READ_AGAIN_MS = 5000;

/** Master keys in memory, from `MASTER_KEY` or a file: the first wraps, the others only unwrap what is still theirs. */
export class MasterKeyWrapper implements KeyWrapper {
  #keys: readonly DataKey[];
  /** When the file was last read for keys that it didn't have. */
  readonly #missed = new Map<string, number>();

  /**
   * @param masters newest first, at least one
   * @param readAgain gives them as they are now: during a rotation another process may have begun with a new one
   */
  constructor(
    masters: readonly Buffer[],
    private readonly readAgain?: () => Promise<readonly Buffer[]>,
  ) {
    this.#keys = named(masters);
  }

  get current(): string {
    return this.#first.id;
  }

  get #first(): DataKey {
    const [first] = this.#keys;
    if (first === undefined) throw new Error('there is no master key');
    return first;
  }

  wrap(binding: string, secret: Buffer): Promise<Buffer> {
    return Promise.resolve(seal(this.#first, binding, secret));
  }

  async unwrap(binding: string, wrapped: Buffer): Promise<Buffer> {
    const id = keyIdOf(wrapped);
    if (id === UNNAMED_MASTER_KEY) return this.#unwrapUnnamed(binding, wrapped);
    const key = this.#find(id) ?? (await this.#lookAgain(id));
    if (key === undefined) throw new SealError('wrapped by another master key');
    return open(key, binding, wrapped);
  }

  #find(id: string | undefined): DataKey | undefined {
    return this.#keys.find((key) => key.id === id);
  }

  async #lookAgain(id: string | undefined): Promise<DataKey | undefined> {
    if (this.readAgain === undefined || id === undefined) return undefined;
    if (performance.now() - (this.#missed.get(id) ?? -Infinity) < READ_AGAIN_MS) return undefined;
    this.#keys = named(await this.readAgain());
    const found = this.#find(id);
    if (found === undefined) this.#missed.set(id, performance.now());
    return found;
  }

  #unwrapUnnamed(binding: string, wrapped: Buffer): Buffer {
    for (const { secret } of this.#keys) {
      try {
        return open({ id: UNNAMED_MASTER_KEY, secret }, binding, wrapped);
      } catch (error) {
        if (!(error instanceof SealError)) throw error;
      }
    }
    throw new SealError('wrapped by another master key');
  }
}

function named(masters: readonly Buffer[]): DataKey[] {
  return masters.map((master) => ({ id: masterKeyId(master), secret: createSecretKey(master) }));
}

/** A name for a master key that tells nothing of it. */
export function masterKeyId(master: Buffer): string {
  const bytes = createHmac('sha256', master)
    .update('tomoshibi: name of a master key')
    .digest()
    .subarray(0, 16);
  // The form of a uuid, as all ids of keys have.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
