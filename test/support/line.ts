import { AccountDirectory } from '../../src/account/account.directory.js';
import { type AccountSettings } from '../../src/account/account-settings.js';
import { type ErrorBody } from '../../src/contract/error.js';
import { type FollowUpReason } from '../../src/contract/standing.js';
import { type TicketSummary } from '../../src/contract/ticket.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type Answer, type ConsoleClient } from './console-client.js';
import { newCaller, textsTo, write } from './conversation.js';
import { type Relay } from './relay.js';
import { eventually } from './wait.js';

type Settings = {
  readonly [Name in keyof AccountSettings]?: Partial<AccountSettings[Name]> | AccountSettings[Name];
};

/** Gives an account these settings, and the defaults for all others. */
export async function configure(relay: Relay, account: string, settings: Settings): Promise<void> {
  await relay.database.query('UPDATE account SET settings = $2 WHERE id = $1', [
    account,
    // Answers may take a day: alarms about that are for the tests of them.
    JSON.stringify({ targets: { replyMinutes: 1440 }, ...settings }),
  ]);
  await relay.server.app.get(AccountDirectory).reload();
}

/** A caller of one account. */
export class Caller {
  ticketId = '';

  private constructor(
    private readonly standIn: StandIn,
    private readonly relay: Relay,
    readonly account: string,
    readonly userId: string,
  ) {}

  static async new(standIn: StandIn, relay: Relay, account: string): Promise<Caller> {
    return new Caller(standIn, relay, account, await newCaller(standIn));
  }

  /** Somebody new who has written. */
  static async waiting(standIn: StandIn, relay: Relay, account: string): Promise<Caller> {
    const caller = await Caller.new(standIn, relay, account);
    await caller.writes('聞いてください');
    return caller;
  }

  async writes(text: string): Promise<string> {
    this.ticketId = await write(this.standIn, this.relay, this.account, this.userId, text);
    return this.ticketId;
  }

  async blocks(): Promise<void> {
    await this.standIn.unfollow(this.account, this.userId);
  }

  async unblocks(): Promise<void> {
    await this.standIn.follow(this.account, this.userId);
  }

  /** Touches what the last text offers. */
  async leaves(): Promise<void> {
    const offered = await eventually(async () => {
      const sent = await this.standIn.deliveries({ channel: this.account, userId: this.userId });
      return sent
        .flatMap(({ body }) => body.messages)
        .findLast((message) => message['quickReply'] !== undefined);
    }, 'a text by which to leave');
    const { items } = offered['quickReply'] as { items: { action: { type: string; data: string } }[] };
    const [item] = items;
    if (item?.action.type !== 'postback') throw new Error('the text offers no choice');
    await this.standIn.postback(this.account, this.userId, item.action.data);
  }

  texts(): Promise<string[]> {
    return textsTo(this.standIn, this.account, this.userId);
  }

  /** Waits for a text that says this; resolves with all so far. */
  async hears(words: string): Promise<string[]> {
    return eventually(async () => {
      const texts = await this.texts();
      return texts.some((text) => text.includes(words)) ? texts : undefined;
    }, `a text that says ${words}`);
  }

  /** A silence begins when LINE has taken our last word: until the relay knows so, time must not go on. */
  async gotAll(): Promise<void> {
    await eventually(async () => {
      const underWay = await this.relay.database.query(
        `SELECT FROM message JOIN delivery ON delivery.id = delivery_id
         WHERE ticket_id = $1 AND delivery.state <> 'accepted'`,
        [this.ticketId],
      );
      return underWay.length === 0 || undefined;
    }, 'what LINE took');
  }
}

/** What the desk of a person says about a ticket, in whichever list it stands. */
export async function ticketOf(console: ConsoleClient, ticketId: string): Promise<TicketSummary> {
  const { waiting, followUps, mine, others } = await console.desk();
  const found = [...waiting, ...followUps, ...mine, ...others].find((ticket) => ticket.id === ticketId);
  if (found === undefined) throw new Error('the ticket is on no list');
  return found;
}

/** Waits until a ticket is on the follow-up list for this reason. */
export async function followsUp(
  console: ConsoleClient,
  ticketId: string,
  reason: FollowUpReason,
): Promise<TicketSummary> {
  return eventually(async () => {
    const ticket = await ticketOf(console, ticketId);
    return ticket.followUp?.reason === reason ? ticket : undefined;
  }, `the ticket being on the follow-up list (${reason})`);
}

export async function waits(console: ConsoleClient, ticketId: string): Promise<TicketSummary> {
  return eventually(async () => {
    const ticket = await ticketOf(console, ticketId);
    return ticket.state === 'waiting' ? ticket : undefined;
  }, 'the ticket waiting');
}

/** Something done with a ticket. */
export function act(
  console: ConsoleClient,
  ticketId: string,
  action: string,
  body: object = {},
): Promise<Answer<TicketSummary & ErrorBody>> {
  return console.request('POST', `/api/tickets/${ticketId}/${action}`, body);
}
