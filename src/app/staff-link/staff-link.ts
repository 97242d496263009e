import { parseArgs } from 'node:util';
import { recordByCommand } from '../../audit/audit-writer.js';
import { AdjustableClock } from '../../config/clock.js';
import { type Environment } from '../../config/environment.js';
import { StartupError } from '../../config/startup-error.js';
import { Database, sqlState } from '../../database/database.service.js';
import { makeFirstAdministrator } from '../../staff/first-administrator.js';
import { SignInLinkService } from '../../staff/sign-in-link.service.js';
import { HAS_WAY_IN } from '../../staff/way-in.js';
import { openQuietly } from '../line-check/open-quietly.js';

const UNDEFINED_TABLE = '42P01';
const USAGE = 'Usage: npm run staff:link -- <login> [--recover | --first <name>]';

export interface StaffLinkArguments {
  readonly login: string;
  /** In the place of every way in that the person has. */
  readonly recover: boolean;
  /** Name of a first administrator to be made, where nobody administers yet. */
  readonly first?: string | undefined;
}

/** @throws StartupError */
export function readStaffLinkArguments(given: readonly string[]): StaffLinkArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...given],
      allowPositionals: true,
      options: { recover: { type: 'boolean', default: false }, first: { type: 'string' } },
    });
    const [login, ...rest] = positionals;
    const first = values.first?.trim();
    const isOne = first === undefined || (first !== '' && !values.recover);
    if (login !== undefined && rest.length === 0 && isOne) return { login, recover: values.recover, first };
  } catch {
    // Said below.
  }
  throw new StartupError('arguments', USAGE);
}

/**
 * Makes a one-time sign-in link from the server's own command line: for the first administrator, whom nobody else can
 * let in, and for the last one who has lost their way in. Whoever can run this could change the database as well.
 * @throws StartupError naming what is at fault
 */
export async function makeStaffLink(
  { login, recover, first }: StaffLinkArguments,
  environment: Environment,
): Promise<string> {
  const { dataSource, close } = await openQuietly(environment);
  try {
    const clock = new AdjustableClock();
    const database = new Database(dataSource, clock);
    const links = new SignInLinkService(database, environment);
    const link = await database.transaction(async (tx) => {
      if (first !== undefined && (await makeFirstAdministrator(tx, login, first)) === undefined)
        throw new StartupError(
          '--first',
          'Somebody administers already: they make links for others in the console.',
        );
      const [person] = await tx.query<{ id: string; hasWayIn: boolean }>(
        `SELECT id, ${HAS_WAY_IN} AS "hasWayIn" FROM staff WHERE login = $1 AND active FOR UPDATE`,
        [login],
      );
      if (person === undefined) throw new StartupError('login', 'There is no such person in the database.');
      if (person.hasWayIn && !recover) {
        throw new StartupError(
          'login',
          'This person can sign in already. If they have lost their way in, two administrators recover it in the console; with --recover the link replaces all they have.',
        );
      }
      recordByCommand(tx, clock.now(), {
        act: 'link.made',
        subject: { kind: 'staff', id: person.id },
        details: { recovery: person.hasWayIn },
      });
      return links.make(tx, { staffId: person.id, recovery: person.hasWayIn, madeBy: null });
    });
    return `${link.url}\nOnce, until ${link.expiresAt}. Give it to nobody else.`;
  } catch (error) {
    if (sqlState(error) === UNDEFINED_TABLE)
      throw new StartupError('DATABASE_URL', 'The database is not up to date. Start the server once.', {
        cause: error,
      });
    throw error;
  } finally {
    await close();
  }
}
