import { type TalkRoomView } from '../src/contract/ticket.js';
import { Caller } from './caller.js';
import { type Arrival, arrivalsOf, eveningsOf } from './calendar.js';
import { SimulatedClock } from './clock.js';
import { Counselor } from './counselor.js';
import { Dice } from './dice.js';
import { type Ending, type Evidence, marksIn } from './evidence.js';
import { type Figures, figuresOf } from './figures.js';
import { breachesOf } from './invariants.js';
import { type Mode, type Scenario } from './scenario.js';
import { Stage } from './stage.js';
import { buildWorld, type SimulationDatabase, type World } from './world.js';

/** Long enough after the last closing for every consultation to end. */
const AFTER_CLOSING_MS = 6 * 3_600_000;

export interface SimulationOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly evenings?: number | undefined;
  readonly mode?: Mode | undefined;
  readonly database: SimulationDatabase;
  readonly say: (line: string) => void;
}

export interface SimulationResult {
  readonly figures: Figures;
  /** What was promised and did not hold, in words; nothing when all is well. */
  readonly breaches: readonly string[];
  readonly evidence: Evidence;
}

/** Lets a scenario happen to the real server, and reads what became of it. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const { scenario, seed, say, database, mode = 'take' } = options;
  const began = performance.now();
  const evenings = eveningsOf(scenario, options.evenings ?? scenario.evenings);
  const clock = new SimulatedClock(new Date(evenings[0]?.since ?? 0));
  const world = await buildWorld(database, clock, scenario, mode);
  try {
    say(`${scenario.name}: the server runs`);
    const stage = new Stage(world, clock, scenario, evenings, mode);
    const callers = await cast(stage, new Dice(seed));
    await stage.run((evenings.at(-1)?.closes ?? 0) + AFTER_CLOSING_MS);
    say(`${scenario.name}: over; reading what became of it`);
    const evidence = await gather(stage, callers);
    const wallS = (performance.now() - began) / 1000;
    return {
      figures: figuresOf({ scenario: scenario.name, seed, mode }, evidence, wallS),
      breaches: breachesOf(evidence),
      evidence,
    };
  } finally {
    await world.close();
  }
}

/** Everybody who is going to act, with their first act on the agenda. */
async function cast(stage: Stage, dice: Dice): Promise<Caller[]> {
  const farewells = new Set<string>();
  for (const shift of stage.scenario.shifts)
    stage.workers.push(new Counselor(stage, await stage.world.hire(shift), shift, farewells, dice.branch()));
  const callers: Caller[] = [];
  const arrive = async ({ inHours }: Arrival) => {
    const known = dice.happens(stage.scenario.returning)
      ? dice.pick(callers.filter((caller) => caller.isFree))
      : undefined;
    const caller = known ?? (await somebodyNew(stage, farewells, dice.branch()));
    if (known === undefined) callers.push(caller);
    await caller.turnTo(inHours);
  };
  for (const evening of stage.evenings)
    for (const arrival of arrivalsOf(stage.scenario, evening, dice.branch()))
      stage.agenda.note(arrival.at, () => arrive(arrival));
  return callers;
}

async function somebodyNew(stage: Stage, farewells: ReadonlySet<string>, dice: Dice): Promise<Caller> {
  const { userId } = await stage.world.standIn.createUser({
    displayName: '相談者',
    friendOf: [stage.account],
  });
  return new Caller(stage, userId, farewells, dice);
}

async function gather(stage: Stage, callers: readonly Caller[]): Promise<Evidence> {
  const { world, evenings, said, words, heard, cares, picks } = stage;
  const [row] = await world.database.query<{ aside: number }>(
    `SELECT count(*)::int AS aside FROM inbound_event WHERE state <> 'projected'`,
  );
  const violations = await world.standIn.violations();
  return {
    evenings,
    contacts: callers.flatMap((caller) => caller.contacts),
    said,
    words,
    heard,
    cares,
    picks,
    endings: await endings(world),
    overCapacity: stage.overCapacity,
    maxWaiting: stage.maxWaiting,
    refused: (row?.aside ?? 0) + violations.length,
    settleMsMax: stage.settleMsMax,
  };
}

/** Reads every talk room as a supervisor would. */
async function endings(world: World): Promise<Ending[]> {
  const tickets = await world.database.query<{ id: string }>('SELECT id FROM ticket ORDER BY number');
  const read: Ending[] = [];
  for (const { id } of tickets) {
    const { status, body } = await world.supervisor.request<TalkRoomView>('GET', `/api/tickets/${id}`);
    if (status !== 200) throw new Error(`a talk room was answered ${status}`);
    read.push({
      ticketId: id,
      state: body.ticket.state,
      followUp: body.ticket.followUp?.reason ?? null,
      inbound: body.messages.flatMap(({ direction, content }) =>
        direction === 'inbound' && content?.kind === 'text' ? marksIn(content.text) : [],
      ),
    });
  }
  return read;
}
