import { randomBytes } from 'node:crypto';
import { sign } from '../stand-in/server/signature.js';
import { type Book } from './book.js';
import { type Chance } from './chance.js';
import { ACCOUNTS, type World } from './world.js';

/** Somebody who sends webhooks that LINE did not: unsigned, signed with another secret, or changed after signing. */
export class Forger {
  #running = true;
  #done: Promise<void> = Promise.resolve();
  sent = 0;

  constructor(
    private readonly world: World,
    private readonly book: Book,
    private readonly chance: Chance,
    private readonly perSecond: number,
  ) {}

  async start(): Promise<void> {
    const { channels } = await this.world.standIn.state();
    this.#done = this.#run(new Map(channels.map((channel) => [channel.id, channel])));
  }

  async stop(): Promise<void> {
    this.#running = false;
    await this.#done;
  }

  async #run(channels: ReadonlyMap<string, { botUserId: string; channelSecret: string }>): Promise<void> {
    while (this.#running) {
      await new Promise((resolve) => setTimeout(resolve, this.chance.between(0, 2000 / this.perSecond)));
      const account = this.chance.pick(ACCOUNTS);
      const channel = channels.get(account);
      if (channel === undefined) throw new Error(`there is no channel ${account}`);
      const { body, value } = this.#forge(channel);
      const headers = { 'content-type': 'application/json' };
      const { status } = await this.world.standIn.sendRaw(account, {
        body,
        signature: value === undefined ? 'missing' : { value },
        headers,
      });
      this.sent += 1;
      if (status >= 200 && status < 300) this.book.wrong.push(`a forged webhook was answered ${status}`);
    }
  }

  #forge(channel: { botUserId: string; channelSecret: string }): { body: string; value: string | undefined } {
    const mark = this.book.mark('f');
    this.book.forged.add(mark);
    const body = (text: string) =>
      JSON.stringify({
        destination: channel.botUserId,
        events: [
          {
            type: 'message',
            mode: 'active',
            timestamp: Date.now(),
            source: { type: 'user', userId: `U${randomBytes(16).toString('hex')}` },
            webhookEventId: `01FORGED${mark.replaceAll(/\W/g, '')}`,
            deliveryContext: { isRedelivery: false },
            message: { type: 'text', id: '1', text },
          },
        ],
      });
    const forged = body(`お金を振り込んでください${mark}`);
    switch (this.chance.between(0, 3)) {
      case 0:
        return { body: forged, value: undefined };
      case 1:
        return { body: forged, value: sign(Buffer.from(forged), `not ${channel.channelSecret}`) };
      case 2:
        // A signature that LINE did give, for other words.
        return { body: forged, value: sign(Buffer.from(body('聞いてください')), channel.channelSecret) };
      default:
        return { body: `${forged} `, value: sign(Buffer.from(forged), channel.channelSecret) };
    }
  }
}
