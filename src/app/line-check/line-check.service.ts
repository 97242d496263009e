import { Inject, Injectable } from '@nestjs/common';
import { AccountDirectory } from '../../account/account.directory.js';
import { Clock } from '../../config/clock.js';
import { ENVIRONMENT } from '../../config/config.module.js';
import { type Environment } from '../../config/environment.js';
import { StartupError } from '../../config/startup-error.js';
import { type BilingualText } from '../../contract/error.js';
import { Database } from '../../database/database.service.js';
import { LineClient } from '../../line/line.client.js';
import { withTimeLimit } from '../../line/time-limit.js';
import { manualItems } from './checklist.js';

/** `unknown`: LINE gave no answer to this question. */
export type CheckState = 'ok' | 'wrong' | 'note' | 'unknown';

export interface CheckResult {
  readonly id: string;
  readonly state: CheckState;
  readonly what: BilingualText;
  /** What to change and where, when something is wrong. */
  readonly todo?: BilingualText;
}

export interface Confirmation {
  readonly item: string;
  readonly confirmedBy: string;
  readonly confirmedAt: Date;
}

const DEVELOPERS = {
  ja: 'LINE Developers > チャネル > Messaging API設定',
  en: 'LINE Developers > channel > Messaging API',
};
const MANAGER = {
  ja: 'LINE Official Account Manager > 設定 > 応答設定',
  en: 'LINE Official Account Manager > Settings > Response settings',
};

type LineApi = Awaited<ReturnType<LineClient['api']>>;

/** Asks LINE how an account is set, and says what is wrong and where to change it. It changes nothing at LINE. */
@Injectable()
export class LineCheckService {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly line: LineClient,
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** @throws StartupError when there is no such account */
  async check(accountId: string): Promise<CheckResult[]> {
    const account = this.accounts.find(accountId);
    if (account === undefined) {
      const names = this.accounts
        .all()
        .map((known) => known.id)
        .join(', ');
      throw new StartupError('account', `There is no account ${accountId}. There are: ${names || 'none'}.`);
    }
    let api: LineApi;
    try {
      api = await this.line.api(account.credentials);
    } catch (error) {
      return [
        wrong(
          'token',
          `LINE がアクセストークンを発行しませんでした（${status(error)}）`,
          `LINE issued no access token (${status(error)})`,
          {
            ja: 'チャネルIDとチャネルシークレットを確かめてください: LINE Developers > チャネル基本設定',
            en: 'Check channel id and channel secret: LINE Developers > Basic settings',
          },
        ),
      ];
    }
    const results = await Promise.all([
      this.#ask('bot', () => this.#bot(api, account.botUserId)),
      this.#ask('webhook', () => this.#webhook(api, accountId)),
      this.#ask('quota', () => this.#quota(api)),
    ]);
    return results.flat();
  }

  /** Who has looked at what LINE's API can't tell, and when. */
  async confirmations(accountId: string): Promise<Confirmation[]> {
    return this.database.query<Confirmation>(
      `SELECT item, confirmed_by AS "confirmedBy", confirmed_at AS "confirmedAt" FROM line_confirmation WHERE account_id = $1`,
      [accountId],
    );
  }

  /** @throws StartupError for an item that is not on the list */
  async confirm(accountId: string, item: string, confirmedBy: string): Promise<void> {
    if (!manualItems.some((known) => known.id === item)) {
      throw new StartupError(
        '--confirm',
        `There is no item ${item}. There are: ${manualItems.map((known) => known.id).join(', ')}.`,
      );
    }
    await this.database.query(
      `INSERT INTO line_confirmation (account_id, item, confirmed_by, confirmed_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (account_id, item) DO UPDATE SET confirmed_by = $3, confirmed_at = $4`,
      [accountId, item, confirmedBy, this.clock.now()],
    );
  }

