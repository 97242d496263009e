import { Inject, Injectable } from '@nestjs/common';
import { type Account, AccountDirectory } from '../../account/account.directory.js';
import { Clock } from '../../config/clock.js';
import { ENVIRONMENT } from '../../config/config.module.js';
import { type Environment } from '../../config/environment.js';
import { StartupError } from '../../config/startup-error.js';
import { type BilingualText } from '../../contract/error.js';
import { Database } from '../../database/database.service.js';
import { LineClient } from '../../line/line.client.js';
import { TimeLimitError, withTimeLimit } from '../../line/time-limit.js';
import { manualItems } from './checklist.js';
import { type Finding } from './finding.js';
import {
  judgeBot,
  judgeQuota,
  judgeWebhook,
  judgeWebhookTest,
  type LineApi,
  noWebhook,
  tokenRefused,
} from './judgement.js';

export interface Confirmation {
  readonly item: string;
  readonly confirmedBy: string;
  readonly confirmedAt: Date;
}

const questions = {
  token: { ja: 'アクセストークン', en: 'the access token' },
  bot: { ja: 'アカウントの設定', en: 'the account’s settings' },
  webhook: { ja: 'Webhookの設定', en: 'the webhook’s settings' },
  'webhook-test': { ja: 'Webhookの接続', en: 'the webhook’s connection' },
  quota: { ja: '今月の通数', en: 'this month’s messages' },
} as const satisfies Record<string, BilingualText>;
type Question = keyof typeof questions;

/** What LINE answers to a channel id, secret or token that it doesn't accept. */
const REFUSALS = [400, 401, 403];

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
  async check(accountId: string): Promise<Finding[]> {
    const account = this.#account(accountId);
    let api: LineApi;
    try {
      api = await this.line.api(account.credentials);
    } catch (error) {
      const status = httpStatus(error);
      return [
        status !== null && REFUSALS.includes(status) ? tokenRefused(status) : unanswered('token', error),
      ];
    }
    const findings = await Promise.all([
      this.#ask('bot', async () => judgeBot(await api.getBotInfo(), account.botUserId)),
      this.#ask('webhook', () => this.#webhook(api, accountId)),
      this.#ask('webhook-test', async () => [judgeWebhookTest(await api.testWebhookEndpoint({}))]),
      this.#ask('quota', async () => [
        judgeQuota(await api.getMessageQuota(), await api.getMessageQuotaConsumption()),
      ]),
    ]);
    const refused = findings.flat().find((finding) => finding.id === 'token');
    return refused === undefined ? findings.flat() : [refused];
  }

  /** Who has looked at what LINE's API can't tell, and when. */
  async confirmations(accountId: string): Promise<Confirmation[]> {
    return this.database.query<Confirmation>(
      `SELECT item, confirmed_by AS "confirmedBy", confirmed_at AS "confirmedAt" FROM line_confirmation WHERE account_id = $1`,
      [this.#account(accountId).id],
    );
  }

  /** @throws StartupError for an account or an item that does not exist */
  async confirm(accountId: string, item: string, confirmedBy: string): Promise<void> {
    const { id } = this.#account(accountId);
    if (!manualItems.some((known) => known.id === item)) {
      const items = manualItems.map((known) => known.id).join(', ');
      throw new StartupError('--confirm', `--confirm: there is no item ${item}. There are: ${items}.`);
    }
    await this.database.query(
      `INSERT INTO line_confirmation (account_id, item, confirmed_by, confirmed_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (account_id, item) DO UPDATE SET confirmed_by = $3, confirmed_at = $4`,
      [id, item, confirmedBy, this.clock.now()],
    );
  }

  #account(accountId: string): Account {
    const account = this.accounts.find(accountId);
    if (account !== undefined) return account;
    const names = this.accounts.all().map((known) => known.id);
    throw new StartupError(
      'account',
      `There is no account ${accountId}. There are: ${names.join(', ') || 'none yet; start the server with PROVISION_FILE once'}.`,
    );
  }

  async #webhook(api: LineApi, accountId: string): Promise<Finding[]> {
    const { PUBLIC_URL } = this.environment;
    try {
      return judgeWebhook(await api.getWebhookEndpoint(), accountId, PUBLIC_URL);
    } catch (error) {
      if (httpStatus(error) === 404) return noWebhook(accountId, PUBLIC_URL);
      throw error;
    }
  }

  async #ask(id: Question, question: () => Promise<Finding[]>): Promise<Finding[]> {
    try {
      return await withTimeLimit(question(), this.environment.LINE_TIMEOUT_MS);
    } catch (error) {
      // Only a token of ours that LINE refuses; 400 here is about the question.
      return [httpStatus(error) === 401 ? tokenRefused(401) : unanswered(id, error)];
    }
  }
}

function httpStatus(error: unknown): number | null {
  const { status } = error as { status?: unknown };
  return typeof status === 'number' ? status : null;
}

/** With the HTTP status of what LINE answered, or the kind of failure; never a body. */
function unanswered(id: Question, error: unknown): Finding {
  const about = questions[id];
  const status = httpStatus(error);
  const why =
    status !== null
      ? { ja: `HTTP ${status}`, en: `HTTP ${status}` }
      : error instanceof TimeLimitError
        ? { ja: '時間内に答えがない', en: 'no answer in time' }
        : { ja: '接続できない', en: 'no connection' };
  return {
    id,
    state: 'unknown',
    what: {
      ja: `${about.ja}を LINE に確かめられませんでした（${why.ja}）`,
      en: `LINE could not be asked about ${about.en} (${why.en})`,
    },
  };
}
