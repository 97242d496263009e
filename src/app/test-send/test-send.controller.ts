import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentPrincipal } from '../../console/http/request.js';
import { accountIdSchema } from '../../contract/account.js';
import {
  type TestSent,
  testSentSchema,
  type TestView,
  testViewSchema,
} from '../../contract/administration.js';
import { Permit, RecentlyVerified } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { TestSend } from './test-send.service.js';

const callerIdSchema = z.uuid();

/** Whether what we send arrives, tried with an administrator's own LINE. */
@ApiTags('administration')
@Controller('api/admin/accounts/:accountId/test-callers')
export class TestSendController {
  constructor(private readonly tests: TestSend) {}

  @Get()
  @Permit('account.manage')
  @ApiOkResponse({ standardSchema: testViewSchema })
  view(@Param('accountId', { schema: accountIdSchema }) accountId: string): Promise<TestView> {
    return this.tests.view(accountId);
  }

  @Post('code')
  @HttpCode(200)
  @Permit('account.manage')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: testViewSchema })
  makeCode(
    @CurrentPrincipal() { staffId }: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
  ): Promise<TestView> {
    return this.tests.makeCode(staffId, accountId);
  }

  @Delete(':callerId')
  @Permit('account.manage')
  @ApiOkResponse({ standardSchema: testViewSchema })
  forget(
    @CurrentPrincipal() { staffId }: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Param('callerId', { schema: callerIdSchema }) callerId: string,
  ): Promise<TestView> {
    return this.tests.forget(staffId, accountId, callerId);
  }

  @Post(':callerId/send')
  @HttpCode(200)
  @Permit('account.manage')
  @ApiOkResponse({ standardSchema: testSentSchema })
  send(
    @CurrentPrincipal() { staffId }: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Param('callerId', { schema: callerIdSchema }) callerId: string,
  ): Promise<TestSent> {
    return this.tests.send(staffId, accountId, callerId);
  }
}
