import { Module } from '@nestjs/common';
import { SearchLimiter } from './search-limiter.js';
import { SEARCH_BUDGET_MS, SearchService } from './search.service.js';

@Module({
  providers: [{ provide: SEARCH_BUDGET_MS, useValue: 1500 }, SearchLimiter, SearchService],
  exports: [SearchLimiter, SearchService],
})
export class SearchModule {}
