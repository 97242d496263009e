import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ENVIRONMENT } from '../../config/config.module.js';
import { type Environment } from '../../config/environment.js';
import { accountIdSchema } from '../../contract/account.js';
import {
  type AccountChange,
  accountChangeSchema,
  type AccountDetail,
  accountDetailSchema,
  type AccountList,
  accountListSchema,
  type LineChange,
  lineChangeSchema,
  type NewAccount,
  newAccountSchema,
  type ProgressView,
  progressViewSchema,
  type VersionOnly,
  versionOnlySchema,
} from '../../contract/administration.js';
import { Permit, RecentlyVerified } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { CurrentPrincipal } from '../http/request.js';
import { AccountAdministration } from './account-administration.service.js';
import { AccountListReadModel } from './account-list.read-model.js';

/** Accounts, for administrators. What opens or shuts a way to callers, or may erase them, wants them verified anew. */
@ApiTags('administration')
@Controller('api/admin')
export class AccountController {
  constructor(
    private readonly administration: AccountAdministration,
    private readonly readModel: AccountListReadModel,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  @Get('progress')
  @Permit('account.manage')
  @ApiOkResponse({ standardSchema: progressViewSchema })
  progress(@CurrentPrincipal() { staffId }: Principal): Promise<ProgressView> {
    return this.readModel.progress(staffId, this.environment.demo);
  }

  @Get('accounts')
  @Permit('account.manage')
  @ApiOkResponse({ standardSchema: accountListSchema })
  list(): Promise<AccountList> {
    return this.readModel.list();
  }

  @Post('accounts')
  @HttpCode(200)
  @Permit('account.manage')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: accountDetailSchema })
  create(
    @CurrentPrincipal() { staffId }: Principal,
    @Body({ schema: newAccountSchema }) account: NewAccount,
  ): Promise<AccountDetail> {
    return this.administration.create(staffId, account);
  }

  @Get('accounts/:accountId')
  @Permit('account.manage')
  @ApiOkResponse({ standardSchema: accountDetailSchema })
  detail(@Param('accountId', { schema: accountIdSchema }) accountId: string): Promise<AccountDetail> {
    return this.administration.detail(accountId);
  }

  @Put('accounts/:accountId')
  @Permit('account.manage')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: accountDetailSchema })
  change(
    @CurrentPrincipal() { staffId }: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Body({ schema: accountChangeSchema }) change: AccountChange,
  ): Promise<AccountDetail> {
    return this.administration.change(staffId, accountId, change);
  }

  @Put('accounts/:accountId/line')
  @Permit('account.manage')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: accountDetailSchema })
  changeLine(
    @CurrentPrincipal() { staffId }: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Body({ schema: lineChangeSchema }) change: LineChange,
  ): Promise<AccountDetail> {
    return this.administration.changeLine(staffId, accountId, change);
  }

  @Post('accounts/:accountId/activate')
  @HttpCode(200)
  @Permit('account.manage')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: accountDetailSchema })
  activate(
    @CurrentPrincipal() { staffId }: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Body({ schema: versionOnlySchema }) { version }: VersionOnly,
  ): Promise<AccountDetail> {
    return this.administration.setActive(staffId, accountId, version, true);
  }

  @Post('accounts/:accountId/deactivate')
  @HttpCode(200)
  @Permit('account.manage')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: accountDetailSchema })
  deactivate(
    @CurrentPrincipal() { staffId }: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Body({ schema: versionOnlySchema }) { version }: VersionOnly,
  ): Promise<AccountDetail> {
    return this.administration.setActive(staffId, accountId, version, false);
  }
}
