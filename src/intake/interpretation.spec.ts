import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { messageContentSchema } from '../contract/message.js';
import { type LineEvent } from '../line/webhook-body.js';
import { sampleEvents, samplesWithoutRow } from '../../test/support/line-samples.js';
import { interpret } from './interpretation.js';
import { readBody } from './reading.js';
import { textMarks } from './text-marks.js';

/** Every type of LINE's webhook description, and what a person would want of it. */
const eventTypes = [
  'accountLink',
  'activated',
  'beacon',
  'botResumed',
  'botSuspended',
  'deactivated',
  'delivery',
  'follow',
  'join',
  'leave',
  'memberJoined',
  'memberLeft',
  'membership',
  'message',
  'module',
  'postback',
  'unfollow',
  'unsend',
  'videoPlayComplete',
];
const messageTypes = ['audio', 'file', 'image', 'location', 'sticker', 'text', 'video'];

const complete = (event: Record<string, unknown>): LineEvent => ({
  type: 'message',
  webhookEventId: 'id',
  timestamp: 0,
  source: { type: 'user', userId: 'U1' },
  ...event,
});
const message = (content: unknown) => interpret(complete({ message: content }));
const detailOf = (event: Record<string, unknown>) => {
  const { content } = interpret(complete(event));
  return content?.kind === 'labelled' ? content.detail : undefined;
};

describe('what an event means', () => {
  it('has a sample of every type that LINE describes', () => {
    const all = [...sampleEvents, ...samplesWithoutRow].map(({ event }) => event);
    expect(new Set(all.map(({ type }) => type))).toEqual(new Set([...eventTypes, 'wave']));
    const messages = all.flatMap((event) => (event['message'] as { type?: string } | undefined)?.type ?? []);
    expect(new Set(messages)).toEqual(new Set([...messageTypes, 'hologram']));
  });

  it.each(sampleEvents)('$name is shown, never blank (chatwoot#4073, chatwoot#10174)', ({ event, shows }) => {
    const { content, unfamiliar } = interpret(complete(event));
    const shape = messageContentSchema.parse(content);
    const name = shape.kind === 'labelled' ? shape.label : shape.kind === 'media' ? shape.media : shape.kind;
    expect([name, unfamiliar]).toEqual([shows, shows === 'unknown']);
  });

  it.each(samplesWithoutRow)('$name is kept without a row', ({ event }) => {
    const meaning = interpret(complete(event));
    const source = complete(event).source;
    // A link that failed names nobody; what names nobody has no talk room.
    expect(meaning.content === null || source?.type !== 'user').toBe(true);
    expect([meaning.unfamiliar, meaning.opensTicket]).toEqual([false, false]);
  });

  it('says what the caller chose, and when', () => {
    const postback = (content: object) => detailOf({ type: 'postback', postback: content });
    expect(postback({ data: 'a=1' })).toBe('a=1');
    expect(postback({ data: 'a=1', displayText: '予約する' })).toBe('予約する');
    expect(postback({ data: 'a=1', label: '予約' })).toBe('予約');
    expect(postback({ data: 'a=1', params: { datetime: '2017-12-25T01:00' } })).toBe(
      'a=1 · 2017-12-25 01:00',
    );
    expect(postback({ data: 'm', params: { newRichMenuAliasId: 'menu-b', status: 'SUCCESS' } })).toBe(
      'm · menu-b SUCCESS',
    );
    expect(postback({})).toBeNull();
    expect(detailOf({ type: 'accountLink', link: { result: 'failed', nonce: 'n' } })).toBe('failed');
    expect(detailOf({ type: 'beacon', beacon: { hwid: 'h', type: 'enter' } })).toBe('enter');
    expect(detailOf({ type: 'membership', membership: { type: 'renewed', membershipId: 1 } })).toBe(
      'renewed',
    );
    expect(detailOf({ type: 'constructor' })).toBe('constructor');
  });

  it('shows a place on the map only where there is one', () => {
    const at = (latitude: unknown, longitude: unknown) =>
      message({ type: 'location', title: '家', address: '東京都', latitude, longitude }).content;
    expect(at(35.5, 139.5)).toEqual({
      kind: 'location',
      title: '家',
      address: '東京都',
      latitude: 35.5,
      longitude: 139.5,
    });
    for (const nonsense of [at(91, 0), at(0, -181), at('35', 139), at(undefined, undefined)])
      expect(nonsense).toEqual({ kind: 'labelled', label: 'location', detail: '家 東京都' });
    expect(message({ type: 'location', latitude: 0, longitude: 0 }).content).toMatchObject({
      title: null,
      address: null,
    });
  });

  it('keeps the tokens, and none by which somebody could be answered in standby', () => {
    const content = { type: 'text', id: '1', text: 'x', quoteToken: 'q', markAsReadToken: 'm' };
    const event = complete({ message: content, replyToken: 'r' });
    expect(interpret(event).tokens).toEqual({ quote: 'q', read: 'm', reply: 'r' });
    expect(interpret({ ...event, mode: 'standby' }).tokens).toEqual({ quote: 'q', read: 'm' });
    expect(message({ type: 'text', text: 'x', quoteToken: 5 }).tokens).toBeNull();
  });

  it('marks emoji and mentions where they are, and ignores nonsense', () => {
    const text = '@All こんにちは (love)';
    const emojis = [
      { index: 11, length: 6, productId: 'p', emojiId: '1' },
      { index: 90, length: 2 },
      { index: 12, length: 3 },
      { index: -1, length: 3 },
      { index: 1.5, length: 3 },
      'x',
    ];
    const mention = { mentionees: [{ index: 0, length: 4, type: 'all' }, null] };
    expect(textMarks({ emojis, mention }, text)).toEqual([
      { kind: 'mention', index: 0, length: 4 },
      { kind: 'emoji', index: 11, length: 6 },
    ]);
    expect(textMarks({ emojis: [{ index: 3, length: 99 }] }, 'abcde')).toEqual([
      { kind: 'emoji', index: 3, length: 2 },
    ]);
  });

  it('never fails and always gives what the contract describes, whatever it is given', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const keyed = fc.record(
      {
        type: fc.oneof(fc.constantFrom(...messageTypes), fc.string()),
        text: fc.oneof(fc.string({ unit: 'binary' }), value),
        emojis: value,
        mention: fc.oneof(value, fc.record({ mentionees: fc.array(value) })),
        keywords: value,
        latitude: fc.oneof(fc.double(), value),
        longitude: fc.oneof(fc.double(), value),
        duration: value,
        imageSet: value,
        id: value,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...eventTypes, 'new', '__proto__', 'toString'),
        fc.oneof(keyed, value),
        value,
        (type, content, other) => {
          const { content: shown } = interpret(
            complete({
              type,
              message: content,
              postback: other,
              unsend: other,
              link: other,
              replyToken: other,
            }),
          );
          if (shown !== null) messageContentSchema.parse(shown);
          if (shown?.kind === 'text')
            for (const mark of shown.marks ?? [])
              expect(mark.index + mark.length).toBeLessThanOrEqual(shown.text.length);
        },
      ),
      { seed: 20_261_122, numRuns: 600 },
    );
  });
});

