import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import {
  type Ceremony,
  ceremonySchema,
  type PasskeySignInRequest,
  passkeySignInRequestSchema,
  type SignInOptions,
  signInOptionsSchema,
  type VerificationRequest,
  verificationRequestSchema,
  type VerificationWays,
  verificationWaysSchema,
} from '../../contract/sign-in.js';
import { type SessionView, sessionViewSchema } from '../../contract/staff.js';
import { Permit, Public } from '../../staff/permit.js';
import { type SignedIn } from '../../staff/principal.js';
import { SignInPolicies } from '../../staff/sign-in-policy.js';
import { VerificationService } from '../../staff/verification.service.js';
import { type ConsoleRequest, CurrentPrincipal } from '../http/request.js';
import { SessionWatch } from '../live/session-watch.js';
import { SessionCookie } from './session-cookie.js';
import { SessionPresenter } from './session-presenter.js';

/** Signing in by a passkey, and showing once more who one is. */
@ApiTags('session')
@Controller('api/session')
export class SignInController {
  constructor(
    private readonly verification: VerificationService,
    private readonly policies: SignInPolicies,
    private readonly presenter: SessionPresenter,
    private readonly cookie: SessionCookie,
    private readonly watch: SessionWatch,
  ) {}

  /** Open to everybody: the sign-in page needs it, and it tells nothing of anybody. */
  @Get('options')
  @Public()
  @ApiOkResponse({ standardSchema: signInOptionsSchema })
  options(): Promise<SignInOptions> {
    return this.policies.options();
  }

  /** Open to everybody, as signing in is. */
  @Post('passkey/options')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ standardSchema: ceremonySchema })
  async passkeyOptions(@Req() request: ConsoleRequest): Promise<Ceremony> {
    const { address } = this.cookie.visitor(request);
    return { options: await this.verification.signInOptions(address) };
  }

  @Post('passkey')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ standardSchema: sessionViewSchema })
  async signIn(
    @Body({ schema: passkeySignInRequestSchema }) { response }: PasskeySignInRequest,
    @Req() request: ConsoleRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const token = await this.#watched(this.verification.signIn(response, this.cookie.visitor(request)));
    return this.presenter.begun(reply, token);
  }

  @Post('verification/options')
  @HttpCode(200)
  @Permit('security.own')
  @ApiOkResponse({ standardSchema: verificationWaysSchema })
  ways(@CurrentPrincipal() principal: SignedIn): Promise<VerificationWays> {
    return this.verification.ways(principal);
  }

  @Post('verification')
  @HttpCode(204)
  @Permit('security.own')
  @ApiNoContentResponse()
  async verify(
    @CurrentPrincipal() principal: SignedIn,
    @Body({ schema: verificationRequestSchema }) body: VerificationRequest,
    @Req() request: ConsoleRequest,
  ): Promise<void> {
    await this.#watched(this.verification.verify(principal, body, request.ip));
  }

  /** A passkey that is refused may be a copy, and have ended the sessions of both: their consoles go at once. */
  async #watched<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await work;
    } catch (error) {
      this.watch.poke();
      throw error;
    }
  }
}
