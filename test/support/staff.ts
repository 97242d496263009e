import { randomUUID } from 'node:crypto';
import { type MembershipRole, type OversightRole } from '../../src/contract/permission.js';
import { type Profession } from '../../src/contract/standing.js';
import { ConsoleClient } from './console-client.js';
import { type Relay } from './relay.js';

export interface NewStaff {
  readonly login: string;
  readonly displayName?: string;
  readonly capacity?: number;
  readonly professions?: readonly Profession[];
  readonly languages?: readonly string[];
  readonly memberships: Readonly<Record<string, MembershipRole>>;
  readonly oversight?: Readonly<Record<string, OversightRole>>;
}

/** Adds a person beside the sample staff, as if they stood in the file, and signs them in. Their password is 佐藤's: hashing costs time. */
export async function addStaff(relay: Relay, person: NewStaff): Promise<ConsoleClient> {
  const id = randomUUID();
  await relay.database.query(
    `INSERT INTO staff (id, login, display_name, password_hash, capacity, professions, languages, vouched_at)
     SELECT $1, $2, $3, password_hash, $4, $5, $6, now() FROM staff WHERE login = 'sato'`,
    [
      id,
      person.login,
      person.displayName ?? person.login,
      person.capacity ?? 50,
      person.professions ?? [],
      person.languages ?? [],
    ],
  );
  for (const [table, places] of [
    ['membership', person.memberships],
    ['oversight', person.oversight ?? {}],
  ] as const) {
    for (const [account, role] of Object.entries(places))
      await relay.database.query(`INSERT INTO ${table} (staff_id, account_id, role) VALUES ($1, $2, $3)`, [
        id,
        account,
        role,
      ]);
  }
  const client = new ConsoleClient(relay.url);
  const { status } = await client.signIn(person.login, 'tomoshibi-demo-1');
  if (status !== 200) throw new Error(`${person.login} could not sign in: ${status}`);
  return client;
}

/** A person's console at another relay. Where its data was restored, no session of before is open: they sign in anew. */
export async function consoleAt(
  person: ConsoleClient,
  login: string,
  { here, at }: { readonly here: Relay; readonly at: Relay },
): Promise<ConsoleClient> {
  return at.database === here.database ? person.at(at.url) : ConsoleClient.signedIn(at.url, login);
}
