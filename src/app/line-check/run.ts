import { existsSync } from 'node:fs';
import path from 'node:path';
import { AccountDirectory } from '../../account/account.directory.js';
import { AdjustableClock } from '../../config/clock.js';
import { type Environment } from '../../config/environment.js';
import { loadMasterKeys } from '../../config/master-key.js';
import { StartupError } from '../../config/startup-error.js';
import { Database, sqlState } from '../../database/database.service.js';
import { LineClient } from '../../line/line.client.js';
import { KeyDatabase } from '../../vault/key-database.js';
import { KeyStore } from '../../vault/key-store.js';
import { MasterKeyWrapper } from '../../vault/key-wrapper.js';
import { SealError } from '../../vault/seal.js';
import { Vault } from '../../vault/vault.service.js';
import { type LineCheckArguments } from './arguments.js';
import { LineCheckService } from './line-check.service.js';
import { openQuietly } from './open-quietly.js';
import { checklist, isAllRight, report } from './report.js';

const UNDEFINED_TABLE = '42P01';

/**
 * Does what the command line asks for. Of the server only the parts needed are put together, and none of them is
 * started: no timer, no event feed, no migration, no provisioning.
 * @returns exit code: 0 when LINE confirmed everything that it can tell
 * @throws StartupError naming what is at fault
 */
export async function runLineCheck(
  { accountId, language, confirm }: LineCheckArguments,
  environment: Environment,
  say: (text: string) => void,
): Promise<number> {
  const { dataSource, keyDataSource, close } = await openQuietly(environment);
  try {
    const clock = new AdjustableClock();
    const database = new Database(dataSource, clock);
    const wrapper = new MasterKeyWrapper(await masterKeys(environment));
    const keys = new KeyStore(new KeyDatabase(keyDataSource, clock), wrapper, clock);
    const accounts = new AccountDirectory(database, keys, new Vault(keys));
    await load(accounts);
    const service = new LineCheckService(accounts, new LineClient(environment), database, clock, environment);
    if (confirm !== undefined) {
      await service.confirm(accountId, confirm.item, confirm.by);
      say(['', ...checklist(await service.confirmations(accountId), language), ''].join('\n'));
      return 0;
    }
    const findings = await service.check(accountId);
    const title = `${(await accounts.get(accountId)).name[language]} [${accountId}] — ${environment.LINE_API_BASE_URL}`;
    say(report(title, findings, await service.confirmations(accountId), language));
    return isAllRight(findings) ? 0 : 1;
  } finally {
    await close();
  }
}

/** The server's master keys; unlike the server, never a new one. */
export async function masterKeys(environment: Environment): Promise<Buffer[]> {
  const { MASTER_KEY, MASTER_KEY_FILE, DATA_DIR } = environment;
  if (
    MASTER_KEY === undefined &&
    MASTER_KEY_FILE === undefined &&
    !existsSync(path.join(DATA_DIR, 'master.key'))
  ) {
    throw new StartupError(
      'MASTER_KEY',
      'MASTER_KEY or MASTER_KEY_FILE is required: the one the server runs with.',
    );
  }
  return loadMasterKeys(environment);
}

async function load(accounts: AccountDirectory): Promise<void> {
  try {
    await accounts.reload();
  } catch (cause) {
    if (cause instanceof SealError) {
      throw new StartupError(
        'MASTER_KEY',
        'MASTER_KEY: it is not the key that this database was sealed with.',
        {
          cause,
        },
      );
    }
    if (sqlState(cause) === UNDEFINED_TABLE) {
      throw new StartupError('DATABASE_URL', 'The database has no tables yet. Start the server once.', {
        cause,
      });
    }
    throw cause;
  }
}
