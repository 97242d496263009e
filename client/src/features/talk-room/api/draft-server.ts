import { request, requestNothing } from '../../../shared/api/request.js';
import { draftSavedSchema, draftViewSchema } from '../../../shared/contract.js';
import { type DraftServer } from '../composer/draft-sync.js';

export function draftServer(ticketId: string): DraftServer {
  const address = `/api/tickets/${encodeURIComponent(ticketId)}/draft`;
  return {
    read: () => request(draftViewSchema, address),
    save: (draft, base) => request(draftSavedSchema, address, { method: 'PUT', body: { draft, base } }),
    discard: (base) => requestNothing(`${address}?base=${base}`, { method: 'DELETE' }),
  };
}
