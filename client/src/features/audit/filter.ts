import { type ActGroup, actGroups } from '../../shared/contract.js';

/** What of the trace is shown. It stands in the address, so that it can be kept and told to somebody. */
export interface Filter {
  readonly person: string;
  readonly account: string;
  /** As typed: the number of a ticket. */
  readonly ticket: string;
  readonly group: ActGroup | '';
  /** Days in Japan, as a browser's date field gives them. */
  readonly from: string;
  readonly until: string;
}

export const noFilter: Filter = { person: '', account: '', ticket: '', group: '', from: '', until: '' };

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function readFilter(search: string): Filter {
  const given = new URLSearchParams(search);
  const text = (name: keyof Filter): string => given.get(name) ?? '';
  const day = (name: 'from' | 'until'): string => (DAY.test(text(name)) ? text(name) : '');
  return {
    person: text('person'),
    account: text('account'),
    ticket: ticketNumber(text('ticket')),
    group: actGroups.find((group) => group === text('group')) ?? '',
    from: day('from'),
    until: day('until'),
  };
}

export function addressOfFilter(path: string, filter: Filter): string {
  const given = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
  return given.size === 0 ? path : `${path}?${given.toString()}`;
}

/** Digits of what was typed, whichever width: `#１２` is 12. */
export function ticketNumber(typed: string): string {
  return typed.normalize('NFKC').replaceAll(/\D/g, '').replace(/^0+/, '').slice(0, 9);
}

/** What the server is asked. A day is a day in Japan, and the last one counts whole. */
export function filterQuery({ person, account, ticket, group, from, until }: Filter): URLSearchParams {
  const query = new URLSearchParams();
  if (person !== '') query.set('person', person);
  if (account !== '') query.set('account', account);
  if (ticket !== '') query.set('ticketNumber', ticket);
  if (group !== '') query.set('group', group);
  if (from !== '') query.set('from', `${from}T00:00:00+09:00`);
  if (until !== '')
    query.set('until', new Date(Date.parse(`${until}T00:00:00+09:00`) + 86_400_000).toISOString());
  return query;
}
