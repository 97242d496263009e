/**
 * Webhook events in the shape of the samples in LINE's reference, one for each kind that a one-to-one account gets.
 * https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
 */
export type SampleEvent = Record<string, unknown> & { readonly type: string };

const replyToken = 'nHuyWiB7yP5Zw52FIkcQobQuGDXCTA';
const message = (content: Record<string, unknown>): SampleEvent => ({
  type: 'message',
  replyToken,
  message: { id: '444573844083572737', quoteToken: 'q3Plxr4AgKd...', ...content },
});

/** By what the talk room is expected to show: the kind of its content, or its label. */
export const sampleEvents: readonly {
  readonly name: string;
  readonly shows: string;
  readonly event: SampleEvent;
}[] = [
  {
    name: 'text with emojis and a mention',
    shows: 'text',
    event: message({
      type: 'text',
      text: '@All @example Good Morning!! (love)',
      emojis: [{ index: 29, length: 6, productId: '5ac1bfd5040ab15980c9b435', emojiId: '001' }],
      mention: {
        mentionees: [
          { index: 0, length: 4, type: 'all' },
          { index: 5, length: 8, userId: 'U49585cd0d5...', type: 'user', isSelf: false },
        ],
      },
    }),
  },
  {
    name: 'text that quotes another message',
    shows: 'text',
    event: message({ type: 'text', text: 'Chicken, please.', quotedMessageId: '468789532432007169' }),
  },
  {
    name: 'image of a set',
    shows: 'image',
    event: message({
      type: 'image',
      contentProvider: { type: 'line' },
      imageSet: {
        id: 'E005D41A7288F41B65593ED38FF6E9834B046AB36A37921A56BC236F13A91855',
        index: 1,
        total: 2,
      },
    }),
  },
  {
    name: 'image without a set',
    shows: 'image',
    event: message({
      type: 'image',
      contentProvider: {
        type: 'external',
        originalContentUrl: 'https://example.com/original.jpg',
        previewImageUrl: 'https://example.com/preview.jpg',
      },
    }),
  },
  {
    name: 'video',
    shows: 'video',
    event: message({ type: 'video', duration: 60000, contentProvider: { type: 'line' } }),
  },
  {
    name: 'audio',
    shows: 'audio',
    event: message({ type: 'audio', duration: 60000, contentProvider: { type: 'line' } }),
  },
  { name: 'file', shows: 'file', event: message({ type: 'file', fileName: 'file.txt', fileSize: 2138 }) },
  {
    name: 'location',
    shows: 'location',
    event: message({
      type: 'location',
      title: 'my location',
      address: '日本、〒102-8282 東京都千代田区紀尾井町1-3',
      latitude: 35.67966,
      longitude: 139.73669,
    }),
  },
  {
    name: 'sticker',
    shows: 'sticker',
    event: message({
      type: 'sticker',
      stickerId: '52002738',
      packageId: '11537',
      stickerResourceType: 'ANIMATION',
      keywords: ['cony', 'sally', 'Staring', 'hi', 'whatsup'],
    }),
  },
  {
    name: 'message sticker with its own text',
    shows: 'sticker',
    event: message({
      type: 'sticker',
      stickerId: '738839',
      packageId: '12287',
      stickerResourceType: 'MESSAGE',
      text: 'ねこが\n好き',
    }),
  },
  { name: 'unsend', shows: 'unsend', event: { type: 'unsend', unsend: { messageId: '325708' } } },
  { name: 'follow', shows: 'follow', event: { type: 'follow', replyToken, follow: { isUnblocked: false } } },
  {
    name: 'postback',
    shows: 'postback',
    event: { type: 'postback', replyToken, postback: { data: 'storeId=12345' } },
  },
  {
    name: 'postback of a date picker',
    shows: 'postback',
    event: {
      type: 'postback',
      replyToken,
      postback: { data: 'storeId=12345', params: { datetime: '2017-12-25T01:00' } },
    },
  },
  {
    name: 'video play complete',
    shows: 'video-play-complete',
    event: { type: 'videoPlayComplete', replyToken, videoPlayComplete: { trackingId: 'track-id' } },
  },
  {
    name: 'beacon',
    shows: 'beacon',
    event: { type: 'beacon', replyToken, beacon: { hwid: 'd41d8cd98f', type: 'enter' } },
  },
  {
    name: 'account link',
    shows: 'account-link',
    event: { type: 'accountLink', replyToken, link: { result: 'ok', nonce: 'Vn4FHuLtEn3T' } },
  },
  {
    name: 'membership',
    shows: 'membership',
    event: { type: 'membership', replyToken, membership: { type: 'joined', membershipId: 3189 } },
  },
  {
    name: 'membership that was renewed',
    shows: 'membership',
    event: { type: 'membership', replyToken, membership: { type: 'renewed', membershipId: 3189 } },
  },
  {
    name: 'a message type that does not exist yet',
    shows: 'unknown',
    event: message({ type: 'hologram', depth: 3 }),
  },
  {
    name: 'a message without any type',
    shows: 'unknown',
    event: { type: 'message', replyToken, message: { id: '1' } },
  },
  {
    name: 'an event type that does not exist yet',
    shows: 'unknown',
    event: { type: 'wave', wave: { strength: 9 } },
  },
  { name: 'unfollow', shows: 'unfollow', event: { type: 'unfollow' } },
];

/** Events behind which no single caller stands: kept, and shown in no talk room. */
export const samplesWithoutRow: readonly { readonly name: string; readonly event: SampleEvent }[] = [
  {
    name: 'an invitation into a group',
    event: { type: 'join', replyToken, source: { type: 'group', groupId: 'Ca56f94637c' } },
  },
  { name: 'the end of a group', event: { type: 'leave', source: { type: 'group', groupId: 'Ca56f94637c' } } },
  {
    name: 'somebody new in a group',
    event: {
      type: 'memberJoined',
      replyToken,
      source: { type: 'group', groupId: 'Ca56f94637c' },
      joined: { members: [{ type: 'user', userId: 'U4af4980629' }] },
    },
  },
  {
    name: 'somebody who left a room',
    event: {
      type: 'memberLeft',
      source: { type: 'room', roomId: 'Ra8dbf4673c' },
      left: { members: [{ type: 'user', userId: 'U4af4980629' }] },
    },
  },
  {
    name: 'an account link that failed',
    event: { type: 'accountLink', source: undefined, link: { result: 'failed', nonce: 'Vn4FHuLtEn3T' } },
  },
  {
    name: 'a module channel that was attached',
    event: {
      type: 'module',
      source: undefined,
      module: { type: 'attached', botId: 'U53387d54817...', scopes: ['message:send'] },
    },
  },
  {
    name: 'a module channel that was detached',
    event: {
      type: 'module',
      source: undefined,
      module: { type: 'detached', botId: 'U53387d54817...', reason: 'bot_deleted' },
    },
  },
  {
    name: 'control given to us',
    event: { type: 'activated', source: undefined, chatControl: { expireAt: 1462629479859 } },
  },
  { name: 'control taken from us', event: { type: 'deactivated', source: undefined, mode: 'standby' } },
  { name: 'a bot that was suspended', event: { type: 'botSuspended', source: undefined } },
  { name: 'a bot that is back', event: { type: 'botResumed', source: undefined } },
  {
    name: 'a notification message that arrived',
    event: { type: 'delivery', source: undefined, delivery: { data: '15034552939884E28681A7D668CEA94C' } },
  },
];
