import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import {
  type Ceremony,
  ceremonySchema,
  type JoinWithPasskeyRequest,
  joinWithPasskeyRequestSchema,
  type JoinWithPasswordRequest,
  joinWithPasswordRequestSchema,
  type OpenedLink,
  openedLinkSchema,
  type OpenLinkRequest,
  openLinkRequestSchema,
  type TotpSecret,
  totpSecretSchema,
} from '../../contract/sign-in.js';
import { type SessionView, sessionViewSchema } from '../../contract/staff.js';
import { JoinService } from '../../staff/join.service.js';
import { Public } from '../../staff/permit.js';
import { type ConsoleRequest } from '../http/request.js';
import { SessionCookie } from './session-cookie.js';
import { SessionPresenter } from './session-presenter.js';

/** Getting in by a one-time link. Open to everybody: whoever holds the link has no session yet. */
@ApiTags('session')
@Controller('api/join')
@Public()
export class JoinController {
  constructor(
    private readonly joining: JoinService,
    private readonly presenter: SessionPresenter,
    private readonly cookie: SessionCookie,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: openedLinkSchema })
  look(
    @Body({ schema: openLinkRequestSchema }) { token }: OpenLinkRequest,
    @Req() request: ConsoleRequest,
  ): Promise<OpenedLink> {
    return this.joining.look(token, this.cookie.visitor(request));
  }

  @Post('passkey/options')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: ceremonySchema })
  async passkeyOptions(
    @Body({ schema: openLinkRequestSchema }) { token }: OpenLinkRequest,
    @Req() request: ConsoleRequest,
  ): Promise<Ceremony> {
    return { options: await this.joining.passkeyOptions(token, this.cookie.visitor(request).address) };
  }

  @Post('passkey')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: sessionViewSchema })
  async withPasskey(
    @Body({ schema: joinWithPasskeyRequestSchema }) body: JoinWithPasskeyRequest,
    @Req() request: ConsoleRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    return this.presenter.begun(reply, await this.joining.withPasskey(body, this.cookie.visitor(request)));
  }

  @Post('totp')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: totpSecretSchema })
  totp(
    @Body({ schema: openLinkRequestSchema }) { token }: OpenLinkRequest,
    @Req() request: ConsoleRequest,
  ): Promise<TotpSecret> {
    return this.joining.totpSecret(token, this.cookie.visitor(request).address);
  }

  @Post('password')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: sessionViewSchema })
  async withPassword(
    @Body({ schema: joinWithPasswordRequestSchema }) body: JoinWithPasswordRequest,
    @Req() request: ConsoleRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    return this.presenter.begun(reply, await this.joining.withPassword(body, this.cookie.visitor(request)));
  }
}
