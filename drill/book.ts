/** One reply that a counselor's console sent, and what the console was told. */
export interface SentReply {
  readonly ticketId: string;
  /** One text for each bubble, in order. */
  readonly marks: readonly string[];
  /** Answered 200 or 201: from then on it has to go out. */
  acknowledged: boolean;
}

/** What people did in one scenario. Every text carries a mark that exists once, so that it can be found again. */
export class Book {
  /** Marks by caller, in the order in which the caller wrote. */
  readonly words = new Map<string, string[]>();
  /** In the order in which they were sent, ticket by ticket. */
  readonly replies: SentReply[] = [];
  /** Counselors who were told that a ticket is theirs. */
  readonly owners = new Map<string, Set<string>>();
  /** Marks of what was never signed by LINE, or changed on the way. */
  readonly forged = new Set<string>();
  /** Whatever was seen at once to be wrong. */
  readonly wrong: string[] = [];
  readonly recoveriesMs: number[] = [];
  /** When processes were killed, and from when to when PostgreSQL was away. */
  readonly #outages: { readonly from: number; readonly to: number }[] = [];
  kills = 0;
  databaseRestarts = 0;
  #marks = 0;

  constructor(readonly scenario: string) {}

  /** A mark that nobody else gets. */
  mark(kind: 'w' | 'r' | 'f'): string {
    this.#marks += 1;
    return `〔${this.scenario}:${kind}${this.#marks}〕`;
  }

  wrote(userId: string, mark: string): void {
    const marks = this.words.get(userId);
    if (marks === undefined) this.words.set(userId, [mark]);
    else marks.push(mark);
  }

  tookOver(ticketId: string, login: string): void {
    const owners = this.owners.get(ticketId) ?? new Set();
    owners.add(login);
    this.owners.set(ticketId, owners);
  }

  /** A process was killed just now. */
  killed(): void {
    this.kills += 1;
    this.outage(Date.now(), Date.now());
  }

  outage(from: number, to: number): void {
    this.#outages.push({ from, to });
  }

  outageWithin(from: number, to: number): boolean {
    return this.#outages.some((outage) => outage.from <= to && outage.to >= from);
  }

  get inbound(): number {
    return [...this.words.values()].reduce((sum, marks) => sum + marks.length, 0);
  }

  get outbound(): number {
    return this.replies.reduce((sum, reply) => sum + reply.marks.length, 0);
  }

  /** Bubbles that a console was told to be kept. */
  get acknowledged(): number {
    return this.replies.reduce((sum, reply) => sum + (reply.acknowledged ? reply.marks.length : 0), 0);
  }
}

/** The mark in a text, if it has one. */
export function markIn(text: unknown): string | undefined {
  return typeof text === 'string' ? /〔[^〕]+〕/.exec(text)?.[0] : undefined;
}
