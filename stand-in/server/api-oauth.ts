import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify, type JWK } from 'jose';
import type { Channel } from './channel.js';
import type { Platform } from './platform.js';
import { enact, wait } from './enact.js';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const longestAssertionSeconds = 30 * 60;

interface Refusal {
  readonly status: number;
  readonly error: string;
  readonly error_description: string;
}

type Form = URLSearchParams;

/**
 * Channel access tokens by client id and secret, or by an assertion signed with the channel's key.
 * @see https://developers.line.biz/en/reference/messaging-api/#issue-stateless-channel-access-token
 */
export function registerOauth(app: FastifyInstance, platform: Platform): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  const { statelessTokenSeconds, shortLivedTokenSeconds } = platform.config.timings;
  const issuing = [
    { url: '/oauth2/v3/token', kind: 'stateless', seconds: statelessTokenSeconds },
    { url: '/v2/oauth/accessToken', kind: 'short-lived', seconds: shortLivedTokenSeconds },
  ] as const;
  for (const { url, kind, seconds } of issuing) {
    app.post(url, (request, reply) =>
      answer(platform, request, reply, (channel) => ({
        token_type: 'Bearer',
        access_token: platform.tokens.issue(channel.id, kind, seconds),
        // The platform says one second less than the documented life.
        expires_in: Math.max(1, seconds - 1),
      })),
    );
  }
  app.post('/v2/oauth/revoke', (request, reply) => {
    platform.tokens.revoke(formOf(request).get('access_token') ?? '');
    return reply.status(200).send({});
  });
  app.post('/v2/oauth/verify', (request, reply) => {
    const found = platform.tokens.find(formOf(request).get('access_token') ?? '');
    if (found === undefined) {
      return reply
        .status(400)
        .send({ error: 'invalid_request', error_description: 'access token expired or unknown' });
    }
    const seconds = Math.floor((found.expiresAt - platform.clock.now()) / 1_000);
    const clientId = platform.channel(found.channel).channelId;
    return reply.send({ client_id: clientId, expires_in: Math.min(seconds, 2_147_483_647), scope: 'P CM' });
  });
}

async function answer(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  issue: (channel: Channel) => object,
): Promise<unknown> {
  const started = performance.now();
  const checked = await authenticate(platform, formOf(request));
  const channel = 'refused' in checked ? undefined : checked.channel;
  const subject = { channel: channel?.id, endpoint: 'token', userId: undefined } as const;
  const plan = platform.faults.plan(subject);
  await wait(plan.delayMs);
  const record = (status: number) =>
    platform.ledger.recordApiCall({
      at: platform.clock.now(),
      method: request.method,
      path: request.url,
      endpoint: 'token',
      ...(channel && { channel: channel.id }),
      status,
      durationMs: Math.round(performance.now() - started),
      requestId: String(reply.getHeader('x-line-request-id')),
      ...(plan.failure && { fault: plan.failure.kind }),
    });
  if (plan.failure !== undefined) {
    if (channel !== undefined && plan.failure.accept) issue(channel);
    record(plan.failure.kind === 'status' ? (plan.failure.status ?? 500) : 0);
    return enact(plan.failure, reply);
  }
  if ('refused' in checked) {
    const { status, ...body } = checked.refused;
    record(status);
    return reply.status(status).send(body);
  }
  record(200);
  return reply.send(issue(checked.channel));
}

async function authenticate(
  platform: Platform,
  form: Form,
): Promise<{ channel: Channel } | { refused: Refusal }> {
  if (form.get('grant_type') !== 'client_credentials') {
    return refuse('unsupported_grant_type', 'grant_type must be client_credentials');
  }
  if (form.has('client_assertion')) return authenticateByAssertion(platform, form);
  const channel = [...platform.channels.values()].find(
    (candidate) => candidate.channelId === form.get('client_id'),
  );
  if (channel === undefined) return refuse('invalid_client', 'invalid client_id');
  if (channel.channelSecret !== form.get('client_secret')) {
    return refuse('invalid_client', 'invalid client_secret');
  }
  return { channel };
}

/** @see https://developers.line.biz/en/docs/messaging-api/generate-json-web-token/ */
async function authenticateByAssertion(
  platform: Platform,
  form: Form,
): Promise<{ channel: Channel } | { refused: Refusal }> {
  if (form.get('client_assertion_type') !== assertionType)
    return refuse('invalid_request', 'client_assertion_type is invalid');
  const assertion = form.get('client_assertion') ?? '';
  try {
    const { kid } = decodeProtectedHeader(assertion);
    const channelId = decodeJwt(assertion).iss ?? '';
    const channel = [...platform.channels.values()].find((candidate) => candidate.channelId === channelId);
    const key = channel?.assertionKeys.find((candidate) => candidate.kid === kid);
    if (channel === undefined || key === undefined) return refuse('invalid_client', 'unknown kid or iss');
    const now = new Date(platform.clock.now());
    const { payload } = await jwtVerify(assertion, await importJWK(key as JWK, 'RS256'), {
      algorithms: ['RS256'],
      issuer: channelId,
      subject: channelId,
      audience: 'https://api.line.me/',
      requiredClaims: ['exp'],
      currentDate: now,
    });
    if ((payload.exp ?? Infinity) - now.getTime() / 1_000 > longestAssertionSeconds)
      return refuse('invalid_client', 'exp is more than 30 minutes away');
    return { channel };
  } catch {
    return refuse('invalid_client', 'client_assertion is not valid');
  }
}

function refuse(error: string, description: string): { refused: Refusal } {
  return { refused: { status: 400, error, error_description: description } };
}

function formOf(request: FastifyRequest): Form {
  return request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
}
