import { readFile, rename, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { verifyAudit } from '../../audit/audit-verify.js';
import { type Finding, type Head } from '../../audit/chain.js';
import { AdjustableClock } from '../../config/clock.js';
import { type Environment } from '../../config/environment.js';
import { StartupError } from '../../config/startup-error.js';
import { Database, sqlState } from '../../database/database.service.js';
import { openQuietly } from '../line-check/open-quietly.js';

const UNDEFINED_TABLE = '42P01';
const USAGE = 'Usage: npm run audit:verify [-- --checkpoint <file>]';
const checkpointSchema = z.object({
  seq: z.number().int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

export interface VerifyArguments {
  /** Where the end of the chain is kept from run to run, out of reach of who could write the database anew. */
  readonly checkpoint: string | undefined;
}

export interface VerifyReport {
  readonly intact: boolean;
  readonly entries: number;
  readonly head: { readonly seq: number; readonly hash: string };
  readonly checkpoint: 'none' | 'first' | 'matches' | 'differs';
  readonly findings: readonly Finding[];
}

/** @throws StartupError */
export function readVerifyArguments(given: readonly string[]): VerifyArguments {
  try {
    const { values } = parseArgs({ args: [...given], options: { checkpoint: { type: 'string' } } });
    return { checkpoint: values.checkpoint };
  } catch {
    throw new StartupError('arguments', USAGE);
  }
}

/**
 * Verifies the trace from its first entry to its last. A checkpoint moves on only along a chain that is intact.
 * @throws StartupError naming what is at fault
 */
export async function runAuditVerify(
  { checkpoint: file }: VerifyArguments,
  environment: Environment,
): Promise<VerifyReport> {
  const before = file === undefined ? undefined : await readCheckpoint(file);
  const { dataSource, close } = await openQuietly(environment);
  try {
    const found = await verifyAudit(new Database(dataSource, new AdjustableClock()), before);
    const head = { seq: found.head.seq, hash: found.head.hash.toString('hex') };
    const intact = found.findings.length === 0;
    if (file !== undefined && intact) await writeCheckpoint(file, head);
    const differs = found.findings.some(({ kind }) => kind === 'not-of-checkpoint');
    const matches = differs ? 'differs' : 'matches';
    return {
      intact,
      entries: found.entries,
      head,
      checkpoint: file === undefined ? 'none' : before === undefined ? 'first' : matches,
      findings: found.findings,
    };
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

async function readCheckpoint(file: string): Promise<Head | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new StartupError('checkpoint', `${file} can't be read.`, { cause: error });
  });
  if (text === undefined) return undefined;
  try {
    const { seq, hash } = checkpointSchema.parse(JSON.parse(text));
    return { seq, hash: Buffer.from(hash, 'hex') };
  } catch (error) {
    throw new StartupError('checkpoint', `${file} is no checkpoint of audit:verify.`, { cause: error });
  }
}

async function writeCheckpoint(file: string, head: VerifyReport['head']): Promise<void> {
  try {
    // Whole or not at all.
    await writeFile(`${file}.new`, `${JSON.stringify(head)}\n`, { mode: 0o600 });
    await rename(`${file}.new`, file);
  } catch (error) {
    throw new StartupError('checkpoint', `${file} can't be written.`, { cause: error });
  }
}
