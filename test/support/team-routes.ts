import { SUICIDE_PREVENTION } from './stand-in.js';

/** Routes of emergencies, announcements and notes for the next shift, each with a body that would be accepted. */
export function teamRoutes(id: string): [method: string, path: string, body: unknown][] {
  return [
    ['GET', '/api/announcements', undefined],
    ['GET', '/api/announcements/open', undefined],
    [
      'POST',
      '/api/announcements',
      { clientId: id, level: 'info', text: 'お知らせ', accountIds: [SUICIDE_PREVENTION], endsAt: null },
    ],
    ['POST', `/api/announcements/${id}/withdraw`, {}],
    ['POST', `/api/announcements/${id}/read`, {}],
    ['GET', '/api/shift-notes', undefined],
    [
      'POST',
      '/api/shift-notes',
      {
        clientId: id,
        accountId: SUICIDE_PREVENTION,
        ticketNumber: null,
        topic: '鍵',
        text: '戸棚の中',
        until: null,
      },
    ],
    ['POST', `/api/shift-notes/${id}/read`, {}],
    ['POST', `/api/shift-notes/${id}/done`, {}],
    ['GET', '/api/incidents', undefined],
    ['GET', `/api/tickets/${id}/incidents`, undefined],
    ['POST', `/api/tickets/${id}/incidents`, { situation: null }],
    ['POST', `/api/incidents/${id}/steps/0`, { state: 'done', note: null }],
    ['POST', `/api/incidents/${id}/facts`, { clientId: id, fact: 'place', text: '駅', messageId: null }],
    [
      'POST',
      `/api/incidents/${id}/disclosures`,
      { clientId: id, to: '警察', what: '場所', decidedBy: '田中' },
    ],
    ['POST', `/api/incidents/${id}/entries/${id}/withdraw`, {}],
    ['POST', `/api/incidents/${id}/end`, { outcome: 'safe', summary: '無事' }],
  ];
}