  async #ask(id: string, question: () => Promise<CheckResult[]>): Promise<CheckResult[]> {
    try {
      return await withTimeLimit(question(), this.environment.LINE_TIMEOUT_MS);
    } catch (error) {
      const what = {
        ja: `LINE に確かめられませんでした（${status(error)}）`,
        en: `LINE could not be asked (${status(error)})`,
      };
      return [{ id, state: 'unknown', what }];
    }
  }

  async #bot(api: LineApi, expected: string | null): Promise<CheckResult[]> {
    const bot = await api.getBotInfo();
    const results: CheckResult[] = [
      note(
        'bot',
        `アカウント「${bot.displayName}」（${bot.basicId}）`,
        `Account “${bot.displayName}” (${bot.basicId})`,
      ),
    ];
    if (expected === null) {
      results.push(
        note(
          'bot-user-id',
          `botUserId: ${bot.userId}（PROVISION_FILE に書くと、宛先違いを見分けられます）`,
          `botUserId: ${bot.userId} (write it into PROVISION_FILE, so that bodies for others are noticed)`,
        ),
      );
    } else if (expected !== bot.userId) {
      results.push(
        wrong('bot-user-id', 'botUserId がこのチャネルと違います', 'botUserId is not this channel’s', {
          ja: `PROVISION_FILE の botUserId を ${bot.userId} に直してください`,
          en: `Set botUserId in PROVISION_FILE to ${bot.userId}`,
        }),
      );
    }
    results.push(
      bot.chatMode === 'chat'
        ? ok(
            'chat-mode',
            '「チャット」がオン（既読を人が付けられます）',
            '“Chat” is on (people can mark messages as read)',
          )
        : wrong(
            'chat-mode',
            '「チャット」がオフ（届いた瞬間に既読が付きます）',
            '“Chat” is off (everything is marked as read at once)',
            MANAGER,
          ),
      bot.markAsReadMode === 'manual'
        ? ok('read-mode', '既読は手動', 'Messages are marked as read by hand')
        : wrong('read-mode', '既読が自動で付きます', 'Messages are marked as read automatically', MANAGER),
    );
    return results;
  }

  async #webhook(api: LineApi, accountId: string): Promise<CheckResult[]> {
    const webhook = await api.getWebhookEndpoint();
    const expected =
      this.environment.PUBLIC_URL === undefined
        ? null
        : new URL(`/line/webhook/${accountId}`, this.environment.PUBLIC_URL).href;
    const results: CheckResult[] = [];
    if (expected !== null && webhook.endpoint !== expected) {
      results.push(
        wrong(
          'webhook-url',
          `Webhook URL が ${webhook.endpoint} です`,
          `The webhook URL is ${webhook.endpoint}`,
          {
            ja: `${expected} に変えてください: ${DEVELOPERS.ja}`,
            en: `Change it to ${expected}: ${DEVELOPERS.en}`,
          },
        ),
      );
    } else
      results.push(ok('webhook-url', `Webhook URL: ${webhook.endpoint}`, `Webhook URL: ${webhook.endpoint}`));
    results.push(
      webhook.active
        ? ok('webhook-active', '「Webhookの利用」がオン', '“Use webhook” is on')
        : wrong('webhook-active', '「Webhookの利用」がオフ', '“Use webhook” is off', DEVELOPERS),
    );
    const test = await api.testWebhookEndpoint({});
    results.push(
      test.success === true
        ? ok('webhook-test', 'LINE からの接続テストに成功', 'LINE reached our webhook')
        : wrong(
            'webhook-test',
            `LINE からの接続テストに失敗（${test.statusCode} ${test.reason}）`,
            `LINE could not use our webhook (${test.statusCode} ${test.reason})`,
            {
              ja: '公開アドレス、TLS 証明書、チャネルシークレットを確かめてください',
              en: 'Check the public address, its TLS certificate and the channel secret',
            },
          ),
    );
    return results;
  }

  async #quota(api: LineApi): Promise<CheckResult[]> {
    const [quota, used] = await Promise.all([api.getMessageQuota(), api.getMessageQuotaConsumption()]);
    const limit = quota.type === 'limited' ? (quota.value ?? 0) : null;
    if (limit === null)
      return [
        ok(
          'quota',
          `今月 ${used.totalUsage} 通（上限なし）`,
          `${used.totalUsage} messages this month (no limit)`,
        ),
      ];
    const text = {
      ja: `今月 ${used.totalUsage} / ${limit} 通`,
      en: `${used.totalUsage} of ${limit} messages this month`,
    };
    if (used.totalUsage < limit * 0.8) return [ok('quota', text.ja, text.en)];
    return [
      wrong('quota', text.ja, text.en, {
        ja: 'プランを上げるか、追加メッセージを設定してください',
        en: 'Choose a larger plan or allow additional messages',
      }),
    ];
  }
}

function ok(id: string, ja: string, en: string): CheckResult {
  return { id, state: 'ok', what: { ja, en } };
}

function note(id: string, ja: string, en: string): CheckResult {
  return { id, state: 'note', what: { ja, en } };
}

function wrong(id: string, ja: string, en: string, todo: BilingualText): CheckResult {
  return { id, state: 'wrong', what: { ja, en }, todo };
}

/** HTTP status of what LINE answered, or the kind of failure; never a body. */
function status(error: unknown): string {
  const code = (error as { status?: unknown }).status;
  return typeof code === 'number' ? `HTTP ${code}` : error instanceof Error ? error.name : 'error';
}
