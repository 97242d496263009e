import { createHash } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { countedAs } from './counted-address.js';

/** Of one name from one address. A stranger who guesses shuts themselves out, and not the person. */
const ATTEMPTS_PER_PAIR = 10;
/** Of one name from everywhere: many addresses don't make guessing any faster than this. */
const ATTEMPTS_PER_LOGIN = 100;
const ATTEMPTS_PER_ADDRESS = 50;
/** Pages that are opened, not attempts: an office shares an address, and each page asks once. */
const QUESTIONS_PER_ADDRESS = 600;
const WINDOW_SECONDS = 10 * 60;
/** So long after a name came in from an address it isn't refused there for what others do. */
const KNOWN_SECONDS = 30 * 24 * 60 * 60;

/**
 * Slows down guessing: failed sign-ins are counted per login name (or passkey) and address, per name and per address, in
 * PostgreSQL, so that every process counts the same. Names are hashed: the table doesn't tell which were tried.
 */
@Injectable()
export class SignInLimiter implements OnModuleInit {
  readonly #logger = new Logger('Staff');
  #byPair!: RateLimiterPostgres;
  #byLogin!: RateLimiterPostgres;
  #byAddress!: RateLimiterPostgres;
  #questions!: RateLimiterPostgres;
  /** Not a limit: from which addresses names came in. */
  #known!: RateLimiterPostgres;

  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditWriter,
  ) {}

  onModuleInit(): void {
    const limiter = (keyPrefix: string, points: number, duration = WINDOW_SECONDS) =>
      new RateLimiterPostgres({
        storeClient: this.dataSource,
        storeType: 'typeorm',
        tableName: 'sign_in_limit',
        tableCreated: true,
        keyPrefix,
        points,
        duration,
      });
    this.#byPair = limiter('pair', ATTEMPTS_PER_PAIR);
    this.#byLogin = limiter('login', ATTEMPTS_PER_LOGIN);
    this.#byAddress = limiter('address', ATTEMPTS_PER_ADDRESS);
    this.#questions = limiter('question', QUESTIONS_PER_ADDRESS);
    this.#known = limiter('known', 1, KNOWN_SECONDS);
  }

  /** Counts an attempt before its password is looked at. @throws AppError too_many_attempts */
  async count(login: string, address: string): Promise<void> {
    await this.#consume(this.#byAddress, countedAs(address));
    const pair = pairOf(login, address);
    // First: who is refused for the pair doesn't count for the name, so that one address alone never uses that up.
    await this.#consume(this.#byPair, pair);
    const refusal = await this.#refusal(this.#byLogin, hashed(login));
    if (refusal === undefined) return;
    if (isFirst(this.#byLogin, refusal)) await this.#tellOfAttack(login);
    if ((await this.#known.get(pair)) === null) throw tooMany(refusal);
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

  /**
   * A successful sign-in wipes the count of its name from its address, and counts neither for the name nor for the
   * address: offices share one.
   */
  async succeeded(login: string, address: string): Promise<void> {
    const pair = pairOf(login, address);
    await this.#byPair.delete(pair);
    await this.#byLogin.reward(hashed(login));
    await this.#byAddress.reward(countedAs(address));
    await this.#known.set(pair, 1, KNOWN_SECONDS);
  }

  async #consume(limiter: RateLimiterPostgres, who: string): Promise<void> {
    const refusal = await this.#refusal(limiter, who);
    if (refusal === undefined) return;
    if (isFirst(limiter, refusal)) await this.#note(limiter);
    throw tooMany(refusal);
  }

  async #refusal(limiter: RateLimiterPostgres, who: string): Promise<RateLimiterRes | undefined> {
    try {
      await limiter.consume(who);
      return undefined;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return refusal;
      throw refusal;
    }
  }

  /** Somebody tries one name from many addresses. Whose it is, administrators have to know. */
  async #tellOfAttack(login: string): Promise<void> {
    const rows: unknown = await this.dataSource.query('SELECT id FROM staff WHERE login = $1', [login]);
    const [staff] = rows as readonly { readonly id: string }[];
    await this.#note(this.#byLogin, staff?.id);
    this.#logger.warn(`alarm: from many addresses somebody tries to sign in as ${staff?.id ?? 'nobody'}`);
  }

  async #note({ keyPrefix }: RateLimiterPostgres, id?: string): Promise<void> {
    await this.audit.note({
      act: 'session.locked',
      actor: { kind: 'nobody', ...(id === undefined ? {} : { id }) },
      details: { by: keyPrefix },
    });
  }
}

/** Told once for each time that a limit stops somebody, not for each further attempt. */
function isFirst({ points }: RateLimiterPostgres, { consumedPoints }: RateLimiterRes): boolean {
  return consumedPoints === points + 1;
}

function tooMany({ msBeforeNext }: RateLimiterRes): AppError {
  return new AppError('too_many_attempts', { seconds: Math.ceil(msBeforeNext / 1000) });
}

function pairOf(login: string, address: string): string {
  return hashed(`${countedAs(address)} ${login}`);
}

function hashed(name: string): string {
  return createHash('sha256').update(name.toLowerCase()).digest('base64url');
}
