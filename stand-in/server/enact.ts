import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Fault } from './contract.js';
import { tooManyRequests } from './errors.js';

const messages: Readonly<Record<number, string>> = {
  400: 'The request body has 1 error(s)',
  401: 'Authentication failed due to the following reason: invalid token. Confirm that the access token in the authorization header is valid.',
  403: 'Access to this API is not available for your account',
  404: 'Not found',
  429: tooManyRequests,
  500: 'Internal server error',
  502: 'Bad gateway',
  503: 'Service unavailable',
};

/** Spoils the answer in the way the fault says. */
export function enact(fault: Fault, reply: FastifyReply): FastifyReply {
  if (fault.kind === 'status') {
    const status = fault.status ?? 500;
    const body = { message: fault.message ?? messages[status] ?? 'Error' };
    return reply.status(status).header('content-type', 'application/json').send(body);
  }
  reply.hijack();
  const { raw } = reply;
  // A time-out is a connection that stays open and silent; it ends when the relay gives up or the stand-in stops.
  if (fault.kind === 'reset') raw.socket?.resetAndDestroy();
  if (fault.kind === 'truncate') {
    raw.writeHead(200, { 'content-type': 'application/json', 'content-length': '200' });
    raw.write('{"sentMessages":[{"id":"4612', () => raw.destroy());
  }
  return reply;
}

export async function wait(milliseconds: number): Promise<void> {
  // Unreferenced: a slow answer must not keep a stopped stand-in alive.
  if (milliseconds > 0) await sleep(milliseconds, undefined, { ref: false });
}
