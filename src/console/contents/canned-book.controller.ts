import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AccountDirectory } from '../../account/account.directory.js';
import { CannedTextService } from '../../content/canned-text.service.js';
import { accountIdSchema } from '../../contract/account.js';
import {
  type CannedTextBook,
  cannedTextBookSchema,
  type PreviewText,
  previewTextSchema,
  type SaveCannedTexts,
  saveCannedTextsSchema,
  type TextPreview,
  textPreviewSchema,
} from '../../contract/content.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { accessAccount } from '../http/account-access.js';
import { CurrentPrincipal } from '../http/request.js';

/** The canned texts of an account, or of all, for whoever edits them. */
@ApiTags('texts')
@Controller('api')
export class CannedBookController {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly cannedTexts: CannedTextService,
  ) {}

  /** Those for all accounts. */
  @Get('canned-texts')
  @Permit('text.manage')
  @ApiOkResponse({ standardSchema: cannedTextBookSchema })
  async common(): Promise<CannedTextBook> {
    return this.cannedTexts.read(null);
  }

  @Put('canned-texts')
  @Permit('text.manage')
  @ApiOkResponse({ standardSchema: cannedTextBookSchema })
  async saveCommon(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: saveCannedTextsSchema }) body: SaveCannedTexts,
  ): Promise<CannedTextBook> {
    return this.cannedTexts.save(principal.staffId, null, body);
  }

  @Get('accounts/:accountId/canned-texts')
  @Permit('text.manage')
  @ApiOkResponse({ standardSchema: cannedTextBookSchema })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
  ): Promise<CannedTextBook> {
    await accessAccount(this.accounts, principal, accountId, 'manage');
    return this.cannedTexts.read(accountId);
  }

  @Put('accounts/:accountId/canned-texts')
  @Permit('text.manage')
  @ApiOkResponse({ standardSchema: cannedTextBookSchema })
  async save(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Body({ schema: saveCannedTextsSchema }) body: SaveCannedTexts,
  ): Promise<CannedTextBook> {
    await accessAccount(this.accounts, principal, accountId, 'manage');
    return this.cannedTexts.save(principal.staffId, accountId, body);
  }

  /** As it would be sent now. Changes nothing. */
  @Post('accounts/:accountId/canned-texts/preview')
  @HttpCode(200)
  @Permit('text.manage')
  @ApiOkResponse({ standardSchema: textPreviewSchema })
  async preview(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Body({ schema: previewTextSchema }) { body }: PreviewText,
  ): Promise<TextPreview> {
    const account = await accessAccount(this.accounts, principal, accountId, 'manage');
    return this.cannedTexts.preview(account, body);
  }
}
