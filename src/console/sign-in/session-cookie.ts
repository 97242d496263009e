import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { AppError } from '../../config/app-error.js';
import { ENVIRONMENT } from '../../config/config.module.js';
import { allowedOrigins, type Environment } from '../../config/environment.js';
import { type Device } from '../../contract/sign-in.js';
import { deviceOf } from '../../staff/device.js';
import { type ConsoleRequest, cookieAttributes, sessionCookieName } from '../http/request.js';

/** Gives the token of a session to a browser, and takes it back. */
@Injectable()
export class SessionCookie {
  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {}

  give(reply: FastifyReply, token: string): void {
    void reply.setCookie(sessionCookieName(this.environment), token, {
      ...cookieAttributes(this.environment),
      maxAge: this.environment.SESSION_MAX_HOURS * 3600,
    });
  }

  takeBack(reply: FastifyReply): void {
    void reply.clearCookie(sessionCookieName(this.environment), cookieAttributes(this.environment));
  }

  tokenOf(request: ConsoleRequest): string | undefined {
    return request.cookies[sessionCookieName(this.environment)];
  }

  /**
   * For routes that ask for no session: where the request comes from, by what device.
   * @throws AppError origin_not_allowed when another site's page sent it
   */
  visitor(request: ConsoleRequest): { readonly address: string; readonly device: Device } {
    const { origin } = request.headers;
    if (origin !== undefined && !allowedOrigins(this.environment).has(origin))
      throw new AppError('origin_not_allowed');
    return { address: request.ip, device: deviceOf(request.headers['user-agent']) };
  }
}
