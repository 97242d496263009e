import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { ConsultationFile } from '../../disclosure/consultation-file.js';
import { DisclosureService } from '../../audit/disclosure.service.js';
import { TransparencyReadModel } from '../../audit/transparency.read-model.js';
import {
  disclosureIdSchema,
  type DisclosureOutcome,
  disclosureOutcomeSchema,
  type DisclosuresView,
  disclosuresViewSchema,
  type ExportRequest,
  exportRequestSchema,
  type NewDisclosure,
  newDisclosureSchema,
  type ReportQuery,
  reportQuerySchema,
  type TransparencyReport,
  transparencyReportSchema,
} from '../../contract/disclosure.js';
import { type Permission } from '../../contract/permission.js';
import { Permit, RecentlyVerified } from '../../staff/permit.js';
import { accountsWhere, type Principal } from '../../staff/principal.js';
import { CurrentPrincipal } from '../http/request.js';
import { reportAsCsv } from './report-csv.js';

const ID = { schema: disclosureIdSchema };

/** Who asked for what callers said, and the figures about it that may be published. */
@ApiTags('disclosures')
@Controller('api/disclosures')
export class DisclosureController {
  constructor(
    private readonly disclosures: DisclosureService,
    private readonly transparency: TransparencyReadModel,
    private readonly files: ConsultationFile,
  ) {}

  @Get()
  @Permit('disclosure.read')
  @ApiOkResponse({ standardSchema: disclosuresViewSchema })
  list(@CurrentPrincipal() principal: Principal): Promise<DisclosuresView> {
    return this.#view(principal);
  }

  @Post()
  @HttpCode(200)
  @Permit('disclosure.decide')
  @ApiOkResponse({ standardSchema: disclosuresViewSchema })
  async record(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: newDisclosureSchema }) request: NewDisclosure,
  ): Promise<DisclosuresView> {
    await this.disclosures.record(principal.staffId, request);
    return this.#view(principal);
  }

  @Post(':disclosureId/approve')
  @HttpCode(200)
  @Permit('disclosure.decide')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: disclosuresViewSchema })
  async approve(
    @CurrentPrincipal() principal: Principal,
    @Param('disclosureId', ID) id: string,
  ): Promise<DisclosuresView> {
    await this.disclosures.approve(principal.staffId, id);
    return this.#view(principal);
  }

  /** The file of the one consultation that it is about, made as it is taken: a ZIP. Each is counted, also one that breaks off. */
  @Post(':disclosureId/export')
  @HttpCode(200)
  @Permit('disclosure.export')
  @RecentlyVerified()
  @ApiProduces('application/zip')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async export(
    @CurrentPrincipal() principal: Principal,
    @Param('disclosureId', ID) id: string,
    @Body({ schema: exportRequestSchema }) { withNotes }: ExportRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { name, content } = await this.files.open(principal.staffId, id, withNotes);
    void reply
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('x-content-type-options', 'nosniff')
      .type('application/zip')
      .send(content);
  }

  @Post(':disclosureId/give')
  @HttpCode(200)
  @Permit('disclosure.decide')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: disclosuresViewSchema })
  async give(
    @CurrentPrincipal() principal: Principal,
    @Param('disclosureId', ID) id: string,
    @Body({ schema: disclosureOutcomeSchema }) { words }: DisclosureOutcome,
  ): Promise<DisclosuresView> {
    await this.disclosures.give(principal.staffId, id, words);
    return this.#view(principal);
  }

  @Post(':disclosureId/refuse')
  @HttpCode(200)
  @Permit('disclosure.decide')
  @RecentlyVerified()
  @ApiOkResponse({ standardSchema: disclosuresViewSchema })
  async refuse(
    @CurrentPrincipal() principal: Principal,
    @Param('disclosureId', ID) id: string,
    @Body({ schema: disclosureOutcomeSchema }) { words }: DisclosureOutcome,
  ): Promise<DisclosuresView> {
    await this.disclosures.refuse(principal.staffId, id, words);
    return this.#view(principal);
  }

  @Get('report')
  @Permit('transparency.read')
  @ApiOkResponse({ standardSchema: transparencyReportSchema })
  report(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: reportQuerySchema }) { year }: ReportQuery,
  ): Promise<TransparencyReport> {
    return this.#report(principal, year);
  }

  @Get('report.csv')
  @Permit('transparency.read')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  async csv(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: reportQuerySchema }) { year }: ReportQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="transparency-${year}.csv"`);
    return reportAsCsv(await this.#report(principal, year));
  }

  async #view(principal: Principal): Promise<DisclosuresView> {
    return { disclosures: await this.disclosures.list(accountsOf(principal, 'disclosure.read')) };
  }

  #report(principal: Principal, year: number): Promise<TransparencyReport> {
    return this.transparency.report(year, accountsOf(principal, 'transparency.read'));
  }
}

function accountsOf(principal: Principal, permission: Permission): readonly string[] | null {
  const accounts = accountsWhere(principal, permission);
  return accounts === 'all' ? null : accounts;
}
