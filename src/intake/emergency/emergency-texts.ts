import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type Account } from '../../account/account.directory.js';
import { LineClient } from '../../line/line.client.js';
import { type SendResult } from '../../line/line-result.js';
import { Vault } from '../../vault/vault.service.js';
import { renderEmergencyText } from '../../waiting-list/text.js';
import { replyTokenOf } from '../interpretation.js';
import { callerAddress, readBody } from '../reading.js';
import { Spool } from '../spool/spool.service.js';
import { type EmergencyRecord } from './emergency-record.js';

/** Events after which somebody waits for a word of ours. */
const answered = new Set(['message', 'follow', 'postback']);
/** Callers who may wait to hear whether the database is really away. */
const MOST_WAITING = 10_000;

interface Heard {
  readonly account: Account;
  readonly userId: string;
  readonly replyToken: string;
}

/**
 * While our database is away, each caller who writes gets the account's emergency text once, by reply token and from
 * what we last knew. What was said is kept beside what they wrote.
 */
@Injectable()
export class EmergencyTexts implements OnApplicationShutdown {
  readonly #logger = new Logger(EmergencyTexts.name);
  /** The database is known to be away. */
  #away = false;
  #outage = uuidv7();
  readonly #told = new Set<string>();
  #waiting: Heard[] = [];
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    private readonly line: LineClient,
    private readonly vault: Vault,
    private readonly spool: Spool,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  /** A body went to the spool: whoever is in it is told, if the database is really away. */
  heard(account: Account, body: Buffer): void {
    for (const heard of callersIn(account, body)) {
      if (this.#away) this.#tell(heard);
      else if (this.#waiting.length < MOST_WAITING) this.#waiting.push(heard);
    }
  }

  /** A body could be kept nowhere: whoever is in it is told at once. */
  tell(account: Account, body: Buffer): void {
    for (const heard of callersIn(account, body)) this.#tell(heard);
  }

  /** The database takes nothing. */
  begin(): void {
    this.#away = true;
    for (const heard of this.#waiting.splice(0)) this.#tell(heard);
  }

  /** The database takes something again: what waits is answered the usual way. */
  pause(): void {
    this.#away = false;
    this.#waiting = [];
  }

  /** Everything that waited is in the database: what comes next is another outage. */
  end(): void {
    this.pause();
    this.#told.clear();
    this.#outage = uuidv7();
  }

  #tell(heard: Heard): void {
    const { account, userId } = heard;
    const caller = `${account.id} ${this.vault.fingerprint(account.indexKey, 'line', userId).toString('base64')}`;
    if (this.#told.has(caller)) return;
    this.#told.add(caller);
    const telling = this.#send(heard)
      .catch(() => this.#logger.error('an emergency text could not be noted; its caller may have got it'))
      .finally(() => this.#underWay.delete(telling));
    this.#underWay.add(telling);
  }

  async #send({ account, userId, replyToken }: Heard): Promise<void> {
    const at = new Date();
    const outage = this.#outage;
    const text = renderEmergencyText(account);
    const { senderName } = account.settings;
    const result = await this.line.reply(account.credentials, replyToken, [
      { type: 'text', text, ...(senderName === undefined ? {} : { sender: { name: senderName } }) },
    ]);
    const record: EmergencyRecord = {
      id: uuidv7(),
      userId,
      outage,
      text,
      at: at.getTime(),
      requestId: result.requestId,
      ...outcomeOf(result),
    };
    await this.spool.append(account, 'said', Buffer.from(JSON.stringify(record), 'utf8'), at);
  }
}

/** Who is in a body and may be answered for free. */
function callersIn(account: Account, body: Buffer): Heard[] {
  return readBody(account, body).events.flatMap((event) => {
    const userId = callerAddress(event);
    const replyToken = replyTokenOf(event);
    if (userId === null || replyToken === undefined || !answered.has(event.type)) return [];
    return [{ account, userId, replyToken }];
  });
}

function outcomeOf(
  result: SendResult,
): Pick<EmergencyRecord, 'accepted' | 'reason' | 'uncertain' | 'sentMessageId'> {
  if (result.outcome === 'accepted') {
    const sentMessageId = result.sentMessages[0]?.id ?? null;
    return { accepted: true, reason: null, uncertain: false, sentMessageId };
  }
  const { cause, uncertain } = result;
  // A reply token works once and can't be tried again safely: what LINE did stays unknown.
  return { accepted: false, reason: uncertain ? 'outcome-unknown' : cause, uncertain, sentMessageId: null };
}
