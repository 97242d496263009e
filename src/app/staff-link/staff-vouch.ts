import { recordByCommand } from '../../audit/audit-writer.js';
import { AdjustableClock } from '../../config/clock.js';
import { type Environment } from '../../config/environment.js';
import { StartupError } from '../../config/startup-error.js';
import { Database, sqlState } from '../../database/database.service.js';
import { vouched } from '../../staff/vouch.service.js';
import { openQuietly } from '../line-check/open-quietly.js';

const UNDEFINED_COLUMN = '42703';
const USAGE = 'Usage: npm run staff:vouch -- <login>';

/** @throws StartupError */
export function readStaffVouchArguments(given: readonly string[]): string {
  const [login, ...rest] = given;
  if (login === undefined || login.startsWith('-') || rest.length > 0)
    throw new StartupError('arguments', USAGE);
  return login;
}

/**
 * Whoever runs the server says that the person behind an administrator's sign-in is who they are said to be: where
 * there is no other administrator who could.
 * @throws StartupError naming what is at fault
 */
export async function vouchByCommand(login: string, environment: Environment): Promise<string> {
  const { dataSource, close } = await openQuietly(environment);
  try {
    const clock = new AdjustableClock();
    return await new Database(dataSource, clock).transaction(async (tx) => {
      const [person] = await tx.query<{ id: string; administrator: boolean; vouched: boolean }>(
        `SELECT id, administrator, vouched_at IS NOT NULL AS vouched FROM staff
         WHERE login = $1 AND active FOR UPDATE`,
        [login],
      );
      if (person === undefined) throw new StartupError('login', 'There is no such person in the database.');
      if (!person.administrator) throw new StartupError('login', 'This person is no administrator.');
      if (person.vouched) return 'Nothing to do: this administrator can be one of two people already.';
      await vouched(tx, person.id);
      recordByCommand(tx, clock.now(), { act: 'staff.vouched', subject: { kind: 'staff', id: person.id } });
      return 'Done. This administrator can be one of two people from now on.';
    });
  } catch (error) {
    if (sqlState(error) === UNDEFINED_COLUMN)
      throw new StartupError('DATABASE_URL', 'The database is not up to date. Start the server once.', {
        cause: error,
      });
    throw error;
  } finally {
    await close();
  }
}
