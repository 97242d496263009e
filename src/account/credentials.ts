import { z } from 'zod';

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
});
export type LineCredentials = z.infer<typeof lineCredentialsSchema>;
