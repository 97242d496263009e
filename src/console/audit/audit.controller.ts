import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AuditWriter } from '../../audit/audit-writer.js';
import {
  type AuditChoices,
  auditChoicesSchema,
  type AuditPage,
  auditPageSchema,
  type AuditQuery,
  auditQuerySchema,
  type AuditReason,
  auditReasonSchema,
  auditSeqSchema,
  type UnusualQuery,
  unusualQuerySchema,
  type UnusualView,
  unusualViewSchema,
} from '../../contract/audit-view.js';
import { Permit, RecentlyVerified } from '../../staff/permit.js';
import { accountsWhere, type Principal } from '../../staff/principal.js';
import { CurrentPrincipal } from '../http/request.js';
import { AuditReadModel } from './audit.read-model.js';

/** The trace, for auditors: administrators see all of it, others what concerns their accounts. Looking leaves a trace too. */
@ApiTags('audit')
@Controller('api/audit')
@Permit('audit.read')
export class AuditController {
  constructor(
    private readonly readModel: AuditReadModel,
    private readonly audit: AuditWriter,
  ) {}

  /** Newest first, page by page. */
  @Get()
  @ApiOkResponse({ standardSchema: auditPageSchema })
  async page(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: auditQuerySchema }) query: AuditQuery,
  ): Promise<AuditPage> {
    const { person, account } = query;
    await this.audit.noteReading({
      act: 'audit.read',
      actor: principal.staffId,
      accountId: account ?? null,
      ...(person === undefined ? {} : { subject: { kind: 'staff', id: person } }),
    });
    return this.readModel.page(query, accountsWhere(principal, 'audit.read'));
  }

  /**
   * The reason of one entry that the list keeps closed. By POST: it is an act that leaves an entry, naming the ticket
   * that it is about, before the words are given out.
   * @throws AppError not_found
   */
  @Post(':seq/reason')
  @HttpCode(200)
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: auditReasonSchema })
  async reason(
    @CurrentPrincipal() principal: Principal,
    @Param('seq', { schema: auditSeqSchema }) seq: number,
  ): Promise<AuditReason> {
    const { entry, open } = await this.readModel.reason(seq, accountsWhere(principal, 'audit.read'));
    await this.audit.noteReading({
      act: 'reason.read',
      actor: principal.staffId,
      ...entry,
      subject: { kind: 'audit-entry', id: String(seq) },
      details: { seq },
    });
    return { why: await open() };
  }

  @Get('choices')
  @ApiOkResponse({ standardSchema: auditChoicesSchema })
  choices(@CurrentPrincipal() principal: Principal): Promise<AuditChoices> {
    return this.readModel.choices(accountsWhere(principal, 'audit.read'));
  }

  /** What stands out among the readings of the last days. */
  @Get('unusual')
  @ApiOkResponse({ standardSchema: unusualViewSchema })
  async unusual(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: unusualQuerySchema }) { days }: UnusualQuery,
  ): Promise<UnusualView> {
    await this.audit.noteReading({ act: 'audit.read', actor: principal.staffId });
    return this.readModel.unusual(days, accountsWhere(principal, 'audit.read'));
  }
}
