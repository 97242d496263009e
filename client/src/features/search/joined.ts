import { type SearchAnswer } from '../../shared/contract.js';

/** What several answers of one search say together. */
export function joined(answers: readonly SearchAnswer[]): SearchAnswer | undefined {
  const last = answers.at(-1);
  if (last === undefined) return undefined;
  return { ...last, found: answers.flatMap(({ found }) => found) };
}
