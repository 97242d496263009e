import { type TicketState } from '../src/contract/ticket.js';
import { type Evening } from './calendar.js';

/** One time that somebody turned to the line: public reports call it an access. */
export interface Contact {
  readonly userId: string;
  readonly at: number;
  readonly inHours: boolean;
  /** When they gave up waiting; null: they did not. */
  readonly goneAt: number | null;
  /** How: `left` the line by its button, `blocked` the account, or just fell `silent`. */
  readonly way: 'left' | 'blocked' | 'silent' | null;
}

/** One bubble that a caller sent. */
export interface Said {
  readonly mark: string;
  readonly userId: string;
  readonly at: number;
}

/** One bubble that a counselor's console was told to be kept. */
export interface Word {
  readonly mark: string;
  readonly ticketId: string;
}

/** What LINE took for a caller in one go, at the simulated instant at which it took it. */
export interface Heard {
  readonly userId: string;
  readonly at: number;
  /** Marks of counselors' bubbles. */
  readonly marks: readonly string[];
  /** Situations of automatic texts. */
  readonly situations: readonly string[];
}

/** Somebody looks after a caller. */
export interface Care {
  readonly ticketId: string;
  readonly userId: string;
  readonly login: string;
  readonly from: number;
  readonly until: number | null;
}

/** A counselor took a ticket while these waited, as their console showed it. */
export interface Pick {
  readonly ticketId: string;
  readonly line: readonly { readonly id: string; readonly since: number }[];
}

/** A ticket as the console shows it at the end, with the marks of its caller's bubbles in the order of the talk room. */
export interface Ending {
  readonly ticketId: string;
  readonly state: TicketState;
  readonly followUp: string | null;
  readonly inbound: readonly string[];
}

/** Everything that was sent, and everything that the product made of it. */
export interface Evidence {
  readonly evenings: readonly Evening[];
  readonly contacts: readonly Contact[];
  readonly said: readonly Said[];
  readonly words: readonly Word[];
  readonly heard: readonly Heard[];
  readonly cares: readonly Care[];
  readonly picks: readonly Pick[];
  readonly endings: readonly Ending[];
  /** Counselors who were seen with more than they can look after, each time. */
  readonly overCapacity: number;
  readonly maxWaiting: number;
  /** Events that the product put aside, and calls that broke LINE's rules. */
  readonly refused: number;
  /** Real milliseconds that the product took to come to rest, at most. */
  readonly settleMsMax: number;
}

const MARK = /〔([^〕]+)〕/g;
const SITUATION = /^［([a-z-]+)］/;

export function marksIn(text: string): string[] {
  return [...text.matchAll(MARK)].map(([, mark]) => mark ?? '');
}

/** The situation that an automatic text was made for; `unknown` when it names none. */
export function situationOf(text: string): string {
  return SITUATION.exec(text)?.[1] ?? 'unknown';
}
