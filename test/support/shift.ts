import { type Presence } from '../../src/contract/staff.js';
import { type TicketSummary } from '../../src/contract/ticket.js';
import { type ConsoleClient, type LiveConsole } from './console-client.js';
import { act } from './line.js';
import { type Relay } from './relay.js';
import { addStaff, type NewStaff } from './staff.js';
import { eventually } from './wait.js';

/** A counselor with an open console: what assigning sees of them. */
export class OnShift {
  #live: LiveConsole | undefined;

  private constructor(
    readonly console: ConsoleClient,
    readonly login: string,
  ) {}

  static async come(relay: Relay, person: NewStaff, presence: Presence = 'available'): Promise<OnShift> {
    const colleague = new OnShift(await addStaff(relay, person), person.login);
    if (presence !== 'available') await colleague.says(presence);
    await colleague.opens();
    return colleague;
  }

  async opens(): Promise<void> {
    this.#live = await this.console.live();
  }

  /** Has a talk on the screen. */
  async sees(ticketId: string): Promise<void> {
    await this.#live?.shows(await this.console.talkRoom(ticketId));
  }

  /** Closes the console, without a word. */
  goes(): void {
    this.#live?.close();
  }

  says(presence: Presence): Promise<unknown> {
    return this.console.request('POST', '/api/presence', { presence });
  }

  async hasGone(): Promise<void> {
    await eventually(
      async () => (await this.console.desk()).me.presence === 'offline' || undefined,
      `${this.login} being away`,
    );
  }

  async has(ticketId: string): Promise<TicketSummary> {
    return eventually(
      async () => (await this.console.desk()).mine.find((ticket) => ticket.id === ticketId),
      `${this.login} having the ticket`,
    );
  }

  async rings(ticketId: string): Promise<TicketSummary> {
    const { me } = await this.console.desk();
    return eventually(
      async () =>
        (await this.console.desk()).waiting.find(
          (ticket) => ticket.id === ticketId && ticket.offer?.to.id === me.staffId,
        ),
      `the ticket ringing at ${this.login}`,
    );
  }

  accepts(ticketId: string) {
    return act(this.console, ticketId, 'offer/accept');
  }

  declines(ticketId: string) {
    return act(this.console, ticketId, 'offer/decline');
  }
}
