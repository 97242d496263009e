import { join } from 'node:path';
import { ROOT } from '../scripts/lib/tools.mjs';
import { startPostgres } from './database.mjs';
import { median } from './figures.mjs';
import { keptAll } from './ingest.mjs';
import { CONNECTIONS, Relay } from './relay.mjs';

/** More than either relay can take in one round, on the machines we know. */
const MOST_PER_SECOND = 10_000;

/**
 * Webhooks as fast as they are answered and through to the ticket, to a relay that seals and to one that only pretends
 * to, in turn. Each has a PostgreSQL of its own, so that neither finds the other's rows or dead pages.
 * @param {{ generator: import('./child.mjs').Child, account: import('./bodies.mjs').Account, say: (line: string) => void }} setting
 * @param {{ rounds: number, roundMs: number }} size
 */
export async function measureEncryption({ generator, account, say }, { rounds, roundMs }) {
  const sealing = await started(generator, account, say, undefined);
  try {
    const bare = await started(generator, account, say, join(ROOT, 'bench/pass-through.mjs'));
    try {
      /** @type {{ sealed: number, plain: number, ratio: number }[]} */
      const results = [];
      for (let round = 0; round <= rounds; round += 1) {
        // Round 0 warms both up and isn't counted; they take turns at going first.
        const order = round % 2 === 0 ? [sealing, bare] : [bare, sealing];
        /** @type {Map<Relay, number>} */
        const rps = new Map();
        for (const { relay } of order)
          rps.set(relay, await ingestRound(relay, generator, account, round === 0 ? 2000 : roundMs));
        const sealed = rps.get(sealing.relay) ?? 0;
        const plain = rps.get(bare.relay) ?? 1;
        say(
          `encryption ${round === 0 ? 'warm-up' : `${round}/${rounds}`}: sealed ${sealed.toFixed(0)}/s | not sealed ` +
            `${plain.toFixed(0)}/s | ratio ${(sealed / plain).toFixed(2)}`,
        );
        if (round > 0) results.push({ sealed, plain, ratio: sealed / plain });
      }
      return {
        sealed_rps: median(results.map(({ sealed }) => sealed)),
        plain_rps: median(results.map(({ plain }) => plain)),
        ratio: median(results.map(({ ratio }) => ratio)),
        ratio_min: Math.min(...results.map(({ ratio }) => ratio)),
        ratio_max: Math.max(...results.map(({ ratio }) => ratio)),
        rounds,
      };
    } finally {
      await bare.stop();
    }
  } finally {
    await sealing.stop();
  }
}

/**
 * @param {import('./child.mjs').Child} generator
 * @param {import('./bodies.mjs').Account} account
 * @param {(line: string) => void} say
 * @param {string | undefined} preload
 */
async function started(generator, account, say, preload) {
  const postgres = await startPostgres(say);
  try {
    const relay = await Relay.start(postgres, undefined, preload);
    await relay.welcomeCallers(generator, account);
    const stop = async () => {
      await relay.stop();
      await postgres.stop();
    };
    return { relay, stop };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/**
 * @param {Relay} relay
 * @param {import('./child.mjs').Child} generator
 * @param {import('./bodies.mjs').Account} account
 * @param {number} durationMs
 */
async function ingestRound(relay, generator, account, durationMs) {
  const count = Math.ceil((durationMs / 1000) * MOST_PER_SECOND);
  await generator.ask({ type: 'prepare', account, callers: relay.callers, count });
  const load = { type: 'closed', connections: CONNECTIONS, durationMs, count, port: relay.port };
  return (await keptAll({ relay }, () => generator.ask(load))).rps;
}
