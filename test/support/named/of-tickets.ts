import { randomUUID } from 'node:crypto';
import { type IncidentsView } from '../../../src/contract/incident.js';
import { type MediaView } from '../../../src/contract/message.js';
import { type ReplyView } from '../../../src/contract/ticket.js';
import { type Person } from '../everybody.js';
import {
  accountOf,
  type Made,
  type Making,
  type Named,
  owns,
  rows,
  supervises,
  supervisorBeside,
  type Verdict,
  worksAt,
} from './named.js';

type Says = (asker: Person, made: Made) => Verdict;
const COUNSELORS: readonly Person[] = ['counselor', 'senior-counselor', 'other counselor'];
const HOLDERS: readonly Person[] = [...COUNSELORS, 'supervisor'];

/** Whoever looks after the ticket, and its supervisors; who only works there is told so. */
function theirs(elsewhere: string, beside = 'not_permitted'): Says {
  return (asker, made) =>
    owns(asker, made) || supervises(asker, made) ? 'done' : worksAt(asker, made) ? beside : elsewhere;
}

/** Its supervisors alone. */
function supervised(elsewhere: string): Says {
  return (asker, made) =>
    supervises(asker, made) ? 'done' : worksAt(asker, made) ? 'not_permitted' : elsewhere;
}

// Glass that somebody broke over a ticket of somebody else's.

async function glass(making: Making, owner: Person): Promise<string> {
  const ticketId = await making.ticket(supervisorBeside(owner), 'glass');
  const broken = () =>
    making.query<{ id: string }>(
      'SELECT id FROM broken_glass WHERE ticket_id = $1 AND staff_id = $2 AND ended_at IS NULL',
      [ticketId, making.everybody.id(owner)],
    );
  for (const { id } of await broken()) await making.does(owner, 'POST', `/api/glasses/${id}/end`, {});
  await making.does(owner, 'POST', `/api/tickets/${ticketId}/glass`, {
    reason: '担当の人が倒れてしまい、今すぐ読む必要があるため',
  });
  const [row] = await broken();
  if (row === undefined) throw new Error('no glass was broken');
  return row.id;
}

function ofGlass(route: string, verdict: Says): Named {
  return {
    route,
    fields: ['glassId'],
    owners: COUNSELORS,
    verdict,
    make: async (making, owner) => {
      const id = await glass(making, owner);
      const [, path = ''] = route.split(' ');
      return {
        path: path.replace('{glassId}', id),
        body: {},
        names: [id],
        accounts: [accountOf(owner)],
        owner,
        kept: rows('broken_glass', 'id = $1', id),
      };
    },
  };
}

const glasses: Named[] = [
  ofGlass('POST /api/glasses/{glassId}/end', (asker, made) =>
    owns(asker, made) || supervises(asker, made) ? 'done' : 'glass_not_found',
  ),
  ofGlass('POST /api/glasses/{glassId}/seen', (asker, made) =>
    supervises(asker, made) ? 'done' : 'glass_not_found',
  ),
];

// Emergencies.

export async function incident(making: Making, owner: Person): Promise<{ id: string; ticketId: string }> {
  const ticketId = await making.ticket(owner, 'incident');
  // One that is open already stays.
  await making.does(owner, 'POST', `/api/tickets/${ticketId}/incidents`, { situation: null });
  const { id } = await making.one<{ id: string }>(
    `SELECT id FROM incident WHERE ticket_id = $1 AND state = 'open'`,
    [ticketId],
  );
  return { id, ticketId };
}

export async function fact(making: Making, owner: Person, incidentId: string): Promise<string> {
  const clientId = randomUUID();
  await making.does<IncidentsView>(owner, 'POST', `/api/incidents/${incidentId}/facts`, {
    clientId,
    fact: 'place',
    text: '駅',
    messageId: null,
  });
  return making.newest('incident_entry', 'incident_id = $1', incidentId);
}

function ofIncident(
  what: string,
  verdict: Says,
  body: () => object,
  kept: (id: string) => Made['kept'],
): Named {
  return {
    route: `POST /api/incidents/{incidentId}/${what.replace('0', '{position}')}`,
    fields: ['incidentId'],
    owners: HOLDERS,
    verdict,
    make: async (making, owner) => {
      const { id } = await incident(making, owner);
      return {
        path: `/api/incidents/${id}/${what}`,
        body: body(),
        names: [id],
        accounts: [accountOf(owner)],
        owner,
        kept: kept(id),
      };
    },
  };
}

