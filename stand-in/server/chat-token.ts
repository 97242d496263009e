import { createHmac, timingSafeEqual } from 'node:crypto';

export interface ChatTokenSubject {
  readonly channel: string;
  readonly userId: string;
  readonly messageId: string;
}

/**
 * Quote tokens and mark-as-read tokens never expire, may be used again, and count only in the chat they came from.
 * They carry what they stand for and are authenticated, so that none has to be remembered.
 * @see https://developers.line.biz/en/docs/messaging-api/get-quote-tokens/
 * @see https://developers.line.biz/en/reference/messaging-api/#mark-as-read
 */
export class ChatTokens {
  readonly #key: string;
  readonly #purpose: string;

  constructor(key: string, purpose: string) {
    this.#key = key;
    this.#purpose = purpose;
  }

  issue(subject: ChatTokenSubject): string {
    const body = Buffer.from(`${subject.channel}|${subject.userId}|${subject.messageId}`).toString(
      'base64url',
    );
    return `${body}.${this.#tag(body)}`;
  }

  /** What the token stands for, or undefined if this platform didn't issue it. */
  read(token: string): ChatTokenSubject | undefined {
    const [body = '', tag = ''] = token.split('.');
    const expected = Buffer.from(this.#tag(body));
    const given = Buffer.from(tag);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
    const [channel = '', userId = '', messageId = ''] = Buffer.from(body, 'base64url').toString().split('|');
    return { channel, userId, messageId };
  }

  #tag(body: string): string {
    return createHmac('sha256', this.#key)
      .update(`${this.#purpose}.${body}`)
      .digest('base64url')
      .slice(0, 22);
  }
}
