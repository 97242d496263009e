import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AccountDirectory } from '../../account/account.directory.js';
import { ScheduleService } from '../../content/schedule.service.js';
import { accountIdSchema } from '../../contract/account.js';
import {
  type PreviewSchedule,
  previewScheduleSchema,
  type SaveSchedule,
  saveScheduleSchema,
  type SchedulePreview,
  schedulePreviewSchema,
  type ScheduleVersions,
  scheduleVersionsSchema,
  type ScheduleView,
  scheduleViewSchema,
} from '../../contract/content.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { accessAccount } from '../http/account-access.js';
import { CurrentPrincipal } from '../http/request.js';

/** The rules behind an account's hours, for whoever edits them. */
@ApiTags('opening')
@Controller('api/accounts/:accountId/schedule')
export class ScheduleController {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly schedules: ScheduleService,
  ) {}

  @Get()
  @Permit('hours.manage')
  @ApiOkResponse({ standardSchema: scheduleViewSchema })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
  ): Promise<ScheduleView> {
    await accessAccount(this.accounts, principal, accountId, 'manage');
    return this.schedules.read(accountId);
  }

  @Get('versions')
  @Permit('hours.manage')
  @ApiOkResponse({ standardSchema: scheduleVersionsSchema })
  async versions(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
  ): Promise<ScheduleVersions> {
    await accessAccount(this.accounts, principal, accountId, 'manage');
    return this.schedules.versions(accountId);
  }

  /** What these rules would make of the next days, and what to know before they are saved. Changes nothing. */
  @Post('preview')
  @HttpCode(200)
  @Permit('hours.manage')
  @ApiOkResponse({ standardSchema: schedulePreviewSchema })
  async preview(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Body({ schema: previewScheduleSchema }) body: PreviewSchedule,
  ): Promise<SchedulePreview> {
    await accessAccount(this.accounts, principal, accountId, 'manage');
    return this.schedules.preview(accountId, body);
  }

  @Put()
  @Permit('hours.manage')
  @ApiOkResponse({ standardSchema: scheduleViewSchema })
  async save(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Body({ schema: saveScheduleSchema }) body: SaveSchedule,
  ): Promise<ScheduleView> {
    await accessAccount(this.accounts, principal, accountId, 'manage');
    return this.schedules.save(principal.staffId, accountId, body);
  }
}
