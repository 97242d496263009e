import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { request } from '../../shared/api/request.js';
import { type SearchAnswer, searchAnswerSchema, type SearchRequest } from '../../shared/contract.js';

/**
 * Asked only when somebody presses: each is written down, and nothing of it is kept for later.
 * @param take gets the answer, alone: as the result of a request it would be kept beside what the page shows
 */
export function useSearchRequest(
  take: (answer: SearchAnswer, asked: SearchRequest) => void,
): UseMutationResult<void, Error, SearchRequest> {
  return useMutation({
    mutationFn: async (body: SearchRequest) =>
      take(await request(searchAnswerSchema, '/api/search', { method: 'POST', body }), body),
    gcTime: 0,
  });
}
