import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { accountRoutes } from './api-account.js';
import { contentRoutes } from './api-content.js';
import { sendRoutes } from './api-send.js';
import type { ApiAnswer, ApiCall, ApiRoute } from './api-types.js';
import type { Channel } from './channel.js';
import type { Endpoint, Fault } from './contract.js';
import { enact, wait } from './enact.js';
import { LineApiError } from './errors.js';
import type { Platform } from './platform.js';
import { maximumBodyBytes } from './validation.js';

/** What is known of a request before its handler runs. */
interface Progress {
  readonly started: number;
  readonly requestId: string;
  readonly endpoint: Endpoint;
  channel?: Channel;
  about?: string | undefined;
  fault?: Fault['kind'];
  recorded: boolean;
}

const invalidToken =
  'Authentication failed due to the following reason: invalid token. Confirm that the access token in the authorization header is valid.';

/** The Messaging API. Every route is authenticated, may misbehave, and is written to the list of calls. */
export function registerMessagingApi(app: FastifyInstance, platform: Platform): void {
  const progresses = new WeakMap<FastifyRequest, Progress>();
  const progressOf = (request: FastifyRequest): Progress => {
    const progress = progresses.get(request);
    if (progress === undefined) throw new Error('The request was not announced by its route.');
    return progress;
  };
  const record = (request: FastifyRequest, status: number): void => {
    const progress = progressOf(request);
    if (progress.recorded) return;
    progress.recorded = true;
    recordCall(platform, request, progress, status);
  };
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    parseJson(String(body), done);
  });
  app.setErrorHandler((error, request, reply) => {
    const known = asLineError(error);
    record(request, known.status);
    return reply.status(known.status).headers(known.headers).send(known.body());
  });
  const routes = [...sendRoutes(platform.config.allowLoopbackMedia), ...accountRoutes(), ...contentRoutes()];
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.url,
      bodyLimit: maximumBodyBytes,
      // The token is looked at before the body is read: a stranger learns nothing about limits.
      onRequest: async (request, reply) => {
        const requestId = String(reply.getHeader('x-line-request-id'));
        const started = performance.now();
        const progress: Progress = { started, requestId, endpoint: route.endpoint, recorded: false };
        progresses.set(request, progress);
        progress.channel = authenticate(platform, request);
      },
      handler: (request, reply) => run({ platform, route, request, reply, record }, progressOf(request)),
    });
  }
}

interface Running {
  readonly platform: Platform;
  readonly route: ApiRoute;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly record: (request: FastifyRequest, status: number) => void;
}

async function run(running: Running, progress: Progress): Promise<unknown> {
  const { platform, route, request, reply, record } = running;
  const call = callOf(platform, request, progress);
  progress.about = route.about?.(call);
  const plan = platform.faults.plan({
    channel: call.channel.id,
    endpoint: route.endpoint,
    userId: progress.about,
  });
  await wait(plan.delayMs);
  if (plan.failure === undefined) {
    const answer = await route.handle(call);
    record(request, answer.status);
    return send(reply, answer);
  }
  progress.fault = plan.failure.kind;
  // Accepted first and spoilt afterwards: the relay can't know, and has to ask again with the same retry key.
  if (plan.failure.accept) await handleUnheard(route, call);
  record(request, plan.failure.kind === 'status' ? (plan.failure.status ?? 500) : 0);
  return enact(plan.failure, reply);
}

/** Nobody hears the answer, so that a refusal makes no difference either. */
async function handleUnheard(route: ApiRoute, call: ApiCall): Promise<void> {
  try {
    await route.handle(call);
  } catch (error) {
    if (!(error instanceof LineApiError)) throw error;
  }
}

function send(reply: FastifyReply, answer: ApiAnswer): FastifyReply {
  if (answer.file !== undefined) {
    return reply.status(answer.status).type(answer.file.contentType).send(answer.file.bytes);
  }
  return reply.status(answer.status).send(answer.body ?? {});
}

function callOf(platform: Platform, request: FastifyRequest, progress: Progress): ApiCall {
  if (progress.channel === undefined) throw new LineApiError(401, invalidToken);
  const retryKey = request.headers['x-line-retry-key'];
  return {
    platform,
    channel: progress.channel,
    requestId: progress.requestId,
    retryKey: Array.isArray(retryKey) ? retryKey[0] : retryKey,
    params: request.params as Record<string, string>,
    body: request.body,
  };
}

function authenticate(platform: Platform, request: FastifyRequest): Channel {
  const header = request.headers.authorization;
  if (header === undefined || !/^Bearer \S/i.test(header)) {
    throw new LineApiError(
      401,
      "Authorization header required. Must follow the scheme, 'Authorization: Bearer <ACCESS TOKEN>'",
    );
  }
  const token = platform.tokens.find(header.slice('Bearer '.length).trim());
  if (token === undefined) throw new LineApiError(401, invalidToken);
  return platform.channel(token.channel);
}

function recordCall(platform: Platform, request: FastifyRequest, progress: Progress, status: number): void {
  const retryKey = request.headers['x-line-retry-key'];
  platform.ledger.recordApiCall({
    at: platform.clock.now(),
    method: request.method,
    path: request.url,
    endpoint: progress.endpoint,
    ...(progress.channel && { channel: progress.channel.id }),
    ...(progress.about && { userId: progress.about }),
    status,
    durationMs: Math.round((performance.now() - progress.started) * 100) / 100,
    requestId: progress.requestId,
    ...(typeof retryKey === 'string' && { retryKey }),
    ...(progress.fault && { fault: progress.fault }),
  });
}

function parseJson(text: string, done: (error: Error | null, body?: unknown) => void): void {
  if (text === '') {
    done(null, undefined);
    return;
  }
  try {
    done(null, JSON.parse(text));
  } catch {
    done(new LineApiError(400, 'The request body could not be parsed as JSON (line: -, column: -)'));
  }
}

/** Fastify's own refusals in the platform's words. */
function asLineError(error: unknown): LineApiError {
  if (error instanceof LineApiError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new LineApiError(415, 'Unsupported media type');
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new LineApiError(413, 'Request entity too large');
  return new LineApiError(500, error instanceof Error ? error.message : 'Internal server error');
}
