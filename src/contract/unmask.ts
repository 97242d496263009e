import { z } from 'zod';
import { staffIdSchema } from './staff.js';

/** How long a screen shows who a caller is on LINE, in seconds. */
export const UNMASKED_SECONDS = 60;

/** Who a caller is on LINE, for one look. */
export const unmaskedSchema = z.object({
  userId: z.string(),
  /** Asked of LINE at this moment; nothing of it is kept. `blocked`: LINE tells it no more. `no-answer`: LINE couldn't be asked. */
  profile: z.discriminatedUnion('state', [
    z.object({ state: z.literal('known'), displayName: z.string() }),
    z.object({ state: z.literal('blocked') }),
    z.object({ state: z.literal('no-answer') }),
  ]),
});
export type Unmasked = z.infer<typeof unmaskedSchema>;

/** Looks at who a caller is that nobody else has looked into yet, oldest first. */
export const unmaskingsViewSchema = z.object({
  unmaskings: z.array(
    z.object({
      by: z.object({ id: staffIdSchema, displayName: z.string() }),
      at: z.iso.datetime(),
      /** Null: the words are gone with the caller's key. */
      reason: z.string().nullable(),
    }),
  ),
});
export type UnmaskingsView = z.infer<typeof unmaskingsViewSchema>;