const worked = theirs('incident_not_found');
const entries = (id: string) => rows('incident_entry', 'incident_id = $1', id);
let turn = 0;
const incidents: Named[] = [
  ofIncident(
    'steps/0',
    worked,
    // What is settled by one is only opened again by another.
    () => ({ state: (turn += 1) % 2 === 0 ? 'done' : 'open', note: null }),
    (id) => rows('incident_step', 'incident_id = $1', id),
  ),
  ofIncident(
    'facts',
    worked,
    () => ({ clientId: randomUUID(), fact: 'place', text: '駅', messageId: null }),
    entries,
  ),
  ofIncident(
    'disclosures',
    worked,
    () => ({ clientId: randomUUID(), to: '警察', what: '場所', decidedBy: '田中' }),
    entries,
  ),
  ofIncident(
    'end',
    supervised('incident_not_found'),
    () => ({ outcome: 'safe', summary: '無事' }),
    (id) => rows('incident', 'id = $1', id),
  ),
  {
    route: 'POST /api/incidents/{incidentId}/entries/{entryId}/withdraw',
    fields: ['incidentId', 'entryId'],
    owners: HOLDERS,
    verdict: worked,
    make: async (making, owner) => {
      const { id } = await incident(making, owner);
      const entryId = await fact(making, owner, id);
      return {
        path: `/api/incidents/${id}/entries/${entryId}/withdraw`,
        body: {},
        names: [id, entryId],
        accounts: [accountOf(owner)],
        owner,
        kept: entries(id),
      };
    },
  },
];

// What supervisors did with a ticket.

const moves: Named = {
  route: 'POST /api/moves/{moveId}/seen',
  fields: ['moveId'],
  owners: HOLDERS,
  // Everybody is answered with their own.
  verdict: (asker, made) => (owns(asker, made) ? 'done' : 'as unknown'),
  make: async (making, owner) => {
    const ticketId = await making.ticket(owner, 'move');
    await making.does(supervisorBeside(owner), 'POST', `/api/tickets/${ticketId}/supervise/return`, {
      reason: '長くなったため',
    });
    const id = await making.newest('handover', 'ticket_id = $1', ticketId);
    await making.does(owner, 'POST', `/api/tickets/${ticketId}/take`, {});
    return {
      path: `/api/moves/${id}/seen`,
      body: {},
      names: [id],
      accounts: [accountOf(owner)],
      owner,
      kept: rows('handover', 'id = $1', id),
    };
  },
};

const mutes: Named = {
  route: 'POST /api/mutes/{muteId}/lift',
  fields: ['muteId'],
  owners: ['supervisor', 'other supervisor'],
  verdict: (asker, made) => (supervises(asker, made) ? 'done' : 'mute_not_found'),
  make: async (making, owner) => {
    const ticketId = await making.ticket(owner, 'mute');
    const running = () =>
      making.query<{ id: string }>('SELECT id FROM caller_mute WHERE ticket_id = $1 AND lifted_at IS NULL', [
        ticketId,
      ]);
    if ((await running()).length === 0)
      await making.does(owner, 'POST', `/api/tickets/${ticketId}/mute`, {
        minutes: 60,
        reason: '同じ文が続くため',
      });
    const [mute] = await running();
    if (mute === undefined) throw new Error('nobody was muted');
    return {
      path: `/api/mutes/${mute.id}/lift`,
      body: {},
      names: [mute.id],
      accounts: [accountOf(owner)],
      owner,
      kept: rows('caller_mute', 'id = $1', mute.id),
    };
  },
};

// Replies that somebody looks at before they leave.

export async function held(making: Making, owner: Person): Promise<{ id: string; ticketId: string }> {
  const ticketId = await making.ticket(owner, 'held');
  const rule = { kind: 'ticket', ticketId, reason: '初めての相談員のため' };
  await making.does(supervisorBeside(owner), 'POST', '/api/approval-rules', rule);
  const before = await making.query<{ id: string }>(
    `SELECT id FROM held_reply WHERE ticket_id = $1 AND state = 'pending'`,
    [ticketId],
  );
  for (const { id } of before)
    await making.does(owner, 'POST', `/api/tickets/${ticketId}/held-replies/${id}/withdraw`, {});
  const { heldId } = await making.does<ReplyView>(owner, 'POST', `/api/tickets/${ticketId}/replies`, {
    clientId: randomUUID(),
    bubbles: [{ kind: 'text', text: 'ゆっくり話してください' }],
  });
  if (heldId === null) throw new Error('the reply left at once');
  return { id: heldId, ticketId };
}

