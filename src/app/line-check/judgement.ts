import { type LineClient } from '../../line/line.client.js';
import { type Finding, note, ok, screens, wrong } from './finding.js';

export type LineApi = Awaited<ReturnType<LineClient['api']>>;
type Answer<Question extends keyof LineApi> = LineApi[Question] extends (
  ...input: never[]
) => Promise<infer Result>
  ? Result
  : never;

/** From this share of the month's messages on, counselors may soon be unable to answer. */
const QUOTA_WARNING = 0.8;

/** @param expected bot user id of PROVISION_FILE, where it is given */
export function judgeBot(bot: Answer<'getBotInfo'>, expected: string | null): Finding[] {
  return [
    note(
      'bot',
      `LINE での名前は「${bot.displayName}」（${bot.basicId}）`,
      `LINE knows it as “${bot.displayName}” (${bot.basicId})`,
    ),
    judgeBotUserId(bot.userId, expected),
    bot.chatMode === 'chat'
      ? ok('chat-mode', '「チャット」がオン', '“Chat” is on')
      : wrong(
          'chat-mode',
          {
            ja: '「チャット」がオフ（相談員が読む前に、届いた瞬間に既読が付きます）',
            en: '“Chat” is off (everything is marked as read at once, before a counselor has read it)',
          },
          { ja: `オンにする: ${screens.response.ja}`, en: `Switch it on: ${screens.response.en}` },
        ),
    bot.markAsReadMode === 'manual'
      ? ok('read-mode', '既読は手動で付く', 'Messages are marked as read by hand')
      : wrong(
          'read-mode',
          {
            ja: '既読が自動で付く（相談員が読む前に、読まれたように見えます）',
            en: 'Messages are marked as read automatically, before a counselor has read them',
          },
          {
            ja: `「チャット」をオンにし、チャットの設定で既読を手動にする: ${screens.response.ja}`,
            en: `Switch “Chat” on and let its settings mark messages as read by hand: ${screens.response.en}`,
          },
        ),
  ];
}

function judgeBotUserId(actual: string, expected: string | null): Finding {
  if (expected === actual) return ok('bot-user-id', 'botUserId が一致', 'botUserId is this channel’s');
  if (expected === null) {
    return note(
      'bot-user-id',
      `botUserId は ${actual}（設定しておくと、ほかの宛先のWebhookを見分けられます）`,
      `botUserId is ${actual} (once it is set, webhooks for others are noticed)`,
    );
  }
  return wrong(
    'bot-user-id',
    {
      ja: 'botUserId がこのチャネルのものではない（届いた言葉がすべて脇に置かれます）',
      en: 'botUserId is another channel’s (everything that comes in is set aside)',
    },
    {
      ja: `公式アカウントの設定（または PROVISION_FILE）の botUserId を ${actual} に直す`,
      en: `Set botUserId, in the account's settings or PROVISION_FILE, to ${actual}`,
    },
  );
}

/** @param publicUrl address that LINE should use, where it is known */
export function judgeWebhook(
  webhook: Answer<'getWebhookEndpoint'>,
  accountId: string,
  publicUrl: string | undefined,
): Finding[] {
  const path = `/line/webhook/${accountId}`;
  const expected = publicUrl === undefined ? null : new URL(path, publicUrl).href;
  const fits = expected === null ? pathOf(webhook.endpoint) === path : webhook.endpoint === expected;
  const wanted = expected ?? `https://…${path}`;
  return [
    fits
      ? ok('webhook-url', `Webhook URL は ${webhook.endpoint}`, `The webhook URL is ${webhook.endpoint}`)
      : wrong(
          'webhook-url',
          {
            ja: `Webhook URL が ${webhook.endpoint || '空'}`,
            en: `The webhook URL is ${webhook.endpoint || 'empty'}`,
          },
          {
            ja: `${wanted} に変える: ${screens.messagingApi.ja}`,
            en: `Change it to ${wanted}: ${screens.messagingApi.en}`,
          },
        ),
    webhook.active
      ? ok('webhook-active', '「Webhookの利用」がオン', '“Use webhook” is on')
      : wrong(
          'webhook-active',
          {
            ja: '「Webhookの利用」がオフ（言葉がひとつも届きません）',
            en: '“Use webhook” is off (nothing comes in)',
          },
          { ja: `オンにする: ${screens.messagingApi.ja}`, en: `Switch it on: ${screens.messagingApi.en}` },
        ),
  ];
}

/** LINE knows no webhook address at all. */
export function noWebhook(accountId: string, publicUrl: string | undefined): Finding[] {
  return judgeWebhook({ endpoint: '', active: false }, accountId, publicUrl);
}

function pathOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).pathname : null;
}

export function judgeWebhookTest(test: Answer<'testWebhookEndpoint'>): Finding {
  if (test.success === true) {
    return ok('webhook-test', 'LINE からの接続テストに成功', 'LINE’s test of the webhook succeeded');
  }
  const outcome = `${test.reason} ${test.statusCode}`;
  const what = {
    ja: `LINE からの接続テストに失敗（${outcome}）`,
    en: `LINE’s test of the webhook failed (${outcome})`,
  };
  if (test.statusCode === 401) {
    return wrong('webhook-test', what, {
      ja: `channelSecret を今の値に直す: ${screens.basic.ja}`,
      en: `Set channelSecret to the present one: ${screens.basic.en}`,
    });
  }
  return wrong('webhook-test', what, {
    ja: 'サーバーが動いているか、公開アドレスとTLS証明書（中間証明書も）、リバースプロキシの転送先を確かめる',
    en: 'Check that the server runs, its public address, its TLS certificate with the intermediate ones, and where the reverse proxy leads',
  });
}

export function judgeQuota(
  quota: Answer<'getMessageQuota'>,
  used: Answer<'getMessageQuotaConsumption'>,
): Finding {
  const { totalUsage } = used;
  if (quota.type !== 'limited') {
    return ok('quota', `今月 ${totalUsage} 通（上限なし）`, `${totalUsage} messages this month, no limit`);
  }
  const limit = quota.value ?? 0;
  const text = {
    ja: `今月 ${totalUsage} / ${limit} 通`,
    en: `${totalUsage} of ${limit} messages this month`,
  };
  if (totalUsage < limit * QUOTA_WARNING) return ok('quota', text.ja, text.en);
  return wrong(
    'quota',
    {
      ja: `${text.ja}（使い切ると、相談員の返事が届かなくなります）`,
      en: `${text.en} (once they are used up, no reply is sent)`,
    },
    {
      ja: `プランを上げるか、追加メッセージを設定する: ${screens.plan.ja}`,
      en: `Choose a larger plan or allow additional messages: ${screens.plan.en}`,
    },
  );
}

/** LINE refused to issue a token, or the token of PROVISION_FILE. */
export function tokenRefused(status: number): Finding {
  return wrong(
    'token',
    {
      ja: `LINE がこのチャネルとして認めませんでした（HTTP ${status}）`,
      en: `LINE does not accept us as this channel (HTTP ${status})`,
    },
    {
      ja: `channelId、channelSecret、channelAccessToken（書いた場合）を確かめる: ${screens.basic.ja}`,
      en: `Check channelId, channelSecret and channelAccessToken, if there is one: ${screens.basic.en}`,
    },
  );
}
