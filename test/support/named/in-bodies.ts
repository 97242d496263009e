import { randomUUID } from 'node:crypto';
import { type Person, roleAt } from '../everybody.js';
import { HUMAN_RIGHTS, SUICIDE_PREVENTION } from '../stand-in.js';
import {
  accountOf,
  isAdministrator,
  type Made,
  type Making,
  type Named,
  owns,
  rows,
  supervises,
  supervisesAll,
  type Verdict,
  worksAt,
} from './named.js';

type Says = (asker: Person, made: Made) => Verdict;
type MadeOf = Omit<Made, 'accounts' | 'owner'>;

const EACH: readonly Person[] = ['counselor', 'other counselor'];
const HOLDERS: readonly Person[] = ['counselor', 'senior-counselor', 'other counselor', 'supervisor'];
/** The administrator's are both accounts' together. */
const SUPERVISORS: readonly Person[] = ['supervisor', 'other supervisor', 'administrator'];
const NOTHING = rows('account', 'false');

const workers: Says = (asker, made) => (worksAt(asker, made) ? 'done' : 'account_not_found');

/** A request that names an account, or two. */
function naming(
  route: string,
  fields: readonly string[],
  owners: readonly Person[],
  verdict: Says,
  make: (making: Making, accounts: readonly string[], owner: Person) => Promise<MadeOf>,
): Named {
  return {
    route,
    fields,
    owners,
    verdict,
    make: async (making, owner) => {
      const accounts = isAdministrator(owner) ? [SUICIDE_PREVENTION, HUMAN_RIGHTS] : [accountOf(owner)];
      return { ...(await make(making, accounts, owner)), accounts };
    },
  };
}

const audited: Says = (asker, { accounts }) =>
  isAdministrator(asker) || accounts.some((id) => roleAt(asker, id) === 'auditor') ? 'done' : 'as unknown';

const inQueries: Named[] = [
  naming(
    'GET /api/audit',
    ['account', 'ticketNumber'],
    EACH,
    audited,
    async (making, [account = ''], owner) => {
      const number = await making.numberOf(await making.ticket(owner, 'talk'));
      return {
        path: `/api/audit?account=${account}&ticketNumber=${number}`,
        names: [account, number],
        kept: NOTHING,
      };
    },
  ),
  naming('GET /api/audit', ['person'], EACH, audited, async (making, _accounts, owner) => {
    await making.ticket(owner, 'talk');
    const id = making.everybody.id(owner);
    return { path: `/api/audit?person=${id}`, names: [id], kept: NOTHING };
  }),
  naming(
    'GET /api/glasses/ticket',
    ['account'],
    EACH,
    (asker, made) => (worksAt(asker, made) ? 'done' : 'ticket_not_found'),
    async (making, [account = ''], owner) => {
      const number = await making.numberOf(await making.ticket(owner, 'talk'));
      return {
        path: `/api/glasses/ticket?account=${account}&number=${number}`,
        names: [account, number],
        kept: NOTHING,
      };
    },
  ),
];

const inTeams: Named[] = [
  naming(
    'POST /api/announcements',
    ['accountIds'],
    SUPERVISORS,
    (asker, made) => (isAdministrator(asker) || supervisesAll(asker, made) ? 'done' : 'account_not_found'),
    async (_making, accountIds) => {
      const clientId = randomUUID();
      return {
        path: '/api/announcements',
        body: {
          clientId,
          level: 'info',
          text: 'お知らせ',
          accountIds,
          endsAt: null,
        },
        names: accountIds,
        kept: rows('announcement', 'id = $1', clientId),
      };
    },
  ),
  naming(
    'POST /api/walls',
    ['accountIds'],
    SUPERVISORS,
    (asker, made) => (supervisesAll(asker, made) ? 'done' : 'account_not_found'),
    async (_making, accountIds) => ({
      path: '/api/walls',
      body: { name: '相談室', accountIds, days: 30 },
      names: accountIds,
      kept: rows('wall', 'true'),
    }),
  ),
  naming(
    'POST /api/shift-notes',
    ['accountId', 'ticketNumber'],
    EACH,
    workers,
    async (making, [accountId = ''], owner) => {
      const clientId = randomUUID();
      const ticketNumber = await making.numberOf(await making.ticket(owner, 'talk'));
      return {
        path: '/api/shift-notes',
        body: {
          clientId,
          accountId,
          ticketNumber,
          topic: '鍵',
          text: '戸棚の中',
          until: null,
        },
        names: [accountId],
        kept: rows('shift_note', 'id = $1', clientId),
      };
    },
  ),
  naming('POST /api/search', ['accountId'], EACH, workers, async (_making, [accountId = '']) => ({
    path: '/api/search',
    body: {
      accountId,
      from: '2026-11-01',
      to: '2026-11-25',
      words: '眠れない',
      after: null,
    },
    names: [accountId],
    kept: NOTHING,
  })),
  naming('POST /api/debriefs', ['accountId'], EACH, workers, async (_making, [accountId = '']) => ({
    path: '/api/debriefs',
    body: { accountId },
    names: [accountId],
    kept: rows('debrief', 'account_id = $1', accountId),
  })),
  {
    route: 'POST /api/debriefs',
    fields: ['ticketId'],
    owners: HOLDERS,
    verdict: (asker, made) =>
      owns(asker, made) || supervises(asker, made)
        ? 'done'
        : worksAt(asker, made)
          ? 'not_permitted'
          : 'account_not_found',
    make: async (making, owner) => {
      const accountId = accountOf(owner);
      const ticketId = await making.ticket(owner, 'talk');
      return {
        path: '/api/debriefs',
        body: { accountId, ticketId },
        names: [accountId, ticketId],
        accounts: [accountId],
        owner,
        kept: rows('debrief', 'ticket_id = $1', ticketId),
      };
    },
  },
];

const rules: Named[] = [
  {
    route: 'POST /api/approval-rules',
    fields: ['accountId'],
    owners: ['colleague', 'other colleague'],
    verdict: (asker, made) =>
      supervises(asker, made) ? 'done' : worksAt(asker, made) ? 'not_permitted' : 'account_not_found',
    make: async (making, owner) => {
      const accountId = accountOf(owner);
      const staffId = making.everybody.id(owner);
      return {
        path: '/api/approval-rules',
        body: {
          kind: 'counselor',
          accountId,
          staffId,
          reason: '初めての相談員のため',
        },
        names: [accountId],
        accounts: [accountId],
        owner,
        kept: rows('approval_rule', 'staff_id = $1', staffId),
      };
    },
  },
  {
    route: 'POST /api/approval-rules',
    fields: ['ticketId'],
    owners: HOLDERS,
    verdict: (asker, made) =>
      supervises(asker, made) ? 'done' : worksAt(asker, made) ? 'not_permitted' : 'ticket_not_found',
    make: async (making, owner) => {
      const ticketId = await making.ticket(owner, 'ruled');
      return {
        path: '/api/approval-rules',
        body: { kind: 'ticket', ticketId, reason: '初めての相談員のため' },
        names: [ticketId],
        accounts: [accountOf(owner)],
        owner,
        kept: rows('approval_rule', 'ticket_id = $1', ticketId),
      };
    },
  },
];

/** What is named by a query or a body. */
export const inBodies: readonly Named[] = [...inQueries, ...inTeams, ...rules];
