import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AccountDirectory } from '../../account/account.directory.js';
import { accountIdSchema } from '../../contract/account.js';
import {
  type ChecklistView,
  checklistViewSchema,
  type SaveChecklist,
  saveChecklistSchema,
} from '../../contract/checklist.js';
import { ChecklistService } from '../../emergency/checklist.service.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { accessAccount } from '../http/account-access.js';
import { CurrentPrincipal } from '../http/request.js';

/** What is done when a life is in danger, for whoever edits it. */
@ApiTags('emergency')
@Controller('api/accounts/:accountId/checklist')
export class ChecklistController {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly checklists: ChecklistService,
  ) {}

  @Get()
  @Permit('text.manage')
  @ApiOkResponse({ standardSchema: checklistViewSchema })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
  ): Promise<ChecklistView> {
    await accessAccount(this.accounts, principal, accountId, 'manage');
    return this.checklists.read(accountId);
  }

  @Put()
  @Permit('text.manage')
  @ApiOkResponse({ standardSchema: checklistViewSchema })
  async save(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Body({ schema: saveChecklistSchema }) body: SaveChecklist,
  ): Promise<ChecklistView> {
    await accessAccount(this.accounts, principal, accountId, 'manage');
    return this.checklists.edit(principal.staffId, accountId, body);
  }
}
