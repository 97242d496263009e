import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AccountDirectory } from '../../account/account.directory.js';
import { AuditWriter } from '../../audit/audit-writer.js';
import { AdjustableClock } from '../../config/clock.js';
import { ENVIRONMENT } from '../../config/config.module.js';
import { type Environment } from '../../config/environment.js';
import { type DemoClockView } from '../../contract/desk.js';
import { Database } from '../../database/database.service.js';
import { Worker } from '../../database/worker.js';
import { SilenceWatch } from '../../inbox/silence-watch.js';
import { OpeningWatch } from '../../opening-hours/opening-watch.js';
import { demoOffset } from './demo-clock.js';

const POLL_MS = 1000;

/** The clock of a demo: set by anybody who is signed in, kept in the database, followed by every process. */
@Injectable()
export class DemoClockService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #worker = new Worker('demo-clock', POLL_MS, () => this.#follow());
  #changes = 0;
  #setting = false;

  constructor(
    private readonly database: Database,
    private readonly clock: AdjustableClock,
    private readonly accounts: AccountDirectory,
    private readonly openingWatch: OpeningWatch,
    private readonly silenceWatch: SilenceWatch,
    private readonly audit: AuditWriter,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.environment.demo) return;
    await this.#follow();
    this.#worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
  }

  /** Somebody has set it in the database: no need to wait for the next look. */
  follow(): void {
    this.#worker.poke();
  }

  read(): DemoClockView {
    return { now: this.clock.now().toISOString(), offsetMs: this.clock.offsetMs };
  }

  /** @param instant what the clock shall show now; null for real time */
  async set(instant: Date | null, staffId: string): Promise<DemoClockView> {
    const offsetMs = instant === null ? 0 : instant.getTime() - Date.now();
    const before = this.clock.offsetMs;
    this.#changes += 1;
    this.#setting = true;
    this.clock.setOffset(offsetMs);
    try {
      await this.database.transaction(async (tx) => {
        await tx.query(
          'INSERT INTO demo_clock (id, offset_ms) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET offset_ms = $1',
          [this.clock.offsetMs],
        );
        tx.emit({ type: 'clock.changed' });
        await this.audit.record(tx, {
          act: 'clock.moved',
          actor: staffId,
          details: { offsetMs: this.clock.offsetMs },
        });
        // Nobody worked through the time that was passed over.
        await tx.query(`UPDATE presence_phase SET began_at = $1 WHERE ended_at = 'infinity'`, [
          this.clock.now(),
        ]);
        const accountIds = this.accounts.all().map((account) => account.id);
        await this.openingWatch.restart(tx, accountIds);
        await this.silenceWatch.restart(tx, accountIds);
      });
    } catch (error) {
      this.clock.setOffset(before);
      throw error;
    } finally {
      this.#changes += 1;
      this.#setting = false;
    }
    return this.read();
  }

  async #follow(): Promise<boolean> {
    const changes = this.#changes;
    const offsetMs = await demoOffset(this.database);
    // What was read may be older than what somebody is setting here.
    if (!this.#setting && changes === this.#changes) this.clock.setOffset(offsetMs);
    return false;
  }
}
