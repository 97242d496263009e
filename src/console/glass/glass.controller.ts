import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type BrokenGlasses,
  brokenGlassesSchema,
  type FindTicketQuery,
  findTicketQuerySchema,
  type FoundTicket,
  foundTicketSchema,
  glassIdSchema,
  type WeightyReason,
  weightyReasonSchema,
} from '../../contract/break-glass.js';
import { ticketIdSchema } from '../../contract/message.js';
import { Permit, RecentlyVerified } from '../../staff/permit.js';
import { type Principal, type SignedIn } from '../../staff/principal.js';
import { BreakGlassReadModel } from '../../ticket/break-glass.read-model.js';
import { BreakGlassService } from '../../ticket/break-glass.service.js';
import { CurrentPrincipal } from '../http/request.js';

const GLASS = { schema: glassIdSchema };

/** Reading a ticket that isn't one's own, and who is told of it. */
@ApiTags('break-glass')
@Controller('api')
export class GlassController {
  constructor(
    private readonly glasses: BreakGlassService,
    private readonly readModel: BreakGlassReadModel,
  ) {}

  @Get('glasses')
  @Permit('glass.read')
  @ApiOkResponse({ standardSchema: brokenGlassesSchema })
  list(@CurrentPrincipal() principal: Principal): Promise<BrokenGlasses> {
    return this.#view(principal);
  }

  /** Which ticket a number means, before anything is opened. */
  @Get('glasses/ticket')
  @Permit('glass.break')
  @ApiOkResponse({ standardSchema: foundTicketSchema })
  find(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: findTicketQuerySchema }) query: FindTicketQuery,
  ): Promise<FoundTicket> {
    return this.readModel.find(principal, query);
  }

  @Post('tickets/:ticketId/glass')
  @HttpCode(200)
  @Permit('glass.break')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: brokenGlassesSchema })
  async break(
    @CurrentPrincipal() principal: SignedIn,
    @Param('ticketId', { schema: ticketIdSchema }) ticketId: string,
    @Body({ schema: weightyReasonSchema }) { reason }: WeightyReason,
  ): Promise<BrokenGlasses> {
    await this.glasses.break(principal, ticketId, reason);
    return this.#view(principal);
  }

  @Post('glasses/:glassId/end')
  @HttpCode(200)
  @Permit('glass.end')
  @ApiOkResponse({ standardSchema: brokenGlassesSchema })
  async end(
    @CurrentPrincipal() principal: Principal,
    @Param('glassId', GLASS) glassId: string,
  ): Promise<BrokenGlasses> {
    await this.glasses.end(principal, glassId);
    return this.#view(principal);
  }

  @Post('glasses/:glassId/seen')
  @HttpCode(200)
  @Permit('glass.answer')
  @ApiOkResponse({ standardSchema: brokenGlassesSchema })
  async seen(
    @CurrentPrincipal() principal: Principal,
    @Param('glassId', GLASS) glassId: string,
  ): Promise<BrokenGlasses> {
    await this.glasses.seen(principal, glassId);
    return this.#view(principal);
  }

  async #view(principal: Principal): Promise<BrokenGlasses> {
    return { glasses: await this.readModel.list(principal) };
  }
}
