import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { PresenceService } from '../../assignment/presence.service.js';
import { type PresenceRequest, presenceRequestSchema } from '../../contract/assignment.js';
import { type CounselorLoad, counselorLoadSchema } from '../../contract/staff.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { CurrentPrincipal } from '../http/request.js';

@ApiTags('desk')
@Controller('api/presence')
export class PresenceController {
  constructor(private readonly presence: PresenceService) {}

  @Post()
  @HttpCode(200)
  @Permit('presence.set')
  @ApiOkResponse({ standardSchema: counselorLoadSchema })
  async choose(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: presenceRequestSchema }) body: PresenceRequest,
  ): Promise<CounselorLoad> {
    return this.presence.choose(principal, body);
  }
}
