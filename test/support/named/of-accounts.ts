import { randomUUID } from 'node:crypto';
import { contentRoutes } from '../content-routes.js';
import { type Person, roleAt } from '../everybody.js';
import { SUICIDE_PREVENTION } from '../stand-in.js';
import { makeWall } from '../wall.js';
import {
  accountOf,
  elsewhere,
  isAdministrator,
  type Made,
  type Making,
  type Named,
  owns,
  rows,
  supervises,
  supervisesAll,
  supervisorBeside,
  type Verdict,
  worksAt,
} from './named.js';

/** One for each account. */
const EACH: readonly Person[] = ['counselor', 'other counselor'];
const NOTHING = rows('account', 'false');

type Says = (asker: Person, made: Made) => Verdict;
const readers: Says = (asker, made) =>
  isAdministrator(asker) || worksAt(asker, made) ? 'done' : 'account_not_found';

/** A route that names an account and nothing else. */
function ofAccount(route: string, verdict: Says, body?: () => unknown, query = ''): Named {
  const [, path = ''] = route.split(' ');
  return {
    route,
    fields: ['accountId'],
    owners: EACH,
    verdict,
    make: async (_making, owner) => {
      const account = accountOf(owner);
      return {
        path: path.replace('{accountId}', account).replace('{month}', '2026-10') + query,
        ...(body === undefined ? {} : { body: body() }),
        names: [account],
        accounts: [account],
        kept: NOTHING,
      };
    },
  };
}

/** Those of the editors. What is saved there is of another version than any. */
const edited: Named[] = contentRoutes
  .filter(([, path]) => path.startsWith('/api/accounts/'))
  .map(([method, path, body]) =>
    ofAccount(
      `${method} ${path.replace(SUICIDE_PREVENTION, '{accountId}').replace('/closed', '/{situation}')}`,
      (asker, made) => (isAdministrator(asker) ? 'any' : readers(asker, made)),
      body === undefined
        ? undefined
        : () =>
            typeof body === 'object' && body !== null && 'version' in body ? { ...body, version: 999 } : body,
    ),
  )
  .map((named) => ({
    ...named,
    make: async (making: Making, owner: Person) => {
      const made = await named.make(making, owner);
      return { ...made, path: made.path.replace('{situation}', 'closed') };
    },
  }));

async function override(making: Making, account: string): Promise<string> {
  await making.does('administrator', 'POST', `/api/accounts/${account}/overrides`, {
    state: 'open',
    reason: '研修のあとも受け付けるため',
    until: null,
  });
  return making.newest('opening_override', 'account_id = $1', account);
}

/** Supervisors of it and administrators; to whoever only works there it is said that they may not. */
const deciders: Says = (asker, made) =>
  isAdministrator(asker) || supervises(asker, made)
    ? 'done'
    : worksAt(asker, made)
      ? 'not_permitted'
      : 'account_not_found';

const openings: Named[] = [
  ofAccount('GET /api/accounts/{accountId}/calendar', readers),
  ofAccount('GET /api/accounts/{accountId}/what-if', readers),
  ofAccount('GET /api/accounts/{accountId}/texts', readers),
  {
    ...ofAccount('POST /api/accounts/{accountId}/overrides', deciders),
    make: async (_making, owner) => {
      const account = accountOf(owner);
      const reason = `停電 ${randomUUID()}`;
      return {
        path: `/api/accounts/${account}/overrides`,
        body: { state: 'open', reason, until: null },
        names: [account],
        accounts: [account],
        kept: rows('opening_override', 'reason = $1', reason),
      };
    },
  },
  {
    route: 'POST /api/accounts/{accountId}/overrides/{overrideId}/undo',
    fields: ['accountId', 'overrideId'],
    owners: EACH,
    verdict: deciders,
    make: async (making, owner) => {
      const account = accountOf(owner);
      const id = await override(making, account);
      return {
        path: `/api/accounts/${account}/overrides/${id}/undo`,
        body: {},
        names: [account, id],
        accounts: [account],
        kept: rows('opening_override', 'id = $1', id),
      };
    },
  },
  {
    // By the way of one account to the other's.
    route: 'POST /api/accounts/{accountId}/overrides/{overrideId}/undo',
    fields: ['overrideId'],
    owners: EACH,
    verdict: () => 'as unknown',
    make: async (making, owner) => {
      const account = accountOf(owner);
      const id = await override(making, elsewhere(account));
      return {
        path: `/api/accounts/${account}/overrides/${id}/undo`,
        body: {},
        names: [id],
        accounts: [account],
        kept: rows('opening_override', 'id = $1', id),
      };
    },
  },
];