describe('what a body holds', () => {
  const account = { botUserId: null } as Parameters<typeof readBody>[0];
  const read = (events: readonly unknown[]) =>
    readBody(account, Buffer.from(JSON.stringify({ destination: 'U0', events })));

  it('sets aside what somebody said who is not named, and keeps what nobody said', () => {
    const text = { message: { type: 'text', text: 'x' } };
    const reasons = (event: Record<string, unknown>) =>
      read([complete(event)]).aside.map(({ reason }) => reason);
    expect(reasons({ ...text, source: { type: 'user' } })).toEqual(['event-without-caller']);
    expect(reasons({ ...text, source: { type: 'user', userId: '' } })).toEqual(['event-without-caller']);
    expect(reasons({ ...text, source: undefined })).toEqual(['event-without-caller']);
    expect(reasons({ ...text, source: { type: 'openchat' } })).toEqual(['event-without-caller']);
    expect(reasons({ type: 'botSuspended', source: undefined })).toEqual([]);
    expect(reasons({ ...text, source: { type: 'group', groupId: 'C1' } })).toEqual([]);
  });

  it('does not follow what is nested without end', () => {
    for (const depth of [150, 250, 200_000]) {
      const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;
      const body = `{"destination":"U0","events":[${JSON.stringify(complete({})).slice(0, -1)},"deep":${nested}}]}`;
      const { events, aside } = readBody(account, Buffer.from(body));
      expect([events.length, aside.map(({ reason }) => reason)]).toEqual(
        depth < 200 ? [1, []] : [0, ['unknown-shape']],
      );
    }
    expect(read([complete({ message: { text: `"${'[{'.repeat(500)}\\` } })]).events).toHaveLength(1);
  });
});
