import { median } from './figures.mjs';

const PER_SECOND = 20;

/**
 * From the webhook to the counselor's socket, at an everyday rate: the relay, and a bare server that does one INSERT and
 * then emits in the same process, in turn.
 * @param {import('./ingest.mjs').Setting} setting
 * @param {{ rounds: number, roundMs: number }} size
 */
export async function measureSocket({ generator, relay, barePort, account, say }, { rounds, roundMs }) {
  const count = Math.round((roundMs / 1000) * PER_SECOND);
  const settings = { type: 'socket', account, callers: relay.taken, rate: PER_SECOND };
  const toBare = { ...settings, port: barePort, url: `http://localhost:${barePort}`, cookie: '' };
  const toRelay = { ...settings, port: relay.port, url: relay.url, cookie: relay.cookie };
  const results = [];
  for (let round = 0; round <= rounds; round += 1) {
    const load = { count: round === 0 ? Math.min(count, PER_SECOND) : count };
    const bare = await generator.ask({ ...toBare, ...load });
    const own = await generator.ask({ ...toRelay, ...load });
    await relay.projected();
    const ratio = own.p50 / bare.p50;
    say(
      `socket ${round === 0 ? 'warm-up' : `${round}/${rounds}`}: bare p50 ${bare.p50.toFixed(2)} p99 ${bare.p99.toFixed(2)} ms | ` +
        `relay p50 ${own.p50.toFixed(2)} p99 ${own.p99.toFixed(2)} ms | ratio ${ratio.toFixed(2)}`,
    );
    if (round > 0) results.push({ bare, relay: own, ratio });
  }
  return {
    bare_p50_ms: median(results.map(({ bare }) => bare.p50)),
    relay_p50_ms: median(results.map((result) => result.relay.p50)),
    ratio: median(results.map(({ ratio }) => ratio)),
    p50_ms: median(results.map((result) => result.relay.p50)),
    p99_ms: median(results.map((result) => result.relay.p99)),
    bare_p99_ms: median(results.map(({ bare }) => bare.p99)),
    per_second: PER_SECOND,
    samples: count * rounds,
  };
}
