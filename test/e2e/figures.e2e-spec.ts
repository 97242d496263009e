import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FigureChoices, type FiguresView } from '../../src/contract/figures.js';
import { type TransparencyReport } from '../../src/contract/disclosure.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type ConsoleClient } from '../support/console-client.js';
import { consultationsIn } from '../support/past-months.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';

describe('months in figures, for the commissioning body', () => {
  let standIn: StandIn;
  let relay: Relay;
  let commissioner: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    commissioner = await addStaff(relay, {
      login: 'pref',
      memberships: {},
      oversight: { [SUICIDE_PREVENTION]: 'commissioner' },
    });
    await consultationsIn(relay, SUICIDE_PREVENTION);
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const figures = async (month: string, account = SUICIDE_PREVENTION) =>
    commissioner.request<FiguresView>('GET', `/api/figures/${account}/${month}`);
  const table = ({ tables }: FiguresView, name: string) => {
    const found = tables.find((each) => each.name === name);
    return [found?.total, found?.cells?.map((cell) => [cell.label ?? cell.name, cell.count])];
  };

  it('are given of months that are over, of their own account', async () => {
    const { body } = await commissioner.request<FigureChoices>('GET', '/api/figures');
    expect(body.accounts.map(({ id }) => id)).toEqual([SUICIDE_PREVENTION]);
    expect(body.months).toEqual(['2026-10', '2026-09']);
    expect((await figures('2026-11')).status).toBe(404);
    expect((await figures('2026-13')).status).toBe(400);
    expect((await figures('2026-10', HUMAN_RIGHTS)).status).toBe(404);
  });

  it('count what began in them, and hide a few with as many others as it takes', async () => {
    const { body } = await figures('2026-10');
    // The night of the 31st belongs to it; who tests the account doesn't.
    expect(body.total).toBe(61);
    expect(table(body, 'reach')).toEqual([
      61,
      [
        ['taken', 50],
        ['left', 6],
        ['not-taken', 5],
      ],
    ]);
    // Two came outside the hours.
    expect(table(body, 'hour')).toEqual([
      61,
      [
        ...['5', '8', '11', '14'].map((name) => [name, 0]),
        ['17', null],
        ['20', 30],
        ['23', 0],
        ['2', 0],
        ['closed', null],
      ],
    ]);
    expect(table(body, 'closed-hour')).toEqual([null, undefined]);
    expect(table(body, 'wait')).toEqual([
      50,
      [
        ['1', 0],
        ['5', 20],
        ['15', 0],
        ['30', 24],
        ['60', null],
        ['more', null],
      ].map(([name, count]) => [name, name === '5' ? null : count]),
    ]);
    expect(table(body, 'ending')).toEqual([
      50,
      [
        ['ended', 40],
        ['by-timer', 10],
        ['open', 0],
      ],
    ]);
  });

  it('say how many there were, and no more, where there are few', async () => {
    const { body } = await figures('2026-09');
    expect(body.total).toBeNull();
    expect(body.tables.map(({ total, cells }) => [total, cells])).toEqual(
      body.tables.map(() => [null, null]),
    );
  });

  it('are there as CSV, which has no more in it', async () => {
    const csv = await fetch(`${relay.url}/api/figures/${SUICIDE_PREVENTION}/2026-10/csv`, {
      headers: { cookie: commissioner.cookie },
    });
    expect(csv.headers.get('content-disposition')).toBe(
      `attachment; filename="figures-${SUICIDE_PREVENTION}-2026-10.csv"`,
    );
    const lines = (await csv.text()).split('\r\n');
    expect(lines[0]).toMatch(/account,month,table,name,count$/);
    expect(lines).toContain(`${SUICIDE_PREVENTION},2026-10,reach,taken,50`);
    expect(lines).toContain(`${SUICIDE_PREVENTION},2026-10,hour,closed,`);
  });

  it('come with the transparency report, and with nothing else', async () => {
    const report = await commissioner.request<TransparencyReport>('GET', '/api/disclosures/report?year=2025');
    expect(report).toMatchObject({ status: 200, body: { year: 2025 } });
    for (const path of [
      '/api/disclosures',
      '/api/audit',
      '/api/desk',
      '/api/statistics/today',
      '/api/people',
    ])
      expect([path, (await commissioner.request('GET', path)).status]).toEqual([path, 403]);
  });

  it('of a month come when its last night is over', async () => {
    const months = async () =>
      (await commissioner.request<FigureChoices>('GET', '/api/figures')).body.months[0];
    await moveClock(relay, new Date('2026-12-01T04:59:00+09:00'));
    expect(await months()).toBe('2026-10');
    await moveClock(relay, new Date('2026-12-01T05:01:00+09:00'));
    expect(await months()).toBe('2026-11');
    expect((await figures('2026-11')).body.total).toBe(0);
  });
});
