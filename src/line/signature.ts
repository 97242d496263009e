import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether LINE signed these very bytes: `x-line-signature` is base64(HMAC-SHA256(raw body, channel secret)). Only the
 * raw bytes count; a body that was parsed and written again has other escapes and white space.
 * https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
 * @param secrets more than one while a channel secret is being replaced
 */
export function signatureIsValid(
  body: Buffer,
  signature: string | undefined,
  secrets: readonly string[],
): boolean {
  if (signature === undefined) return false;
  const given = Buffer.from(signature, 'base64');
  return secrets.some((secret) => {
    const expected = createHmac('sha256', secret).update(body).digest();
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
