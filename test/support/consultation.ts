import { expect } from '@jest/globals';
import { type DeliveryView, type MessageView } from '../../src/contract/message.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type ConsoleClient } from './console-client.js';
import { newCaller, write } from './conversation.js';
import { type Relay } from './relay.js';
import { eventually } from './wait.js';

/** A caller and the counselor who has taken their ticket. */
export class Consultation {
  private constructor(
    readonly counselor: ConsoleClient,
    readonly userId: string,
    readonly ticketId: string,
  ) {}

  static async begin(
    standIn: StandIn,
    relay: Relay,
    counselor: ConsoleClient,
    account: string,
  ): Promise<Consultation> {
    const userId = await newCaller(standIn);
    const ticketId = await write(standIn, relay, account, userId, '聞いてください');
    expect((await counselor.take(ticketId)).status).toBe(200);
    return new Consultation(counselor, userId, ticketId);
  }

  /** Resolves with the id of the message. */
  async reply(text: string): Promise<string> {
    const answer = await this.counselor.reply(this.ticketId, text);
    expect(answer.status).toBe(201);
    return answer.body.id;
  }

  async message(messageId: string): Promise<MessageView> {
    const { messages } = await this.counselor.talkRoom(this.ticketId);
    const found = messages.find((message) => message.id === messageId);
    if (found === undefined) throw new Error('the message is not in its talk room');
    return found;
  }

  async delivery(messageId: string): Promise<DeliveryView> {
    const { delivery } = await this.message(messageId);
    if (delivery === null) throw new Error('the message has no delivery');
    return delivery;
  }

  /** Waits until the delivery of a message is as wanted. */
  async becomes(messageId: string, wanted: Partial<DeliveryView>): Promise<DeliveryView> {
    return eventually(
      async () => {
        const delivery = await this.delivery(messageId);
        expect(delivery).toMatchObject(wanted);
        return delivery;
      },
      `the delivery being ${JSON.stringify(wanted)}`,
      20_000,
    );
  }
}
