import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AuditWriter } from '../../audit/audit-writer.js';
import { Clock } from '../../config/clock.js';
import {
  type DisclosureRequest,
  disclosureRequestSchema,
  type EndIncidentRequest,
  endIncidentSchema,
  type FactRequest,
  factRequestSchema,
  type IncidentList,
  incidentListSchema,
  type IncidentsView,
  incidentsViewSchema,
  type OpenIncidentRequest,
  openIncidentSchema,
  type SettleStepRequest,
  settleStepSchema,
} from '../../contract/incident.js';
import { ticketIdSchema } from '../../contract/message.js';
import { Database } from '../../database/database.service.js';
import { IncidentFactsService } from '../../emergency/incident-facts.service.js';
import { IncidentReadModel } from '../../emergency/incident.read-model.js';
import { IncidentService } from '../../emergency/incident.service.js';
import { IncidentStepService } from '../../emergency/incident-step.service.js';
import { Permit } from '../../staff/permit.js';
import { type Principal, supervisedAccounts } from '../../staff/principal.js';
import { noteTicketRead } from '../../ticket/ticket-trace.js';
import { accessTicket } from '../../ticket/ticket.access.js';
import { CurrentPrincipal } from '../http/request.js';

const TICKET = { schema: ticketIdSchema };
const INCIDENT = { schema: z.uuid() };

/** Emergencies: the checklist, what the caller said, what was told to whom, and how it ended. */
@ApiTags('emergency')
@Controller('api')
export class IncidentController {
  constructor(
    private readonly database: Database,
    private readonly incidents: IncidentService,
    private readonly steps: IncidentStepService,
    private readonly facts: IncidentFactsService,
    private readonly readModel: IncidentReadModel,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  @Get('incidents')
  @Permit('incident.list')
  @ApiOkResponse({ standardSchema: incidentListSchema })
  async list(@CurrentPrincipal() principal: Principal): Promise<IncidentList> {
    return { incidents: await this.readModel.list(this.database, supervisedAccounts(principal)) };
  }

  @Get('tickets/:ticketId/incidents')
  @Permit('incident.read')
  @ApiOkResponse({ standardSchema: incidentsViewSchema })
  async ofTicket(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<IncidentsView> {
    const head = await accessTicket(this.database, principal, ticketId, 'read', 'no-lock', this.clock.now());
    // The caller's words are among what was written down.
    await noteTicketRead(this.audit, principal, head);
    return this.database.snapshot((tx) => this.readModel.ofTicket(tx, ticketId));
  }

  /** Where one is open already, that one. */
  @Post('tickets/:ticketId/incidents')
  @HttpCode(200)
  @Permit('incident.open')
  @ApiOkResponse({ standardSchema: incidentsViewSchema })
  async open(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: openIncidentSchema }) body: OpenIncidentRequest,
  ): Promise<IncidentsView> {
    return this.incidents.open(principal, ticketId, body);
  }

  @Post('incidents/:incidentId/steps/:position')
  @HttpCode(200)
  @Permit('incident.work')
  @ApiOkResponse({ standardSchema: incidentsViewSchema })
  async settle(
    @CurrentPrincipal() principal: Principal,
    @Param('incidentId', INCIDENT) incidentId: string,
    @Param('position', { schema: z.coerce.number().int().min(0).max(29) }) position: number,
    @Body({ schema: settleStepSchema }) body: SettleStepRequest,
  ): Promise<IncidentsView> {
    return this.steps.settle(principal, incidentId, position, body);
  }

  @Post('incidents/:incidentId/facts')
  @HttpCode(200)
  @Permit('incident.work')
  @ApiOkResponse({ standardSchema: incidentsViewSchema })
  async fact(
    @CurrentPrincipal() principal: Principal,
    @Param('incidentId', INCIDENT) incidentId: string,
    @Body({ schema: factRequestSchema }) body: FactRequest,
  ): Promise<IncidentsView> {
    return this.facts.fact(principal, incidentId, body);
  }

  /** What somebody told somebody outside, written down by hand. */
  @Post('incidents/:incidentId/disclosures')
  @HttpCode(200)
  @Permit('incident.work')
  @ApiOkResponse({ standardSchema: incidentsViewSchema })
  async disclosure(
    @CurrentPrincipal() principal: Principal,
    @Param('incidentId', INCIDENT) incidentId: string,
    @Body({ schema: disclosureRequestSchema }) body: DisclosureRequest,
  ): Promise<IncidentsView> {
    return this.facts.disclosure(principal, incidentId, body);
  }

  @Post('incidents/:incidentId/entries/:entryId/withdraw')
  @HttpCode(200)
  @Permit('incident.work')
  @ApiOkResponse({ standardSchema: incidentsViewSchema })
  async withdraw(
    @CurrentPrincipal() principal: Principal,
    @Param('incidentId', INCIDENT) incidentId: string,
    @Param('entryId', INCIDENT) entryId: string,
  ): Promise<IncidentsView> {
    return this.facts.withdraw(principal, incidentId, entryId);
  }

  @Post('incidents/:incidentId/end')
  @HttpCode(200)
  @Permit('incident.end')
  @ApiOkResponse({ standardSchema: incidentsViewSchema })
  async end(
    @CurrentPrincipal() principal: Principal,
    @Param('incidentId', INCIDENT) incidentId: string,
    @Body({ schema: endIncidentSchema }) body: EndIncidentRequest,
  ): Promise<IncidentsView> {
    return this.incidents.end(principal, incidentId, body);
  }
}
