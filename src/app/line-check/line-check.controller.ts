import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AccountDirectory } from '../../account/account.directory.js';
import { AuditWriter } from '../../audit/audit-writer.js';
import { AppError } from '../../config/app-error.js';
import { CurrentPrincipal } from '../../console/http/request.js';
import { accountIdSchema } from '../../contract/account.js';
import {
  type ConfirmItem,
  confirmItemSchema,
  type LineCheckView,
  lineCheckViewSchema,
} from '../../contract/administration.js';
import { Database } from '../../database/database.service.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { manualItems } from './checklist.js';
import { type Finding } from './finding.js';
import { LineCheckService } from './line-check.service.js';

/** LINE is asked at most so often about one account, in seconds. */
const SECONDS_BETWEEN = 60;

/** What LINE says of an account, asked for by somebody who looks at it. */
@ApiTags('administration')
@Controller('api/admin/accounts/:accountId/line-check')
export class LineCheckController {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly checks: LineCheckService,
    private readonly database: Database,
    private readonly audit: AuditWriter,
  ) {}

  @Get()
  @Permit('account.manage')
  @ApiOkResponse({ standardSchema: lineCheckViewSchema })
  async last(@Param('accountId', { schema: accountIdSchema }) accountId: string): Promise<LineCheckView> {
    await this.#assertThere(accountId);
    return this.#view(accountId);
  }

  @Post()
  @HttpCode(200)
  @Permit('account.manage')
  @ApiOkResponse({ standardSchema: lineCheckViewSchema })
  async ask(
    @CurrentPrincipal() { staffId }: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
  ): Promise<LineCheckView> {
    await this.#assertThere(accountId);
    await this.#takeTurn(accountId);
    const findings = await this.checks.check(accountId);
    await this.database.transaction(async (tx) => {
      await tx.query('UPDATE line_check_result SET findings = $2 WHERE account_id = $1', [
        accountId,
        JSON.stringify(findings),
      ]);
      const wrong = findings.filter(({ state }) => state === 'wrong').length;
      await this.audit.record(tx, {
        act: 'line.checked',
        actor: staffId,
        accountId,
        details: { asked: findings.length, wrong },
      });
    });
    return this.#view(accountId);
  }

  /** Somebody has looked at what LINE's API can't tell. */
  @Post('confirm')
  @HttpCode(200)
  @Permit('account.manage')
  @ApiOkResponse({ standardSchema: lineCheckViewSchema })
  async confirm(
    @CurrentPrincipal() { staffId, displayName }: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Body({ schema: confirmItemSchema }) { item }: ConfirmItem,
  ): Promise<LineCheckView> {
    await this.#assertThere(accountId);
    if (!manualItems.some(({ id }) => id === item))
      throw new AppError('invalid_field', { field: 'item' }, 'item');
    await this.checks.confirm(accountId, item, displayName);
    await this.audit.note({ act: 'line.confirmed', actor: staffId, accountId, details: { item } });
    return this.#view(accountId);
  }

  async #assertThere(accountId: string): Promise<void> {
    await this.accounts.refresh(this.database, [accountId]);
    if (this.accounts.find(accountId) === undefined) throw new AppError('account_not_found');
  }

  /** @throws AppError line_check_too_soon: by anybody, in any process */
  async #takeTurn(accountId: string): Promise<void> {
    const taken = await this.database.query(
      `INSERT INTO line_check_result (account_id, checked_at) VALUES ($1, now())
       ON CONFLICT (account_id) DO UPDATE SET checked_at = now()
         WHERE line_check_result.checked_at <= now() - interval '${SECONDS_BETWEEN} seconds'
       RETURNING account_id`,
      [accountId],
    );
    if (taken.length > 0) return;
    const [last] = await this.database.query<{ age: number }>(
      'SELECT extract(epoch FROM now() - checked_at)::int AS age FROM line_check_result WHERE account_id = $1',
      [accountId],
    );
    throw new AppError('line_check_too_soon', { seconds: Math.max(1, SECONDS_BETWEEN - (last?.age ?? 0)) });
  }

  async #view(accountId: string): Promise<LineCheckView> {
    const [result] = await this.database.query<{ checkedAt: Date; findings: Finding[] | null }>(
      'SELECT checked_at AS "checkedAt", findings FROM line_check_result WHERE account_id = $1',
      [accountId],
    );
    const confirmations = await this.checks.confirmations(accountId);
    return {
      checkedAt: result?.findings ? result.checkedAt.toISOString() : null,
      findings: result?.findings ?? [],
      manual: manualItems.map(({ id, what, where }) => {
        const confirmed = confirmations.find(({ item }) => item === id);
        return {
          id,
          what,
          where,
          confirmed:
            confirmed === undefined
              ? null
              : { by: confirmed.confirmedBy, at: confirmed.confirmedAt.toISOString() },
        };
      }),
    };
  }
}
