import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type z } from 'zod';
import {
  draftDeletionSchema,
  type DraftRequest,
  draftRequestSchema,
  type DraftSaved,
  draftSavedSchema,
  type DraftView,
  draftViewSchema,
} from '../../contract/draft.js';
import { ticketIdSchema } from '../../contract/message.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { DraftService } from '../../ticket/draft.service.js';
import { CurrentPrincipal } from '../http/request.js';

const TICKET = { schema: ticketIdSchema };

/** The unfinished reply of the person who asks; there is no way to anybody else's. */
@ApiTags('tickets')
@Controller('api/tickets/:ticketId/draft')
export class DraftController {
  constructor(private readonly drafts: DraftService) {}

  @Get()
  @Permit('draft.own')
  @ApiOkResponse({ standardSchema: draftViewSchema })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<DraftView> {
    return this.drafts.read(principal, ticketId);
  }

  @Put()
  @Permit('draft.own')
  @ApiOkResponse({ standardSchema: draftSavedSchema })
  async save(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: draftRequestSchema }) body: DraftRequest,
  ): Promise<DraftSaved> {
    return this.drafts.save(principal, ticketId, body);
  }

  @Delete()
  @HttpCode(204)
  @Permit('draft.own')
  @ApiNoContentResponse()
  async discard(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Query({ schema: draftDeletionSchema }) { base }: z.infer<typeof draftDeletionSchema>,
  ): Promise<void> {
    await this.drafts.discard(principal, ticketId, base);
  }
}
