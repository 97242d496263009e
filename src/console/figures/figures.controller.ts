import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { AppError } from '../../config/app-error.js';
import { accountIdSchema } from '../../contract/account.js';
import {
  type FigureChoices,
  figureChoicesSchema,
  type FiguresView,
  figuresViewSchema,
  monthSchema,
} from '../../contract/figures.js';
import { Permit } from '../../staff/permit.js';
import { accountsWhere, type Principal } from '../../staff/principal.js';
import { FiguresReadModel } from '../../statistics/figures.read-model.js';
import { CurrentPrincipal } from '../http/request.js';
import { figuresAsCsv } from './figures-csv.js';

const ACCOUNT = { schema: accountIdSchema };
const MONTH = { schema: monthSchema };

/** Months in figures, for who commissions an account. */
@ApiTags('figures')
@Controller('api/figures')
@Permit('figures.read')
export class FiguresController {
  constructor(private readonly readModel: FiguresReadModel) {}

  @Get()
  @ApiOkResponse({ standardSchema: figureChoicesSchema })
  choices(@CurrentPrincipal() principal: Principal): Promise<FigureChoices> {
    return this.readModel.choices(ownAccounts(principal));
  }

  @Get(':accountId/:month')
  @ApiOkResponse({ standardSchema: figuresViewSchema })
  figures(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', ACCOUNT) accountId: string,
    @Param('month', MONTH) month: string,
  ): Promise<FiguresView> {
    return this.#figures(principal, accountId, month);
  }

  @Get(':accountId/:month/csv')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  async csv(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', ACCOUNT) accountId: string,
    @Param('month', MONTH) month: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const figures = await this.#figures(principal, accountId, month);
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="figures-${accountId}-${month}.csv"`);
    return figuresAsCsv(figures);
  }

  async #figures(principal: Principal, accountId: string, month: string): Promise<FiguresView> {
    if (!ownAccounts(principal).includes(accountId)) throw new AppError('account_not_found');
    return this.readModel.figures(accountId, month);
  }
}

function ownAccounts(principal: Principal): string[] {
  const accounts = accountsWhere(principal, 'figures.read');
  // No administrator holds it.
  return accounts === 'all' ? [] : accounts;
}
