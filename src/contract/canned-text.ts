import { z } from 'zod';

export const cannedTextsViewSchema = z.object({
  items: z.array(
    z.object({
      /** What is typed after `/`. */
      shortcut: z.string(),
      title: z.string(),
      /** Under which it stands; null: under none. */
      category: z.string().nullable(),
      /** With its variables filled in for this ticket's account, as of now. */
      text: z.string(),
    }),
  ),
});
export type CannedTextsView = z.infer<typeof cannedTextsViewSchema>;
