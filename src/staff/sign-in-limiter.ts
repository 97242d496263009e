import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { countedAs } from './counted-address.js';

const ATTEMPTS_PER_LOGIN = 10;
const ATTEMPTS_PER_ADDRESS = 50;
/** Pages that are opened, not attempts: an office shares an address, and each page asks once. */
const QUESTIONS_PER_ADDRESS = 600;
const WINDOW_SECONDS = 10 * 60;

/**
 * Slows down guessing: failed sign-ins are counted per login name (or passkey) and per address, in PostgreSQL, so that
 * every process counts the same. Names are hashed: the table doesn't tell which were tried.
 */
@Injectable()
export class SignInLimiter implements OnModuleInit {
  #byLogin!: RateLimiterPostgres;
  #byAddress!: RateLimiterPostgres;
  #questions!: RateLimiterPostgres;

  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditWriter,
  ) {}

  onModuleInit(): void {
    const shared = {
      storeClient: this.dataSource,
      storeType: 'typeorm',
      tableName: 'sign_in_limit',
      tableCreated: true,
    };
    this.#byLogin = new RateLimiterPostgres({
      ...shared,
      keyPrefix: 'login',
      points: ATTEMPTS_PER_LOGIN,
      duration: WINDOW_SECONDS,
    });
    this.#byAddress = new RateLimiterPostgres({
      ...shared,
      keyPrefix: 'address',
      points: ATTEMPTS_PER_ADDRESS,
      duration: WINDOW_SECONDS,
    });
    this.#questions = new RateLimiterPostgres({
      ...shared,
      keyPrefix: 'question',
      points: QUESTIONS_PER_ADDRESS,
      duration: WINDOW_SECONDS,
    });
  }

  /** Counts an attempt before its password is looked at. @throws AppError too_many_attempts */
  async count(login: string, address: string): Promise<void> {
    await this.#consume(this.#byAddress, countedAs(address));
    await this.#consume(this.#byLogin, key(login));
  }

  /** Counts a question to a browser that nobody has signed in with yet: each is a row. @throws AppError too_many_attempts */
  async countQuestion(address: string): Promise<void> {
    await this.#consume(this.#questions, countedAs(address));
  }

  /** Runs what somebody unknown asks for; only what fails counts for their address. @throws AppError too_many_attempts */
  async guard<Result>(address: string, work: () => Promise<Result>): Promise<Result> {
    await this.#consume(this.#byAddress, countedAs(address));
    const result = await work();
    await this.#byAddress.reward(countedAs(address));
    return result;
  }

  /** A successful sign-in wipes the count of its login name, and does not count for its address: offices share one. */
  async succeeded(login: string, address: string): Promise<void> {
    await this.#byLogin.delete(key(login));
    await this.#byAddress.reward(countedAs(address));
  }

  async #consume(limiter: RateLimiterPostgres, who: string): Promise<void> {
    try {
      await limiter.consume(who);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      // Once for each time that it stops somebody, not for each further attempt.
      if (refusal.consumedPoints === limiter.points + 1)
        await this.audit.note({
          act: 'session.locked',
          actor: { kind: 'nobody' },
          details: { by: limiter.keyPrefix },
        });
      throw new AppError('too_many_attempts', { seconds: Math.ceil(refusal.msBeforeNext / 1000) });
    }
  }
}

function key(login: string): string {
  return createHash('sha256').update(login.toLowerCase()).digest('base64url');
}
