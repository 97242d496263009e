import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { SignOutService } from '../assignment/sign-out.service.js';
import { AppError } from '../config/app-error.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { allowedOrigins, type Environment } from '../config/environment.js';
import {
  type SessionView,
  sessionViewSchema,
  type SignInRequest,
  signInRequestSchema,
} from '../contract/staff.js';
import { Permit, Public } from '../staff/permit.js';
import { type Principal } from '../staff/principal.js';
import { SESSION_HOURS, SessionService } from '../staff/session.service.js';
import { ConsoleGateway } from './console.gateway.js';
import { type ConsoleRequest, CurrentPrincipal, sessionCookieName } from './request.js';

@ApiTags('session')
@Controller('api/session')
export class SessionController {
  constructor(
    private readonly sessions: SessionService,
    private readonly leaving: SignOutService,
    private readonly gateway: ConsoleGateway,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  @Post()
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ standardSchema: sessionViewSchema })
  async signIn(
    @Body({ schema: signInRequestSchema }) body: SignInRequest,
    @Req() request: ConsoleRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const { origin } = request.headers;
    if (origin !== undefined && !allowedOrigins(this.environment).has(origin))
      throw new AppError('origin_not_allowed');
    const token = await this.sessions.signIn(body.login, body.password, request.ip);
    const principal = await this.sessions.find(token);
    if (principal === undefined) throw new AppError('sign_in_failed');
    void reply.setCookie(sessionCookieName(this.environment), token, {
      ...this.#cookie(),
      maxAge: SESSION_HOURS * 3600,
    });
    return this.#view(principal);
  }

  @Get()
  @Permit('session.read')
  @ApiOkResponse({ standardSchema: sessionViewSchema })
  read(@CurrentPrincipal() principal: Principal): SessionView {
    return this.#view(principal);
  }

  /** Refused while they look after tickets. */
  @Delete()
  @HttpCode(204)
  @Permit('session.end')
  @ApiNoContentResponse()
  async signOut(
    @CurrentPrincipal() principal: Principal,
    @Req() request: ConsoleRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const name = sessionCookieName(this.environment);
    const token = request.cookies[name];
    if (token !== undefined) {
      await this.leaving.signOut(principal, token, this.gateway.socketsOf(token));
      this.gateway.endSession(token);
    }
    void reply.clearCookie(name, this.#cookie());
  }

  #cookie() {
    return { path: '/', httpOnly: true, sameSite: 'strict', secure: this.environment.production } as const;
  }

  #view(principal: Principal): SessionView {
    const { staffId, login, displayName, administrator, capacity, memberships } = principal;
    return {
      staff: { id: staffId, login, displayName, administrator, capacity },
      memberships: [...memberships].map(([accountId, role]) => ({ accountId, role })),
      demo: this.environment.demo,
    };
  }
}
