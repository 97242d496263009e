import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '../../console/http/request.js';
import { type WeightyReason, weightyReasonSchema } from '../../contract/break-glass.js';
import { ticketIdSchema } from '../../contract/message.js';
import { type Unmasked, unmaskedSchema } from '../../contract/unmask.js';
import { Permit, RecentlyVerified } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { UnmaskService } from './unmask.service.js';

/** Here, because it asks LINE. */
@ApiTags('tickets')
@Controller('api/tickets/:ticketId/unmask')
export class UnmaskController {
  constructor(private readonly service: UnmaskService) {}

  /** Who the caller is on LINE. By POST, since every look is an act of its own that leaves an entry. */
  @Post()
  @HttpCode(200)
  @Permit('caller.unmask')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: unmaskedSchema })
  unmask(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', { schema: ticketIdSchema }) ticketId: string,
    @Body({ schema: weightyReasonSchema }) { reason }: WeightyReason,
  ): Promise<Unmasked> {
    return this.service.unmask(principal, ticketId, reason);
  }
}
