import { type StandIn } from '../../stand-in/server/stand-in.js';
import { samplePicture } from '../../stand-in/server/sample-media.js';

/** One thing that a caller does, and the words by which the console shows it. */
export interface CallerEvent {
  readonly name: string;
  readonly shows: string | RegExp;
  readonly happen: (standIn: StandIn, account: string, userId: string) => Promise<unknown>;
}

const message = (
  name: string,
  shows: string | RegExp,
  input: Parameters<StandIn['sendMessage']>[2],
): CallerEvent => ({
  name,
  shows,
  happen: (standIn, account, userId) => standIn.sendMessage(account, userId, input),
});
const event = (
  name: string,
  shows: string | RegExp,
  type: string,
  fields: Record<string, unknown>,
): CallerEvent => ({
  name,
  shows,
  happen: (standIn, account, userId) => standIn.emit(account, { type, userId, fields }),
});

/** The first bytes of a film, which is as much as its type is told by. */
const film = Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1').toString('base64');
const picture = samplePicture().toString('base64');
const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n').toString('base64');
const imageSet = (index: number) => ({ id: 'E005D41A7288F41B', index, total: 3 });

/**
 * Every type of event and message that a one-to-one account gets, in an order in which one evening might bring them.
 * https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
 */
export const callerEvents: readonly CallerEvent[] = [
  message('text with an emoji and a mention', '眠れないです', {
    type: 'text',
    text: '@相談室 こんばんは(moon)眠れないです',
    emojis: [{ index: 10, length: 6, productId: '5ac1bfd5040ab15980c9b435', emojiId: '001' }],
    mention: {
      mentionees: [{ index: 0, length: 4, type: 'user', userId: `U${'0'.repeat(32)}`, isSelf: true }],
    },
  }),
  message('sticker with keywords', 'しょんぼり', {
    type: 'sticker',
    packageId: '11537',
    stickerId: '52002738',
    keywords: ['しょんぼり', '涙', 'つらい'],
  }),
  message('sticker with words of its own', 'おやすみ できない', {
    type: 'sticker',
    packageId: '12287',
    stickerId: '738839',
    stickerResourceType: 'MESSAGE',
    text: 'おやすみ できない',
  }),
  message('sticker that says nothing', '内容はわかりません', {
    type: 'sticker',
    packageId: '1',
    stickerId: '1',
  }),
  message('image', /画像を大きく表示/, { type: 'image', contentBase64: picture }),
  message('third of a set of images', /画像 3 \/ 3/, { type: 'image', imageSet: imageSet(3) }),
  message('first of a set of images', /画像 1 \/ 3/, { type: 'image', imageSet: imageSet(1) }),
  message('second of a set of images', /画像 2 \/ 3/, { type: 'image', imageSet: imageSet(2) }),
  message('video', /動画/, {
    type: 'video',
    contentBase64: film,
    contentType: 'video/mp4',
    duration: 12_000,
  }),
  message('audio', /音声メッセージ/, { type: 'audio', duration: 7000 }),
  message('file', '日記.pdf', { type: 'file', fileName: '日記.pdf', contentBase64: pdf }),
  message('image that LINE could not prepare', /取得できませんでした|LINE に残っていません/, {
    type: 'video',
    preparing: 1,
    preparationFails: true,
  }),
  message('location', '東京都千代田区霞が関1丁目', {
    type: 'location',
    title: '霞が関駅',
    address: '東京都千代田区霞が関1丁目',
    latitude: 35.6732,
    longitude: 139.7508,
  }),
  message('location without words', /緯度 34.6937/, {
    type: 'location',
    latitude: 34.6937,
    longitude: 135.5023,
  }),
  message('message of a type that does not exist yet', /新しい種類のメッセージが届きました/, {
    type: 'raw',
    message: { type: 'hologram', depth: 3 },
  }),
  event('postback', 'よく眠れる日もある', 'postback', {
    postback: { data: 'sleep=sometimes', displayText: 'よく眠れる日もある' },
  }),
  event('postback of a date picker', /2026-11-26 19:00/, 'postback', {
    postback: { data: '次の予約', params: { datetime: '2026-11-26T19:00' } },
  }),
  event('video play complete', /動画が最後まで再生されました/, 'videoPlayComplete', {
    videoPlayComplete: { trackingId: 'breathing-1' },
  }),
  event('beacon', /ビーコンの通知/, 'beacon', { beacon: { hwid: 'd41d8cd98f', type: 'enter' } }),
  event('account link', /アカウント連携の通知/, 'accountLink', {
    link: { result: 'ok', nonce: 'Vn4FHuLtEn3T' },
  }),
  event('membership', /メンバーシップの通知/, 'membership', {
    membership: { type: 'joined', membershipId: 3189 },
  }),
  event('event of a type that does not exist yet', 'wave', 'wave', { wave: { strength: 9 } }),
  {
    name: 'message that arrives late',
    shows: /遅れて届きました。送られたのは/,
    happen: (standIn, account, userId) =>
      standIn.emit(account, {
        type: 'message',
        userId,
        timestamp: Date.now() - 5 * 60_000,
        fields: { message: { type: 'text', id: '468789577898262530', text: 'さっき送ったつもりでした' } },
      }),
  },
  {
    name: 'message that was taken back',
    shows: /相談者が \d\d:\d\d に送信を取り消しました/,
    happen: async (standIn, account, userId) => {
      const { messageId } = await standIn.sendText(account, userId, 'やっぱり言えません');
      await standIn.unsend(account, userId, messageId ?? '');
    },
  },
  {
    name: 'a message taken back that never came',
    shows: '相談者がメッセージの送信を取り消しました',
    happen: (standIn, account, userId) =>
      standIn.emit(account, { type: 'unsend', userId, fields: { unsend: { messageId: '325708' } } }),
  },
  {
    name: 'unfollow',
    shows: /ブロックされました/,
    happen: (standIn, account, userId) => standIn.unfollow(account, userId),
  },
  {
    name: 'follow',
    shows: /友だち追加、またはブロック解除がありました/,
    happen: (standIn, account, userId) => standIn.follow(account, userId),
  },
];
