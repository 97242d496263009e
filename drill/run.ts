import { Book } from './book.js';
import { Chance } from './chance.js';
import { Forger } from './forger.js';
import { People } from './people.js';
import { appKilled } from './scenarios/app-killed.js';
import { databaseKilled } from './scenarios/database-killed.js';
import { lineAway } from './scenarios/line-away.js';
import { lineMisbehaves } from './scenarios/line-misbehaves.js';
import { networkCut } from './scenarios/network-cut.js';
import { webhooksGarbled } from './scenarios/webhooks-garbled.js';
import { ledgerNow, pause, type Scenario, type Stage } from './stage.js';
import { type Fault, type Findings, gather, Tally } from './tally.js';
import { buildWorld, stopWorld, type World } from './world.js';

export { cutOffWorld, stopWorld } from './world.js';

const CALLERS = { full: 50, short: 20 };
const THINKS_MS = { full: 3000, short: 2500 };
const FORGED_PER_SECOND = 2;
/** What was begun is finished within this time after the disturbance, or counts as lost. */
const SETTLES_WITHIN_MS = 120_000;
const MEANT = [
  ['kills', 100],
  ['db_restarts', 10],
  ['inbound', 5000],
  ['outbound', 5000],
] as const;
const FAULTS: readonly Fault[] = ['lost', 'duplicated', 'out_of_order', 'wrong'];

export const SCENARIOS: readonly Scenario[] = [
  appKilled,
  databaseKilled,
  lineMisbehaves,
  lineAway,
  webhooksGarbled,
  networkCut,
];

export interface DrillOptions {
  readonly seed: number;
  readonly full: boolean;
  /** Names of scenarios; all of them when it is empty. */
  readonly only: readonly string[];
  readonly say: (line: string) => void;
}

export interface ScenarioResult extends Findings {
  readonly kills: number;
  readonly db_restarts: number;
  readonly inbound: number;
  readonly outbound: number;
  readonly forged: number;
  readonly recovery_s_max: number;
  readonly recovery_s_median: number;
  readonly duration_s: number;
}

export type DrillResult = Omit<ScenarioResult, 'details'> & {
  readonly seed: number;
  /** Whether it did as much as the whole drill is meant to; a slow machine may not get there in time. */
  readonly complete: boolean;
  readonly scenarios: Readonly<Record<string, ScenarioResult>>;
};

/** Runs the scenarios one after another in one world, each with callers of its own, and counts after each. */
export async function runDrill({ seed, full, only, say }: DrillOptions): Promise<DrillResult> {
  const started = Date.now();
  const scenarios: Record<string, ScenarioResult> = {};
  const recoveriesMs: number[] = [];
  try {
    say('starting PostgreSQL, the LINE stand-in and three processes of the server');
    const world = await buildWorld(full);
    for (const [index, scenario] of SCENARIOS.entries()) {
      if (only.length > 0 && !only.includes(scenario.name)) continue;
      // Each scenario has its own choices, so that one alone repeats what it did among the others.
      const stage: Stage = {
        world,
        book: new Book(scenario.name),
        chance: new Chance(seed + index * 1000),
        full,
        timeIsUp: timer(scenario.longestMs),
        say: (line) => say(`${scenario.name}: ${line}`),
      };
      scenarios[scenario.name] = await runScenario(stage, scenario);
      recoveriesMs.push(...stage.book.recoveriesMs);
    }
  } finally {
    await stopWorld();
  }
  const total = sums(Object.values(scenarios));
  const complete = MEANT.every(([key, least]) => total[key] >= least);
  return {
    seed,
    complete,
    ...total,
    ...recovery(recoveriesMs),
    duration_s: secondsSince(started),
    scenarios,
  };
}

/** Whether anything was lost, came twice, came in another order or was otherwise not as promised. A drill that did too little has proved too little. */
export function failed(result: DrillResult, whole: boolean): boolean {
  return FAULTS.some((fault) => result[fault] > 0) || (whole && !result.complete);
}

async function runScenario(stage: Stage, scenario: Scenario): Promise<ScenarioResult> {
  const { world, book, chance, full, say } = stage;
  const started = Date.now();
  const before = await ledgerNow(world);
  const tickets = await ticketIds(world);
  const people = new People(world, book, chance.branch(), {
    callers: full ? CALLERS.full : CALLERS.short,
    wordsPerSecond: scenario.wordsPerSecond,
    thinksMs: full ? THINKS_MS.full : THINKS_MS.short,
  });
  const forger = new Forger(world, book, chance.branch(), FORGED_PER_SECOND);
  say('begins');
  await Promise.all([people.start(), forger.start()]);
  await scenario.disturb(stage);
  people.stopWriting();
  await Promise.all([people.stop(SETTLES_WITHIN_MS), forger.stop()]);
  await settle(world, book, tickets);
  const own = (await ticketIds(world)).filter((id) => !tickets.includes(id));
  const tally = new Tally(book, await gather(world, own, before));
  tally.count();
  await checkRest(world, tally, before);
  for (const crash of world.relays.flatMap((relay) => relay.crashes.splice(0)))
    tally.found('wrong', `ended by itself: ${crash}`);
  await closeAll(world);
  const findings = tally.findings;
  say(
    `${book.inbound} in, ${book.outbound} out; ${FAULTS.map((fault) => `${fault} ${findings[fault]}`).join(', ')}`,
  );
  for (const detail of findings.details) say(detail);
  return {
    kills: book.kills,
    db_restarts: book.databaseRestarts,
    inbound: book.inbound,
    outbound: book.outbound,
    forged: book.forged.size,
    ...findings,
    ...recovery(book.recoveriesMs),
    duration_s: secondsSince(started),
  };
}

