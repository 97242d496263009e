import { randomUUID } from 'node:crypto';
import { type CategoryBook } from '../../../src/contract/content.js';
import { type MessageView } from '../../../src/contract/message.js';
import { type Person, roleAt } from '../everybody.js';
import {
  accountOf,
  elsewhere,
  type Made,
  type Making,
  type Named,
  owns,
  rows,
  supervises,
  supervisorBeside,
  worksAt,
} from './named.js';
import { attached, fact, held, incident } from './of-tickets.js';

type MadeOf = Omit<Made, 'accounts' | 'owner'>;

const EACH: readonly Person[] = ['counselor', 'other counselor'];
const NOTHING = rows('account', 'false');

const toOwner =
  (code: string): Named['said'] =>
  (asker, made) =>
    owns(asker, made) ? code : undefined;
const toSupervisor =
  (code: string): Named['said'] =>
  (asker, made) =>
    supervises(asker, made) ? code : undefined;

/** Of the same account, and of the other. */
const strangers: Readonly<Record<string, readonly Person[]>> = {
  counselor: ['senior-counselor', 'other counselor'],
  'other counselor': ['other colleague', 'counselor'],
};

/**
 * Of one's own, with something that isn't of it: whoever asks is told the same as if there were no such thing, and
 * neither of the two changes.
 */
function mixed(
  route: string,
  fields: readonly string[],
  said: Named['said'],
  make: (making: Making, owner: Person, stranger: Person) => Promise<MadeOf>,
): Named[] {
  return [0, 1].map((which) => ({
    route,
    fields,
    owners: EACH,
    verdict: () => 'as unknown',
    ...(said === undefined ? {} : { said }),
    make: async (making, owner) => {
      const stranger = strangers[owner]?.[which] as Person;
      return { ...(await make(making, owner, stranger)), accounts: [accountOf(owner)], owner };
    },
  }));
}

async function category(making: Making, accountId: string): Promise<string> {
  const path = `/api/accounts/${accountId}/categories`;
  const first = () =>
    making.query<{ id: string }>('SELECT id FROM category WHERE account_id = $1 ORDER BY id LIMIT 1', [
      accountId,
    ]);
  if ((await first()).length === 0) {
    const { version } = await making.does<CategoryBook>('administrator', 'GET', path);
    await making.does('administrator', 'PUT', path, {
      version,
      required: false,
      items: [{ id: null, name: '家族', retired: false }],
    });
  }
  const [row] = await first();
  return row?.id ?? '';
}

/** One of whoever looks after the ticket to be told by a supervisor. */
async function whisper(making: Making, owner: Person): Promise<string> {
  const ticketId = await making.ticket(owner, 'talk');
  const { id } = await making.does<MessageView>(
    supervisorBeside(owner),
    'POST',
    `/api/tickets/${ticketId}/whispers`,
    { clientId: randomUUID(), text: 'その調子です' },
  );
  return id;
}

function ended(what: string, said: Named['said']): Named[] {
  return mixed(
    `POST /api/tickets/{ticketId}/${what}`,
    ['seenThrough'],
    said,
    async (making, owner, stranger) => {
      const ticketId = await making.ticket(owner, 'unseen');
      const message = await making.words(await making.ticket(stranger, 'unseen'));
      return {
        path: `/api/tickets/${ticketId}/${what}`,
        body: { seenThrough: message, ...(what === 'supervise/close' && { reason: '長くなったため' }) },
        names: [message],
        kept: [
          `SELECT state, (SELECT count(*) FROM message WHERE (message.id = $2 OR ticket_id = $1)
           AND first_shown_at IS NOT NULL) AS shown FROM ticket WHERE id = $1`,
          [ticketId, message],
        ],
      };
    },
  );
}

function decided(what: string, said: Named['said'], body: object = {}): Named[] {
  return mixed(
    `POST /api/tickets/{ticketId}/held-replies/{heldId}/${what}`,
    ['heldId'],
    said,
    async (making, owner, stranger) => {
      const ticketId = await making.ticket(owner, 'talk');
      const { id } = await held(making, stranger);
      return {
        path: `/api/tickets/${ticketId}/held-replies/${id}/${what}`,
        body,
        names: [id],
        kept: rows('held_reply', 'id = $1', id),
      };
    },
  );
}

/** A held reply let go as another one. */
function edited(
  { id, ticketId }: { readonly id: string; readonly ticketId: string },
  name: string,
  bubble: object,
): MadeOf {
  return {
    path: `/api/tickets/${ticketId}/held-replies/${id}/approve`,
    body: { edited: { bubbles: [bubble] } },
    names: [name],
    kept: rows('held_reply', 'id = $1', id),
  };
}

