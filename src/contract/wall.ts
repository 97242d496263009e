import { z } from 'zod';
import { accountIdSchema, accountViewSchema, openingViewSchema } from './account.js';
import { linkTokenSchema } from './sign-in.js';
import { todayViewSchema } from './statistics.js';

/** A screen on the wall is hung up anew after this many days at the latest. */
export const WALL_DAYS = 90;
export const LONGEST_WALL_NAME = 40;

const count = z.number().int().nonnegative();

/**
 * All that a screen on the wall is told: numbers, names of accounts and when they are open. No alias, no ticket, nobody
 * of the staff, and no word that anybody wrote.
 */
export const wallViewSchema = z.strictObject({
  /** The instant by the clock of the server's rules up to which it is counted. */
  now: z.iso.datetime(),
  /** When the wall ends by itself, in real time; null for a person, whose session ends otherwise. */
  endsAt: z.iso.datetime().nullable(),
  figures: z.strictObject({
    waiting: count,
    /** The longest wait that counts already, with its account's target; null: none does. */
    oldest: z
      .strictObject({ since: z.iso.datetime(), targetMinutes: z.number().int().positive() })
      .nullable(),
    /** Waits past their target. */
    late: count,
    /** Callers of taken tickets who wait for a reply, and those of them who do past the target. */
    owed: count,
    owedLate: count,
    /** Tickets at risk, and those of them that are high or imminent. */
    atRisk: count,
    grave: count,
    /** Alarms that no supervisor has confirmed. */
    alarms: count,
    /** Of them, those on which somebody's life may hang. */
    graveAlarms: count,
    unseenMessages: count,
    /** Accounts that are open with fewer people than they ask for. */
    short: count,
    /** People who take tickets now, of those who are there. */
    available: count,
    online: count,
  }),
  accounts: z.array(
    z.strictObject({
      id: accountIdSchema,
      name: accountViewSchema.shape.name,
      opening: openingViewSchema.pick({ state: true, nextChangeAt: true }).strict(),
      targets: accountViewSchema.shape.targets.pick({ waitMinutes: true }).strict(),
    }),
  ),
  today: todayViewSchema,
});
export type WallView = z.infer<typeof wallViewSchema>;

export const wallIdSchema = z.uuid();

export const makeWallRequestSchema = z.strictObject({
  /** What hangs where, for who looks after it. */
  name: z.string().trim().min(1).max(LONGEST_WALL_NAME),
  accountIds: z.array(accountIdSchema).min(1).max(200),
  days: z.number().int().min(1).max(WALL_DAYS),
});
export type MakeWallRequest = z.infer<typeof makeWallRequestSchema>;

export const wallEntrySchema = z.object({
  id: wallIdSchema,
  /** Empty when it can't be opened any more. */
  name: z.string(),
  /** Its accounts, as far as the person who asks supervises them. */
  accountIds: z.array(accountIdSchema),
  /** How many more it shows. */
  otherAccounts: count,
  madeBy: z.string(),
  madeAt: z.iso.datetime(),
  /** Null: its link has not been opened yet. */
  openedAt: z.iso.datetime().nullable(),
  /** Until when its link can be opened, while it hasn't been. */
  linkExpiresAt: z.iso.datetime(),
  /** When its screen last asked, to the minute. */
  askedAt: z.iso.datetime().nullable(),
  endsAt: z.iso.datetime(),
});
export type WallEntry = z.infer<typeof wallEntrySchema>;

export const wallsViewSchema = z.object({ walls: z.array(wallEntrySchema) });
export type WallsView = z.infer<typeof wallsViewSchema>;

export const madeWallSchema = z.object({
  wall: wallEntrySchema,
  /** Shown once to who made it: the server keeps a hash of it alone. */
  url: z.url(),
});
export type MadeWall = z.infer<typeof madeWallSchema>;

export const openWallRequestSchema = z.strictObject({ token: linkTokenSchema });
export type OpenWallRequest = z.infer<typeof openWallRequestSchema>;
