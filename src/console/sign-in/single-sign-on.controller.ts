import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiFoundResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { AppError } from '../../config/app-error.js';
import { ENVIRONMENT } from '../../config/config.module.js';
import { type Environment } from '../../config/environment.js';
import { deviceOf } from '../../staff/device.js';
import { Permit, Public } from '../../staff/permit.js';
import { type SignedIn } from '../../staff/principal.js';
import { isVerification, SingleSignOnService } from '../../staff/single-sign-on.service.js';
import { type ConsoleRequest, CurrentPrincipal } from '../http/request.js';
import { SessionCookie } from './session-cookie.js';

const MINUTES = 10;

/** To the organisation's own sign-in and back. Open to everybody, as signing in is; the browser goes there by itself. */
@ApiTags('session')
@Controller('api/session/single-sign-on')
@Public()
export class SingleSignOnController {
  readonly #cookieName: string;

  constructor(
    private readonly signOn: SingleSignOnService,
    private readonly cookie: SessionCookie,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {
    this.#cookieName = environment.production ? '__Host-tomoshibi-sign-on' : 'tomoshibi-sign-on';
  }

  @Get()
  @ApiFoundResponse({ description: 'to the provider' })
  async begin(@Req() request: ConsoleRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.#send(reply, await this.signOn.begin(request.ip));
  }

  /** In a tab of its own, so that what the person was about to do waits for them in the other. */
  @Get('verification')
  @Permit('security.own')
  @ApiFoundResponse({ description: 'to the provider' })
  async verify(
    @CurrentPrincipal() { sessionId }: SignedIn,
    @Req() request: ConsoleRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.#send(reply, await this.signOn.begin(request.ip, sessionId));
  }

  async #send(reply: FastifyReply, { url, keep }: { url: string; keep: string }): Promise<void> {
    await reply
      .setCookie(this.#cookieName, keep, { ...this.#attributes(), maxAge: MINUTES * 60 })
      .redirect(url);
  }

  @Get('callback')
  @ApiFoundResponse({ description: 'to the console' })
  async finish(@Req() request: ConsoleRequest, @Res() reply: FastifyReply): Promise<void> {
    const kept = request.cookies[this.#cookieName];
    const isAgain = isVerification(kept);
    void reply.clearCookie(this.#cookieName, this.#attributes());
    try {
      const token = await this.signOn.finish({
        address: request.url,
        kept,
        device: deviceOf(request.headers['user-agent']),
        visitor: request.ip,
      });
      if (token !== undefined) this.cookie.give(reply, token);
      await reply.redirect(isAgain ? '/verified' : '/');
    } catch (error) {
      // A person stands before this, not a program: they are told on the page they know.
      if (!(error instanceof AppError)) throw error;
      await reply.redirect(`${isAgain ? '/verified' : '/sign-in'}?refused=${error.code}`);
    }
  }

  /** Lax: the browser comes back from another site. */
  #attributes() {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.environment.production } as const;
  }
}
