import { z } from 'zod';
import { accountIdSchema } from './account.js';
import { ticketIdSchema } from './message.js';
import { staffIdSchema } from './staff.js';

const person = z.object({ id: staffIdSchema, displayName: z.string() });
const words = z.string().trim().min(1).max(1000);

/** `important`: everybody has to say that they have read it, also after it has ended. */
export const announcementLevels = ['info', 'important'] as const;
export const announcementLevelSchema = z.enum(announcementLevels);
export type AnnouncementLevel = z.infer<typeof announcementLevelSchema>;

export const announcementSchema = z.object({
  id: z.uuid(),
  level: announcementLevelSchema,
  /** Null once it can't be opened any more. */
  text: z.string().nullable(),
  by: person,
  madeAt: z.iso.datetime(),
  endsAt: z.iso.datetime().nullable(),
  accountIds: z.array(accountIdSchema),
});
export type Announcement = z.infer<typeof announcementSchema>;

/** What the person who asks has not read yet, the important first. */
export const openAnnouncementsSchema = z.object({ announcements: z.array(announcementSchema) });
export type OpenAnnouncements = z.infer<typeof openAnnouncementsSchema>;

export const madeAnnouncementSchema = announcementSchema.extend({
  withdrawnAt: z.iso.datetime().nullable(),
  readCount: z.number().int().nonnegative(),
  /** Names of those who have not said yet that they have read it. */
  unread: z.array(z.string()),
});
export type MadeAnnouncement = z.infer<typeof madeAnnouncementSchema>;

/** What was announced in the accounts that a person may announce to, newest first. */
export const madeAnnouncementsSchema = z.object({
  announcements: z.array(madeAnnouncementSchema),
  accounts: z.array(z.object({ id: accountIdSchema, name: z.object({ ja: z.string(), en: z.string() }) })),
});
export type MadeAnnouncements = z.infer<typeof madeAnnouncementsSchema>;

export const announceRequestSchema = z.strictObject({
  /** Repeated with the same id, it is made once. */
  clientId: z.uuid(),
  level: announcementLevelSchema,
  text: words,
  accountIds: z.array(accountIdSchema).min(1).max(200),
  endsAt: z.iso.datetime({ offset: true }).nullable(),
});
export type AnnounceRequest = z.infer<typeof announceRequestSchema>;

/** What one shift tells the next. */
export const shiftNoteSchema = z.object({
  id: z.uuid(),
  accountId: accountIdSchema,
  /** The ticket that it is about; its id only for whoever may read it. */
  ticket: z.object({ id: ticketIdSchema.nullable(), number: z.number().int() }).nullable(),
  /** Null once the caller's key was destroyed. */
  words: z.object({ topic: z.string(), text: z.string() }).nullable(),
  by: person,
  at: z.iso.datetime(),
  /** Until when it matters. */
  until: z.iso.datetime().nullable(),
  done: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
  readBy: z.array(z.string()),
  /** The person who asks wrote it, or has said that they have read it. */
  isRead: z.boolean(),
});
export type ShiftNote = z.infer<typeof shiftNoteSchema>;

/** Those that are open, oldest first, and those that were done within a week, newest first. */
export const shiftNotesSchema = z.object({
  open: z.array(shiftNoteSchema),
  done: z.array(shiftNoteSchema),
});
export type ShiftNotes = z.infer<typeof shiftNotesSchema>;

export const shiftNoteRequestSchema = z.strictObject({
  clientId: z.uuid(),
  accountId: accountIdSchema,
  ticketNumber: z.number().int().positive().nullable(),
  topic: z.string().trim().min(1).max(100),
  text: words,
  until: z.iso.datetime({ offset: true }).nullable(),
});
export type ShiftNoteRequest = z.infer<typeof shiftNoteRequestSchema>;
