/** A console counts as connected while its process has said so within this time (real time). */
export const CONNECTION_FRESH_SECONDS = 45;

/** SQL: whether a row of `console_connection` is kept fresh by a process that lives. */
export const IS_FRESH = `console_connection.seen_at > now() - interval '${CONNECTION_FRESH_SECONDS} seconds'`;

/** SQL: whether any console of the person is connected. @param staffId SQL of their id */
export function isConnected(staffId: string): string {
  return `EXISTS (SELECT FROM console_connection WHERE console_connection.staff_id = ${staffId}
    AND ${IS_FRESH})`;
}
