import { type QueryClient, type QueryKey } from '@tanstack/react-query';

interface NewestAnswer<Answer, Body> {
  readonly onMutate: () => number;
  readonly onSuccess: (answer: Answer, body: Body, countBefore: number) => void;
}

/**
 * For a change that is answered with the whole of what it changed, where events say when to ask anew. The answer carries
 * no event's id: if anything was fetched while it was on its way, that may be newer, and only the server knows.
 */
export function newestAnswer<Answer, Body>(
  queryClient: QueryClient,
  queryKey: QueryKey,
): NewestAnswer<Answer, Body> {
  const count = (): number => queryClient.getQueryState(queryKey)?.dataUpdateCount ?? 0;
  return {
    onMutate: count,
    onSuccess: (answer, _body, countBefore) => {
      if (count() === countBefore) queryClient.setQueryData(queryKey, answer);
      else void queryClient.invalidateQueries({ queryKey });
    },
  };
}
