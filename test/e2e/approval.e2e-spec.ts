import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConsoleClient } from '../support/console-client.js';
import { act } from '../support/line.js';
import { moveClock } from '../support/relay.js';
import { SUICIDE_PREVENTION } from '../support/stand-in.js';
import { Supervised } from '../support/supervised.js';
import { eventually } from '../support/wait.js';

describe('replies that a supervisor looks at before they leave', () => {
  let s: Supervised;

  beforeAll(async () => {
    s = await Supervised.start();
  });
  afterAll(() => s.close());
  beforeEach(() => s.begin());

  describe('look at replies before they leave', () => {
    it('one waits, and leaves once, edited, as its author’s', async () => {
      const clientId = randomUUID();
      const held = await s.hold('がんばってください', clientId);
      expect(held).toMatchObject({ state: 'pending', author: { displayName: '山田' }, remark: null });
      expect((await s.ticketOf(s.endo)).supervision).toMatchObject({
        approval: 'ticket',
        held: { count: 1 },
      });
      // Asked for again, it is still the same one that waits.
      expect(
        (
          await s.yamada.say(
            s.ticketId,
            { bubbles: [{ kind: 'text', text: 'がんばってください' }] },
            clientId,
          )
        ).status,
      ).toBe(200);
      await s.refused(s.yamada, `held-replies/${held.id}/approve`, {}, 'not_permitted');
      const bubbles = [{ kind: 'text', text: 'よく話してくださいました' }];
      const answers = await Promise.all(
        [s.endo, s.ueno, s.endo.at(s.other.url), s.ueno.at(s.other.url)].map((client) =>
          act(client, s.ticketId, `held-replies/${held.id}/approve`, { edited: { bubbles } }),
        ),
      );
      // The one who was first may say it twice; the other is told that it is gone.
      expect(answers.map(({ status }) => status).toSorted((one, two) => one - two)).toEqual([
        200, 200, 409, 409,
      ]);
      await eventually(
        async () => (await s.texts()).includes('よく話してくださいました') || undefined,
        'the reply',
      );
      const { messages, held: left } = await s.yamada.talkRoom(s.ticketId);
      const reply = messages.filter(({ direction }) => direction === 'outbound');
      expect(reply).toHaveLength(1);
      expect(reply[0]).toMatchObject({
        clientId,
        author: { displayName: '山田' },
        approved: {
          by: { displayName: expect.stringMatching(/遠藤|上野/) as unknown as string },
          isEdited: true,
        },
      });
      expect(left).toEqual([]);
      expect(await s.deliveries()).toBe(1);
      expect((await s.texts()).filter((text) => text === 'よく話してくださいました')).toHaveLength(1);
    });

    it('many race, at two processes, and one delivery is made', async () => {
      const held = await s.hold('一度だけ');
      const approve = (client: ConsoleClient) =>
        act(client, s.ticketId, `held-replies/${held.id}/approve`, {});
      const withdraw = () => act(s.yamada, s.ticketId, `held-replies/${held.id}/withdraw`, {});
      const everybody = [s.endo, s.ueno, s.endo.at(s.other.url), s.ueno.at(s.other.url)];
      const answers = await Promise.all(
        [...everybody, ...everybody].map(approve).concat([withdraw(), withdraw()]),
      );
      const withdrawn = answers.at(-1)?.status === 200;
      const approved = answers.slice(0, 8).filter(({ status }) => status === 200).length;
      // One of them was first: it may say so again, and everybody else is told that it is gone.
      expect(approved).toBe(withdrawn ? 0 : 4);
      expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
      expect(await s.deliveries()).toBe(withdrawn ? 0 : 1);
      expect((await s.yamada.talkRoom(s.ticketId)).held).toEqual([]);
    });

    it('in the order in which they were written, sent back with a remark, or taken back', async () => {
      const first = await s.hold('一つめ');
      const second = await s.hold('二つめ');
      const third = await s.hold('三つめ');
      await s.refused(s.endo, `held-replies/${second.id}/approve`, {}, 'held_reply_not_first');
      await s.ok(s.endo, `held-replies/${first.id}/return`, { remark: '先に気持ちを受けとめてください' });
      await s.refused(s.ueno, `held-replies/${first.id}/approve`, {}, 'held_reply_gone');
      await s.ok(s.endo, `held-replies/${second.id}/approve`);
      await s.ok(s.yamada, `held-replies/${third.id}/withdraw`);
      await eventually(async () => (await s.texts()).includes('二つめ') || undefined);
      expect((await s.yamada.talkRoom(s.ticketId)).held).toMatchObject([
        {
          id: first.id,
          state: 'returned',
          remark: '先に気持ちを受けとめてください',
          decidedBy: { displayName: '遠藤' },
        },
      ]);
      expect(await s.traceOf()).toEqual([
        { act: 'approval.asked-for', actor: s.ids.endo, hasWords: false },
        { act: 'approval.decided', actor: s.ids.endo, hasWords: false },
        { act: 'approval.decided', actor: s.ids.endo, hasWords: false },
      ]);
      await s.ok(s.yamada, `held-replies/${first.id}/dismiss`);
      expect((await s.yamada.talkRoom(s.ticketId)).held).toEqual([]);
      expect(await s.deliveries()).toBe(1);
    });

    it('time makes an alarm, and sends nothing', async () => {
      const held = await s.hold('待っています');
      expect(await s.alarmsOf()).toEqual([]);
      await moveClock(s.relay, new Date(Date.parse(held.overdueAt) + 1000));
      await eventually(
        async () => (await s.alarmsOf()).includes('approval-overdue') || undefined,
        'the alarm',
      );
      expect(await s.deliveries()).toBe(0);
      await s.ok(s.ueno, `held-replies/${held.id}/approve`);
      expect(await s.alarmsOf()).toEqual([]);
      expect(await s.deliveries()).toBe(1);
    });

    it('nothing leaves when the ticket ends, changes hands, or the rule ends', async () => {
      const closed = await s.hold('閉じる前に');
      await s.ends(s.yamada);
      await s.refused(s.endo, `held-replies/${closed.id}/approve`, {}, 'held_reply_gone');
      expect((await s.endo.talkRoom(s.ticketId)).held).toMatchObject([
        { state: 'dropped', dropReason: 'closed' },
      ]);
      expect(await s.deliveries()).toBe(0);

      await s.begin();
      const moved = await s.hold('代わる前に');
      await s.ok(s.endo, 'take-over', { reason: '交代します' });
      await s.refused(s.ueno, `held-replies/${moved.id}/approve`, {}, 'held_reply_gone');
      expect((await s.endo.talkRoom(s.ticketId)).held).toMatchObject([
        { state: 'dropped', dropReason: 'moved' },
      ]);
      // A supervisor’s own words leave at once.
      expect(await s.endo.reply(s.ticketId, 'SVの返信')).toMatchObject({
        status: 201,
        body: { heldId: null },
      });
      await s.ends(s.endo);

      await s.begin();
      const ended = await s.hold('規則が終わる前に');
      await s.endRules();
      expect((await s.ticketOf(s.yamada)).supervision).toMatchObject({ approval: null, held: { count: 1 } });
      // What follows waits behind it, so that the order stays.
      const next = await s.yamada.say(s.ticketId, { bubbles: [{ kind: 'text', text: 'そのあと' }] });
      expect(next.body.heldId).not.toBeNull();
      expect(await s.deliveries()).toBe(0);
      await s.ok(s.yamada, `held-replies/${ended.id}/withdraw`);
      await s.ok(s.yamada, `held-replies/${next.body.heldId}/withdraw`);
      expect(await s.yamada.reply(s.ticketId, 'もう確認はいりません')).toMatchObject({
        body: { heldId: null },
      });
    });

    it('of one counselor, in every ticket of theirs', async () => {
      const rules = await s.rule({
        kind: 'counselor',
        accountId: SUICIDE_PREVENTION,
        staffId: s.ids.yamada,
        reason: '研修中のため',
      });
      expect(rules.body.rules.filter(({ counselor }) => counselor !== null)).toMatchObject([
        { counselor: { displayName: '山田' }, reason: '研修中のため' },
      ]);
      expect((await s.yamada.desk()).me.approvalAccountIds).toEqual([SUICIDE_PREVENTION]);
      expect((await s.ticketOf(s.yamada)).supervision?.approval).toBe('counselor');
      expect((await s.yamada.reply(s.ticketId, '確認を待ちます')).body).toMatchObject({ messages: [] });
      await s.begin(s.kimura);
      expect((await s.kimura.reply(s.ticketId, '木村は待ちません')).body).toMatchObject({ heldId: null });
      // It is their colleagues’ business by no way.
      const targets = await s.kimura.request<{ people: { approvalAccountIds: string[] }[] }>(
        'GET',
        `/api/tickets/${s.ticketId}/transfer/targets`,
      );
      for (const person of targets.body.people) expect(person.approvalAccountIds).toEqual([]);
      await s.endRules();
      const stored = await s.relay.database.query<{ reason: Buffer }>(
        'SELECT reason_sealed AS reason FROM approval_rule',
      );
      for (const { reason } of stored) expect(reason.toString('utf8')).not.toContain('研修');
    });
  });
});
