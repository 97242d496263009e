import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountSettings } from '../../src/account/account-settings.js';
import { Matcher } from '../../src/assignment/matcher.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { act, Caller, configure, ticketOf } from '../support/line.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { OnShift } from '../support/shift.js';
import { type NewStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const refused = (status: number, code: string) => ({ status, body: { error: { code } } });

describe('tickets that come to people', () => {
  let standIn: StandIn;
  let relay: Relay;
  let supervisor: ConsoleClient;
  let people: OnShift[] = [];
  let count = 0;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterEach(async () => {
    await set('take');
    await relay.database.query(
      `UPDATE ticket SET state = 'closed', closed_at = opened_at - interval '2 days', taken_at = NULL WHERE state <> 'closed'`,
    );
    for (const person of people) person.goes();
    for (const person of people) await person.hasGone();
    people = [];
    await moveClock(relay, EVENING);
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const set = (
    mode: AccountSettings['assignment']['mode'],
    more: Partial<AccountSettings['assignment']> = {},
  ) => configure(relay, SUICIDE_PREVENTION, { assignment: { mode, ...more }, staffing: { minimum: 0 } });
  const caller = () => Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
  const comes = async (person: Partial<NewStaff> = {}) => {
    count += 1;
    const memberships = { [SUICIDE_PREVENTION]: 'counselor' } as const;
    const colleague = await OnShift.come(relay, { login: `person-${count}`, memberships, ...person });
    people.push(colleague);
    return colleague;
  };
  const later = (seconds: number) => moveClock(relay, new Date(EVENING.getTime() + seconds * 1000));
  /** Whatever there was to decide was decided: nothing comes of another look. */
  const decided = async () => {
    expect(await relay.server.app.get(Matcher).decide(SUICIDE_PREVENTION)).toBe(false);
  };
  const waiting = async () => (await supervisor.desk()).waiting.map(({ id }) => id);

  describe('automatically', () => {
    it('are given the oldest first, to who has least and then to who is idle longest, never beyond capacity', async () => {
      const [one, two, three, four, five] = [
        await caller(),
        await caller(),
        await caller(),
        await caller(),
        await caller(),
      ];
      await set('automatic');
      const first = await comes({ capacity: 2 });
      await first.has(one.ticketId);
      await first.has(two.ticketId);
      await decided();
      expect(await waiting()).toEqual([three.ticketId, four.ticketId, five.ticketId]);
      const second = await comes({ capacity: 2 });
      await second.has(three.ticketId);
      await second.has(four.ticketId);
      // Room again, and the oldest takes it.
      await second.console.close(three.ticketId);
      await second.has(five.ticketId);
      await first.console.close(one.ticketId);
      await second.console.close(four.ticketId);
      await second.console.close(five.ticketId);
      // One has one ticket, the other one none.
      const six = await caller();
      await second.has(six.ticketId);
      await first.console.close(two.ticketId);
      await second.console.close(six.ticketId);
      // Both have none; the first was rid of theirs earlier.
      await first.has((await caller()).ticketId);
    });

    it('wait while nobody is there, and are given the moment somebody is: a supervisor is not meant', async () => {
      await set('automatic');
      const one = await caller();
      const watching = await supervisor.live();
      await decided();
      const person = await comes();
      await person.has(one.ticketId);
      await person.says('break');
      const two = await caller();
      await decided();
      expect(await waiting()).toEqual([two.ticketId]);
      // On a break they keep what they have, and may take by hand.
      expect((await person.console.reply(one.ticketId, 'すぐ戻ります')).status).toBe(201);
      expect((await person.console.take(two.ticketId)).status).toBe(200);
      const three = await caller();
      await person.says('busy');
      await decided();
      await person.says('available');
      await person.has(three.ticketId);
      watching.close();
    });

    it('go by the order of the line, and by what a person may carry over all accounts', async () => {
      const [one, two] = [await caller(), await caller()];
      await act(supervisor, two.ticketId, 'risk', { risk: 'high', reason: '理由' });
      await set('automatic');
      const person = await comes({ capacity: 1 });
      await person.has(two.ticketId);
      await decided();
      expect(await waiting()).toEqual([one.ticketId]);
    });

    it('go only to who can give what they ask for, and one whom nobody fits holds up nobody', async () => {
      const [one, two, three] = [await caller(), await caller(), await caller()];
      await act(supervisor, one.ticketId, 'needs', { language: 'en', profession: 'nurse' });
      await act(supervisor, two.ticketId, 'needs', { language: 'ja', profession: null });
      await set('automatic');
      const plain = await comes();
      await plain.has(two.ticketId);
      await plain.has(three.ticketId);
      const english = await comes({ languages: ['en'] });
      const nurse = await comes({ professions: ['nurse', 'counselor'] });
      await decided();
      expect(await waiting()).toEqual([one.ticketId]);
      expect([(await english.console.desk()).mine, (await nurse.console.desk()).mine]).toEqual([[], []]);
      const both = await comes({ languages: ['zh', 'en'], professions: ['nurse'] });
      await both.has(one.ticketId);
    });

    it('come first to whom the caller knows, where the account wants it', async () => {
      const [known, other] = [await comes(), await comes()];
      const one = await caller();
      expect((await known.console.take(one.ticketId)).status).toBe(200);
      await known.console.close(one.ticketId);
      await set('automatic', { lastCounselorFirst: true });
      const again = await one.writes('また話したいです');
      await known.has(again);
      expect((await other.console.desk()).mine.map(({ id }) => id)).not.toContain(again);
    });

    it('are no more at a time than the opening has lines, and none while it is closed', async () => {
      await set('automatic');
      const rules = await relay.database.query<{ rules: object }>(
        'SELECT rules FROM opening_schedule WHERE account_id = $1',
        [SUICIDE_PREVENTION],
      );
      const save = (schedule: unknown) =>
        relay.database.query('UPDATE opening_schedule SET rules = $2 WHERE account_id = $1', [
          SUICIDE_PREVENTION,
          JSON.stringify(schedule),
        ]);
      const weekly = { days: ['wed'], opens: '17:00', closes: '22:30', lines: 2 };
      await save({ weekly: [weekly], holidays: 'as-weekday' });
      try {
        const person = await comes();
        const [one, two, three] = [await caller(), await caller(), await caller()];
        await person.has(one.ticketId);
        await person.has(two.ticketId);
        await decided();
        expect(await waiting()).toEqual([three.ticketId]);
        await person.console.close(one.ticketId);
        await person.has(three.ticketId);
        const path = `/api/accounts/${SUICIDE_PREVENTION}/overrides`;
        await supervisor.request('POST', path, { state: 'closed', reason: '停電', until: null });
        const four = await caller();
        await person.console.close(two.ticketId);
        await decided();
        expect(await waiting()).toEqual([four.ticketId]);
        await supervisor.request('POST', path, { state: 'open', reason: '復旧', until: null });
        await person.has(four.ticketId);
      } finally {
        await save(rules[0]?.rules);
        await relay.database.query('DELETE FROM opening_override');
      }
    });
  });

  describe('by offers', () => {
    const OFFER = { offerSeconds: 30 };

    it('ring at one who accepts or declines; unanswered they go on, to everybody once before anybody twice', async () => {
      await set('offer', OFFER);
      const [first, second] = [await comes(), await comes()];
      const { ticketId } = await caller();
      const { offer } = await eventually(async () => {
        const ticket = await ticketOf(supervisor, ticketId);
        return ticket.offer === null ? undefined : ticket;
      }, 'the first offer');
      expect(Date.parse(offer?.until ?? '') - Date.parse(offer?.since ?? '')).toBe(30_000);
      const [one, other] = offer?.to.displayName === first.login ? [first, second] : [second, first];
      expect(await other.accepts(ticketId)).toMatchObject(refused(409, 'offer_gone'));
      expect(await other.declines(ticketId)).toMatchObject(refused(409, 'offer_gone'));
      expect((await one.declines(ticketId)).status).toBe(200);
      await other.rings(ticketId);
      await later(31);
      await eventually(
        async () => (await ticketOf(supervisor, ticketId)).offer?.to.displayName === one.login || undefined,
        'the second round',
      );
      expect(await other.accepts(ticketId)).toMatchObject(refused(409, 'offer_gone'));
      expect(await one.accepts(ticketId)).toMatchObject({
        status: 200,
        body: { state: 'active', offer: null },
      });
      // Said twice, it changes nothing.
      expect((await one.accepts(ticketId)).status).toBe(200);
      const outcomes = await relay.database.query<{ outcome: string }>(
        'SELECT outcome FROM ticket_offer WHERE ticket_id = $1 ORDER BY offered_at',
        [ticketId],
      );
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['declined', 'expired', 'accepted']);
    });

    it('leave the only one who declined in peace for a while, and pass by to those behind', async () => {
      await set('offer', OFFER);
      const [one, two] = [await caller(), await caller()];
      const person = await comes({ capacity: 1 });
      await person.rings(one.ticketId);
      await person.declines(one.ticketId);
      await person.rings(two.ticketId);
      await person.declines(two.ticketId);
      await decided();
      const fresh = await comes({ capacity: 1 });
      await fresh.rings(one.ticketId);
      await fresh.accepts(one.ticketId);
      await later(31);
      await person.rings(two.ticketId);
    });

    it('count as a place: nobody is offered, or takes, more than they can carry', async () => {
      await set('offer', OFFER);
      const [one, two, three] = [await caller(), await caller(), await caller()];
      const person = await comes({ capacity: 2 });
      await person.rings(one.ticketId);
      await person.rings(two.ticketId);
      await decided();
      expect((await ticketOf(supervisor, three.ticketId)).offer).toBeNull();
      expect(await person.console.take(three.ticketId)).toMatchObject(refused(409, 'capacity_reached'));
      expect((await person.console.take(two.ticketId)).status).toBe(200);
      expect((await person.accepts(one.ticketId)).status).toBe(200);
      await decided();
    });

    it('go to the next when somebody takes a break or signs out; others may take by hand what rings elsewhere', async () => {
      await set('offer', OFFER);
      const person = await comes();
      const { ticketId } = await caller();
      await person.rings(ticketId);
      await person.says('break');
      expect((await ticketOf(supervisor, ticketId)).offer).toBeNull();
      const next = await comes();
      await next.rings(ticketId);
      expect((await next.console.request('DELETE', '/api/session')).status).toBe(204);
      people = people.filter((one) => one !== next);
      const last = await comes();
      await last.rings(ticketId);
      expect((await person.console.take(ticketId)).body.assignedTo?.displayName).toBe(person.login);
      expect(await last.accepts(ticketId)).toMatchObject(refused(409, 'offer_gone'));
      expect((await last.console.desk()).waiting).toEqual([]);
    });

    it('end with the wait: whoever leaves the line and comes back is offered anew', async () => {
      await set('offer', OFFER);
      const person = await comes();
      const one = await caller();
      await person.rings(one.ticketId);
      await one.blocks();
      await eventually(
        async () => (await ticketOf(supervisor, one.ticketId)).followUp?.reason === 'blocked' || undefined,
      );
      expect(await person.accepts(one.ticketId)).toMatchObject(refused(409, 'offer_gone'));
      await one.unblocks();
      await person.rings(one.ticketId);
      expect((await person.accepts(one.ticketId)).status).toBe(200);
    });
  });
});
