import { withCpuTime } from './cpu-time.mjs';
import { median } from './figures.mjs';
import { CONNECTIONS } from './relay.mjs';

/** More than either server can take in one round, on the machines we know. */
const MOST_PER_SECOND = 20_000;

/**
 * @typedef {object} Setting
 * @property {import('./database.mjs').BenchPostgres} postgres
 * @property {import('./relay.mjs').Relay} relay
 * @property {import('./child.mjs').Child} generator
 * @property {number} barePort
 * @property {number | undefined} barePid
 * @property {import('./bodies.mjs').Account} account
 * @property {(line: string) => void} say
 */

/**
 * Webhooks as fast as they are answered, to the bare server and to the relay in turn, the same requests in both.
 * The ratio is the median of the rounds' own ratios, since a shared machine changes between rounds.
 * @param {Setting} setting
 * @param {{ rounds: number, roundMs: number }} size
 */
export async function measureIngest(setting, { rounds, roundMs }) {
  const { generator, account, relay, say } = setting;
  /** @type {{ bare: Awaited<ReturnType<typeof bareRound>>, relay: Awaited<ReturnType<typeof keptAll>>, ratio: number }[]} */
  const results = [];
  for (let round = 0; round <= rounds; round += 1) {
    // Round 0 warms both up and isn't counted.
    const durationMs = round === 0 ? Math.min(roundMs, 2000) : roundMs;
    const count = Math.ceil((durationMs / 1000) * MOST_PER_SECOND);
    await generator.ask({ type: 'prepare', account, callers: relay.callers, count });
    const load = { type: 'closed', connections: CONNECTIONS, durationMs, count };
    // Whoever goes first may find the machine in a better mood: they take turns at that too.
    const relayFirst = round % 2 === 0;
    const early = relayFirst ? await relayRound(setting, load) : null;
    const bare = await bareRound(setting, load);
    const own = early ?? (await relayRound(setting, load));
    const ratio = own.rps / bare.rps;
    say(
      `ingest ${round === 0 ? 'warm-up' : `${round}/${rounds}`}: bare ${line(bare)} | relay ${line(own)}, ` +
        `to the ticket ${own.toTicketRps.toFixed(0)}/s | ratio ${ratio.toFixed(2)}`,
    );
    if (round > 0) results.push({ bare, relay: own, ratio });
  }
  const middle = (/** @type {(result: (typeof results)[number]) => number} */ pick) =>
    median(results.map(pick));
  return {
    bare_rps: middle(({ bare }) => bare.rps),
    relay_rps: middle((result) => result.relay.rps),
    ratio: middle(({ ratio }) => ratio),
    ratio_min: Math.min(...results.map(({ ratio }) => ratio)),
    ratio_max: Math.max(...results.map(({ ratio }) => ratio)),
    bare_p50_ms: middle(({ bare }) => bare.p50),
    bare_p99_ms: middle(({ bare }) => bare.p99),
    p50_ms: middle((result) => result.relay.p50),
    p99_ms: middle((result) => result.relay.p99),
    to_ticket_rps: middle((result) => result.relay.toTicketRps),
    // Processor time per message, through to the ticket: it hardly depends on what else the machine does.
    cpu_us: {
      bare_server: middle(({ bare }) => bare.serverCpuUs),
      bare_postgres: middle(({ bare }) => bare.postgresCpuUs),
      relay_server: middle((result) => result.relay.serverCpuUs),
      relay_postgres: middle((result) => result.relay.postgresCpuUs),
    },
    connections: CONNECTIONS,
    rounds,
  };
}

/**
 * Webhooks at a fixed rate, whatever the answers do, while we watch how far the tickets fall behind.
 * @param {Setting} setting
 * @param {{ rate: number, durationMs: number }} size
 */
export async function measureAtRate(setting, { rate, durationMs }) {
  const { generator, account, relay, say } = setting;
  const count = Math.round((rate * durationMs) / 1000);
  await generator.ask({ type: 'prepare', account, callers: relay.callers, count });
  const watch = new LagWatch(relay);
  const load = { type: 'open', port: relay.port, connections: CONNECTIONS, rate };
  const result = await keptAll(setting, () => generator.ask(load, 4 * durationMs + 60_000));
  const { lagMs, backlog } = await watch.end();
  // The last request falls due just before the end; its answer may take a moment longer.
  const sustained = result.elapsedMs < durationMs * 1.02 + 50 && lagMs < 1000;
  say(
    `ingest at ${rate}/s: ${line(result)}, worst ${result.max.toFixed(0)} ms; tickets at most ` +
      `${lagMs.toFixed(0)} ms and ${backlog} messages behind; ${sustained ? 'sustained' : 'NOT sustained'}`,
  );
  return {
    rate,
    achieved_rps: result.rps,
    p50_ms: result.p50,
    p99_ms: result.p99,
    max_ms: result.max,
    max_projection_lag_ms: lagMs,
    max_backlog: backlog,
    to_ticket_rps: result.toTicketRps,
    sustained,
  };
}

