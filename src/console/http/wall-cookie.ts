import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { ENVIRONMENT } from '../../config/config.module.js';
import { type Environment } from '../../config/environment.js';
import { type ConsoleRequest, cookieAttributes, cookieName } from './request.js';

/** Gives the token of a wall to its screen, and takes it back when that is over. */
@Injectable()
export class WallCookie {
  readonly #name: string;

  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {
    this.#name = cookieName(environment, 'wall');
  }

  give(reply: FastifyReply, { token, endsAt }: { readonly token: string; readonly endsAt: Date }): void {
    void reply.setCookie(this.#name, token, {
      ...cookieAttributes(this.environment),
      maxAge: Math.max(0, Math.floor((endsAt.getTime() - Date.now()) / 1000)),
    });
  }

  takeBack(reply: FastifyReply): void {
    void reply.clearCookie(this.#name, cookieAttributes(this.environment));
  }

  tokenOf(request: ConsoleRequest): string | undefined {
    return request.cookies[this.#name];
  }
}
