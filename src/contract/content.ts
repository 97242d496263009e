import { z } from 'zod';
import { accountIdSchema, openingStateSchema } from './account.js';
import { calendarDaySchema } from './opening.js';
import { scheduleSchema } from './schedule.js';

/** The version that somebody has before them: it is refused where there is a newer one. */
const version = z.number().int().nonnegative();
/** Who saved it and when; null: it came with the file of accounts, or nobody saved it yet. */
const saved = { version, savedAt: z.iso.datetime().nullable(), savedBy: z.string().nullable() };

export const PREVIEW_DAYS = [14, 60] as const;

export const scheduleViewSchema = z.object({
  ...saved,
  /** Null: there is none, or what there is can't be read. */
  schedule: scheduleSchema.nullable(),
});
export type ScheduleView = z.infer<typeof scheduleViewSchema>;

export const scheduleVersionsSchema = z.object({
  /** Newest first. */
  items: z.array(scheduleViewSchema),
});
export type ScheduleVersions = z.infer<typeof scheduleVersionsSchema>;

export const saveScheduleSchema = z.strictObject({ version, schedule: scheduleSchema });
export type SaveSchedule = z.infer<typeof saveScheduleSchema>;

export const previewScheduleSchema = z.strictObject({
  schedule: scheduleSchema,
  days: z.union([z.literal(PREVIEW_DAYS[0]), z.literal(PREVIEW_DAYS[1])]),
});
export type PreviewSchedule = z.infer<typeof previewScheduleSchema>;

/**
 * What whoever saves hours should know first. `closes-now`: the line would stop taking people at once. `opens-now`: it
 * would begin to. `never-opens`: no opening is in sight. `closed-days`: days that had an opening have none any more.
 * `overlap`: spans that run at the same time. `holidays-unknown`: the hours can't be told.
 */
export const scheduleWarningSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('closes-now'), waiting: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('opens-now'), waiting: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('never-opens') }),
  z.object({ kind: z.literal('closed-days'), dates: z.array(z.iso.date()) }),
  z.object({ kind: z.literal('overlap'), dates: z.array(z.iso.date()) }),
  z.object({ kind: z.literal('holidays-unknown') }),
]);
export type ScheduleWarning = z.infer<typeof scheduleWarningSchema>;

export const schedulePreviewSchema = z.object({
  now: z.object({ before: openingStateSchema, after: openingStateSchema }),
  /** As they would be, today first. */
  days: z.array(calendarDaySchema),
  /** As they are; null where the hours can't be told now. */
  before: z.array(calendarDaySchema).nullable(),
  /** Dates on which something would be different. */
  changed: z.array(z.iso.date()),
  warnings: z.array(scheduleWarningSchema),
});
export type SchedulePreview = z.infer<typeof schedulePreviewSchema>;

/** Longest template; what it may become with its variables filled in is checked against LINE's limit. */
export const TEMPLATE_LIMIT = 4500;

export const saveTextSchema = z.strictObject({
  version,
  /** Null: back to the built-in text. */
  body: z
    .string()
    .max(TEMPLATE_LIMIT)
    .refine((body) => body.trim() !== '', { error: 'empty' })
    .nullable(),
});
export type SaveText = z.infer<typeof saveTextSchema>;

export const previewTextSchema = z.strictObject({ body: z.string().max(TEMPLATE_LIMIT) });
export type PreviewText = z.infer<typeof previewTextSchema>;

export const textPreviewSchema = z.object({
  /** As a caller would read it now. */
  text: z.string(),
  quickReplies: z.array(z.string()),
  /** The longest that it may become, and the longest that LINE takes, in UTF-16 code units. */
  longest: z.number().int().nonnegative(),
  limit: z.number().int().positive(),
  /** Names in braces that are none of its variables. */
  unknown: z.array(z.string()),
});
export type TextPreview = z.infer<typeof textPreviewSchema>;

const shortcut = z
  .string()
  .trim()
  .regex(/^[^\s/]{1,30}$/, { error: 'must be up to 30 characters without spaces and slashes' });

