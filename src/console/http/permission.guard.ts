import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { originSession } from '../../audit/origin.js';
import { type FastifyReply } from 'fastify';
import { AppError } from '../../config/app-error.js';
import { ENVIRONMENT } from '../../config/config.module.js';
import { allowedOrigins, type Environment } from '../../config/environment.js';
import { carries } from '../../contract/permission.js';
import { type Access, accessKey, unattendedKey, verifiedKey } from '../../staff/permit.js';
import { mayDo, type Principal, type SignedIn } from '../../staff/principal.js';
import { SessionService } from '../../staff/session.service.js';
import { WallService } from '../../staff/wall.service.js';
import { type ConsoleSocket } from '../live/console-socket.js';
import { type ConsoleRequest, sessionCookieName } from './request.js';
import { WallCookie } from './wall-cookie.js';

/** Lets a request or socket event through only if it declares who may call it and the caller is one of them. */
@Injectable()
export class PermissionGuard implements CanActivate {
  readonly #origins: ReadonlySet<string>;
  readonly #cookie: string;

  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionService,
    private readonly walls: WallService,
    private readonly wallCookie: WallCookie,
    @Inject(ENVIRONMENT) environment: Environment,
  ) {
    this.#origins = allowedOrigins(environment);
    this.#cookie = sessionCookieName(environment);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    const access = this.reflector.getAllAndOverride<Access | undefined>(accessKey, places);
    if (access?.kind === 'public') return true;
    if (access !== undefined && carries('wall', access.permission) && (await this.#isWall(context)))
      return true;
    const isUnattended = this.reflector.getAllAndOverride<true | undefined>(unattendedKey, places) === true;
    const principal =
      context.getType() === 'ws'
        ? socketPrincipal(context)
        : await this.#requestPrincipal(context, isUnattended);
    if (access === undefined || !mayDo(principal, access.permission)) throw new AppError('not_permitted');
    const wantsVerified = this.reflector.getAllAndOverride<true | undefined>(verifiedKey, places) === true;
    if (wantsVerified && !(principal as SignedIn).recentlyVerified)
      throw new AppError('verification_required');
    return true;
  }

  /**
   * A screen on the wall, where a wall may ask at all; elsewhere its cookie is not even looked at. It goes before a
   * session: who opened a link wants to see that. One that is over is said to be, once, and its cookie taken back.
   */
  async #isWall(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ConsoleRequest>();
    const token = this.wallCookie.tokenOf(request);
    if (token === undefined) return false;
    const wall = await this.walls.find(token);
    if (wall === undefined) {
      this.wallCookie.takeBack(context.switchToHttp().getResponse<FastifyReply>());
      throw new AppError('wall_ended');
    }
    request.wall = wall;
    return true;
  }

  async #requestPrincipal(context: ExecutionContext, isUnattended: boolean): Promise<SignedIn> {
    const request = context.switchToHttp().getRequest<ConsoleRequest>();
    // Browsers name the page a write comes from; another site's page must not use our cookie.
    const { origin } = request.headers;
    if (request.method !== 'GET' && origin !== undefined && !this.#origins.has(origin))
      throw new AppError('origin_not_allowed');
    const token = request.cookies[this.#cookie];
    const principal = await this.sessions.find(token);
    if (token === undefined || principal === undefined) throw new AppError('sign_in_required');
    // Screens read again by themselves: only what somebody does is a sign of a person.
    if (request.method !== 'GET' && !isUnattended) await this.sessions.touch(token);
    request.principal = principal;
    originSession(principal.sessionId);
    return principal;
  }
}

function socketPrincipal(context: ExecutionContext): Principal {
  return context.switchToWs().getClient<ConsoleSocket>().data.principal;
}
