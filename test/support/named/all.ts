import { inBodies } from './in-bodies.js';
import { type Named } from './named.js';
import { ofAccounts } from './of-accounts.js';
import { ofAllAccounts } from './of-all.js';
import { ofPeople } from './of-people.js';
import { ofTickets } from './of-tickets.js';
import { withinOthers } from './within-others.js';

/** Every object that a route names, besides the ticket in its path. */
export const namedObjects: readonly Named[] = [
  ...ofPeople,
  ...ofAccounts,
  ...ofTickets,
  ...ofAllAccounts,
  ...inBodies,
  ...withinOthers,
];
