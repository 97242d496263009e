import { z } from 'zod';

const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' });

const richMenuId = z
  .string()
  .regex(/^richmenu-[0-9a-zA-Z-]{1,100}$/, { error: 'must be an id like richmenu-…' });

/** How an account behaves where its operator has a choice. Everything has a default that is safe for callers. */
export const accountSettingsSchema = z.strictObject({
  /**
   * What happens to a message that its caller takes back. `purge`: its words are destroyed at once. `keep`: they stay,
   * marked as withdrawn, for whoever may read the ticket; LINE asks for the former, a duty of care may ask for this.
   * https://developers.line.biz/en/docs/messaging-api/receiving-messages/#webhook-unsend-message
   */
  unsend: z.enum(['purge', 'keep']).default('purge'),
  /** Callers are erased so many days after their last consultation ended; without it, only when somebody wants it. */
  retention: z.strictObject({ days: z.number().int().min(1).max(36_500).optional() }).prefault({}),
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
  /**
   * What becomes of who writes outside the hours. `carry-over`: they go before who comes later, at the next opening.
   * `next-service-day`: they take their place then like everybody else. `reply-only`: they get the closed text, and the
   * ticket goes on the follow-up list.
   */
  whenClosed: z.enum(['carry-over', 'next-service-day', 'reply-only']).default('carry-over'),
  /** Fewer people than this online within the hours raise an alarm; with `hold`, an opening waits for them. */
  staffing: z
    .strictObject({
      minimum: z.number().int().min(0).max(100).default(2),
      hold: z.boolean().default(false),
    })
    .prefault({}),
  waiting: z
    .strictObject({
      /** Everybody may take whom they choose, not only supervisors with a reason. It leaves a trace all the same. */
      pickFreely: z.boolean().default(false),
      /** At most so many wait; who comes then gets the `full` text. Without it, there is no bound. */
      atMost: z.number().int().min(1).max(10_000).optional(),
      /** How long somebody waits before a carried-over caller goes before them no more, in minutes; twice that for `watch`. */
      ageingMinutes: z.number().int().min(1).max(1440).default(30),
      /** The caller hears their place again after so many minutes, if it changed … */
      placeAgainMinutes: z.number().int().min(1).max(240).default(10),
      /** … but at most so often in one wait: each such text counts towards LINE's month. */
      placeAgainAtMost: z.number().int().min(0).max(20).default(3),
      /** A ticket on the follow-up list that is not at risk is closed after so many days. */
      followUpDays: z.number().int().min(1).max(90).default(7),
    })
    .prefault({}),
  assignment: z
    .strictObject({
      /** `take`: counselors take tickets. `offer`: each is offered to one who fits. `automatic`: given to one who fits. */
      mode: z.enum(['take', 'offer', 'automatic']).default('take'),
      /** How long an offer stands, in seconds. */
      offerSeconds: z.number().int().min(5).max(600).default(45),
      /** Whoever looked after the caller last is asked first. */
      lastCounselorFirst: z.boolean().default(false),
      /** How long a counselor may be away without signing out before their tickets are given back, in seconds. */
      graceSeconds: z.number().int().min(10).max(3600).default(120),
      /** Then they go to the front of the line, or on the follow-up list with an alarm. */
      whenVanished: z.enum(['front', 'supervisor']).default('front'),
    })
    .prefault({}),
  /** What one caller may use. Every limit yields to risk, and a supervisor may extend it. */
  limits: z
    .strictObject({
      /** Minutes of one consultation, from when it was taken. */
      minutes: z.number().int().min(5).max(600).optional(),
      /** The counselor is reminded so many minutes before. */
      warnMinutes: z.number().int().min(1).max(120).default(10),
      consultationsPerDay: z.number().int().min(1).max(50).optional(),
      /** Minutes between the end of one consultation and the next. */
      coolDownMinutes: z.number().int().min(1).max(10_080).optional(),
    })
    .prefault({}),
  /** What happens when a caller falls silent in a consultation. A ticket at risk raises an alarm instead of being closed. */
  idle: z
    .strictObject({
      /** Ask whether they are still there, after so many minutes; without it, never. */
      askAfterMinutes: z.number().int().min(1).max(1440).optional(),
      /** Close so many minutes after that. */
      closeAfterMinutes: z.number().int().min(1).max(1440).default(30),
      /** Who writes within so many minutes of that goes on in the same ticket. */
      reopenMinutes: z.number().int().min(0).max(10_080).default(120),
    })
    .prefault({}),
  /** What an account wants to hold itself to. Nothing ends or is sent by itself when it isn't met. */
  targets: z
    .strictObject({
      /** How long somebody waits at most until a counselor takes them, in minutes. */
      waitMinutes: z.number().int().min(1).max(1440).default(10),
      /** How long a caller with a counselor waits at most for an answer, in minutes. Past it, supervisors hear of it. */
      replyMinutes: z.number().int().min(1).max(1440).default(5),
      /** More tickets at risk than this in one person's hands are too heavy. */
      heavyAtMost: z.number().int().min(0).max(50).default(1),
      /** After so many minutes of work without one, a counselor is reminded of a break. */
      breakAfterMinutes: z.number().int().min(10).max(720).default(60),
    })
    .prefault({}),
  supervision: z
    .strictObject({
      /** A reply that waits so many minutes for its approval is an alarm; it is never sent by itself. */
      approvalMinutes: z.number().int().min(1).max(240).default(5),
      /** So is a counselor who asked for a look and got none. */
      consultMinutes: z.number().int().min(1).max(240).default(3),
    })
    .prefault({}),
  /** How long a counselor may take a reply back before it leaves, in seconds; with 0, it leaves at once. */
  undoSeconds: z.number().int().min(0).max(30).default(5),
  /**
   * Who may look into earlier consultations of the same caller, besides supervisors: the counselor who looks after that
   * caller now, or nobody.
   */
  pastConsultations: z.enum(['own-caller', 'none']).default('own-caller'),
  /** LINE's ids of the rich menus shown while the account takes new consultations and while it doesn't. */
  richMenus: z.strictObject({ open: richMenuId, closed: richMenuId }).optional(),
  /** Callers see an animation while a counselor writes. */
  showTyping: z.boolean().default(true),
  /** Callers see "read" once a counselor has their message on screen. Works only where LINE's chat mode is on. */
  markAsRead: z.boolean().default(true),
});
export type AccountSettings = z.infer<typeof accountSettingsSchema>;
