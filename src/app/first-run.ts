import { type INestApplicationContext } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { type Environment } from '../config/environment.js';
import { Database } from '../database/database.service.js';
import { hasAdministrator, makeFirstAdministrator } from '../staff/first-administrator.js';
import { SignInLinkService } from '../staff/sign-in-link.service.js';

const LOGIN = 'admin';

/**
 * What whoever started an empty server does first; undefined where somebody administers it. In production the terminal
 * is a log that others read, so that it names the command instead of showing a link.
 */
export async function firstStep(
  app: INestApplicationContext,
  { production }: Environment,
): Promise<string | undefined> {
  const database = app.get(Database);
  if (production) {
    if (await hasAdministrator(database)) return undefined;
    return 'Nobody can sign in yet. For the first administrator: npm run staff:link -- <login> --first <name>';
  }
  const link = await database.transaction(async (tx) => {
    const staffId = (await makeFirstAdministrator(tx, LOGIN, '管理者')) ?? (await waitingAdministrator(tx));
    if (staffId === undefined) return undefined;
    await app.get(AuditWriter).record(tx, {
      act: 'link.made',
      actor: { kind: 'system' },
      subject: { kind: 'staff', id: staffId },
    });
    return app.get(SignInLinkService).make(tx, { staffId, recovery: false, madeBy: null });
  });
  if (link === undefined) return undefined;
  return [
    '  はじめに、このリンクを 1 度だけ開いてください（管理者のサインインを作ります）',
    '  First, open this link, once: it makes the sign-in of the first administrator',
    `    ${link.url}`,
  ].join('\n');
}

type Queryable = Parameters<typeof hasAdministrator>[0];

/** The only one there is, who has never signed in: the link of the start before may be lost. */
async function waitingAdministrator(tx: Queryable): Promise<string | undefined> {
  const rows = await tx.query<{ id: string; waits: boolean }>(
    `SELECT id, password_hash IS NULL
       AND NOT EXISTS (SELECT FROM passkey WHERE staff_id = staff.id)
       AND NOT EXISTS (SELECT FROM staff_totp WHERE staff_id = staff.id AND secret_sealed IS NOT NULL) AS waits
     FROM staff WHERE administrator AND active`,
  );
  return rows.length === 1 && rows[0]?.waits === true ? rows[0].id : undefined;
}
