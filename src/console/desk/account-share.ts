import { type AccountAlarmKind, type AccountView } from '../../contract/account.js';
import { type Principal } from '../../staff/principal.js';

/** What only those can mend who answer for the account: to a counselor in a talk it is but one more worry. */
const forSupervisors: ReadonlySet<AccountAlarmKind> = new Set([
  'understaffed',
  'retention-failed',
  'key-backup-late',
  'key-replacement-failed',
]);

function answersFor({ administrator, memberships }: Principal, accountId: string): boolean {
  return administrator || memberships.get(accountId) === 'supervisor';
}

function forCounselors(account: AccountView): AccountView {
  return { ...account, alarms: account.alarms.filter(({ kind }) => !forSupervisors.has(kind)) };
}

/** An account as somebody who works for it may see it. */
export function accountFor(principal: Principal, account: AccountView): AccountView {
  return answersFor(principal, account.id) ? account : forCounselors(account);
}

interface AccountShare {
  readonly account: AccountView;
  readonly isFor: (principal: Principal) => boolean;
}

/** The same for everybody of the account at once: each gets one of these. */
export function accountShares(account: AccountView): AccountShare[] {
  const { id } = account;
  const worksFor = ({ memberships }: Principal): boolean => memberships.has(id);
  if (!account.alarms.some(({ kind }) => forSupervisors.has(kind))) return [{ account, isFor: worksFor }];
  return [
    { account, isFor: (principal) => worksFor(principal) && answersFor(principal, id) },
    {
      account: forCounselors(account),
      isFor: (principal) => worksFor(principal) && !answersFor(principal, id),
    },
  ];
}
