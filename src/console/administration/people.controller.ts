import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type VersionOnly, versionOnlySchema } from '../../contract/administration.js';
import {
  type OpenRecoveryRequest,
  openRecoveryRequestSchema,
  type PeopleView,
  peopleViewSchema,
  type SignInLink,
  signInLinkSchema,
} from '../../contract/sign-in.js';
import { staffIdSchema } from '../../contract/staff.js';
import { PeopleService } from '../../staff/people.service.js';
import { Permit, RecentlyVerified } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { RecoveryService } from '../../staff/recovery.service.js';
import { VouchService } from '../../staff/vouch.service.js';
import { CurrentPrincipal } from '../http/request.js';
import { SessionWatch } from '../live/session-watch.js';

/** Who works here and how they get in. Whatever gives somebody a way in wants the administrator verified anew. */
@ApiTags('people')
@Controller('api/people')
export class PeopleController {
  constructor(
    private readonly people: PeopleService,
    private readonly recoveries: RecoveryService,
    private readonly vouches: VouchService,
    private readonly watch: SessionWatch,
  ) {}

  @Get()
  @Permit('staff.read')
  @ApiOkResponse({ standardSchema: peopleViewSchema })
  list(): Promise<PeopleView> {
    return this.#view();
  }

  @Post(':staffId/link')
  @HttpCode(200)
  @Permit('staff.link')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: signInLinkSchema })
  makeLink(
    @CurrentPrincipal() principal: Principal,
    @Param('staffId', { schema: staffIdSchema }) staffId: string,
  ): Promise<SignInLink> {
    return this.people.makeLink(staffId, principal.staffId);
  }

  @Post(':staffId/recovery')
  @HttpCode(200)
  @Permit('staff.recover')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: peopleViewSchema })
  async openRecovery(
    @CurrentPrincipal() principal: Principal,
    @Param('staffId', { schema: staffIdSchema }) staffId: string,
    @Body({ schema: openRecoveryRequestSchema }) { reason }: OpenRecoveryRequest,
  ): Promise<PeopleView> {
    await this.recoveries.open(staffId, principal.staffId, reason);
    return this.#view();
  }

  @Post(':staffId/recovery/confirm')
  @HttpCode(200)
  @Permit('staff.recover')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: signInLinkSchema })
  confirmRecovery(
    @CurrentPrincipal() principal: Principal,
    @Param('staffId', { schema: staffIdSchema }) staffId: string,
  ): Promise<SignInLink> {
    return this.recoveries.confirm(staffId, principal.staffId);
  }

  @Delete(':staffId/recovery')
  @Permit('staff.recover')
  @ApiOkResponse({ standardSchema: peopleViewSchema })
  async cancelRecovery(
    @CurrentPrincipal() principal: Principal,
    @Param('staffId', { schema: staffIdSchema }) staffId: string,
  ): Promise<PeopleView> {
    await this.recoveries.cancel(staffId, principal.staffId);
    return this.#view();
  }

  /** The person behind an administrator's sign-in is who they are said to be. */
  @Post(':staffId/vouch')
  @HttpCode(200)
  @Permit('staff.vouch')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: peopleViewSchema })
  async vouch(
    @CurrentPrincipal() principal: Principal,
    @Param('staffId', { schema: staffIdSchema }) staffId: string,
    @Body({ schema: versionOnlySchema }) { version }: VersionOnly,
  ): Promise<PeopleView> {
    await this.vouches.vouch(staffId, principal.staffId, version);
    return this.#view();
  }

  @Delete(':staffId/sessions')
  @Permit('staff.end-sessions')
  @ApiOkResponse({ standardSchema: peopleViewSchema })
  async endSessions(
    @CurrentPrincipal() principal: Principal,
    @Param('staffId', { schema: staffIdSchema }) staffId: string,
  ): Promise<PeopleView> {
    await this.people.endSessions(staffId, principal.staffId);
    this.watch.poke();
    return this.#view();
  }

  async #view(): Promise<PeopleView> {
    return { people: await this.people.list() };
  }
}
