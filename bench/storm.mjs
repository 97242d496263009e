import { join } from 'node:path';
import { ROOT } from '../scripts/lib/tools.mjs';
import { Child } from './child.mjs';
import { median } from './figures.mjs';
import { CONNECTIONS } from './relay.mjs';

const CONSOLES = 200;

/**
 * Webhooks at a fixed rate while 200 people's consoles look on, and while all of them lose and find the server at once: what that
 * costs intake. The rate is that of a crowd: each message goes to every console. All of them are counted in their tickets
 * in the end, also those that were kept on disk meanwhile, so a storm that loses one fails.
 * @param {import('./ingest.mjs').Setting} setting
 * @param {{ rounds: number, rate: number, roundMs: number }} size
 */
export async function measureStorm(setting, { rounds, rate, roundMs }) {
  const { generator, account, relay, say } = setting;
  const crowd = new Child('the consoles', join(ROOT, 'bench/consoles.mjs'));
  await crowd.listening();
  await crowd.ask({ type: 'open', url: relay.url, cookies: await relay.people(CONSOLES) });
  const count = Math.round((rate * roundMs) / 1000);
  const round = async (/** @type {boolean} */ isStorm) => {
    await generator.ask({ type: 'prepare', account, callers: relay.callers, count });
    let allLiveMs = 0;
    const before = await relay.counts();
    const load = generator.ask({ type: 'open', port: relay.port, connections: CONNECTIONS, rate }, 120_000);
    if (isStorm) allLiveMs = await crowd.ask({ type: 'storm' });
    const result = await load;
    if (result.refused > 0) throw new Error(`storm: ${result.refused} webhooks were refused`);
    await relay.inTickets(before.messages + count);
    return { ...result, allLiveMs };
  };
  const results = [];
  try {
    for (let number = 0; number <= rounds; number += 1) {
      const quiet = await round(false);
      const storm = await round(true);
      const ratio = storm.rps / quiet.rps;
      say(
        `storm ${number === 0 ? 'warm-up' : `${number}/${rounds}`}: ${CONSOLES} consoles quiet p99 ${quiet.p99.toFixed(1)} ms | ` +
          `coming back p99 ${storm.p99.toFixed(1)} ms, all live after ${storm.allLiveMs.toFixed(0)} ms | ratio ${ratio.toFixed(2)}`,
      );
      if (number > 0) results.push({ quiet, storm, ratio });
    }
  } finally {
    await crowd.ask({ type: 'close' });
    await crowd.stop();
  }
  return {
    consoles: CONSOLES,
    rate,
    ratio: median(results.map(({ ratio }) => ratio)),
    quiet_p99_ms: median(results.map(({ quiet }) => quiet.p99)),
    p99_ms: median(results.map(({ storm }) => storm.p99)),
    all_live_ms: median(results.map(({ storm }) => storm.allLiveMs)),
    rounds,
  };
}
