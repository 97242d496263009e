import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance } from 'fastify';
import { Control } from './control.js';
import { registerControlApi } from './control-api.js';
import { ControlError } from './errors.js';
import { registerMessagingApi } from './messaging-api.js';
import { registerOauth } from './api-oauth.js';
import { parseOptions, type StandInOptions } from './options.js';
import { registerPhoneApi } from './phone-api.js';
import { Platform } from './platform.js';

export * from './contract.js';
export type { StandInOptions, WebhookBehaviour } from './options.js';
export { sign } from './signature.js';

const host = '127.0.0.1';
const controlBodyLimit = 64 * 1024 * 1024;

/** A LINE Platform of one's own on loopback: webhooks out, Messaging API in, and a control desk. */
export class StandIn extends Control {
  readonly #app: FastifyInstance;
  readonly #platform: Platform;
  #url: string | undefined;

  constructor(options: StandInOptions) {
    const platform = new Platform(parseOptions(options));
    super(platform);
    this.#platform = platform;
    this.#app = buildServer(platform, this);
  }

  /** Where the API, the control desk and the phone are, once it listens. */
  get url(): string {
    if (this.#url === undefined) throw new Error('The stand-in is not listening yet.');
    return this.#url;
  }

  async listen(port = 0): Promise<string> {
    const address = await this.#app.listen({ host, port });
    this.#url = address;
    return address;
  }

  async close(): Promise<void> {
    this.#platform.close();
    await this.#app.close();
  }
}

export function createStandIn(options: StandInOptions): StandIn {
  return new StandIn(options);
}

function buildServer(platform: Platform, control: Control): FastifyInstance {
  // Connections that a time-out fault keeps open would otherwise keep close() waiting.
  const app = Fastify({ logger: false, forceCloseConnections: true, routerOptions: { maxParamLength: 500 } });
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('x-line-request-id', platform.ids.requestId());
  });
  app.setErrorHandler((error, _request, reply) => {
    const known = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    const status = error instanceof ControlError ? error.status : known;
    return reply.status(status).send({ error: error instanceof Error ? error.message : String(error) });
  });
  app.setNotFoundHandler((request, reply) => {
    if (/^\/(v2|oauth2|bot)\//.test(request.url)) {
      platform.ledger.recordApiCall({
        at: platform.clock.now(),
        method: request.method,
        path: request.url,
        endpoint: 'unknown',
        status: 404,
        durationMs: 0,
        requestId: String(reply.getHeader('x-line-request-id')),
      });
    }
    return reply.status(404).send({ message: 'Not found' });
  });
  app.register(async (scope) => registerMessagingApi(scope, platform));
  app.register(async (scope) => registerOauth(scope, platform));
  app.register(async (scope) => registerControlApi(scope, control), {
    prefix: '/_control',
    bodyLimit: controlBodyLimit,
  });
  app.register(async (scope) => registerPhoneApi(scope, platform, control.callers), { prefix: '/phone/api' });
  registerPhonePage(app);
  return app;
}

/** The built page; compiled, this file is in dist/stand-in/server, from source in stand-in/server. */
function registerPhonePage(app: FastifyInstance): void {
  const candidates = ['../../phone/', '../../dist/phone/'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const root = candidates.find((path) => existsSync(`${path}index.html`));
  for (const path of ['/', '/phone']) app.get(path, (_request, reply) => reply.redirect('/phone/'));
  if (root === undefined) {
    app.get('/phone/', (_request, reply) =>
      reply.status(503).send({ error: 'The phone page is not built. Run the build first.' }),
    );
    return;
  }
  app.register(fastifyStatic, { root, prefix: '/phone/', redirect: true });
}
