import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TimerService } from '../../src/database/timer/timer.service.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type ConsoleClient } from '../support/console-client.js';
import { Caller, configure } from '../support/line.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';

/** Nothing but the test fires timers here, so that how fast the machine is decides nothing. */
const ROLES = 'intake,console,delivery';

describe('a caller whom somebody takes before anything was said to them', () => {
  let standIn: StandIn;
  let relay: Relay;
  let counselor: ConsoleClient;
  let colleague: ConsoleClient;
  let seconds = 0;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING, env: { ROLES } });
    counselor = await addStaff(relay, {
      login: 'yamada',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    colleague = await addStaff(relay, { login: 'ito', memberships: { [SUICIDE_PREVENTION]: 'counselor' } });
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const caller = () => Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
  /** Lets so much time pass, and what is due then happen. */
  const pass = async (more: number) => {
    seconds += more;
    await moveClock(relay, new Date(EVENING.getTime() + seconds * 1000));
    while (await relay.server.app.get(TimerService).fireDue());
  };

  it('hears once that a person is reading', async () => {
    const one = await caller();
    await counselor.take(one.ticketId);
    await pass(60);
    expect(await one.texts()).toEqual([]);
    await pass(60);
    await one.hears('相談員が、いま読んでいます');
    await one.writes('聞こえていますか');
    await pass(60);
    expect(await one.texts()).toHaveLength(1);
  });

  it('hears nothing but the person, when that was quicker', async () => {
    const one = await caller();
    await counselor.take(one.ticketId);
    await pass(60);
    await counselor.reply(one.ticketId, 'ここにいます');
    await pass(60);
    await one.hears('ここにいます');
    expect(await one.texts()).toEqual(['ここにいます']);
  });

  it('hears nothing more where their place in line was told before', async () => {
    const one = await caller();
    await pass(60);
    await one.hears('番目');
    await counselor.take(one.ticketId);
    await pass(60);
    await counselor.close(one.ticketId);
    expect(await one.texts()).toHaveLength(1);
  });

  it('hears it as well where they come back to a consultation, and somebody else takes it', async () => {
    await configure(relay, SUICIDE_PREVENTION, { idle: { askAfterMinutes: 10, closeAfterMinutes: 5 } });
    const one = await caller();
    await counselor.take(one.ticketId);
    // Nobody is connected here, who would have the ticket back: somebody saw it who is gone by now.
    await relay.database.query('UPDATE message SET first_shown_at = $2 WHERE ticket_id = $1', [
      one.ticketId,
      relay.clock.now(),
    ]);
    await counselor.reply(one.ticketId, 'ここにいます');
    await one.gotAll();
    await pass(11 * 60);
    await one.hears('その後、いかがですか');
    await one.gotAll();
    await pass(6 * 60);
    await one.hears('ここで一度おしまい');
    expect(await one.writes('戻りました')).toBe(one.ticketId);
    await colleague.take(one.ticketId);
    await pass(60);
    await pass(60);
    await one.hears('相談員が、いま読んでいます');
  });
});
