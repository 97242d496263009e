import { SUICIDE_PREVENTION } from './stand-in.js';

const TICKET = '0198c5a0-0000-7000-8000-000000000000';
const anySchedule = {
  weekly: [{ days: ['mon'], opens: '09:00', closes: '17:00' }],
  holidays: 'closed',
};

/** The routes by which hours, texts, numbers and categories are edited, with a body that would be accepted. */
export const contentRoutes: [method: string, path: string, body: unknown][] = [
  ['GET', `/api/accounts/${SUICIDE_PREVENTION}/texts/closed/versions`, undefined],
  ['GET', `/api/tickets/${TICKET}/categories`, undefined],
  ['GET', `/api/accounts/${SUICIDE_PREVENTION}/schedule`, undefined],
  ['GET', `/api/accounts/${SUICIDE_PREVENTION}/schedule/versions`, undefined],
  ['POST', `/api/accounts/${SUICIDE_PREVENTION}/schedule/preview`, { days: 14, schedule: anySchedule }],
  ['PUT', `/api/accounts/${SUICIDE_PREVENTION}/schedule`, { version: 0, schedule: anySchedule }],
  ['POST', `/api/accounts/${SUICIDE_PREVENTION}/texts/closed/preview`, { body: '文面' }],
  ['PUT', `/api/accounts/${SUICIDE_PREVENTION}/texts/closed`, { version: 0, body: '文面' }],
  ['GET', '/api/canned-texts', undefined],
  ['PUT', '/api/canned-texts', { version: 0, items: [] }],
  ['GET', `/api/accounts/${SUICIDE_PREVENTION}/canned-texts`, undefined],
  ['PUT', `/api/accounts/${SUICIDE_PREVENTION}/canned-texts`, { version: 0, items: [] }],
  ['POST', `/api/accounts/${SUICIDE_PREVENTION}/canned-texts/preview`, { body: '文面' }],
  ['GET', '/api/phone-lists', undefined],
  ['POST', '/api/phone-lists', { version: 0, name: '電話', accountIds: [], numbers: [] }],
  ['PUT', `/api/phone-lists/${TICKET}`, { version: 0, name: '電話', accountIds: [], numbers: [] }],
  ['DELETE', `/api/phone-lists/${TICKET}`, undefined],
  ['GET', `/api/accounts/${SUICIDE_PREVENTION}/checklist`, undefined],
  [
    'PUT',
    `/api/accounts/${SUICIDE_PREVENTION}/checklist`,
    {
      version: 0,
      steps: [{ title: '手順', detail: null, call: null, byMinutes: 3, needsNote: false }],
    },
  ],
  ['GET', `/api/accounts/${SUICIDE_PREVENTION}/categories`, undefined],
  ['PUT', `/api/accounts/${SUICIDE_PREVENTION}/categories`, { version: 0, required: false, items: [] }],
];