/** Waits until all that was sent has come to rest; what has not by then is counted as it is. */
async function settle(world: World, book: Book, earlier: readonly string[]): Promise<void> {
  const deadline = Date.now() + SETTLES_WITHIN_MS;
  while (Date.now() < deadline) {
    const [row] = await world.postgres.query<{ stored: number; waiting: number; words: number }>(
      `SELECT (SELECT count(*)::int FROM inbound_event WHERE state = 'stored') AS stored,
         (SELECT count(*)::int FROM delivery WHERE state = 'waiting')
           + (SELECT count(*)::int FROM timer WHERE kind = 'waiting-notice') AS waiting,
         (SELECT count(*)::int FROM message WHERE direction = 'inbound' AND NOT ticket_id = ANY($1)) AS words`,
      [earlier],
    );
    const { channels } = await world.standIn.state();
    const queued = channels.reduce((sum, channel) => sum + channel.queuedEvents, 0);
    if (row?.stored === 0 && row.waiting === 0 && row.words >= book.inbound && queued === 0) return;
    await pause(100);
  }
}

async function ticketIds(world: World): Promise<string[]> {
  return (await world.postgres.query<{ id: string }>('SELECT id FROM ticket')).map((row) => row.id);
}

/** What no screen shows. */
async function checkRest(world: World, tally: Tally, after: number): Promise<void> {
  const [row] = await world.postgres.query<{ forged: number; double: number; aside: number }>(
    `SELECT (SELECT count(*)::int FROM inbound_event WHERE webhook_event_id LIKE '01FORGED%') AS forged,
       (SELECT count(*)::int FROM (SELECT FROM ticket WHERE state <> 'closed' GROUP BY caller_id HAVING count(*) > 1) AS callers)
         AS double,
       (SELECT count(*)::int FROM inbound_event WHERE state = 'set-aside') AS aside`,
  );
  tally.found('wrong', 'forged webhooks stored', row?.forged ?? 0);
  tally.found('wrong', 'callers with two open tickets', row?.double ?? 0);
  tally.found('wrong', 'events set aside', row?.aside ?? 0);
  // A process that died with a reply under way leaves its token to the next one, which learns by asking again with the
  // same token what became of it: LINE refuses the second use, and nothing reaches the caller twice.
  const violations = (await world.standIn.violations({ after })).filter(
    ({ kind }) => kind !== 'reply-token-reused',
  );
  if (violations.length > 0)
    tally.found('wrong', `LINE's rules: ${JSON.stringify(violations[0])}`, violations.length);
}

/** So that the next scenario's callers find every counselor free. */
async function closeAll(world: World): Promise<void> {
  await world.postgres.query(
    `UPDATE ticket SET state = 'closed', closed_at = now(), unanswered_since = NULL,
       assigned_to = coalesce(assigned_to, (SELECT id FROM staff WHERE login = 'drill-0')), taken_at = coalesce(taken_at, now())
     WHERE state <> 'closed'`,
  );
}

function sums(results: readonly ScenarioResult[]) {
  const sum = (key: Fault | 'kills' | 'db_restarts' | 'inbound' | 'outbound' | 'forged') =>
    results.reduce((total, result) => total + result[key], 0);
  return {
    kills: sum('kills'),
    db_restarts: sum('db_restarts'),
    inbound: sum('inbound'),
    outbound: sum('outbound'),
    lost: sum('lost'),
    duplicated: sum('duplicated'),
    out_of_order: sum('out_of_order'),
    wrong: sum('wrong'),
    forged: sum('forged'),
  };
}

function recovery(milliseconds: readonly number[]) {
  const sorted = milliseconds.toSorted((one, other) => one - other);
  const seconds = (value: number | undefined) => Math.round((value ?? 0) / 10) / 100;
  return {
    recovery_s_max: seconds(sorted.at(-1)),
    recovery_s_median: seconds(sorted[Math.floor(sorted.length / 2)]),
  };
}

/** Says from when on `milliseconds` have passed. */
function timer(milliseconds: number): () => boolean {
  const end = Date.now() + milliseconds;
  return () => Date.now() > end;
}

function secondsSince(started: number): number {
  return Math.round((Date.now() - started) / 1000);
}