function ofHeldReply(what: string, verdict: Says, body: object = {}): Named {
  return {
    route: `POST /api/tickets/{ticketId}/held-replies/{heldId}/${what}`,
    fields: ['heldId'],
    owners: COUNSELORS,
    verdict,
    make: async (making, owner) => {
      const { id, ticketId } = await held(making, owner);
      if (what === 'dismiss')
        await making.does(
          supervisorBeside(owner),
          'POST',
          `/api/tickets/${ticketId}/held-replies/${id}/return`,
          {
            remark: 'もう少しやわらかく',
          },
        );
      return {
        path: `/api/tickets/${ticketId}/held-replies/${id}/${what}`,
        body,
        names: [ticketId, id],
        accounts: [accountOf(owner)],
        owner,
        kept: rows('held_reply', 'id = $1', id),
      };
    },
  };
}

const authors: Says = (asker, made) =>
  owns(asker, made) ? 'done' : worksAt(asker, made) ? 'not_permitted' : 'ticket_not_found';
const heldReplies: Named[] = [
  ofHeldReply('approve', supervised('ticket_not_found')),
  ofHeldReply('return', supervised('ticket_not_found'), { remark: 'もう少しやわらかく' }),
  ofHeldReply('withdraw', authors),
  ofHeldReply('dismiss', authors),
];

// Files and messages.

export async function attached(making: Making, owner: Person): Promise<{ id: string; ticketId: string }> {
  const ticketId = await making.ticket(owner, 'talk');
  const { everybody } = making;
  const response = await fetch(`${everybody.relay.url}/api/tickets/${ticketId}/attachments`, {
    method: 'POST',
    headers: { cookie: everybody.client(owner).cookie, 'x-file-name': 'list.txt' },
    body: '窓口の一覧です。\r\n',
  });
  if (response.status !== 201) throw new Error(`nothing was attached: ${response.status}`);
  return { id: ((await response.json()) as MediaView).id, ticketId };
}

/** The first reply of that talk. */
export async function replied(making: Making, owner: Person): Promise<{ id: string; ticketId: string }> {
  const ticketId = await making.ticket(owner, 'talk');
  const said = () =>
    making.query<{ id: string }>(
      `SELECT id FROM message WHERE ticket_id = $1 AND direction = 'outbound' ORDER BY id LIMIT 1`,
      [ticketId],
    );
  if ((await said()).length === 0)
    await making.does(owner, 'POST', `/api/tickets/${ticketId}/replies`, {
      clientId: randomUUID(),
      bubbles: [{ kind: 'text', text: 'お話しください' }],
    });
  const [message] = await said();
  if (message === undefined) throw new Error('nothing was said');
  return { id: message.id, ticketId };
}

const talks: Named[] = [
  {
    route: 'GET /api/tickets/{ticketId}/media/{mediaId}',
    fields: ['mediaId'],
    owners: HOLDERS,
    verdict: theirs('ticket_not_found'),
    make: async (making, owner) => {
      const { id, ticketId } = await attached(making, owner);
      return {
        path: `/api/tickets/${ticketId}/media/${id}`,
        names: [ticketId, id],
        accounts: [accountOf(owner)],
        owner,
        kept: rows('media', 'id = $1', id),
      };
    },
  },
  {
    route: 'POST /api/tickets/{ticketId}/messages/{messageId}/resend',
    fields: ['messageId'],
    owners: HOLDERS,
    // It is on its way, or has come: there is nothing to send again.
    verdict: (asker, made) =>
      owns(asker, made) ? 'nothing_to_resend' : worksAt(asker, made) ? 'ticket_taken' : 'ticket_not_found',
    make: async (making, owner) => {
      const { id, ticketId } = await replied(making, owner);
      return {
        path: `/api/tickets/${ticketId}/messages/${id}/resend`,
        body: { mayArriveTwice: false },
        names: [ticketId, id],
        accounts: [accountOf(owner)],
        owner,
        kept: rows('delivery', 'resend_of = (SELECT delivery_id FROM message WHERE id = $1)', id),
      };
    },
  },
];

/** What belongs to a ticket, and so to whoever looks after it and to its supervisors. */
export const ofTickets: readonly Named[] = [...glasses, ...incidents, moves, mutes, ...heldReplies, ...talks];
