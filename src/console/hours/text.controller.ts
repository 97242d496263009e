import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AccountDirectory } from '../../account/account.directory.js';
import { accountIdSchema } from '../../contract/account.js';
import {
  type AccountTexts,
  accountTextsSchema,
  situations,
  type TextVersions,
  textVersionsSchema,
} from '../../contract/opening.js';
import { Database } from '../../database/database.service.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { TextBook } from '../../waiting-list/text-book.js';
import { accessAccount } from '../http/account-access.js';
import { CurrentPrincipal } from '../http/request.js';

const situationSchema = z.enum(situations);

/** What callers are told automatically, as they would read it now, and what they were told before. */
@ApiTags('texts')
@Controller('api/accounts/:accountId/texts')
export class TextController {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly texts: TextBook,
  ) {}

  @Get()
  @Permit('text.read')
  @ApiOkResponse({ standardSchema: accountTextsSchema })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
  ): Promise<AccountTexts> {
    const account = await accessAccount(this.accounts, principal, accountId, 'read');
    return this.texts.texts(this.database, account);
  }

  @Get(':situation/versions')
  @Permit('text.read')
  @ApiOkResponse({ standardSchema: textVersionsSchema })
  async versions(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Param('situation', { schema: situationSchema }) situation: z.infer<typeof situationSchema>,
  ): Promise<TextVersions> {
    await accessAccount(this.accounts, principal, accountId, 'read');
    return this.texts.versions(this.database, accountId, situation);
  }
}
