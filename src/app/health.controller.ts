import { Controller, Get, Inject, Optional, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { register } from 'prom-client';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { Database } from '../database/database.service.js';
import { migrations } from '../database/migrations/index.js';
import { Spool } from '../intake/spool/spool.service.js';
import { Public } from '../staff/permit.js';
import { KeyDatabase } from '../vault/key-database.js';
import { FlowGauges } from './flow-gauges.js';

/** The oldest delivery that is due and still untouched may be this old before we say that we are not ready. */
const BACKLOG_LIMIT_SECONDS = 60;

interface Readiness {
  readonly database: boolean;
  /** Keys can be read: without them nobody new can be heard. */
  readonly keyStore: boolean;
  readonly migrations: boolean;
  readonly intakeMoving: boolean;
  readonly outboxMoving: boolean;
  /** Nothing waits on the local disk for the database. */
  readonly spoolEmpty: boolean;
}

/** For whatever watches over us. Nothing here tells anything of a caller. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyDatabase,
    private readonly gauges: FlowGauges,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    /** Only processes with the role `intake` have one. */
    @Optional() private readonly spool?: Spool,
  ) {}

  @Get('healthz')
  @Public()
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Public()
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.#readiness().catch(() => ({
      database: false,
      keyStore: false,
      migrations: false,
      intakeMoving: false,
      outboxMoving: false,
      spoolEmpty: this.spool?.empty ?? true,
    }));
    if (!Object.values(readiness).every(Boolean)) void reply.status(503);
    return readiness;
  }

  @Get('metrics')
  @Public()
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    await this.gauges.update().catch(() => undefined);
    void reply.type(register.contentType);
    return register.metrics();
  }

  #keyStoreAnswers(): Promise<boolean> {
    const asked = this.keys.query('SELECT FROM keystore.data_key LIMIT 1');
    return asked.then(
      () => true,
      () => false,
    );
  }

  async #readiness(): Promise<Readiness> {
    const [row] = await this.database.query<{
      migrated: number;
      intakeMoving: boolean;
      outboxMoving: boolean;
    }>(
      `SELECT (SELECT count(*)::int FROM migration) AS migrated,
         -- Also one that is being tried: attempts are few, and soon over.
         NOT EXISTS (SELECT FROM inbound_event WHERE state = 'stored'
           AND greatest(received_at, retry_at) < now() - make_interval(secs => $1)) AS "intakeMoving",
         NOT EXISTS (SELECT FROM delivery WHERE state = 'waiting' AND leased_until IS NULL
           AND next_attempt_at < now() - interval '${BACKLOG_LIMIT_SECONDS} seconds'
           AND NOT EXISTS (SELECT FROM account_quota
             WHERE account_quota.account_id = delivery.account_id AND hold_until > now())
           AND NOT EXISTS (SELECT FROM delivery AS earlier WHERE earlier.caller_id = delivery.caller_id
             AND earlier.state = 'waiting' AND earlier.sequence < delivery.sequence)) AS "outboxMoving"`,
      [this.environment.READY_BACKLOG_SECONDS],
    );
    return {
      database: row !== undefined,
      keyStore: await this.#keyStoreAnswers(),
      migrations: row?.migrated === migrations.length,
      intakeMoving: row?.intakeMoving ?? false,
      outboxMoving: row?.outboxMoving ?? false,
      spoolEmpty: this.spool?.empty ?? true,
    };
  }
}
