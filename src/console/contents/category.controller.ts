import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AccountDirectory } from '../../account/account.directory.js';
import { CategoryService } from '../../content/category.service.js';
import { accountIdSchema } from '../../contract/account.js';
import {
  type CategoryBook,
  categoryBookSchema,
  type SaveCategories,
  saveCategoriesSchema,
} from '../../contract/content.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { accessAccount } from '../http/account-access.js';
import { CurrentPrincipal } from '../http/request.js';

/** What consultations are about, for whoever edits it. */
@ApiTags('categories')
@Controller('api/accounts/:accountId/categories')
export class CategoryController {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly categories: CategoryService,
  ) {}

  @Get()
  @Permit('category.manage')
  @ApiOkResponse({ standardSchema: categoryBookSchema })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
  ): Promise<CategoryBook> {
    await accessAccount(this.accounts, principal, accountId, 'manage');
    return this.categories.read(accountId);
  }

  @Put()
  @Permit('category.manage')
  @ApiOkResponse({ standardSchema: categoryBookSchema })
  async save(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Body({ schema: saveCategoriesSchema }) body: SaveCategories,
  ): Promise<CategoryBook> {
    await accessAccount(this.accounts, principal, accountId, 'manage');
    return this.categories.save(principal.staffId, accountId, body);
  }
}
