export type TimeLeft =
  | { readonly state: 'running' | 'ending'; readonly leftMs: number }
  | { readonly state: 'over'; readonly overMs: number };

/** Where a consultation stands against its limit. `ending`: the counselor should bring it to a close. */
export function timeLeft(limitAt: string, warnMinutes: number, now: number): TimeLeft {
  const leftMs = Date.parse(limitAt) - now;
  if (leftMs <= 0) return { state: 'over', overMs: now - Date.parse(limitAt) };
  return { state: leftMs <= warnMinutes * 60_000 ? 'ending' : 'running', leftMs };
}
