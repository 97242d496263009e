import { randomBytes, randomUUID } from 'node:crypto';
import { type PhoneList } from '../../../src/contract/content.js';
import { type SetAsideView } from '../../../src/contract/desk.js';
import { type Certificate } from '../../../src/contract/erasure.js';
import { type Person } from '../everybody.js';
import { naming } from '../naming.js';
import { SUICIDE_PREVENTION } from '../stand-in.js';
import { newUserId, postWebhook, textEvent } from '../webhook.js';
import { accountOf, elsewhere, type Made, type Making, type Named, rows } from './named.js';

/** One for each account, though whoever may at all may for both. */
const EACH: readonly Person[] = ['counselor', 'other counselor'];

type Thing = Pick<Made, 'names' | 'kept'>;

/**
 * Something that those who hold the permission do for the whole: nobody else is let in, and to them it isn't denied.
 * What then stands against it is for the tests of it.
 */
function ofAll(
  route: string,
  fields: readonly string[],
  thing: (making: Making, account: string) => Promise<Thing>,
  body?: object,
): Named {
  return {
    route,
    fields,
    owners: EACH,
    verdict: () => 'any',
    make: async (making, owner) => {
      const account = accountOf(owner);
      const { names, kept } = await thing(making, account);
      const [, path = ''] = route.split(' ');
      const places = [...path.matchAll(/\{\w+\}/g)].map(([place]) => place);
      return {
        path: places.reduce((filled, place, index) => filled.replace(place, String(names[index])), path),
        ...(body === undefined ? {} : { body }),
        names,
        accounts: [account],
        kept,
      };
    },
  };
}

const OF_ACCOUNT = ['accountId'];
const account = async (_making: Making, id: string): Promise<Thing> => ({
  names: [id],
  kept: rows('account', 'id = $1', id),
});

const lines: Named[] = [
  ofAll('GET /api/admin/accounts/{accountId}', OF_ACCOUNT, account),
  ofAll('PUT /api/admin/accounts/{accountId}', OF_ACCOUNT, account, {}),
  ofAll('PUT /api/admin/accounts/{accountId}/line', OF_ACCOUNT, account, {}),
  ofAll('POST /api/admin/accounts/{accountId}/activate', OF_ACCOUNT, account, { version: 999 }),
  ofAll('POST /api/admin/accounts/{accountId}/deactivate', OF_ACCOUNT, account, { version: 999 }),
  ofAll('GET /api/admin/accounts/{accountId}/line-check', OF_ACCOUNT, account),
  ofAll('POST /api/admin/accounts/{accountId}/line-check', OF_ACCOUNT, account, {}),
  ofAll('POST /api/admin/accounts/{accountId}/line-check/confirm', OF_ACCOUNT, account, { item: 'greeting' }),
  ofAll('GET /api/admin/accounts/{accountId}/test-callers', OF_ACCOUNT, account),
  ofAll('POST /api/admin/accounts/{accountId}/test-callers/code', OF_ACCOUNT, account, {}),
];

/** Whoever wrote the code that the screen showed. */
async function tester(making: Making, id: string): Promise<Thing> {
  const ticketId = await making.ticket(holderAt(id), 'tester');
  const row = await making.one<{ id: string }>(
    'UPDATE caller SET test_since = now() WHERE id = (SELECT caller_id FROM ticket WHERE id = $1) RETURNING id',
    [ticketId],
  );
  return { names: [id, row.id], kept: rows('caller', 'id = $1', row.id) };
}

function holderAt(id: string): Person {
  return id === SUICIDE_PREVENTION ? 'counselor' : 'other counselor';
}

const OF_TESTER = ['accountId', 'callerId'];
const testers: Named[] = [
  ofAll('DELETE /api/admin/accounts/{accountId}/test-callers/{callerId}', OF_TESTER, tester),
  ofAll('POST /api/admin/accounts/{accountId}/test-callers/{callerId}/send', OF_TESTER, tester, {}),
];
/** By the way of one account to the other's. */
const crossed: Named[] = testers.map((named) => ({
  ...named,
  verdict: () => 'as unknown',
  make: async (making, owner) => {
    const made = await named.make(making, owner);
    const [here = '', callerId = ''] = made.names.map(String);
    return {
      ...made,
      path: made.path.replace(here, elsewhere(here)),
      names: [callerId],
    };
  },
}));

