import { z } from 'zod';
import { checklistSchema, checklistStepSchema, stepCallSchema } from './incident.js';

/** What can be dialled: digits, and what people put between them. */
export const CALL_NUMBER = /^\+?[\d\s()#*-]{2,}$/;
export const STEPS_LIMIT = 30;
export const LATEST_MINUTES = 1440;

/** What an account does in an emergency, for whoever edits it. */
export const checklistViewSchema = z.object({
  /** 0: nobody has saved one yet; the steps are the built-in ones. */
  version: z.number().int().nonnegative(),
  savedAt: z.iso.datetime().nullable(),
  /** Null: it came with the file of accounts, or nobody saved it yet. */
  savedBy: z.string().nullable(),
  /** The day that it is in Japan. */
  today: z.iso.date(),
  steps: checklistSchema,
});
export type ChecklistView = z.infer<typeof checklistViewSchema>;

/** Stricter than what is read: what a file once brought must stay readable, what is written now is looked at. */
const editedCallSchema = stepCallSchema.extend({
  name: z.string().trim().min(1).max(100),
  number: z.string().trim().min(2).max(40).regex(CALL_NUMBER, { error: 'must be a telephone number' }),
  note: z.string().trim().min(1).max(200).nullable(),
});

const editedStepSchema = checklistStepSchema.extend({
  title: z.string().trim().min(1).max(100),
  detail: z.string().trim().min(1).max(500).nullable(),
  call: editedCallSchema.nullable(),
  byMinutes: z.number().int().min(1).max(LATEST_MINUTES),
});

export const saveChecklistSchema = z.strictObject({
  /** The version that somebody has before them: it is refused where there is a newer one. */
  version: z.number().int().nonnegative(),
  steps: z.array(editedStepSchema).min(1).max(STEPS_LIMIT),
});
export type SaveChecklist = z.infer<typeof saveChecklistSchema>;