const commissioned: Says = (asker, { accounts }) =>
  accounts.some((id) => roleAt(asker, id) === 'commissioner') ? 'done' : 'account_not_found';
const audited: Says = (asker, { accounts }) =>
  isAdministrator(asker) || accounts.some((id) => roleAt(asker, id) === 'auditor') ? 'done' : 'not_found';

const overseen: Named[] = [
  ofAccount('GET /api/figures/{accountId}/{month}', commissioned),
  ofAccount('GET /api/figures/{accountId}/{month}/csv', commissioned),
  {
    route: 'POST /api/audit/{seq}/reason',
    fields: ['seq'],
    owners: EACH,
    verdict: audited,
    make: async (making, owner) => {
      const account = accountOf(owner);
      await override(making, account);
      const { seq } = await making.one<{ seq: number }>(
        `SELECT seq::int AS seq FROM audit_entry WHERE account_id = $1 AND act = 'opening.overridden'
         ORDER BY seq DESC LIMIT 1`,
        [account],
      );
      return {
        path: `/api/audit/${seq}/reason`,
        body: {},
        names: [seq],
        accounts: [account],
        // Having read it is an entry, which names it.
        kept: rows('audit_entry', `act = 'reason.read' AND subject_id = $1`, String(seq)),
      };
    },
  },
];

function announcement(
  route: string,
  owners: readonly Person[],
  verdict: Says,
  kept: (id: string) => Made['kept'],
): Named {
  return {
    route,
    fields: ['announcementId'],
    owners,
    verdict,
    make: async (making, owner) => {
      const id = randomUUID();
      const accounts = isAdministrator(owner)
        ? [SUICIDE_PREVENTION, elsewhere(SUICIDE_PREVENTION)]
        : [accountOf(owner)];
      await making.does(owner, 'POST', '/api/announcements', {
        clientId: id,
        level: 'info',
        text: '今夜は混み合っています',
        accountIds: accounts,
        endsAt: null,
      });
      const [, path = ''] = route.split(' ');
      return {
        path: path.replace('{announcementId}', id),
        body: {},
        names: [id],
        accounts,
        owner,
        kept: kept(id),
      };
    },
  };
}

function shiftNote(route: string, kept: (id: string) => Made['kept']): Named {
  return {
    route,
    fields: ['noteId'],
    owners: ['counselor', 'senior-counselor', 'supervisor', 'other counselor'],
    verdict: (asker, made) => (worksAt(asker, made) ? 'done' : 'not_found'),
    make: async (making, owner) => {
      const id = randomUUID();
      const account = accountOf(owner);
      await making.does(owner, 'POST', '/api/shift-notes', {
        clientId: id,
        accountId: account,
        ticketNumber: null,
        topic: '鍵',
        text: '戸棚の中',
        until: null,
      });
      const [, path = ''] = route.split(' ');
      return {
        path: path.replace('{noteId}', id),
        body: {},
        names: [id],
        accounts: [account],
        owner,
        kept: kept(id),
      };
    },
  };
}

