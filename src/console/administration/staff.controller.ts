import { Body, Controller, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type NewPerson,
  newPersonSchema,
  type PersonChange,
  personChangeSchema,
  type PersonMade,
  personMadeSchema,
  type VersionOnly,
  versionOnlySchema,
} from '../../contract/administration.js';
import { type PeopleView, peopleViewSchema } from '../../contract/sign-in.js';
import { staffIdSchema } from '../../contract/staff.js';
import { PeopleService } from '../../staff/people.service.js';
import { Permit, RecentlyVerified } from '../../staff/permit.js';
import { type SignedIn } from '../../staff/principal.js';
import { CurrentPrincipal } from '../http/request.js';
import { SessionWatch } from '../live/session-watch.js';
import { StaffAdministration } from './staff-administration.service.js';

/** Who works here, as what, and no longer. Each of it decides what somebody may do, and wants the administrator verified. */
@ApiTags('people')
@Controller('api/people')
export class StaffController {
  constructor(
    private readonly administration: StaffAdministration,
    private readonly people: PeopleService,
    private readonly watch: SessionWatch,
  ) {}

  @Post()
  @HttpCode(200)
  @Permit('staff.manage')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: personMadeSchema })
  async create(
    @CurrentPrincipal() principal: SignedIn,
    @Body({ schema: newPersonSchema }) person: NewPerson,
  ): Promise<PersonMade> {
    return { staffId: await this.administration.create(principal, person) };
  }

  @Put(':staffId')
  @Permit('staff.manage')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: peopleViewSchema })
  async change(
    @CurrentPrincipal() principal: SignedIn,
    @Param('staffId', { schema: staffIdSchema }) staffId: string,
    @Body({ schema: personChangeSchema }) change: PersonChange,
  ): Promise<PeopleView> {
    await this.administration.change(principal, staffId, change);
    return this.#view();
  }

  @Post(':staffId/deactivate')
  @HttpCode(200)
  @Permit('staff.manage')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: peopleViewSchema })
  async deactivate(
    @CurrentPrincipal() principal: SignedIn,
    @Param('staffId', { schema: staffIdSchema }) staffId: string,
    @Body({ schema: versionOnlySchema }) { version }: VersionOnly,
  ): Promise<PeopleView> {
    await this.administration.deactivate(principal, staffId, version);
    return this.#view();
  }

  @Post(':staffId/activate')
  @HttpCode(200)
  @Permit('staff.manage')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: peopleViewSchema })
  async activate(
    @CurrentPrincipal() principal: SignedIn,
    @Param('staffId', { schema: staffIdSchema }) staffId: string,
    @Body({ schema: versionOnlySchema }) { version }: VersionOnly,
  ): Promise<PeopleView> {
    await this.administration.activate(principal, staffId, version);
    return this.#view();
  }

  async #view(): Promise<PeopleView> {
    this.watch.poke();
    return { people: await this.people.list() };
  }
}
