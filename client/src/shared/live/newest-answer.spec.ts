import { afterEach, expect, test } from '@jest/globals';
import { MutationObserver, QueryClient, QueryObserver } from '@tanstack/react-query';
import { newestAnswer } from './newest-answer.js';

const key = ['steps'];
type Steps = readonly string[];

const queryClient = new QueryClient();
afterEach(() => queryClient.clear());

/** Two people settle steps of one list; the answer to ours is still on its way. */
function scene() {
  let settled: Steps = [];
  let fetches = 0;
  const observer = new QueryObserver<Steps>(queryClient, {
    queryKey: key,
    queryFn: () => {
      fetches += 1;
      return settled;
    },
    staleTime: Infinity,
  });
  const stop = observer.subscribe(() => undefined);
  const answer = Promise.withResolvers<Steps>();
  const change = new MutationObserver<Steps, Error, string, number>(queryClient, {
    mutationFn: () => answer.promise,
    ...newestAnswer<Steps, string>(queryClient, key),
  });
  return {
    settles: (step: string) => (settled = [...settled, step]),
    answers: () => answer.resolve(settled.slice(0, 1)),
    hears: () => queryClient.invalidateQueries({ queryKey: key }),
    change,
    shown: () => queryClient.getQueryData<Steps>(key),
    atRest: () => queryClient.refetchQueries({ queryKey: key }, { cancelRefetch: false }),
    fetches: () => fetches,
    stop,
  };
}

test('an answer is shown at once where nothing else was heard meanwhile', async () => {
  const one = scene();
  await one.atRest();
  const done = one.change.mutate('ours');
  one.settles('ours');
  const before = one.fetches();
  one.answers();
  await done;
  expect(one.shown()).toEqual(['ours']);
  expect(one.fetches()).toBe(before);
  one.stop();
});

test('an answer that comes after what somebody else did doesn’t take that back', async () => {
  const one = scene();
  await one.atRest();
  const done = one.change.mutate('ours');
  one.settles('ours');
  one.settles('theirs');
  await one.hears();
  expect(one.shown()).toEqual(['ours', 'theirs']);
  const seen: (Steps | undefined)[] = [];
  const unsubscribe = queryClient.getQueryCache().subscribe(() => seen.push(one.shown()));
  one.answers();
  await done;
  await one.atRest();
  unsubscribe();
  one.stop();
  for (const steps of seen) expect(steps).toEqual(['ours', 'theirs']);
  expect(one.shown()).toEqual(['ours', 'theirs']);
});
