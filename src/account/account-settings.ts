import { z } from 'zod';

const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' });

/** How an account behaves where its operator has a choice. Everything has a default that is safe for callers. */
export const accountSettingsSchema = z.strictObject({
  /**
   * What happens to a message that its caller takes back. `purge`: its words are destroyed at once. `keep`: they stay,
   * marked as withdrawn, for whoever may read the ticket; LINE asks for the former, a duty of care may ask for this.
   * https://developers.line.biz/en/docs/messaging-api/receiving-messages/#webhook-unsend-message
   */
  unsend: z.enum(['purge', 'keep']).default('purge'),
  /** How long a link to a picture or file that we sent stays open, in days. */
  linkDays: z.number().int().min(7).max(365).default(14),
  /** Name that callers see above our messages instead of the account's. https://developers.line.biz/en/reference/messaging-api/#icon-nickname-switch */
  senderName: z
    .string()
    .min(1)
    .refine((name) => [...graphemes.segment(name)].length <= 20, { error: 'has more than 20 characters' })
    .optional(),
  /** Within opening hours, raise an alarm after so many minutes without any event from LINE; without it, never. */
  silentAfterMinutes: z.number().int().min(5).max(10_080).optional(),
  /** Callers see an animation while a counselor writes. */
  showTyping: z.boolean().default(true),
  /** Callers see "read" once a counselor has their message on screen. Works only where LINE's chat mode is on. */
  markAsRead: z.boolean().default(true),
});
export type AccountSettings = z.infer<typeof accountSettingsSchema>;
