import { request } from '../../../shared/api/request.js';
import { type MessageView, messageViewSchema, type NoteRequest } from '../../../shared/contract.js';

/** It comes into the talk as an event, like everything else. */
export function writeNote(ticketId: string, note: NoteRequest): Promise<MessageView> {
  return request(messageViewSchema, `/api/tickets/${encodeURIComponent(ticketId)}/notes`, {
    method: 'POST',
    body: note,
  });
}
