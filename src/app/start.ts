import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AdjustableClock } from '../config/clock.js';
import { type Environment } from '../config/environment.js';
import { loadMasterKeys } from '../config/master-key.js';
import { StartupError } from '../config/startup-error.js';
import { Database } from '../database/database.service.js';
import { RestoredKeys } from '../erasure/restored-keys.js';
import { MasterKeyWrapper } from '../vault/key-wrapper.js';
import { SealError } from '../vault/seal.js';
import { createApp } from './create-app.js';
import { demoOffset } from './demo-clock/demo-clock.js';
import { openDatabase } from './open-database.js';
import { type Provision } from './provision/provision.schema.js';
import { ProvisionService } from './provision/provision.service.js';
import { readProvision } from './provision/read-provision.js';

export interface RunningServer {
  readonly app: NestFastifyApplication;
  readonly port: number;
  readonly provision: Provision | undefined;
  /** Lets requests and deliveries under way end, then stops everything. */
  close(): Promise<void>;
}

export interface StartOptions {
  readonly say: (line: string) => void;
  readonly clock?: AdjustableClock;
}

/**
 * Starts the whole server. What can be checked without touching anything is checked first, and a start that fails
 * leaves nothing behind.
 * @throws StartupError naming the setting at fault
 */
export async function start(
  environment: Environment,
  { say, clock: given }: StartOptions,
): Promise<RunningServer> {
  const provision =
    environment.PROVISION_FILE === undefined
      ? undefined
      : await readProvision(environment.PROVISION_FILE, environment);
  const readKeys = () => loadMasterKeys(environment);
  const keyWrapper = new MasterKeyWrapper(await readKeys(), readKeys);
  const database = await openDatabase(environment, say);
  let app: NestFastifyApplication | undefined;
  const close = async () => {
    await app?.close();
    for (const opened of [database.dataSource, database.keyDataSource])
      if (opened.isInitialized) await opened.destroy();
    await database.stop();
  };
  try {
    const { dataSource, keyDataSource } = database;
    const clock = given ?? new AdjustableClock();
    // Before anything begins: a timer that isn't due by this clock may be by real time.
    if (given === undefined && environment.demo)
      clock.setOffset(await demoOffset(new Database(dataSource, clock)));
    app = await createApp({ environment, keyWrapper, dataSource, keyDataSource, clock });
    await app.get(RestoredKeys).destroyAgain();
    if (provision !== undefined) await app.get(ProvisionService).apply(provision);
    await listen(app, environment);
    const address = app.getHttpServer().address() as { port: number };
    return { app, port: address.port, provision, close };
  } catch (error) {
    await close();
    if (error instanceof SealError) {
      const message =
        'MASTER_KEY: this is not the key with which the data was sealed. Use the one of before, or other data.';
      throw new StartupError('MASTER_KEY', message, { cause: error });
    }
    throw error;
  }
}

async function listen(app: NestFastifyApplication, environment: Environment): Promise<void> {
  try {
    await app.listen(environment.PORT, environment.HOST);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE' || code === 'EACCES') {
      const why = code === 'EADDRINUSE' ? 'is in use by another program' : 'may not be opened by this user';
      throw new StartupError(
        'PORT',
        `PORT: ${environment.PORT} ${why}. Choose another one, for example PORT=3100.`,
        { cause },
      );
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new StartupError('HOST', `HOST: ${environment.HOST} is no address of this machine.`, { cause });
    }
    throw cause;
  }
}
