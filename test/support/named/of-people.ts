import { randomBytes, randomUUID } from 'node:crypto';
import { type Person } from '../everybody.js';
import { type Made, type Making, type Named, owns, rows } from './named.js';

const KINDS: readonly Person[] = [
  'counselor',
  'senior-counselor',
  'supervisor',
  'auditor',
  'commissioner',
  'administrator',
  'other counselor',
];

async function passkey(making: Making, owner: Person): Promise<string> {
  const id = randomUUID();
  await making.query(
    `INSERT INTO passkey (id, staff_id, credential_id, public_key, counter, transports, synced, name_sealed, created_at)
     VALUES ($1, $2, $3, $4, 0, '{}', false, $4, now())`,
    [id, making.everybody.id(owner), randomBytes(16), randomBytes(64)],
  );
  return id;
}

/** Another browser of theirs. */
async function session(making: Making, owner: Person): Promise<string> {
  const id = randomUUID();
  await making.query(
    `INSERT INTO session (token_hash, id, staff_id, method, device, created_at, seen_at, verified_at, expires_at)
     VALUES ($1, $2, $3, 'password', 'chrome/windows', now(), now(), now(), now() + interval '1 hour')`,
    [randomBytes(32), id, making.everybody.id(owner)],
  );
  return id;
}

function own(
  route: string,
  field: string,
  refusal: string,
  kind: 'passkey' | 'session',
  body?: unknown,
): Named {
  return {
    route,
    fields: [field],
    owners: KINDS,
    verdict: (asker, made) => (owns(asker, made) ? 'done' : refusal),
    make: async (making, owner): Promise<Made> => {
      const id = await (kind === 'passkey' ? passkey : session)(making, owner);
      const [, path = ''] = route.split(' ');
      return {
        path: path.replace(`{${field}}`, id),
        ...(body === undefined ? {} : { body }),
        names: [id],
        accounts: [],
        owner,
        kept: rows(kind, 'id = $1', id),
      };
    },
  };
}

/** What is one person's alone. */
export const ofPeople: readonly Named[] = [
  own('PUT /api/security/passkeys/{passkeyId}', 'passkeyId', 'passkey_not_found', 'passkey', { name: '鍵' }),
  own('DELETE /api/security/passkeys/{passkeyId}', 'passkeyId', 'passkey_not_found', 'passkey'),
  own('DELETE /api/security/sessions/{sessionId}', 'sessionId', 'session_not_found', 'session'),
];
