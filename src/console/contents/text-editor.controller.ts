import { Body, Controller, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AccountDirectory } from '../../account/account.directory.js';
import { TextService } from '../../content/text.service.js';
import { accountIdSchema } from '../../contract/account.js';
import {
  type PreviewText,
  previewTextSchema,
  type SaveText,
  saveTextSchema,
  type TextPreview,
  textPreviewSchema,
} from '../../contract/content.js';
import { type AccountTexts, accountTextsSchema, type Situation, situations } from '../../contract/opening.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { accessAccount } from '../http/account-access.js';
import { CurrentPrincipal } from '../http/request.js';

const situationSchema = z.enum(situations);

/** What callers are told automatically, for whoever edits it. */
@ApiTags('texts')
@Controller('api/accounts/:accountId/texts/:situation')
export class TextEditorController {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly texts: TextService,
  ) {}

  /** As a caller would read it now. Changes nothing. */
  @Post('preview')
  @HttpCode(200)
  @Permit('text.manage')
  @ApiOkResponse({ standardSchema: textPreviewSchema })
  async preview(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Param('situation', { schema: situationSchema }) situation: Situation,
    @Body({ schema: previewTextSchema }) { body }: PreviewText,
  ): Promise<TextPreview> {
    const account = await accessAccount(this.accounts, principal, accountId, 'manage');
    return this.texts.preview(account, situation, body);
  }

  @Put()
  @Permit('text.manage')
  @ApiOkResponse({ standardSchema: accountTextsSchema })
  async save(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Param('situation', { schema: situationSchema }) situation: Situation,
    @Body({ schema: saveTextSchema }) body: SaveText,
  ): Promise<AccountTexts> {
    const account = await accessAccount(this.accounts, principal, accountId, 'manage');
    await this.texts.save(principal.staffId, account, situation, body);
    return this.texts.texts(await this.accounts.get(accountId));
  }
}
