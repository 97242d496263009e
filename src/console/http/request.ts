import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
// Brings the cookie methods to Fastify's types.
import '@fastify/cookie';
import { type FastifyRequest } from 'fastify';
import { type Environment } from '../../config/environment.js';
import { AppError } from '../../config/app-error.js';
import { type SignedIn } from '../../staff/principal.js';
import { type OpenWall } from '../../staff/wall.service.js';

/** Name of a cookie. With the `__Host-` prefix a browser takes it only over HTTPS and for this host alone. */
export function cookieName(environment: Environment, of: 'session' | 'wall'): string {
  return `${environment.production ? '__Host-' : ''}tomoshibi-${of}`;
}

export function sessionCookieName(environment: Environment): string {
  return cookieName(environment, 'session');
}

/** No script reads a cookie of ours, and no other site's page sends it along. */
export function cookieAttributes(environment: Environment) {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: environment.production } as const;
}

/** Whom the guard let through: a person, or on the one route that is for it, a screen on the wall. */
export type ConsoleRequest = FastifyRequest & { principal?: SignedIn; wall?: OpenWall };

export function principalOf({ principal }: ConsoleRequest): SignedIn {
  if (principal === undefined) throw new AppError('sign_in_required');
  return principal;
}

/** The signed-in person, put there by the guard. */
export const CurrentPrincipal = createParamDecorator((_data: unknown, context: ExecutionContext): SignedIn =>
  principalOf(context.switchToHttp().getRequest<ConsoleRequest>()),
);
