import { readdirSync, readFileSync } from 'node:fs';

/** What Linux counts processor time in, on every machine that Node runs on. */
const TICKS_PER_SECOND = 100;

/**
 * Processor time that a process has taken so far, with that of its children, in milliseconds. On a machine that others
 * use too it says more than the clock does. Null where there is no /proc.
 * @param {number} pid
 * @returns {number | null}
 */
export function cpuTime(pid) {
  try {
    const own = statOf(pid);
    const children = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => statOf(Number(name)))
      .filter((stat) => stat?.parent === pid);
    // Those that have ended are already counted in the parent.
    const ticks = [own, ...children].reduce((sum, stat) => sum + (stat?.ticks ?? 0), own?.endedTicks ?? 0);
    return own === null ? null : (ticks * 1000) / TICKS_PER_SECOND;
  } catch {
    return null;
  }
}

/** @param {number} pid */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold anything, but its closing bracket is the last one.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const field = (/** @type {number} */ index) => fields[index - 3] ?? 0;
    return { parent: field(4), ticks: field(14) + field(15), endedTicks: field(16) + field(17) };
  } catch {
    return null;
  }
}

/**
 * Measures the processor time that `work` costs a server and PostgreSQL together.
 * @template Result
 * @param {{ server: number | undefined, postgres: number }} pids
 * @param {() => Promise<Result>} work
 * @returns {Promise<{ result: Result, serverMs: number | null, postgresMs: number | null }>}
 */
export async function withCpuTime({ server, postgres }, work) {
  const take = () => [server === undefined ? null : cpuTime(server), cpuTime(postgres)];
  const before = take();
  const result = await work();
  const [serverMs, postgresMs] = take().map((after, index) => {
    const earlier = before[index];
    return after === null || earlier === null || earlier === undefined ? null : after - earlier;
  });
  return { result, serverMs: serverMs ?? null, postgresMs: postgresMs ?? null };
}
