import { type Delivery } from '../stand-in/server/stand-in.js';
import { type Contact, type Heard } from './evidence.js';
import { type Dice } from './dice.js';
import { type Stage } from './stage.js';
import { ACCOUNT } from './world.js';

/** How often a thought comes in one, two or three bubbles: of all messages, callers send six in ten. */
const THOUGHT_BUBBLES = [6, 3, 1];
const BETWEEN_BUBBLES_S = { least: 4, most: 20 };
const ADDS_WHILE_WAITING = 0.4;
const WAYS_OUT = { left: 0.4, blocked: 0.05 };
/** Texts after which somebody who has not reached a person stops for now. */
const TURNED_AWAY = ['closed', 'closing', 'full', 'limit', 'left'];
/** By then a caller in closed hours has sent their thought and read what came. */
const TOLD_WITHIN_S = 120;
const CALLER_SHARE_OF_ROUND = 0.6;
/** Bubbles of one round: what a caller sends on average, and the counselor's answer. */
const ROUND_BUBBLES = 1.5 + 1;

interface Open {
  contact: Contact;
  heardPerson: boolean;
  /** They wrote once and will never answer. */
  readonly mute: boolean;
  /** Their thought or answer is under way. */
  writing: boolean;
  leaveData: string | undefined;
}

/** How long one round of a consultation takes, in seconds, so that it has as many messages as the figures say. */
export function roundSeconds({ meanMinutes, messages }: { meanMinutes: number; messages: number }): number {
  return (meanMinutes * 60) / (messages / ROUND_BUBBLES);
}

/** Somebody on LINE. What they do depends on what reaches their phone, and on nothing else. */
export class Caller {
  readonly contacts: Contact[] = [];
  #open: Open | undefined;
  #blocks = false;

  constructor(
    private readonly stage: Stage,
    readonly userId: string,
    private readonly farewells: ReadonlySet<string>,
    private readonly dice: Dice,
  ) {
    stage.listeners.set(userId, this);
  }

  /** Whether they have nothing to do with the line just now. */
  get isFree(): boolean {
    return this.#open === undefined && !this.#blocks;
  }

  async turnTo(inHours: boolean): Promise<void> {
    const { stage, dice } = this;
    const contact: Contact = { userId: this.userId, at: stage.now, inHours, goneAt: null, way: null };
    const open: Open = {
      contact,
      heardPerson: false,
      mute: dice.happens(stage.scenario.noReply),
      writing: false,
      leaveData: undefined,
    };
    this.#open = open;
    this.contacts.push(contact);
    // Whoever is told to come another time, now or earlier the same night, doesn't wait.
    if (!inHours)
      stage.in(TOLD_WITHIN_S, () => {
        if (this.#waits(open)) this.#open = undefined;
      });
    const { meanMinutes, spread } = stage.scenario.patience;
    stage.in(60 * dice.lasting(meanMinutes, spread), () => this.#giveUp(open));
    if (dice.happens(ADDS_WHILE_WAITING))
      stage.in(dice.between(60, 300), () => (this.#waits(open) ? this.#thought(open, 1) : undefined));
    await this.#thought(open, 1 + dice.weighted(THOUGHT_BUBBLES));
  }

  hears({ marks, situations }: Heard, delivery: Delivery): void {
    const open = this.#open;
    if (open === undefined) return;
    const [button] = delivery.body.messages.flatMap((message) => leaveDataOf(message));
    open.leaveData = button ?? open.leaveData;
    if (marks.some((mark) => this.farewells.has(mark))) this.#open = undefined;
    else if (marks.length > 0) this.#hearsPerson(open);
    else if (!open.heardPerson && situations.some((name) => TURNED_AWAY.includes(name)))
      this.#open = undefined;
  }

  #hearsPerson(open: Open): void {
    open.heardPerson = true;
    if (open.mute || open.writing || open.contact.goneAt !== null) return;
    open.writing = true;
    const thinks = CALLER_SHARE_OF_ROUND * roundSeconds(this.stage.scenario.consultation);
    this.stage.in(this.dice.lasting(thinks, 0.5), async () => {
      open.writing = false;
      if (this.#open === open) await this.#thought(open, 1 + this.dice.weighted(THOUGHT_BUBBLES));
    });
  }

  /** One thought, in several bubbles. */
  async #thought(open: Open, bubbles: number): Promise<void> {
    if (this.#open !== open || open.contact.goneAt !== null) return;
    await this.stage.say(this.userId);
    const { least, most } = BETWEEN_BUBBLES_S;
    if (bubbles > 1) this.stage.in(this.dice.between(least, most), () => this.#thought(open, bubbles - 1));
  }

  #waits(open: Open): boolean {
    return this.#open === open && !open.heardPerson && open.contact.goneAt === null;
  }

  async #giveUp(open: Open): Promise<void> {
    if (!this.#waits(open)) return;
    const { standIn } = this.stage.world;
    this.stage.touch();
    const blocks = this.dice.happens(WAYS_OUT.blocked);
    const presses = !blocks && open.leaveData !== undefined && this.dice.happens(WAYS_OUT.left);
    const way = blocks ? 'blocked' : presses ? 'left' : 'silent';
    open.contact = { ...open.contact, goneAt: this.stage.now, way };
    this.contacts[this.contacts.length - 1] = open.contact;
    if (blocks) {
      await standIn.unfollow(ACCOUNT, this.userId, { wait: true });
      this.#blocks = true;
      this.#open = undefined;
    } else if (presses && open.leaveData !== undefined)
      await standIn.postback(ACCOUNT, this.userId, open.leaveData, undefined, { wait: true });
  }
}

/** What the button sends by which a caller leaves the line. */
function leaveDataOf(message: Readonly<Record<string, unknown>>): string[] {
  const { items = [] } = (message['quickReply'] ?? {}) as { items?: { action: { data?: string } }[] };
  return items.flatMap(({ action }) => action.data ?? []);
}
