import { checkEdges, everyDay, type SeenSchedule, workdays } from '../../test/support/schedule-edges.js';

/** Lines in Japan that run past midnight or for days. What is expected was written by hand, with a calendar. */
const rows: readonly SeenSchedule[] = [
  {
    name: '24 h 365 d (山口)',
    rules: { weekly: [{ days: everyDay, opens: '00:00', closes: '24:00' }], holidays: 'as-weekday' },
    edges: [
      ['2026-11-25T23:59:59', 'open', null],
      ['2026-11-26T00:00:00', 'open', null],
      ['2026-12-31T23:59:59', 'open', null],
      ['2027-01-01T00:00:00', 'open', null],
      ['2028-02-29T12:00:00', 'open', null],
    ],
  },
  {
    name: 'chat 12–22 (DV相談+)',
    rules: { weekly: [{ days: everyDay, opens: '12:00', closes: '22:00' }], holidays: 'as-weekday' },
    edges: [
      ['2026-11-23T11:59:59', 'closed', '2026-11-23T12:00:00'],
      ['2026-11-23T12:00:00', 'open', '2026-11-23T22:00:00'],
      ['2026-11-23T21:59:59', 'open', '2026-11-23T22:00:00'],
      ['2026-11-23T22:00:00', 'closed', '2026-11-24T12:00:00'],
    ],
  },
  {
    name: 'mail 24 h (DV相談+)',
    rules: { weekly: [{ days: everyDay, opens: '00:00', closes: '24:00' }], holidays: 'as-weekday' },
    edges: [
      ['2026-11-23T11:59:59', 'open', null],
      ['2026-11-23T22:00:00', 'open', null],
    ],
  },
  {
    name: '17:15–翌8:30 overnight (奈良)',
    rules: {
      weekly: [{ days: everyDay, opens: '17:15', closes: '32:30' }],
      holidays: 'as-weekday',
    },
    edges: [
      ['2026-11-25T17:14:59', 'closed', '2026-11-25T17:15:00'],
      ['2026-11-25T17:15:00', 'open', '2026-11-26T08:30:00'],
      ['2026-11-25T23:59:59', 'open', '2026-11-26T08:30:00'],
      ['2026-11-26T00:00:00', 'open', '2026-11-26T08:30:00'],
      ['2026-11-26T08:29:59', 'open', '2026-11-26T08:30:00'],
      ['2026-11-26T08:30:00', 'closed', '2026-11-26T17:15:00'],
      ['2028-02-29T08:29:59', 'open', '2028-02-29T08:30:00'],
      ['2028-02-29T17:15:00', 'open', '2028-03-01T08:30:00'],
      ['2027-01-01T03:00:00', 'open', '2027-01-01T08:30:00'],
    ],
  },
  {
    name: 'Mon/Thu/Fri 24 h, else 6–24 (#いのちSOS)',
    rules: {
      weekly: [
        { days: ['mon', 'thu', 'fri'], opens: '00:00', closes: '24:00' },
        { days: ['tue', 'wed', 'sat', 'sun'], opens: '06:00', closes: '24:00' },
      ],
      holidays: 'as-weekday',
    },
    edges: [
      ['2026-11-23T23:59:59', 'open', '2026-11-24T00:00:00'],
      ['2026-11-24T00:00:00', 'closed', '2026-11-24T06:00:00'],
      ['2026-11-24T05:59:59', 'closed', '2026-11-24T06:00:00'],
      ['2026-11-24T06:00:00', 'open', '2026-11-25T00:00:00'],
      ['2026-11-25T05:59:59', 'closed', '2026-11-25T06:00:00'],
      // From Wednesday morning through Thursday and Friday it never closes.
      ['2026-11-25T06:00:00', 'open', '2026-11-28T00:00:00'],
      ['2026-11-25T23:59:59', 'open', '2026-11-28T00:00:00'],
      ['2026-11-26T00:00:00', 'open', '2026-11-28T00:00:00'],
      ['2026-11-27T23:59:59', 'open', '2026-11-28T00:00:00'],
      ['2026-11-28T00:00:00', 'closed', '2026-11-28T06:00:00'],
      ['2026-11-29T05:59:59', 'closed', '2026-11-29T06:00:00'],
      ['2026-11-29T06:00:00', 'open', '2026-12-01T00:00:00'],
    ],
  },
  {
    name: 'every 10th 8:00–翌8:00, else daily 16–21 (いのちの電話)',
    rules: {
      weekly: [{ days: everyDay, opens: '16:00', closes: '21:00' }],
      monthly: [{ days: [10], intervals: [{ opens: '08:00', closes: '32:00' }] }],
      holidays: 'as-weekday',
    },
    edges: [
      ['2026-12-09T15:59:59', 'closed', '2026-12-09T16:00:00'],
      ['2026-12-09T16:00:00', 'open', '2026-12-09T21:00:00'],
      ['2026-12-09T20:59:59', 'open', '2026-12-09T21:00:00'],
      ['2026-12-09T21:00:00', 'closed', '2026-12-10T08:00:00'],
      ['2026-12-10T07:59:59', 'closed', '2026-12-10T08:00:00'],
      ['2026-12-10T08:00:00', 'open', '2026-12-11T08:00:00'],
      ['2026-12-10T21:00:00', 'open', '2026-12-11T08:00:00'],
      ['2026-12-11T07:59:59', 'open', '2026-12-11T08:00:00'],
      ['2026-12-11T08:00:00', 'closed', '2026-12-11T16:00:00'],
      // 成人の日 falls on the 10th.
      ['2028-01-10T08:00:00', 'open', '2028-01-11T08:00:00'],
    ],
  },
  {
    name: 'one-off 5/2 10:00 – 5/6 22:00 continuous (孤独・孤立 special)',
    rules: {
      holidays: 'closed',
      continuous: [{ name: '連休特別相談', from: '2026-05-02T10:00', to: '2026-05-06T22:00' }],
    },
    edges: [
      // Half a year ahead it is known already.
      ['2025-11-25T12:00:00', 'closed', '2026-05-02T10:00:00'],
      ['2026-05-02T09:59:59', 'closed', '2026-05-02T10:00:00'],
      ['2026-05-02T10:00:00', 'open', '2026-05-06T22:00:00'],
      ['2026-05-03T00:00:00', 'open', '2026-05-06T22:00:00'],
      ['2026-05-05T23:59:59', 'open', '2026-05-06T22:00:00'],
      ['2026-05-06T21:59:59', 'open', '2026-05-06T22:00:00'],
      ['2026-05-06T22:00:00', 'closed', null],
    ],
  },
  {
    // Whatever comes is taken and kept at any hour; `whenClosed: next-service-day` says what becomes of it.
    name: 'messages accepted 24 h, answered next service day (倉敷)',
    rules: { weekly: [{ days: workdays, opens: '09:00', closes: '17:00' }], holidays: 'closed' },
    edges: [
      ['2026-11-20T08:59:59', 'closed', '2026-11-20T09:00:00'],
      ['2026-11-20T09:00:00', 'open', '2026-11-20T17:00:00'],
      ['2026-11-20T16:59:59', 'open', '2026-11-20T17:00:00'],
      ['2026-11-20T17:00:00', 'closed', '2026-11-24T09:00:00'],
      ['2026-11-23T09:00:00', 'closed', '2026-11-24T09:00:00'],
    ],
  },
];

checkEdges(rows);
