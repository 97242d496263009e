import { type SearchAnswer } from '../../shared/contract.js';

/** What several answers of one search say together. */
export function joined(answers: readonly SearchAnswer[]): SearchAnswer | undefined {
  const last = answers.at(-1);
  if (last === undefined) return undefined;
  return { ...last, found: answers.flatMap(({ found }) => found) };
}

/** The same without consultations whose callers are erased. */
export function without(
  answers: readonly SearchAnswer[],
  isErased: (ticketId: string) => boolean,
): readonly SearchAnswer[] {
  if (!answers.some(({ found }) => found.some(({ ticketId }) => isErased(ticketId)))) return answers;
  return answers.map((answer) => ({
    ...answer,
    found: answer.found.filter(({ ticketId }) => !isErased(ticketId)),
  }));
}
