import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  callerIdSchema,
  certificateSchema,
  type DecideErasure,
  decideErasureSchema,
  erasureIdSchema,
  type ErasuresView,
  erasuresViewSchema,
  type FindCallerQuery,
  findCallerQuerySchema,
  type FoundCaller,
  foundCallerSchema,
  type NameCaller,
  nameCallerSchema,
} from '../../contract/erasure.js';
import { Database } from '../../database/database.service.js';
import { ErasureReadModel } from '../../erasure/erasure.read-model.js';
import { ErasureService } from '../../erasure/erasure.service.js';
import { HoldService } from '../../erasure/hold.service.js';
import { Permit, RecentlyVerified } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { CurrentPrincipal } from '../http/request.js';

/** Erasing callers for good. What can't be undone wants the administrator verified anew, and a reason. */
@ApiTags('erasures')
@Controller('api/erasures')
export class ErasureController {
  constructor(
    private readonly erasures: ErasureService,
    private readonly holds: HoldService,
    private readonly readModel: ErasureReadModel,
    private readonly database: Database,
  ) {}

  @Get()
  @Permit('erasure.read')
  @ApiOkResponse({ standardSchema: erasuresViewSchema })
  all(): Promise<ErasuresView> {
    return this.readModel.all();
  }

  @Get(':erasureId/certificate')
  @Permit('erasure.read')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOkResponse({ standardSchema: certificateSchema })
  async certificate(@Param('erasureId', { schema: erasureIdSchema }) id: string): Promise<string> {
    // People keep this file and read it: its hash is of its content, whatever the lines.
    return `${JSON.stringify(await this.readModel.certificate(id), null, 2)}\n`;
  }

  /** Whom a ticket's number means, before they are erased or held. */
  @Get('caller')
  @Permit('erasure.read')
  @ApiOkResponse({ standardSchema: foundCallerSchema })
  caller(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: findCallerQuerySchema }) query: FindCallerQuery,
  ): Promise<FoundCaller> {
    return this.readModel.find(principal.staffId, query);
  }

  /** Without a caller's wish, by one of their tickets. */
  @Post()
  @HttpCode(200)
  @Permit('erasure.decide')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: erasuresViewSchema })
  async erase(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: nameCallerSchema }) { reason, ...named }: NameCaller,
  ): Promise<ErasuresView> {
    await this.database.transaction(async (tx) => {
      const callerId = await this.erasures.callerOf(tx, named);
      await this.erasures.begin(tx, { callerId, cause: 'staff', staffId: principal.staffId, reason });
    });
    return this.readModel.all();
  }

  @Post(':erasureId/confirm')
  @HttpCode(200)
  @Permit('erasure.decide')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: erasuresViewSchema })
  async confirm(
    @CurrentPrincipal() principal: Principal,
    @Param('erasureId', { schema: erasureIdSchema }) id: string,
    @Body({ schema: decideErasureSchema }) { reason }: DecideErasure,
  ): Promise<ErasuresView> {
    await this.erasures.confirm(id, principal.staffId, reason);
    return this.readModel.all();
  }

  @Post(':erasureId/decline')
  @HttpCode(200)
  @Permit('erasure.decide')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: erasuresViewSchema })
  async decline(
    @CurrentPrincipal() principal: Principal,
    @Param('erasureId', { schema: erasureIdSchema }) id: string,
    @Body({ schema: decideErasureSchema }) { reason }: DecideErasure,
  ): Promise<ErasuresView> {
    await this.erasures.decline(id, principal.staffId, reason);
    return this.readModel.all();
  }

  @Post('holds')
  @HttpCode(200)
  @Permit('erasure.hold')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: erasuresViewSchema })
  async hold(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: nameCallerSchema }) { reason, ...named }: NameCaller,
  ): Promise<ErasuresView> {
    const callerId = await this.database.transaction((tx) => this.erasures.callerOf(tx, named));
    await this.holds.set(callerId, principal.staffId, reason);
    return this.readModel.all();
  }

  @Delete('holds/:callerId')
  @Permit('erasure.hold')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: erasuresViewSchema })
  async release(
    @CurrentPrincipal() principal: Principal,
    @Param('callerId', { schema: callerIdSchema }) callerId: string,
  ): Promise<ErasuresView> {
    await this.holds.release(callerId, principal.staffId);
    return this.readModel.all();
  }
}
