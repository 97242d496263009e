import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type SearchAnswer,
  searchAnswerSchema,
  type SearchRequest,
  searchRequestSchema,
} from '../../contract/search.js';
import { SearchLimiter } from '../../search/search-limiter.js';
import { SearchService } from '../../search/search.service.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { CurrentPrincipal } from '../http/request.js';

/** Looks for words in the consultations that somebody may read. */
@ApiTags('search')
@Controller('api/search')
export class SearchController {
  constructor(
    private readonly limiter: SearchLimiter,
    private readonly searches: SearchService,
  ) {}

  /** Newest first, as far as a page or its time goes; with what `next` says it goes on from there. */
  @Post()
  @HttpCode(200)
  @Permit('consultation.search')
  @ApiOkResponse({ standardSchema: searchAnswerSchema })
  async search(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: searchRequestSchema }) request: SearchRequest,
  ): Promise<SearchAnswer> {
    await this.limiter.count(principal.staffId);
    return this.searches.search(principal, request);
  }
}
