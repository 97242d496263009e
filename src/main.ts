import 'reflect-metadata';
import { banner } from './app/banner.js';
import { endAtUncaughtErrors } from './app/crash.js';
import { firstStep } from './app/first-run.js';
import { start } from './app/start.js';
import { readEnvironment } from './config/environment.js';
import { StartupError } from './config/startup-error.js';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** How long a stop may take before we end anyway, in milliseconds: a LINE call under way has its own, shorter limit. */
const STOP_LIMIT_MS = 25_000;

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  let asked = false;
  let stop = () => {
    asked = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop());
  const server = await start(environment, { say });
  stop = () => {
    stop = () => undefined;
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    server.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  if (asked) return stop();
  say(banner(environment, server.port, server.provision));
  const first = environment.ROLES.includes('console') ? await firstStep(server.app, environment) : undefined;
  if (first !== undefined) say(`${first}\n`);
  process.send?.({ type: 'listening', port: server.port });
}

endAtUncaughtErrors();
main().catch((error: unknown) => {
  const clear = error instanceof StartupError;
  process.stderr.write(
    clear
      ? `${error.message}\n`
      : `The server could not start. ${error instanceof Error ? (error.stack ?? error.message) : ''}\n`,
  );
  process.exit(1);
});
