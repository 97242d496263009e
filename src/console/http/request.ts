import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
// Brings the cookie methods to Fastify's types.
import '@fastify/cookie';
import { type FastifyRequest } from 'fastify';
import { type Environment } from '../../config/environment.js';
import { AppError } from '../../config/app-error.js';
import { type SignedIn } from '../../staff/principal.js';

/** Name of the session cookie. With the `__Host-` prefix a browser takes it only over HTTPS and for this host alone. */
export function sessionCookieName(environment: Environment): string {
  return environment.production ? '__Host-tomoshibi-session' : 'tomoshibi-session';
}

export type ConsoleRequest = FastifyRequest & { principal?: SignedIn };

/** The signed-in person, put there by the guard. */
export const CurrentPrincipal = createParamDecorator(
  (_data: unknown, context: ExecutionContext): SignedIn => {
    const { principal } = context.switchToHttp().getRequest<ConsoleRequest>();
    if (principal === undefined) throw new AppError('sign_in_required');
    return principal;
  },
);
