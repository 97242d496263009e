import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  approvalRuleIdSchema,
  type ApprovalRuleRequest,
  approvalRuleRequestSchema,
  type ApprovalRules,
  approvalRulesSchema,
  moveIdSchema,
  type MovesView,
  movesViewSchema,
} from '../../contract/supervision.js';
import { Database } from '../../database/database.service.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { ApprovalRuleService } from '../../supervision/approval-rule.service.js';
import { MoveService } from '../../supervision/move.service.js';
import { CurrentPrincipal } from '../http/request.js';

/** Whose replies are looked at before they leave. */
@ApiTags('supervision')
@Controller('api/approval-rules')
export class ApprovalRuleController {
  constructor(
    private readonly database: Database,
    private readonly rules: ApprovalRuleService,
  ) {}

  @Get()
  @Permit('reply.approve')
  @ApiOkResponse({ standardSchema: approvalRulesSchema })
  async list(@CurrentPrincipal() principal: Principal): Promise<ApprovalRules> {
    return { rules: await this.rules.list(this.database, principal) };
  }

  @Post()
  @HttpCode(200)
  @Permit('reply.approve')
  @ApiOkResponse({ standardSchema: approvalRulesSchema })
  async set(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: approvalRuleRequestSchema }) body: ApprovalRuleRequest,
  ): Promise<ApprovalRules> {
    return { rules: await this.rules.set(principal, body) };
  }

  @Post(':ruleId/end')
  @HttpCode(200)
  @Permit('reply.approve')
  @ApiOkResponse({ standardSchema: approvalRulesSchema })
  async end(
    @CurrentPrincipal() principal: Principal,
    @Param('ruleId', { schema: approvalRuleIdSchema }) ruleId: string,
  ): Promise<ApprovalRules> {
    return { rules: await this.rules.end(principal, ruleId) };
  }
}

/** What supervisors moved of one's own, until one has seen it. */
@ApiTags('supervision')
@Controller('api/moves')
export class MoveController {
  constructor(private readonly moves: MoveService) {}

  @Get()
  @Permit('move.own')
  @ApiOkResponse({ standardSchema: movesViewSchema })
  async list(@CurrentPrincipal() principal: Principal): Promise<MovesView> {
    return { moves: await this.moves.unseen(principal) };
  }

  @Post(':moveId/seen')
  @HttpCode(200)
  @Permit('move.own')
  @ApiOkResponse({ standardSchema: movesViewSchema })
  async seen(
    @CurrentPrincipal() principal: Principal,
    @Param('moveId', { schema: moveIdSchema }) moveId: string,
  ): Promise<MovesView> {
    await this.moves.seen(principal, moveId);
    return { moves: await this.moves.unseen(principal) };
  }
}
