import { type Book } from './book.js';
import { type Chance } from './chance.js';
import { type DrillRelay } from './relay.js';
import { type World } from './world.js';

const RECOVERS_WITHIN_MS = 60_000;

export interface Stage {
  readonly world: World;
  readonly book: Book;
  readonly chance: Chance;
  /** The whole drill, or the short slice of it. */
  readonly full: boolean;
  /** Whether the scenario has had its time: on a slow machine it ends before it has done everything. */
  readonly timeIsUp: () => boolean;
  readonly say: (line: string) => void;
}

/** One way in which things go wrong while callers write and counselors answer. It leaves everything running again. */
export interface Scenario {
  readonly name: string;
  readonly wordsPerSecond: number;
  /** How long the whole drill lets it go on at most, in milliseconds, without what was begun coming to rest. */
  readonly longestMs: number;
  disturb(stage: Stage): Promise<void>;
}

export const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Where the ledger stands now. */
export async function ledgerNow({ standIn }: World): Promise<number> {
  const [webhook] = await standIn.webhookAttempts({ limit: 1 });
  const [delivery] = await standIn.deliveries({ limit: 1 });
  return Math.max(webhook?.order ?? 0, delivery?.order ?? 0);
}

/** Kills a process; `again` starts it. Resolves when its webhooks are answered 200 again, and notes how long that took. */
export async function killAndRecover(
  { world, book }: Stage,
  relay: DrillRelay,
  again: () => Promise<void>,
): Promise<void> {
  const after = await ledgerNow(world);
  await relay.kill();
  const since = Date.now();
  book.killed();
  await again();
  await answered(world, relay, after);
  book.recoveriesMs.push(Date.now() - since);
}

/** Resolves when this process answers 200: a webhook that was sent after this point of the ledger, if it gets any. */
export async function answered(world: World, relay: DrillRelay, after: number): Promise<void> {
  if (!relay.getsWebhooks) return until(`${relay.name} being ready`, () => isReady(relay));
  await until(`${relay.name} answering webhooks`, async () =>
    (await world.standIn.webhookAttempts({ after })).some(
      ({ url, status }) => url.startsWith(relay.url) && status >= 200 && status < 300,
    ),
  );
}

/** Resolves when LINE has taken something after this point of the ledger. */
export async function pushed(world: World, after: number): Promise<void> {
  await until('a push', async () => (await world.standIn.deliveries({ after })).length > 0);
}

export async function until(
  what: string,
  holds: () => Promise<boolean>,
  withinMs = RECOVERS_WITHIN_MS,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${withinMs / 1000} s`);
    await pause(25);
  }
}

async function isReady(relay: DrillRelay): Promise<boolean> {
  try {
    const response = await fetch(`${relay.url}/readyz`, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
