import { Database } from '../../src/database/database.service.js';
import { KeyStore } from '../../src/vault/key-store.js';
import { Vault } from '../../src/vault/vault.service.js';
import { type Relay } from './relay.js';

/**
 * Seals a message with another key, as a process would have written it that still had that one. @returns its bytes of
 * before
 */
export async function sealUnder(relay: Relay, messageId: string, keyId: string): Promise<Buffer> {
  const { app } = relay.server;
  const [vault, database] = [app.get(Vault), app.get(Database)];
  const [row] = await relay.database.query<{ bytes: Buffer }>(
    'SELECT content_sealed AS bytes FROM message WHERE id = $1',
    [messageId],
  );
  const key = (await app.get(KeyStore).get(database, [keyId])).get(keyId);
  if (row === undefined || key === undefined) throw new Error('no such message or key');
  const binding = `message.content:${messageId}` as const;
  const [content] = await vault.openJson(database, [{ binding, bytes: row.bytes }]);
  await putBytes(relay, messageId, vault.sealJson(key, binding, content));
  return row.bytes;
}

export async function putBytes(relay: Relay, messageId: string, bytes: Buffer): Promise<void> {
  await relay.database.query('UPDATE message SET content_sealed = $2 WHERE id = $1', [messageId, bytes]);
}
