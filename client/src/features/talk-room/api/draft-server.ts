import { request, requestNothing } from '../../../shared/api/request.js';
import { draftSavedSchema, draftViewSchema } from '../../../shared/contract.js';
import { noteAsked, parseDraft, rawDraft, readSync } from '../composer/draft-store.js';
import { type DraftServer } from '../composer/draft-sync.js';

const addressOf = (ticketId: string): string => `/api/tickets/${encodeURIComponent(ticketId)}/draft`;

export function draftServer(ticketId: string): DraftServer {
  const address = addressOf(ticketId);
  return {
    read: () => request(draftViewSchema, address),
    save: (draft, base) => request(draftSavedSchema, address, { method: 'PUT', body: { draft, base } }),
    discard: (base) => requestNothing(`${address}?base=${base}`, { method: 'DELETE' }),
  };
}

/** What is only here goes to the server, also when the page is gone by then. */
export function saveDraftWhileLeaving(staffId: string, ticketId: string): void {
  const raw = rawDraft(staffId, ticketId);
  const { base, isDirty } = readSync(staffId, ticketId);
  if (raw === null || !isDirty) return;
  const draft = parseDraft(raw);
  noteAsked(staffId, ticketId, draft);
  const body = JSON.stringify({ draft, base });
  const headers = { 'content-type': 'application/json' };
  void fetch(addressOf(ticketId), { method: 'PUT', headers, body, keepalive: true }).catch(() => undefined);
}
