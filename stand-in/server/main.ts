import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { createStandIn, type StandIn, type StandInOptions } from './stand-in.js';

const configPath = process.env['STAND_IN_CONFIG'] ?? 'demo/line-stand-in.yaml';
const port = Number(process.env['STAND_IN_PORT'] ?? 3001);
const relayBaseUrl = process.env['RELAY_BASE_URL'] ?? 'http://localhost:3000';

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

async function readConfig(): Promise<StandInOptions> {
  try {
    // Checked by the stand-in itself, which says what is wrong.
    const config = parse(await readFile(configPath, 'utf8')) as StandInOptions;
    return { ...config, relayBaseUrl };
  } catch (error) {
    return fail(`STAND_IN_CONFIG (${configPath}) can't be read: ${(error as Error).message}`);
  }
}

async function start(): Promise<StandIn> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    fail('STAND_IN_PORT has to be a port number from 0 to 65535.');
  }
  const config = await readConfig();
  try {
    const standIn = createStandIn(config);
    await standIn.listen(port);
    return standIn;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') fail(`Port ${port} is in use. Set STAND_IN_PORT to a free port.`);
    return fail(message);
  }
}

const standIn = await start();
const { port: actualPort } = new URL(standIn.url);
let stopping = false;

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await standIn.close();
  process.exit(0);
}

process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
if (process.send === undefined) {
  console.log(
    `LINE stand-in: http://localhost:${actualPort} (caller's phone: http://localhost:${actualPort}/phone/)`,
  );
} else {
  // Started by the relay's own start script: when that goes, in whatever way, so does the stand-in.
  process.on('disconnect', () => void stop());
  process.send({ type: 'listening', url: standIn.url });
}
