import { z } from 'zod';
import { accountIdSchema } from './account.js';

/** A whole month in Japan, from five in the morning of its first day to five in the morning after its last. */
export const monthSchema = z.string().regex(/^20\d{2}-(?:0[1-9]|1[0-2])$/);

/**
 * `reach`: whom somebody took up. `hour`: when they came within the opening, in stretches of three hours named by their
 * beginning, and as `closed` all who came outside of it. `closed-hour`: when those came. `wait`: how long those waited who
 * were taken up, in minutes. `ending`: how it went on with those. `category`: what it was about with those.
 */
export const figureTables = ['reach', 'hour', 'closed-hour', 'wait', 'ending', 'category'] as const;
export type FigureTableName = (typeof figureTables)[number];

/** A count; null: it isn't given, since it would point at somebody by itself or together with the others. */
const shownCount = z.number().int().nonnegative().nullable();

export const figureCellSchema = z.object({
  name: z.string(),
  /** Of a category, as the account calls it; null: `name` says it. */
  label: z.string().nullable(),
  count: shownCount,
});
export const figureTableSchema = z.object({
  name: z.enum(figureTables),
  total: shownCount,
  /** null: there are too few for a table. */
  cells: z.array(figureCellSchema).nullable(),
});
export type FigureTable = z.infer<typeof figureTableSchema>;

export const figuresViewSchema = z.object({
  accountId: accountIdSchema,
  month: monthSchema,
  /** How many consultations began; null: fewer than five. */
  total: shownCount,
  tables: z.array(figureTableSchema),
});
export type FiguresView = z.infer<typeof figuresViewSchema>;

/** What one may look at: only months that are over. One that was still open then may change them once more. */
export const figureChoicesSchema = z.object({
  accounts: z.array(z.object({ id: accountIdSchema, name: z.object({ ja: z.string(), en: z.string() }) })),
  /** Newest first. */
  months: z.array(monthSchema),
});
export type FigureChoices = z.infer<typeof figureChoicesSchema>;
