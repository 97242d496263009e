import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { SignOutService } from '../../assignment/sign-out.service.js';
import {
  type SessionView,
  sessionViewSchema,
  type SignInRequest,
  signInRequestSchema,
} from '../../contract/staff.js';
import { PasswordService } from '../../staff/password.service.js';
import { Permit, Public } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { ConsoleGateway } from '../live/console.gateway.js';
import { type ConsoleRequest, CurrentPrincipal } from '../http/request.js';
import { SessionCookie } from './session-cookie.js';
import { SessionPresenter } from './session-presenter.js';

@ApiTags('session')
@Controller('api/session')
export class SessionController {
  constructor(
    private readonly passwords: PasswordService,
    private readonly leaving: SignOutService,
    private readonly presenter: SessionPresenter,
    private readonly cookie: SessionCookie,
    private readonly gateway: ConsoleGateway,
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
    const { address, device } = this.cookie.visitor(request);
    const { login, password, code } = body;
    const token = await this.passwords.signIn({ login, password, code, address }, device);
    return this.presenter.begun(reply, token);
  }

  @Get()
  @Permit('session.read')
  @ApiOkResponse({ standardSchema: sessionViewSchema })
  read(@CurrentPrincipal() principal: Principal): SessionView {
    return this.presenter.view(principal);
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
    const token = this.cookie.tokenOf(request);
    if (token !== undefined) {
      await this.leaving.signOut(principal, token, this.gateway.socketsOf(token));
      this.gateway.endSession(token);
    }
    this.cookie.takeBack(reply);
  }
}
