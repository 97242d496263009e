import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AuditWriter } from '../../audit/audit-writer.js';
import {
  type AuditChoices,
  auditChoicesSchema,
  type AuditPage,
  auditPageSchema,
  type AuditQuery,
  auditQuerySchema,
  type UnusualQuery,
  unusualQuerySchema,
  type UnusualView,
  unusualViewSchema,
} from '../../contract/audit-view.js';
import { Permit } from '../../staff/permit.js';
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
