import { createHmac } from 'node:crypto';

/**
 * The value of `x-line-signature`: base64 of HMAC-SHA256 over the raw body, keyed with the channel secret.
 * @see https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
 */
export function sign(rawBody: Buffer | string, channelSecret: string): string {
  return createHmac('sha256', channelSecret).update(rawBody).digest('base64');
}
