import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { AppError } from '../config/app-error.js';

/** Answers that one person may have, those that go on with a search included. */
export const SEARCHES_PER_MINUTE = 30;

/** Keeps a person from searching on and on: counted in PostgreSQL, so that every process counts the same. */
@Injectable()
export class SearchLimiter implements OnModuleInit {
  #byPerson!: RateLimiterPostgres;

  constructor(private readonly dataSource: DataSource) {}

  onModuleInit(): void {
    this.#byPerson = new RateLimiterPostgres({
      storeClient: this.dataSource,
      storeType: 'typeorm',
      // One table counts all that is limited; its rows name what, and end by themselves.
      tableName: 'sign_in_limit',
      tableCreated: true,
      keyPrefix: 'search',
      points: SEARCHES_PER_MINUTE,
      duration: 60,
    });
  }

  /** @throws AppError search_too_often */
  async count(staffId: string): Promise<void> {
    try {
      await this.#byPerson.consume(staffId);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new AppError('search_too_often', { seconds: Math.ceil(refusal.msBeforeNext / 1000) });
    }
  }
}
