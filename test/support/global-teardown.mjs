import { rm } from 'node:fs/promises';

export default async function tearDown() {
  const server = globalThis.tomoshibiTestServer;
  await server?.stop();
  if (server?.dataDir !== undefined) await rm(server.dataDir, { recursive: true, force: true });
}