async function person(making: Making, accountId: string): Promise<Thing> {
  const id = randomUUID();
  await making.query(
    `INSERT INTO staff (id, login, display_name, password_hash, capacity, professions, languages, vouched_at)
     SELECT $1, $2, $2, password_hash, 5, '{}', '{}', now() FROM staff WHERE login = 'sato'`,
    [id, `p-${randomBytes(6).toString('hex')}`],
  );
  await making.query(`INSERT INTO membership (staff_id, account_id, role) VALUES ($1, $2, 'counselor')`, [
    id,
    accountId,
  ]);
  return { names: [id], kept: rows('staff', 'id = $1', id) };
}

const OF_PERSON = ['staffId'];
const people: Named[] = [
  ofAll('PUT /api/people/{staffId}', OF_PERSON, person, {}),
  ofAll('POST /api/people/{staffId}/deactivate', OF_PERSON, person, { version: 1 }),
  ofAll('POST /api/people/{staffId}/activate', OF_PERSON, person, { version: 1 }),
  ofAll('POST /api/people/{staffId}/link', OF_PERSON, person, {}),
  ofAll('POST /api/people/{staffId}/recovery', OF_PERSON, person, { reason: '紛失' }),
  ofAll('POST /api/people/{staffId}/recovery/confirm', OF_PERSON, person, {}),
  ofAll('DELETE /api/people/{staffId}/recovery', OF_PERSON, person),
  ofAll('POST /api/people/{staffId}/vouch', OF_PERSON, person, { version: 1 }),
  ofAll('DELETE /api/people/{staffId}/sessions', OF_PERSON, person),
];

async function disclosure(making: Making, accountId: string): Promise<Thing> {
  await making.does('administrator', 'POST', '/api/disclosures', {
    accountId,
    ticketNumber: null,
    askerKind: 'police',
    asker: '生活安全課',
    basis: 'inquiry',
    receivedAt: '2026-11-25T17:00:00+09:00',
    asked: '最後の連絡の時刻',
  });
  const id = await making.newest('disclosure', 'account_id = $1', accountId);
  return { names: [id], kept: rows('disclosure', 'id = $1', id) };
}

const OF_DISCLOSURE = ['disclosureId'];
const disclosures: Named[] = [
  ofAll('POST /api/disclosures/{disclosureId}/approve', OF_DISCLOSURE, disclosure, {}),
  ofAll('POST /api/disclosures/{disclosureId}/give', OF_DISCLOSURE, disclosure, { words: '時刻' }),
  ofAll('POST /api/disclosures/{disclosureId}/refuse', OF_DISCLOSURE, disclosure, { words: '根拠がない' }),
  ofAll('POST /api/disclosures/{disclosureId}/export', OF_DISCLOSURE, disclosure, { withNotes: false }),
];

/** A caller's wish that nobody has decided yet. */
async function erasure(making: Making, accountId: string): Promise<Thing> {
  const ticketId = await making.ticket(holderAt(accountId), 'erasure');
  await making.query(
    `INSERT INTO erasure (id, account_id, caller_id, cause, state, asked_at)
     SELECT $1, account_id, caller_id, 'caller', 'asked', now() FROM ticket WHERE id = $2
     ON CONFLICT (caller_id) WHERE state IN ('asked', 'begun') DO NOTHING`,
    [randomUUID(), ticketId],
  );
  const { id } = await making.one<{ id: string }>(
    `SELECT id FROM erasure WHERE caller_id = (SELECT caller_id FROM ticket WHERE id = $1) AND state = 'asked'`,
    [ticketId],
  );
  return { names: [id], kept: rows('erasure', 'id = $1', id) };
}

