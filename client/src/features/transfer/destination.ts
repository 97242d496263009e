import {
  professions,
  type Profession,
  type TransferRequestTarget,
  type TransferTargetsView,
} from '../../shared/contract.js';

/** Where a ticket can go: to somebody, or back to the line. As texts, since a group of radio buttons takes texts. */
export type Destination = `person:${string}` | `profession:${Profession}` | `account:${string}` | 'line';

/** What the server is asked for; null for the line. */
export function targetOf(destination: Destination): TransferRequestTarget | null {
  if (destination === 'line') return null;
  const [kind, id] = split(destination);
  if (kind === 'person') return { kind, staffId: id };
  if (kind === 'account') return { kind, accountId: id };
  const profession = professions.find((each) => each === id);
  return profession === undefined ? null : { kind: 'profession', profession };
}

function split(destination: string): [string, string] {
  const at = destination.indexOf(':');
  return [destination.slice(0, at), destination.slice(at + 1)];
}

/** Whether what was chosen can still be chosen: people come and go meanwhile. */
export function isThere(destination: Destination, targets: TransferTargetsView | undefined): boolean {
  if (destination === 'line') return true;
  const target = targetOf(destination);
  if (target === null || targets === undefined) return false;
  switch (target.kind) {
    case 'person':
      return targets.people.some(({ staffId }) => staffId === target.staffId);
    case 'profession':
      return targets.professions.includes(target.profession);
    case 'account':
      return targets.accounts.some(({ id }) => id === target.accountId);
  }
}
