import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type Relay } from './relay.js';
import { eventually } from './wait.js';

/** Somebody new on LINE: their user id. */
export async function newCaller(standIn: StandIn): Promise<string> {
  return (await standIn.createUser({ displayName: '花子' })).userId;
}

/** The ticket that a webhook event's message is in, once it is there. */
export async function ticketOfEvent(relay: Relay, account: string, webhookEventId: string): Promise<string> {
  return eventually(async () => {
    const [row] = await relay.database.query<{ ticket_id: string }>(
      'SELECT ticket_id FROM message WHERE source = $1',
      [`line:${account}:${webhookEventId}`],
    );
    return row?.ticket_id;
  }, 'the message in its ticket');
}

/** A caller writes; resolves with the id of the ticket when the message is in it. */
export async function write(
  standIn: StandIn,
  relay: Relay,
  account: string,
  userId: string,
  text: string,
): Promise<string> {
  const { webhookEventId } = await standIn.sendText(account, userId, text);
  return ticketOfEvent(relay, account, webhookEventId);
}

/** Every text that LINE took for a caller, in the order in which it took them. */
export async function textsTo(standIn: StandIn, account: string, userId: string): Promise<string[]> {
  const deliveries = await standIn.deliveries({ channel: account, userId });
  return deliveries.flatMap((delivery) => delivery.body.messages.map((message) => String(message['text'])));
}
