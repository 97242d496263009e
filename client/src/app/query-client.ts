import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isPassing, isSignInRequired } from '../shared/api/request.js';
import { endSession } from './end-session.js';

const retries = 2;

export function createQueryClient(): QueryClient {
  const noticeEndedSession = (error: unknown): void => {
    if (isSignInRequired(error)) endSession(queryClient, 'ended');
  };
  const queryClient: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: noticeEndedSession }),
    mutationCache: new MutationCache({ onError: noticeEndedSession }),
    defaultOptions: {
      queries: {
        // What is on the screen is kept right by events, not by fetching again and again.
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // The browser's idea of being offline is a guess; a failed request is a fact.
        networkMode: 'always',
        retry: (count, error) => count < retries && isPassing(error),
      },
      mutations: { networkMode: 'always' },
    },
  });
  return queryClient;
}
