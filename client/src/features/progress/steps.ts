import { type ProgressView } from '../../shared/administration-contract.js';

export const stepIds = ['own', 'account', 'hours', 'line', 'people', 'activate', 'message'] as const;
export type StepId = (typeof stepIds)[number];
type Account = ProgressView['accounts'][number];

export interface Step {
  readonly id: StepId;
  readonly isDone: boolean;
  /** The account that it is about: the one that has come furthest. */
  readonly account: Account | null;
  readonly at: string | null;
}

const reached: Readonly<Record<Exclude<StepId, 'own' | 'account'>, (account: Account) => boolean>> = {
  hours: ({ hasHours }) => hasHours,
  line: ({ lineCheck, heardAt }) => lineCheck === 'ok' || heardAt !== null,
  people: ({ membersWithWayIn }) => membersWithWayIn > 0,
  activate: ({ active }) => active,
  message: ({ firstMessageAt }) => firstMessageAt !== null,
};

/** One account on its way is enough: whoever has a second one knows the way. */
export function stepsOf({ ownWayIn, accounts }: ProgressView): Step[] {
  const score = (account: Account): number => Object.values(reached).filter((is) => is(account)).length;
  const account = accounts.toSorted((one, other) => score(other) - score(one))[0] ?? null;
  return stepIds.map((id) => {
    if (id === 'own') return { id, isDone: ownWayIn, account: null, at: null };
    if (id === 'account') return { id, isDone: account !== null, account: null, at: null };
    const isDone = account !== null && reached[id](account);
    return { id, isDone, account, at: id === 'message' ? (account?.firstMessageAt ?? null) : null };
  });
}
