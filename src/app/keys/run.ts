import { parseArgs } from 'node:util';
import { AuditWriter } from '../../audit/audit-writer.js';
import { AdjustableClock } from '../../config/clock.js';
import { type Environment } from '../../config/environment.js';
import { StartupError } from '../../config/startup-error.js';
import { Database } from '../../database/database.service.js';
import { CallerRotation } from '../../erasure/keys/caller-rotation.js';
import { destroyRetired, retiredKeys, SETTLED_MS } from '../../erasure/keys/retired.js';
import { lockKeys } from '../../erasure/keys/run-lock.js';
import { KeyDatabase } from '../../vault/key-database.js';
import { KeyStore } from '../../vault/key-store.js';
import { MasterKeyWrapper } from '../../vault/key-wrapper.js';
import { Vault } from '../../vault/vault.service.js';
import { openQuietly } from '../line-check/open-quietly.js';
import { masterKeys } from '../line-check/run.js';
import { openingText, openRows } from './opening.js';
import { keysReport, reportText } from './report.js';
import { Rotation } from './rotation.js';

const LEVELS = ['master', 'account', 'caller'] as const;
const USAGE = `Usage:
  npm run keys:report [-- --open]
  npm run keys:rotate -- --level master|account|caller [--before <instant>]
  npm run keys:destroy-retired -- --before <instant>`;

export interface KeysArguments {
  readonly what: 'report' | 'rotate' | 'destroy-retired';
  readonly level: (typeof LEVELS)[number] | undefined;
  /** Of callers, only those whose key was made before; of replaced keys, those that were replaced before. */
  readonly before: Date | undefined;
  /** Of the report: whether each row is opened. */
  readonly open?: boolean;
}

/** @throws StartupError */
export function readKeysArguments(given: readonly string[]): KeysArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        level: { type: 'string' },
        before: { type: 'string' },
        open: { type: 'boolean', default: false },
      },
    });
    const [what, ...rest] = positionals;
    const level = LEVELS.find((name) => name === values.level);
    const before = values.before === undefined ? undefined : new Date(values.before);
    const fits =
      rest.length === 0 &&
      !Number.isNaN(before?.getTime()) &&
      (what === 'rotate') === (level !== undefined) &&
      (what === 'report' || !values.open);
    if (fits && (what === 'report' || what === 'rotate')) return { what, level, before, open: values.open };
    if (fits && what === 'destroy-retired' && before !== undefined) return { what, level, before };
  } catch {
    // Said below.
  }
  throw new StartupError('arguments', USAGE);
}

interface Tools {
  readonly data: Database;
  readonly keys: KeyDatabase;
  readonly store: KeyStore;
  readonly wrapper: MasterKeyWrapper;
  readonly clock: AdjustableClock;
  readonly audit: AuditWriter;
}

/**
 * Reports on keys, replaces them or destroys replaced ones, beside the running server.
 * @param say what has to be known before the work is done
 * @returns what to say when it is
 */
export async function runKeys(
  { what, level, before, open }: KeysArguments,
  environment: Environment,
  say: (line: string) => void = () => undefined,
): Promise<string> {
  const { dataSource, keyDataSource, addresses, close } = await openQuietly(environment);
  let release = () => Promise.resolve();
  try {
    // Two runs at once could give a caller two new keys, of which erasing them would reach only one.
    if (what !== 'report') release = await lockKeys(addresses.keys.url);
    const clock = new AdjustableClock();
    const data = new Database(dataSource, clock);
    const keys = new KeyDatabase(keyDataSource, clock);
    const wrapper = new MasterKeyWrapper(await masterKeys(environment));
    const store = new KeyStore(keys, wrapper, clock);
    const audit = new AuditWriter(data, new Vault(store), store, clock);
    const tools = { data, keys, store, wrapper, clock, audit };
    if (what === 'rotate' && level !== undefined)
      return await rotate(tools, level, before ?? clock.now(), say);
    if (what === 'destroy-retired' && before !== undefined) return await destroy(tools, before);
    const report = reportText(await keysReport(data, keys, store, wrapper));
    if (open !== true) return `${report}\nWhether each row opens: npm run keys:report -- --open`;
    const opening = await openRows(data, store);
    const text = `${report}\n${openingText(opening)}`;
    if (opening.columns.some(({ failed }) => failed > 0)) throw new StartupError('keys', text);
    return text;
  } finally {
    await release();
    await close();
  }
}

async function rotate(
  { data, keys, store, wrapper, clock, audit }: Tools,
  level: (typeof LEVELS)[number],
  before: Date,
  say: (line: string) => void,
): Promise<string> {
  const note = (details: Record<string, string | number>) =>
    audit.note({ act: 'key.rotated', actor: { kind: 'command' }, details: { level, ...details } });
  await note({ state: 'begun' });
  if (level === 'caller') {
    say(`If it ends early, end it with: --level caller --before ${before.toISOString()}`);
    const { callers, rows, damaged } = await new CallerRotation(data, keys, store, clock).all(before);
    await note({ state: 'done', callers, rows, ...(damaged > 0 ? { damaged } : {}) });
    const said = `${callers} callers have a new key; ${rows} rows were sealed anew.`;
    if (damaged > 0)
      throw new StartupError('keys', `${said} ${damaged} rows don't open and stay as they are: DAMAGED.`);
    return said;
  }
  const rotation = new Rotation(keys, store, wrapper, clock);
  const count = level === 'master' ? await rotation.master() : await rotation.account();
  await note({ state: 'done', keys: count });
  return level === 'master'
    ? `${count} keys are wrapped by the first master key now.`
    : `${count} keys are wrapped by new keys of their accounts.`;
}

/** The trace comes first: nothing is destroyed of which none is left. */
async function destroy({ data, keys, clock, audit }: Tools, before: Date): Promise<string> {
  if (before.getTime() > clock.now().getTime() - SETTLED_MS)
    throw new StartupError('--before', '--before: a replaced key stays for a day at least.');
  const found = await retiredKeys(data, keys, before);
  await audit.note({
    act: 'key.destroyed',
    actor: { kind: 'command' },
    details: { keys: found.unused.length, kept: found.kept, before: before.toISOString() },
  });
  const count = await destroyRetired(keys, found, clock.now());
  const why = Object.entries(found.rows).map(([column, rows]) => `${column}: ${rows}`);
  const kept = found.kept === 0 ? '' : ` ${found.kept} stay: rows are sealed with them (${why.join(', ')}).`;
  return `${count} replaced keys are destroyed: what backups of the data from before hold of it can't be read any more.${kept}`;
}
