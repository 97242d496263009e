import { createHash } from 'node:crypto';
import fc from 'fast-check';

const sha = (text: string) => createHash('sha256').update(text).digest('hex');
/** Few callers, so that their events meet in the same tickets. */
const people = Array.from({ length: 24 }, (_value, index) => `U${sha(`person ${index}`).slice(0, 32)}`);

const json = fc.jsonValue({ maxDepth: 3 });
const word = fc.string({ unit: 'binary', maxLength: 30 });
const odd = fc.oneof(
  json,
  word,
  fc.constantFrom(null, '', 0, -1, true, [], {}, '\u0000', '\ud800', '💧'.repeat(40)),
);
/** Mostly what LINE would send, now and then anything. */
const mostly = <Value>(usual: fc.Arbitrary<Value>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: odd });

const message = fc.record(
  {
    type: mostly(fc.constantFrom('text', 'sticker', 'image', 'video', 'audio', 'file', 'location', 'coffee')),
    id: mostly(fc.nat().map(String)),
    text: mostly(word),
    keywords: mostly(fc.array(word, { maxLength: 3 })),
    fileName: mostly(word),
    fileSize: mostly(fc.nat()),
    duration: mostly(fc.integer()),
    contentProvider: mostly(fc.constantFrom({ type: 'line' }, { type: 'external' })),
    imageSet: mostly(fc.record({ id: word, index: fc.integer(), total: fc.integer() })),
    latitude: mostly(fc.double()),
    longitude: mostly(fc.double()),
    emojis: mostly(fc.array(fc.record({ index: fc.integer(), length: fc.integer() }), { maxLength: 3 })),
    mention: mostly(fc.record({ mentionees: fc.array(json, { maxLength: 2 }) })),
    quotedMessageId: mostly(fc.nat().map(String)),
    quoteToken: mostly(word),
    markAsReadToken: mostly(word),
  },
  { requiredKeys: [] },
);

const source = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...people).map((userId) => ({ type: 'user', userId })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('group', 'room').map((type) => ({ type, [`${type}Id`]: `C${sha(type)}` })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { type: 'user' },
      { type: 'user', userId: '' },
      { type: 'user', userId: 'x y\u0000' },
    ),
  },
);

const event = fc.record(
  {
    type: mostly(
      fc.constantFrom('message', 'unsend', 'follow', 'unfollow', 'postback', 'join', 'accountLink', 'beacon'),
    ),
    webhookEventId: mostly(fc.constant('{id}')),
    timestamp: mostly(fc.oneof(fc.constant(Date.UTC(2026, 10, 25)), fc.nat(), fc.maxSafeNat(), fc.double())),
    mode: mostly(fc.constantFrom('active', 'standby')),
    source: mostly(source),
    replyToken: mostly(word),
    deliveryContext: mostly(fc.record({ isRedelivery: fc.boolean() })),
    message: mostly(message),
    unsend: mostly(fc.record({ messageId: odd })),
    postback: mostly(fc.record({ data: word, params: odd })),
    ['__proto__']: odd,
  },
  { requiredKeys: ['type'] },
);

/** Something that happens to bytes on their way. */
const damage = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('cut', 'flip', 'put', 'twice'),
      at: fc.nat(),
      byte: fc.nat(255),
    }),
  },
);

function damaged(bytes: Buffer, what: { kind: string; at: number; byte: number } | undefined): Buffer {
  if (what === undefined || bytes.length === 0) return bytes;
  const at = what.at % bytes.length;
  if (what.kind === 'cut') return bytes.subarray(0, at);
  if (what.kind === 'twice') return Buffer.concat([bytes, bytes.subarray(at)]);
  const copy = Buffer.from(bytes);
  if (what.kind === 'flip') copy[at] = (copy[at] ?? 0) ^ (1 << (what.byte % 8));
  return what.kind === 'flip'
    ? copy
    : Buffer.concat([bytes.subarray(0, at), Buffer.from([what.byte]), bytes.subarray(at)]);
}

type Make = (serial: string) => Buffer;

const almost = (destination: string): fc.Arbitrary<Make> =>
  fc
    .record({
      body: fc.record(
        {
          destination: fc.oneof(
            { weight: 9, arbitrary: fc.constant<unknown>(destination) },
            { weight: 1, arbitrary: odd },
          ),
          events: fc.oneof(
            { weight: 9, arbitrary: fc.array(mostly(event), { maxLength: 3 }) },
            { weight: 1, arbitrary: odd },
          ),
          more: odd,
        },
        { requiredKeys: ['destination', 'events'] },
      ),
      what: damage,
    })
    .map(({ body, what }) => (serial) => {
      let place = 0;
      const text = JSON.stringify(body).replaceAll('{id}', () =>
        sha(`${serial} ${(place += 1)}`).slice(0, 26),
      );
      return damaged(Buffer.from(text, 'utf8'), what);
    });

const strange: fc.Arbitrary<Make> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => () => Buffer.from(bytes)),
  fc.json().map((text) => () => Buffer.from(text, 'utf8')),
  fc.string({ unit: 'binary', maxLength: 100 }).map((text) => () => Buffer.from(text, 'utf16le')),
  fc
    .record({ open: fc.constantFrom('[', '{"a":', '{"events":['), depth: fc.integer({ min: 1, max: 5000 }) })
    .map(
      ({ open, depth }) =>
        () =>
          Buffer.from(open.repeat(depth), 'latin1'),
    ),
  fc
    .integer({ min: 1, max: 3000 })
    .map((depth) => () => Buffer.from('['.repeat(depth) + ']'.repeat(depth), 'latin1')),
);

/** Webhook bodies that are nearly right or not at all, the same for the same seed; no two events share an id. */
export function malformedBodies(destination: string, seed: number, count: number): Buffer[] {
  const bodies = fc.sample(
    fc.oneof({ weight: 4, arbitrary: almost(destination) }, { weight: 1, arbitrary: strange }),
    { seed, numRuns: count },
  );
  return bodies.map((make, index) => make(`${seed} ${index}`));
}

/** Signatures that are none. */
export function wrongSignatures(right: string, seed: number, count: number): (string | null)[] {
  return fc.sample(
    fc.oneof(
      fc.constantFrom(
        null,
        '',
        right.slice(1),
        right.toLowerCase(),
        `${right}${right}`,
        ` =${right}`,
        'undefined',
      ),
      fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64')),
      fc.string({ maxLength: 60 }).map((text) => text.replaceAll(/[^\x21-\x7e]/g, '!')),
    ),
    { seed, numRuns: count },
  );
}
