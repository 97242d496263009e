import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { checked } from './checked.js';
import type { Control } from './control.js';
import {
  callerMessageSchema,
  channelPatchSchema,
  eventDraftSchema,
  faultSchema,
  newUserSchema,
  rawWebhookSchema,
} from './contract.js';

const sendOptions = z.strictObject({
  wait: z.boolean().optional(),
  mode: z.enum(['active', 'standby']).optional(),
});
const callerBody = z.strictObject({ userId: z.string(), options: sendOptions.default({}) });
const ledgerQuery = z.strictObject({
  channel: z.string().optional(),
  userId: z.string().optional(),
  after: z.coerce.number().optional(),
  limit: z.coerce.number().int().positive().optional(),
});

type Handler = (input: { params: Record<string, string>; body: unknown; query: unknown }) => unknown;

/** The control desk over HTTP, for tests and drills in other processes. Loopback only, no authentication. */
export function registerControlApi(app: FastifyInstance, control: Control): void {
  const route = (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, handle: Handler) =>
    app.route({
      method,
      url,
      handler: async (request, reply) => {
        const result = await handle(inputOf(request));
        return result === undefined ? reply.status(204).send() : reply.send(result);
      },
    });
  const get = (url: string, handle: Handler) => route('GET', url, handle);
  const post = (url: string, handle: Handler) => route('POST', url, handle);

  get('/state', () => control.state());
  post('/reset', ({ body }) =>
    control.reset(checked(z.strictObject({ users: z.boolean().optional() }), body)),
  );
  post('/clock', async ({ body }) => ({
    now: await control.advanceClock(checked(z.strictObject({ advanceMs: z.number() }), body).advanceMs),
  }));
  registerCallers(post, control);
  registerWebhooks(route, control);
  registerFaults(route, control);
  registerLedger(get, control);
}

type Post = (url: string, handle: Handler) => unknown;
type Route = (method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, handle: Handler) => unknown;

function registerCallers(post: Post, control: Control): void {
  post('/users', ({ body }) => control.createUser(checked(newUserSchema, body)));
  post('/channels/:channel/follow', ({ params, body }) => {
    const { userId, options } = checked(callerBody, body);
    return control.follow(channelOf(params), userId, options);
  });
  post('/channels/:channel/unfollow', ({ params, body }) => {
    const { userId, options } = checked(callerBody, body);
    return control.unfollow(channelOf(params), userId, options);
  });
  post('/channels/:channel/messages', ({ params, body }) => {
    const input = checked(callerBody.extend({ message: callerMessageSchema }), body);
    return control.sendMessage(channelOf(params), input.userId, input.message, input.options);
  });
  post('/channels/:channel/unsend', ({ params, body }) => {
    const input = checked(callerBody.extend({ messageId: z.string() }), body);
    return control.unsend(channelOf(params), input.userId, input.messageId, input.options);
  });
  post('/channels/:channel/postback', ({ params, body }) => {
    const fields = { data: z.string(), params: z.record(z.string(), z.string()).optional() };
    const input = checked(callerBody.extend(fields), body);
    return control.postback(channelOf(params), input.userId, input.data, input.params, input.options);
  });
  post('/channels/:channel/emit', ({ params, body }) => {
    const input = checked(
      z.strictObject({ draft: eventDraftSchema, options: sendOptions.default({}) }),
      body,
    );
    return control.emit(channelOf(params), input.draft, input.options);
  });
}

function registerWebhooks(route: Route, control: Control): void {
  const scope = z.strictObject({ channel: z.string().optional() });
  route('POST', '/channels/:channel/events', ({ params, body }) =>
    control.sendEvents(
      channelOf(params),
      checked(z.strictObject({ events: z.array(z.unknown()) }), body).events,
    ),
  );
  route('POST', '/channels/:channel/raw', ({ params, body }) =>
    control.sendRaw(channelOf(params), checked(rawWebhookSchema, body)),
  );
  route('POST', '/channels/:channel/redeliver', ({ params, body }) =>
    control.redeliver(
      channelOf(params),
      checked(z.strictObject({ webhookEventId: z.string() }), body).webhookEventId,
    ),
  );
  route('PATCH', '/webhook-behaviour', async ({ query, body }) => {
    const patch = checked(z.record(z.string(), z.unknown()), body);
    await control.setWebhookBehaviour(patch, checked(scope, query).channel);
  });
  route('POST', '/flush', ({ query }) => control.flushWebhooks(checked(scope, query).channel));
  route('POST', '/wait-for-idle', ({ body }) =>
    control.waitForIdle(checked(z.strictObject({ timeoutMs: z.number().optional() }), body).timeoutMs),
  );
}

function registerFaults(route: Route, control: Control): void {
  route('POST', '/faults', ({ body }) => control.addFault(checked(faultSchema, body)));
  route('DELETE', '/faults', () => control.clearFaults());
  route('DELETE', '/faults/:id', ({ params }) => control.clearFaults(params['id']));
  route('PATCH', '/channels/:channel', ({ params, body }) =>
    control.configureChannel(channelOf(params), checked(channelPatchSchema, body)),
  );
  route('POST', '/channels/:channel/tokens', async ({ params }) => ({
    token: await control.issueToken(channelOf(params)),
  }));
  route('DELETE', '/channels/:channel/tokens', ({ params }) => control.revokeTokens(channelOf(params)));
}

function registerLedger(get: Post, control: Control): void {
  get('/deliveries', ({ query }) => control.deliveries(checked(ledgerQuery, query)));
  get('/violations', ({ query }) => control.violations(checked(ledgerQuery, query)));
  get('/api-calls', ({ query }) =>
    control.apiCalls(checked(ledgerQuery.extend({ endpoint: z.string().optional() }), query)),
  );
  get('/webhook-attempts', ({ query }) =>
    control.webhookAttempts(checked(ledgerQuery.extend({ eventId: z.string().optional() }), query)),
  );
}

function inputOf(request: FastifyRequest): Parameters<Handler>[0] {
  return {
    params: request.params as Record<string, string>,
    body: request.body ?? {},
    query: request.query,
  };
}

function channelOf(params: Record<string, string>): string {
  return params['channel'] ?? '';
}
