import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { z } from 'zod';

/** Whether a text is a private key that we can sign with: RSA, as JWK or PEM. */
function isPrivateKey(text: string): boolean {
  try {
    const key = text.trimStart().startsWith('{')
      ? createPrivateKey({ key: JSON.parse(text) as JsonWebKey, format: 'jwk' })
      : createPrivateKey(text);
    return key.asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

/** Secrets of a LINE channel. They are sealed at rest and never leave the process but in calls to LINE. */
export const lineCredentialsSchema = z.object({
  channelId: z.string().regex(/^\d{6,20}$/, { error: 'must be the channel id, digits only' }),
  /** More than one while a channel secret is being replaced: LINE drops the old one at once. */
  channelSecrets: z
    .array(z.string().regex(/^[0-9a-f]{32}$/, { error: 'must be 32 hexadecimal digits' }))
    .min(1)
    .max(2),
  /** A long-lived token; without it, stateless tokens are issued by channel id and secret. */
  channelAccessToken: z.string().min(1).optional(),
  /**
   * The key whose public half is registered in LINE's console: stateless tokens are issued by it, and no secret travels.
   * https://developers.line.biz/en/docs/messaging-api/generate-json-web-token/
   */
  assertionKey: z
    .object({
      kid: z.string().min(1),
      privateKey: z.string().refine(isPrivateKey, { error: 'must be an RSA private key, as JWK or PEM' }),
    })
    .optional(),
});
export type LineCredentials = z.infer<typeof lineCredentialsSchema>;