/** Of somebody who would like to talk. Nobody takes up their own. */
function debrief(route: string, verdict: Says): Named {
  return {
    route,
    fields: route.includes('{staffId}') ? ['accountId', 'staffId'] : ['accountId'],
    owners: ['counselor', 'senior-counselor', 'supervisor', 'other counselor'],
    verdict,
    make: async (making, owner) => {
      const account = accountOf(owner);
      const staffId = making.everybody.id(owner);
      await making.does(owner, 'POST', '/api/debriefs', { accountId: account });
      const [method, path = ''] = route.split(' ');
      return {
        path: path.replace('{accountId}', account).replace('{staffId}', staffId),
        ...(method === 'POST' ? { body: {} } : {}),
        names: path.includes('{staffId}') ? [account, staffId] : [account],
        accounts: [account],
        owner,
        kept: rows('debrief', 'account_id = $1 AND staff_id = $2', account, staffId),
      };
    },
  };
}
const answersDebriefs: Says = (asker, made) =>
  !supervises(asker, made) ? 'debrief_not_found' : owns(asker, made) ? 'not_permitted' : 'done';

const team: Named[] = [
  announcement(
    'POST /api/announcements/{announcementId}/read',
    ['supervisor', 'other supervisor', 'administrator'],
    (asker, made) => (worksAt(asker, made) ? 'done' : 'not_found'),
    (id) => rows('announcement_reading', 'announcement_id = $1', id),
  ),
  announcement(
    'POST /api/announcements/{announcementId}/withdraw',
    ['supervisor', 'other supervisor', 'administrator'],
    (asker, made) => (isAdministrator(asker) || supervisesAll(asker, made) ? 'done' : 'not_found'),
    (id) => rows('announcement', 'id = $1', id),
  ),
  shiftNote('POST /api/shift-notes/{noteId}/read', (id) => rows('shift_note_reading', 'note_id = $1', id)),
  shiftNote('POST /api/shift-notes/{noteId}/done', (id) => rows('shift_note', 'id = $1', id)),
  debrief('POST /api/debriefs/{accountId}/{staffId}/take', answersDebriefs),
  debrief('POST /api/debriefs/{accountId}/{staffId}/done', answersDebriefs),
  // Everybody takes back their own, if there is one.
  debrief('DELETE /api/debriefs/{accountId}', (asker, made) => (owns(asker, made) ? 'done' : 'as unknown')),
  {
    route: 'DELETE /api/walls/{wallId}',
    fields: ['wallId'],
    owners: ['supervisor', 'other supervisor'],
    verdict: (asker, made) => (supervises(asker, made) ? 'done' : 'wall_not_found'),
    make: async (making, owner) => {
      const accounts = [accountOf(owner)];
      const { wall } = await makeWall(making.everybody.client(owner), { accountIds: accounts });
      return {
        path: `/api/walls/${wall.id}`,
        names: [wall.id],
        accounts,
        owner,
        kept: rows('wall', 'id = $1', wall.id),
      };
    },
  },
];

/** Whose replies are looked at: those in one ticket, or all of one counselor's. */
function rule(of: 'ticket' | 'counselor'): Named {
  return {
    route: 'POST /api/approval-rules/{ruleId}/end',
    fields: ['ruleId'],
    owners:
      of === 'ticket'
        ? ['counselor', 'senior-counselor', 'other counselor']
        : ['colleague', 'other colleague'],
    verdict: (asker, made) => (supervises(asker, made) ? 'done' : 'not_found'),
    make: async (making, owner) => {
      const account = accountOf(owner);
      const staffId = making.everybody.id(owner);
      const ticketId = of === 'ticket' ? await making.ticket(owner, 'rule') : null;
      await making.does(supervisorBeside(owner), 'POST', '/api/approval-rules', {
        ...(ticketId === null
          ? { kind: 'counselor', accountId: account, staffId }
          : { kind: 'ticket', ticketId }),
        reason: '初めての相談員のため',
      });
      const { id } = await making.one<{ id: string }>(
        'SELECT id FROM approval_rule WHERE ended_at IS NULL AND (ticket_id = $1 OR staff_id = $2)',
        [ticketId, ticketId === null ? staffId : null],
      );
      return {
        path: `/api/approval-rules/${id}/end`,
        body: {},
        names: [id],
        accounts: [account],
        owner,
        kept: rows('approval_rule', 'id = $1', id),
      };
    },
  };
}

/** What belongs to an account, or to somebody as one of its people. */
export const ofAccounts: readonly Named[] = [
  ...edited,
  ...openings,
  ...overseen,
  ...team,
  rule('ticket'),
  rule('counselor'),
];
