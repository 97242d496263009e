import { queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { isSignInRequired, request } from '../../../shared/api/request.js';
import { type SessionView, sessionViewSchema } from '../../../shared/contract.js';

export const sessionKey = ['session'] as const;

/** Nobody being signed in is an answer, not an error. */
async function fetchSession(signal: AbortSignal): Promise<SessionView | null> {
  try {
    return await request(sessionViewSchema, '/api/session', { signal });
  } catch (error) {
    if (isSignInRequired(error)) return null;
    throw error;
  }
}

const sessionQuery = queryOptions({ queryKey: sessionKey, queryFn: ({ signal }) => fetchSession(signal) });

export function useSession(): UseQueryResult<SessionView | null> {
  return useQuery(sessionQuery);
}

export function isSupervisor(session: SessionView): boolean {
  return session.memberships.some(({ role }) => role === 'supervisor');
}

/** An administrator alone belongs to no account and reads no consultation. */
export function hasDesk(session: SessionView): boolean {
  return session.memberships.length > 0;
}

/** Whoever may close and open an account by hand looks after its hours. */
export function looksAfterHours(session: SessionView): boolean {
  return session.staff.administrator || isSupervisor(session);
}

/** The commissioning body sees numbers, and nothing else. */
export function commissions(session: SessionView): boolean {
  return session.oversight.some(({ role }) => role === 'commissioner');
}

/** Whoever reads the trace: of everything, or of their accounts. */
export function mayAudit(session: SessionView): boolean {
  return session.staff.administrator || session.oversight.some(({ role }) => role === 'auditor');
}
