import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type AddPasskeyRequest,
  addPasskeyRequestSchema,
  type Ceremony,
  ceremonySchema,
  type ConfirmTotpRequest,
  confirmTotpRequestSchema,
  passkeyIdSchema,
  type RenamePasskeyRequest,
  renamePasskeyRequestSchema,
  type SecurityView,
  securityViewSchema,
  sessionIdSchema,
  type TotpSecret,
  totpSecretSchema,
} from '../../contract/sign-in.js';
import { OwnSecurityService } from '../../staff/own-security.service.js';
import { PasskeyRepository } from '../../staff/passkey.repository.js';
import { Permit, RecentlyVerified } from '../../staff/permit.js';
import { type SignedIn } from '../../staff/principal.js';
import { SessionService } from '../../staff/session.service.js';
import { CurrentPrincipal } from '../http/request.js';
import { SessionWatch } from '../live/session-watch.js';

/** A person's own ways in, and the browsers in which they are in. Each write answers with what is there now. */
@ApiTags('security')
@Controller('api/security')
@Permit('security.own')
export class SecurityController {
  constructor(
    private readonly own: OwnSecurityService,
    private readonly passkeys: PasskeyRepository,
    private readonly sessions: SessionService,
    private readonly watch: SessionWatch,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: securityViewSchema })
  read(@CurrentPrincipal() principal: SignedIn): Promise<SecurityView> {
    return this.own.view(principal);
  }

  @Post('passkeys/options')
  @HttpCode(200)
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: ceremonySchema })
  async passkeyOptions(@CurrentPrincipal() principal: SignedIn): Promise<Ceremony> {
    return { options: await this.own.passkeyOptions(principal) };
  }

  @Post('passkeys')
  @HttpCode(200)
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: securityViewSchema })
  async addPasskey(
    @CurrentPrincipal() principal: SignedIn,
    @Body({ schema: addPasskeyRequestSchema }) body: AddPasskeyRequest,
  ): Promise<SecurityView> {
    await this.own.addPasskey(principal, body);
    return this.own.view(principal);
  }

  @Put('passkeys/:passkeyId')
  @ApiOkResponse({ standardSchema: securityViewSchema })
  async renamePasskey(
    @CurrentPrincipal() principal: SignedIn,
    @Param('passkeyId', { schema: passkeyIdSchema }) passkeyId: string,
    @Body({ schema: renamePasskeyRequestSchema }) { name }: RenamePasskeyRequest,
  ): Promise<SecurityView> {
    await this.passkeys.rename(principal.staffId, passkeyId, name);
    return this.own.view(principal);
  }

  @Delete('passkeys/:passkeyId')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: securityViewSchema })
  async removePasskey(
    @CurrentPrincipal() principal: SignedIn,
    @Param('passkeyId', { schema: passkeyIdSchema }) passkeyId: string,
  ): Promise<SecurityView> {
    await this.own.removePasskey(principal, passkeyId);
    this.watch.poke();
    return this.own.view(principal);
  }

  @Post('totp/secret')
  @HttpCode(200)
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: totpSecretSchema })
  totpSecret(@CurrentPrincipal() principal: SignedIn): Promise<TotpSecret> {
    return this.own.totpSecret(principal);
  }

  @Post('totp')
  @HttpCode(200)
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: securityViewSchema })
  async confirmTotp(
    @CurrentPrincipal() principal: SignedIn,
    @Body({ schema: confirmTotpRequestSchema }) { code }: ConfirmTotpRequest,
  ): Promise<SecurityView> {
    await this.own.confirmTotp(principal, code);
    return this.own.view(principal);
  }

  @Delete('totp')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: securityViewSchema })
  async removeTotp(@CurrentPrincipal() principal: SignedIn): Promise<SecurityView> {
    await this.own.removeTotp(principal);
    return this.own.view(principal);
  }

  /** Asks for nothing more: ending a session takes something from whoever is in it, and gives nothing. */
  @Delete('sessions/:sessionId')
  @ApiOkResponse({ standardSchema: securityViewSchema })
  async endSession(
    @CurrentPrincipal() principal: SignedIn,
    @Param('sessionId', { schema: sessionIdSchema }) sessionId: string,
  ): Promise<SecurityView> {
    await this.sessions.end(principal.staffId, sessionId);
    this.watch.poke();
    return this.own.view(principal);
  }
}
