import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiFoundResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { AppError } from '../../config/app-error.js';
import { ENVIRONMENT } from '../../config/config.module.js';
import { type Environment } from '../../config/environment.js';
import { deviceOf } from '../../staff/device.js';
import { Public } from '../../staff/permit.js';
import { SingleSignOnService } from '../../staff/single-sign-on.service.js';
import { type ConsoleRequest } from '../http/request.js';
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
    const { url, keep } = await this.signOn.begin(request.ip);
    await reply
      .setCookie(this.#cookieName, keep, { ...this.#attributes(), maxAge: MINUTES * 60 })
      .redirect(url);
  }

  @Get('callback')
  @ApiFoundResponse({ description: 'to the console' })
  async finish(@Req() request: ConsoleRequest, @Res() reply: FastifyReply): Promise<void> {
    void reply.clearCookie(this.#cookieName, this.#attributes());
    try {
      const token = await this.signOn.finish({
        address: request.url,
        kept: request.cookies[this.#cookieName],
        device: deviceOf(request.headers['user-agent']),
        visitor: request.ip,
      });
      this.cookie.give(reply, token);
      await reply.redirect('/');
    } catch (error) {
      // A person stands before this, not a program: they are told on the page they know.
      if (!(error instanceof AppError)) throw error;
      await reply.redirect(`/sign-in?refused=${error.code}`);
    }
  }

  /** Lax: the browser comes back from another site. */
  #attributes() {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.environment.production } as const;
  }
}