/** One that is done, of whoever has a ticket: it is only read. */
async function certified(making: Making, accountId: string): Promise<Thing> {
  const ticketId = await making.ticket(holderAt(accountId), 'certificate');
  const { callerId } = await making.one<{ callerId: string }>(
    'SELECT caller_id AS "callerId" FROM ticket WHERE id = $1',
    [ticketId],
  );
  const id = randomUUID();
  const at = '2026-11-25T08:00:00.000Z';
  const certificate: Certificate = {
    id,
    accountId,
    callerId,
    alias: '相談者',
    cause: 'caller',
    askedAt: at,
    decidedBy: null,
    erasedAt: at,
    keyIds: [],
    backupsUntil: at,
    destroyed: { tickets: 1, messages: 1, media: 0, drafts: 0, events: 0 },
    hash: '',
  };
  await making.query(
    `INSERT INTO erasure (id, account_id, caller_id, cause, state, asked_at, erased_at, certificate)
     VALUES ($1, $2, $3, 'caller', 'done', $4, $4, $5)`,
    [id, accountId, callerId, at, JSON.stringify(certificate)],
  );
  return { names: [id], kept: rows('erasure', 'id = $1', id) };
}

/** Somebody who must not be erased. */
async function hold(making: Making, accountId: string): Promise<Thing> {
  const ticketId = await making.ticket(holderAt(accountId), 'hold');
  const { id } = await making.one<{ id: string }>('SELECT caller_id AS id FROM ticket WHERE id = $1', [
    ticketId,
  ]);
  const number = await making.numberOf(ticketId);
  if ((await making.query('SELECT FROM legal_hold WHERE caller_id = $1', [id])).length === 0)
    await making.does(
      'administrator',
      'POST',
      '/api/erasures/holds',
      await naming(making.everybody.client('administrator'), accountId, number, '照会のため'),
    );
  return { names: [id], kept: rows('legal_hold', 'caller_id = $1', id) };
}

const erasures: Named[] = [
  ofAll('GET /api/erasures/{erasureId}/certificate', ['erasureId'], certified),
  ofAll('POST /api/erasures/{erasureId}/confirm', ['erasureId'], erasure, { reason: '希望のため' }),
  ofAll('POST /api/erasures/{erasureId}/decline', ['erasureId'], erasure, { reason: '続けたいとのこと' }),
  ofAll('DELETE /api/erasures/holds/{callerId}', ['callerId'], hold),
];

async function phoneList(making: Making, accountId: string): Promise<Thing> {
  const { id } = await making.does<PhoneList>('administrator', 'POST', '/api/phone-lists', {
    version: 0,
    name: `電話 ${randomBytes(4).toString('hex')}`,
    accountIds: [accountId],
    numbers: [],
  });
  return { names: [id], kept: rows('phone_list', 'id = $1', id) };
}

/** An event that was meant for somebody else. */
async function setAside(making: Making, accountId: string): Promise<Thing> {
  const event = textEvent(newUserId(), 'だれにも言えないこと');
  const destination = `U${'a'.repeat(32)}`;
  const { relay } = making.everybody;
  await postWebhook(relay.url, accountId, JSON.stringify({ destination, events: [event] }));
  const { items } = await making.does<SetAsideView>('administrator', 'GET', '/api/set-aside');
  const id = items.at(-1)?.id ?? '';
  return { names: [id], kept: rows('account', 'false') };
}

const rest: Named[] = [
  ofAll('PUT /api/phone-lists/{listId}', ['listId'], phoneList, {
    version: 999,
    name: '電話',
    accountIds: [],
    numbers: [],
  }),
  {
    ...ofAll('DELETE /api/phone-lists/{listId}', ['listId'], phoneList),
    make: async (making, owner) => {
      const { names, kept } = await phoneList(making, accountOf(owner));
      return {
        path: `/api/phone-lists/${names[0] ?? ''}?version=999`,
        names,
        accounts: [accountOf(owner)],
        kept,
      };
    },
  },
  ofAll('GET /api/set-aside/{id}/shape', ['id'], setAside),
];

/** What administrators do for the whole. */
export const ofAllAccounts: readonly Named[] = [
  ...lines,
  ...testers,
  ...crossed,
  ...people,
  ...disclosures,
  ...erasures,
  ...rest,
];
