/** A counselor of a scenario. Times are minutes after opening. */
export interface Shift {
  readonly login: string;
  /** Consultations that they look after at once: the "lines" of public reports, shared out. */
  readonly capacity: number;
  readonly from: number;
  /** From then on they take nobody new, and finish what they have. */
  readonly to: number;
}

/** One line as public figures describe it. docs/simulation.md says where each figure is from. */
export interface Scenario {
  readonly name: string;
  /** Local times in Japan; the days on which it opens, one evening each. */
  readonly opens: string;
  readonly closes: string;
  readonly days: readonly ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[];
  /** Evenings that are simulated when nothing else is asked for. */
  readonly evenings: number;
  /** Contacts of one evening, and of the closed hours before it. */
  readonly contacts: { readonly inHours: number; readonly outOfHours: number };
  /** How many come within the first hour, relative to each hour after it. */
  readonly firstHourWeight: number;
  readonly shifts: readonly Shift[];
  /** Share of contacts by somebody who was there before. */
  readonly returning: number;
  /** Share of callers who write once and never answer the counselor. */
  readonly noReply: number;
  readonly consultation: {
    readonly meanMinutes: number;
    /** Messages of both sides in one consultation. */
    readonly messages: number;
  };
  /** How long callers wait for a person before they give up. */
  readonly patience: { readonly meanMinutes: number; readonly spread: number };
  /** Minutes after a consultation that a counselor writes the record before their place is free again. */
  readonly wrapUpMinutes: number;
  /** Most who may wait in the line; past it callers get the `full` text. */
  readonly atMost?: number;
}

/** How counselors get their tickets: the account's assignment mode. */
export const modes = ['take', 'offer', 'automatic'] as const;
export type Mode = (typeof modes)[number];

/**
 * The only public word about the shape of an evening: one line staffs its first hour for 20 at once and the rest for 7.
 * For that line itself it is read as a rush: of its 25 contacts, 20 come in the first hour.
 */
const FIRST_HOUR = { usual: 20 / 7, rush: 20 };
/** A share of accepted contacts in which the caller never answered; public reports say 28 to 38 %. */
const NO_REPLY = { tokyo: 181 / 640, hiroshima: 692 / 1811 };

function shifts(capacities: readonly number[], from: number, to: number, name: string): Shift[] {
  return capacities.map((capacity, index) => ({ login: `${name}-${index + 1}`, capacity, from, to }));
}

/** 静岡県: 15–21 on weekdays, seven lines by three people, twenty lines in the first hour. */
const shizuoka: Scenario = {
  name: 'shizuoka',
  opens: '15:00',
  closes: '21:00',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  evenings: 1,
  contacts: { inHours: 25, outOfHours: 28 },
  firstHourWeight: FIRST_HOUR.rush,
  shifts: [...shifts([3, 2, 2], 0, 360, 'counselor'), ...shifts([3, 3, 3, 2, 2], 0, 60, 'first-hour')],
  returning: 0.1,
  noReply: NO_REPLY.tokyo,
  consultation: { meanMinutes: 49, messages: 37 },
  patience: { meanMinutes: 30, spread: 0.8 },
  wrapUpMinutes: 10,
};

/** 広島県: Tuesday, Thursday and Sunday 17–21, three people with one line each. */
const hiroshima: Scenario = {
  name: 'hiroshima',
  opens: '17:00',
  closes: '21:00',
  days: ['tue', 'thu', 'sun'],
  evenings: 3,
  contacts: { inHours: 14, outOfHours: 16 },
  firstHourWeight: FIRST_HOUR.usual,
  shifts: shifts([1, 1, 1], 0, 240, 'counselor'),
  returning: 0.5,
  noReply: NO_REPLY.hiroshima,
  consultation: { meanMinutes: 49, messages: 37 },
  patience: { meanMinutes: 30, spread: 0.8 },
  wrapUpMinutes: 10,
};

/** 長野県 2017, half of it: five lines where ten were, half the contacts; one in three was served. */
const overload: Scenario = {
  name: 'overload',
  opens: '17:00',
  closes: '21:00',
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  evenings: 1,
  contacts: { inHours: 56, outOfHours: 69 },
  firstHourWeight: FIRST_HOUR.usual,
  // Nobody is taken in the last half hour, so that talks end near closing time.
  shifts: shifts([1, 1, 1, 1, 1], 0, 210, 'counselor'),
  returning: 1 - 390 / 547,
  noReply: NO_REPLY.tokyo,
  consultation: { meanMinutes: 53.8, messages: 37 },
  patience: { meanMinutes: 30, spread: 0.8 },
  wrapUpMinutes: 10,
  // As many as there are lines: whoever is further back would wait longer than most people do.
  atMost: 5,
};

export const scenarios: readonly Scenario[] = [shizuoka, hiroshima, overload];
