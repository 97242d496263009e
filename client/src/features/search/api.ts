import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { request } from '../../shared/api/request.js';
import { type SearchAnswer, searchAnswerSchema, type SearchRequest } from '../../shared/contract.js';

/** Asked only when somebody presses: each is written down, and nothing of it is kept for later. */
export function useSearchRequest(): UseMutationResult<SearchAnswer, Error, SearchRequest> {
  return useMutation({
    mutationFn: (body: SearchRequest) => request(searchAnswerSchema, '/api/search', { method: 'POST', body }),
    gcTime: 0,
  });
}