/**
 * @param {Setting} setting
 * @param {{ type: string, [key: string]: unknown }} load
 */
async function bareRound({ postgres, generator, barePort, barePid }, load) {
  const before = await postgres.bareRows();
  const { result, ...cpu } = await withCpuTime({ server: barePid, postgres: postgres.pid }, () =>
    generator.ask({ ...load, port: barePort }),
  );
  const stored = (await postgres.bareRows()) - before;
  if (result.refused > 0 || stored !== result.accepted)
    throw new Error(`bare: ${result.accepted} accepted, ${result.refused} refused, ${stored} stored`);
  return { ...result, ...cpuPerMessage(result, cpu) };
}

/**
 * @param {Setting} setting
 * @param {{ type: string, [key: string]: unknown }} load
 */
function relayRound(setting, load) {
  return keptAll(setting, () => setting.generator.ask({ ...load, port: setting.relay.port }));
}

/**
 * Waits until everything that was accepted is in its ticket, and counts: a bench that loses something fails.
 * @param {Pick<Setting, 'relay'>} setting
 * @param {() => Promise<import('./load.mjs').LoadResult>} send
 */
export async function keptAll({ relay }, send) {
  const before = await relay.counts();
  let toTicketRps = 0;
  const pids = { server: relay.child?.process.pid, postgres: relay.postgres.pid };
  const { result, ...cpu } = await withCpuTime(pids, async () => {
    const sent = await send();
    await relay.projected();
    toTicketRps = (sent.accepted * 1000) / (Date.now() - sent.startedAt);
    return sent;
  });
  const after = await relay.counts();
  const stored = after.stored - before.stored;
  const projected = after.projected - before.projected;
  const messages = after.messages - before.messages;
  const complete = [stored, projected, messages].every((number) => number === result.accepted);
  if (result.refused > 0 || !complete) {
    throw new Error(
      `relay: ${result.accepted} accepted, ${result.refused} refused, ${stored} stored, ${projected} projected, ` +
        `${messages} messages in tickets`,
    );
  }
  if (after.deliveries !== before.deliveries) throw new Error('relay: the load caused automatic texts');
  return { ...result, ...cpuPerMessage(result, cpu), toTicketRps };
}

/**
 * @param {import('./load.mjs').LoadResult} result
 * @param {{ serverMs: number | null, postgresMs: number | null }} cpu
 */
function cpuPerMessage({ accepted }, { serverMs, postgresMs }) {
  const per = (/** @type {number | null} */ milliseconds) =>
    milliseconds === null ? Number.NaN : (milliseconds * 1000) / accepted;
  return { serverCpuUs: per(serverMs), postgresCpuUs: per(postgresMs) };
}

/** Looks ten times a second how far the tickets are behind. */
class LagWatch {
  #worst = { lagMs: 0, backlog: 0 };
  #ended = false;

  /** @param {import('./relay.mjs').Relay} relay */
  constructor(relay) {
    this.watching = this.#watch(relay);
  }

  async end() {
    this.#ended = true;
    await this.watching;
    return this.#worst;
  }

  /** @param {import('./relay.mjs').Relay} relay */
  async #watch(relay) {
    while (!this.#ended) {
      const { lagMs, backlog } = await relay.lag();
      this.#worst = {
        lagMs: Math.max(this.#worst.lagMs, lagMs),
        backlog: Math.max(this.#worst.backlog, backlog),
      };
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** @param {import('./load.mjs').LoadResult & { serverCpuUs: number, postgresCpuUs: number }} result */
function line({ rps, p50, p99, serverCpuUs, postgresCpuUs }) {
  return `${rps.toFixed(0)}/s p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)} ms cpu ${serverCpuUs.toFixed(0)}+${postgresCpuUs.toFixed(0)} µs`;
}
