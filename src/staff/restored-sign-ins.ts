/** What lets somebody in who shows neither a passkey nor a password, nor comes by single sign-on. */
export interface EndedSignIns {
  readonly sessions: number;
  readonly walls: number;
  readonly links: number;
  readonly recoveries: number;
}

/** Runs a statement. @returns how many rows it changed */
type Run = (sql: string) => Promise<number>;

const STATEMENTS: Readonly<Record<string, { readonly sql: string; readonly of?: keyof EndedSignIns }>> = {
  'public.session': { sql: 'DELETE FROM session', of: 'sessions' },
  'public.wall': { sql: 'DELETE FROM wall', of: 'walls' },
  // Those that were used stay: they tell by whom somebody was let in.
  'public.sign_in_link': { sql: 'DELETE FROM sign_in_link WHERE used_at IS NULL', of: 'links' },
  // Its link would be made by who confirms it. Rows of recoveries stay.
  'public.staff_recovery': {
    sql: `UPDATE staff_recovery SET outcome = 'cancelled', ended_at = now() WHERE outcome IS NULL`,
    of: 'recoveries',
  },
  'public.webauthn_challenge': { sql: 'DELETE FROM webauthn_challenge' },
  'public.staff_totp': {
    sql: 'UPDATE staff_totp SET pending_sealed = NULL WHERE pending_sealed IS NOT NULL',
  },
};

/**
 * Ends whatever lets somebody in by itself, in the transaction that puts a backup back: who held a session or a link when
 * it was taken may have lost it since, or have been switched off.
 * @param tables those that the backup knows
 */
export async function endRestoredSignIns(tables: ReadonlySet<string>, run: Run): Promise<EndedSignIns> {
  const ended = { sessions: 0, walls: 0, links: 0, recoveries: 0 };
  for (const [table, { sql, of }] of Object.entries(STATEMENTS)) {
    if (!tables.has(table)) continue;
    const count = await run(sql);
    if (of !== undefined) ended[of] += count;
  }
  return ended;
}