/** What is named within something else. */
export const withinOthers: readonly Named[] = [
  ...ended('close', toOwner('words_unseen')),
  ...ended('follow-up/close', undefined),
  ...ended('supervise/close', toSupervisor('words_unseen')),
  ...mixed(
    'POST /api/tickets/{ticketId}/close',
    ['categoryId'],
    toOwner('category_not_found'),
    async (making, owner) => {
      const ticketId = await making.ticket(owner, 'talk');
      const categoryId = await category(making, elsewhere(accountOf(owner)));
      return {
        path: `/api/tickets/${ticketId}/close`,
        body: { categoryId, seenThrough: await making.words(ticketId) },
        names: [categoryId],
        kept: rows('ticket', 'id = $1', ticketId),
      };
    },
  ).slice(1),
  ...mixed(
    'POST /api/tickets/{ticketId}/replies',
    ['quotes'],
    toOwner('message_not_found'),
    async (making, owner, stranger) => {
      const ticketId = await making.ticket(owner, 'talk');
      const quotes = await making.words(await making.ticket(stranger, 'talk'));
      return {
        path: `/api/tickets/${ticketId}/replies`,
        body: { clientId: randomUUID(), bubbles: [{ kind: 'text', text: 'これですか', quotes }] },
        names: [quotes],
        kept: rows('message', `ticket_id = $1 AND direction = 'outbound'`, ticketId),
      };
    },
  ),
  ...mixed(
    'POST /api/tickets/{ticketId}/replies',
    ['mediaId'],
    toOwner('media_not_found'),
    async (making, owner, stranger) => {
      const ticketId = await making.ticket(owner, 'talk');
      const { id: mediaId } = await attached(making, stranger);
      return {
        path: `/api/tickets/${ticketId}/replies`,
        body: { clientId: randomUUID(), bubbles: [{ kind: 'attachment', mediaId }] },
        names: [mediaId],
        kept: rows('message', `ticket_id = $1 AND direction = 'outbound'`, ticketId),
      };
    },
  ),
  ...mixed(
    'POST /api/tickets/{ticketId}/held-replies/{heldId}/approve',
    ['mediaId'],
    toSupervisor('media_not_found'),
    async (making, owner, stranger) => {
      const { id: mediaId } = await attached(making, stranger);
      return edited(await held(making, owner), mediaId, { kind: 'attachment', mediaId });
    },
  ),
  ...mixed(
    'POST /api/tickets/{ticketId}/held-replies/{heldId}/approve',
    ['quotes'],
    toSupervisor('message_not_found'),
    async (making, owner, stranger) => {
      const quotes = await making.words(await making.ticket(stranger, 'talk'));
      return edited(await held(making, owner), quotes, { kind: 'text', text: 'これですか', quotes });
    },
  ),
  ...decided('approve', toSupervisor('held_reply_gone')),
  ...decided('return', toSupervisor('held_reply_gone'), { remark: 'もう少しやわらかく' }),
  ...decided('withdraw', toOwner('held_reply_gone')),
  ...decided('dismiss', toOwner('held_reply_gone')),
  ...mixed(
    'GET /api/tickets/{ticketId}/media/{mediaId}',
    ['mediaId'],
    toOwner('media_not_found'),
    async (making, owner, stranger) => {
      const ticketId = await making.ticket(owner, 'talk');
      const { id } = await attached(making, stranger);
      return { path: `/api/tickets/${ticketId}/media/${id}`, names: [id], kept: NOTHING };
    },
  ),
  ...mixed(
    'POST /api/tickets/{ticketId}/messages/{messageId}/resend',
    ['messageId'],
    toOwner('message_not_found'),
    async (making, owner, stranger) => {
      const ticketId = await making.ticket(owner, 'talk');
      const id = await making.words(await making.ticket(stranger, 'talk'));
      return {
        path: `/api/tickets/${ticketId}/messages/${id}/resend`,
        body: { mayArriveTwice: true },
        names: [id],
        kept: NOTHING,
      };
    },
  ),
  ...mixed(
    'POST /api/tickets/{ticketId}/whispers/seen',
    ['messageIds'],
    undefined,
    async (making, owner, stranger) => {
      const ticketId = await making.ticket(owner, 'talk');
      const id = await whisper(making, stranger);
      return {
        path: `/api/tickets/${ticketId}/whispers/seen`,
        body: { messageIds: [id] },
        names: [id],
        kept: rows('message', 'id = $1', id),
      };
    },
  ),
  ...mixed('GET /api/tickets/{ticketId}/messages', ['before'], undefined, async (making, owner, stranger) => {
    const ticketId = await making.ticket(owner, 'talk');
    const id = await making.words(await making.ticket(stranger, 'talk'));
    const cursor = encodeURIComponent('2026-12-01T00:00:00.000Z~');
    return { path: `/api/tickets/${ticketId}/messages?before=${cursor}${id}`, names: [id], kept: NOTHING };
  }),
  ...mixed(
    'POST /api/tickets/{ticketId}/reassign',
    ['staffId'],
    toSupervisor('transfer_target_unfit'),
    async (making, owner) => {
      const ticketId = await making.ticket(owner, 'talk');
      const staffId = making.everybody.id(strangers[owner]?.[1] as Person);
      return {
        path: `/api/tickets/${ticketId}/reassign`,
        body: { staffId, reason: '交代のため' },
        names: [staffId],
        kept: rows('ticket', 'id = $1', ticketId),
      };
    },
  ).slice(1),
  ...mixed(
    'POST /api/tickets/{ticketId}/transfer',
    ['staffId'],
    toOwner('transfer_target_unfit'),
    async (making, owner) => {
      const ticketId = await making.ticket(owner, 'talk');
      const staffId = making.everybody.id(strangers[owner]?.[1] as Person);
      return {
        path: `/api/tickets/${ticketId}/transfer`,
        body: { to: { kind: 'person', staffId }, note: '引き継ぎ' },
        names: [staffId],
        kept: rows('handover', 'ticket_id = $1', ticketId),
      };
    },
  ).slice(1),
  ...mixed(
    'POST /api/incidents/{incidentId}/entries/{entryId}/withdraw',
    ['entryId'],
    toOwner('not_found'),
    async (making, owner, stranger) => {
      const { id } = await incident(making, owner);
      const { id: another } = await incident(making, stranger);
      const entryId = await fact(making, stranger, another);
      return {
        path: `/api/incidents/${id}/entries/${entryId}/withdraw`,
        body: {},
        names: [entryId],
        kept: rows('incident_entry', 'id = $1', entryId),
      };
    },
  ),
  ...mixed(
    'POST /api/incidents/{incidentId}/facts',
    ['messageId'],
    toOwner('message_not_found'),
    async (making, owner, stranger) => {
      const { id } = await incident(making, owner);
      const messageId = await making.words(await making.ticket(stranger, 'talk'));
      return {
        path: `/api/incidents/${id}/facts`,
        body: { clientId: randomUUID(), fact: 'place', text: '駅', messageId },
        names: [messageId],
        kept: rows('incident_entry', 'incident_id = $1', id),
      };
    },
  ),
  ...mixed('POST /api/debriefs', ['ticketId'], toOwner('ticket_not_found'), async (making, owner) => {
    const ticketId = await making.ticket(strangers[owner]?.[1] as Person, 'talk');
    return {
      path: '/api/debriefs',
      body: { accountId: accountOf(owner), ticketId },
      names: [ticketId],
      kept: rows('debrief', 'account_id = $1 AND ticket_id = $2', accountOf(owner), ticketId),
    };
  })
    .slice(1)
    .map((named): Named => ({
      ...named,
      // Who works at both knows of the ticket, and may not read it.
      verdict: (asker, made) =>
        worksAt(asker, made) && roleAt(asker, elsewhere(made.accounts[0] ?? '')) === 'counselor'
          ? 'not_permitted'
          : 'as unknown',
    })),
  ...mixed('POST /api/approval-rules', ['staffId'], toSupervisor('not_permitted'), async (making, owner) => {
    const staffId = making.everybody.id(strangers[owner]?.[1] as Person);
    return {
      path: '/api/approval-rules',
      body: { kind: 'counselor', accountId: accountOf(owner), staffId, reason: '初めての相談員のため' },
      names: [staffId],
      kept: rows('approval_rule', 'staff_id = $1', staffId),
    };
  }).slice(1),
  ...mixed('POST /api/search', ['after', 'id'], undefined, async (making, owner, stranger) => {
    const id = await making.ticket(stranger, 'talk');
    return {
      path: '/api/search',
      body: {
        accountId: accountOf(owner),
        from: '2026-11-01',
        to: '2026-11-25',
        words: '聞いて',
        after: { openedAt: '2026-12-01T00:00:00.000Z', id },
      },
      names: [id],
      kept: NOTHING,
    };
  }),
];