export const cannedTextEntrySchema = z.strictObject({
  /** Null: it is new. */
  id: z.uuid().nullable(),
  shortcut,
  title: z.string().trim().min(1).max(100),
  category: z.string().trim().min(1).max(50).nullable(),
  body: z
    .string()
    .max(TEMPLATE_LIMIT)
    .refine((body) => body.trim() !== '', { error: 'empty' }),
  active: z.boolean(),
});
export type CannedTextEntry = z.infer<typeof cannedTextEntrySchema>;

export const cannedTextBookSchema = z.object({
  ...saved,
  /** In the order in which counselors see them. */
  items: z.array(cannedTextEntrySchema),
  variables: z.array(z.string()),
});
export type CannedTextBook = z.infer<typeof cannedTextBookSchema>;

export const saveCannedTextsSchema = z.strictObject({
  version,
  items: z.array(cannedTextEntrySchema).max(500),
});
export type SaveCannedTexts = z.infer<typeof saveCannedTextsSchema>;

export const phoneEntrySchema = z.strictObject({
  id: z.uuid().nullable(),
  label: z.string().trim().min(1).max(100),
  number: z.string().trim().min(2).max(40),
  hours: z.string().trim().min(1).max(100).nullable(),
  note: z.string().trim().min(1).max(200).nullable(),
  /** The day on which a person last checked it. */
  verifiedOn: z.iso.date(),
});
export type PhoneEntry = z.infer<typeof phoneEntrySchema>;

const phoneListFields = {
  name: z.string().trim().min(1).max(50),
  /** Accounts whose callers are told these numbers. */
  accountIds: z.array(accountIdSchema).max(1000),
};

export const phoneListSchema = z.object({
  id: z.uuid(),
  ...saved,
  ...phoneListFields,
  /** The account that it came with from the file; null: made on the screen. */
  ownAccountId: accountIdSchema.nullable(),
  numbers: z.array(
    phoneEntrySchema.extend({
      /** Null: it came with the file of accounts. */
      verifiedBy: z.string().nullable(),
      /** Nobody has checked it for half a year. */
      overdue: z.boolean(),
    }),
  ),
});
export type PhoneList = z.infer<typeof phoneListSchema>;

export const phoneListsSchema = z.object({
  /** The day that it is in Japan. */
  today: z.iso.date(),
  items: z.array(phoneListSchema),
});
export type PhoneLists = z.infer<typeof phoneListsSchema>;

export const savePhoneListSchema = z.strictObject({
  version,
  ...phoneListFields,
  numbers: z.array(phoneEntrySchema).max(100),
});
export type SavePhoneList = z.infer<typeof savePhoneListSchema>;

/** A version, of something that is deleted. */
export const deleteVersionSchema = z.strictObject({ version: z.coerce.number().int().nonnegative() });
export type DeleteVersion = z.infer<typeof deleteVersionSchema>;

export const categoryEntrySchema = z.strictObject({
  id: z.uuid().nullable(),
  name: z.string().trim().min(1).max(50),
  /** It stays with what was put under it, and can't be chosen any more. */
  retired: z.boolean(),
});
export type CategoryEntry = z.infer<typeof categoryEntrySchema>;

export const categoryBookSchema = z.object({
  ...saved,
  /** Whoever ends a consultation must choose one. */
  required: z.boolean(),
  items: z.array(categoryEntrySchema.extend({ used: z.number().int().nonnegative() })),
});
export type CategoryBook = z.infer<typeof categoryBookSchema>;

export const saveCategoriesSchema = z.strictObject({
  version,
  required: z.boolean(),
  items: z.array(categoryEntrySchema).max(100),
});
export type SaveCategories = z.infer<typeof saveCategoriesSchema>;

/** What may be chosen for a consultation that ends. */
export const categoryChoiceSchema = z.object({
  required: z.boolean(),
  items: z.array(z.object({ id: z.uuid(), name: z.string() })),
});
export type CategoryChoice = z.infer<typeof categoryChoiceSchema>;
