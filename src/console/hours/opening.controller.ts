import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AccountDirectory } from '../../account/account.directory.js';
import { accountIdSchema } from '../../contract/account.js';
import {
  type AccountHours,
  accountHoursSchema,
  type CalendarView,
  calendarViewSchema,
  type OverrideRequest,
  overrideRequestSchema,
  type WhatIfQuery,
  whatIfQuerySchema,
  type WhatIfView,
  whatIfViewSchema,
} from '../../contract/opening.js';
import { Database } from '../../database/database.service.js';
import { OverrideService } from '../../opening-hours/override.service.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { accessAccount } from '../http/account-access.js';
import { OpeningReadModel } from './opening.read-model.js';
import { CurrentPrincipal } from '../http/request.js';

const overrideIdSchema = z.uuid();

/** The hours of accounts: what they say for the next days and for any instant, and closing and opening by hand. */
@ApiTags('opening')
@Controller('api/accounts')
export class OpeningController {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly readModel: OpeningReadModel,
    private readonly overrides: OverrideService,
  ) {}

  /** The accounts of a person; all of them for an administrator. */
  @Get()
  @Permit('opening.read')
  @ApiOkResponse({ standardSchema: accountHoursSchema })
  async list(@CurrentPrincipal() principal: Principal): Promise<AccountHours> {
    return this.readModel.accounts(principal);
  }

  /** The next 14 days. */
  @Get(':accountId/calendar')
  @Permit('opening.read')
  @ApiOkResponse({ standardSchema: calendarViewSchema })
  async calendar(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
  ): Promise<CalendarView> {
    await accessAccount(this.accounts, principal, accountId, 'read');
    return this.readModel.calendar(accountId);
  }

  /** What somebody who writes at an instant would get, also if the account were closed or opened by hand now. */
  @Get(':accountId/what-if')
  @Permit('opening.read')
  @ApiOkResponse({ standardSchema: whatIfViewSchema })
  async whatIf(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Query({ schema: whatIfQuerySchema }) query: WhatIfQuery,
  ): Promise<WhatIfView> {
    const account = await accessAccount(this.accounts, principal, accountId, 'read');
    return this.readModel.whatIf(account, query);
  }

  /** Closes or opens the account from now on, until a time or until it is undone. */
  @Post(':accountId/overrides')
  @HttpCode(201)
  @Permit('opening.override')
  @ApiCreatedResponse({ standardSchema: calendarViewSchema })
  async override(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Body({ schema: overrideRequestSchema }) request: OverrideRequest,
  ): Promise<CalendarView> {
    await accessAccount(this.accounts, principal, accountId, 'override');
    await this.database.transaction((tx) => this.overrides.set(tx, accountId, principal.staffId, request));
    return this.readModel.calendar(accountId);
  }

  /** Ends a closing or opening by hand now. */
  @Post(':accountId/overrides/:overrideId/undo')
  @HttpCode(200)
  @Permit('opening.override')
  @ApiOkResponse({ standardSchema: calendarViewSchema })
  async undo(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Param('overrideId', { schema: overrideIdSchema }) overrideId: string,
  ): Promise<CalendarView> {
    await accessAccount(this.accounts, principal, accountId, 'override');
    await this.database.transaction((tx) =>
      this.overrides.undo(tx, accountId, principal.staffId, overrideId),
    );
    return this.readModel.calendar(accountId);
  }
}
